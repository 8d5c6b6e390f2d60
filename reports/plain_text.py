"""Imported plain text brought to the markup of texts written here."""

import re

_MARKS = re.compile(r"([\\`*_\[\]<>#|~])")
_ITEM = re.compile(r"^[•·▪●‣◦\-–—*]\s+|^o\s+(?=[A-ZÀ-Ý])")
_NUMBERED = re.compile(r"^(\d{1,2})[.)]\s+")


def as_markdown(text: str) -> str:
    """Imported plain text in the markup of texts written here; it reads the same."""
    lines: list[str] = []
    listed = False
    for line in filter(None, map(str.strip, text.splitlines())):
        if number := _NUMBERED.match(line):
            mark, rest = f"{number[1]}. ", line[number.end() :]
        elif item := _ITEM.match(line):
            mark, rest = "- ", line[item.end() :]
        else:
            mark, rest = "", line
        if lines and not (mark and listed):
            lines.append("")
        lines.append(mark + _MARKS.sub(r"\\\1", rest))
        listed = bool(mark)
    return "\n".join(lines)
