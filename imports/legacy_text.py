"""The lines of a legacy page and what becomes of them as text."""

import os.path
from collections.abc import Iterable

from .legacy_rows import PageWarning, warning

Line = tuple[int, str]
"""The number of a line, from 1, and its text without the line end."""


def dedent(lines: Iterable[Line]) -> str:
    """The text of `lines` without the indentation (spaces, tabs) that its filled lines share and
    without outer blank lines.

    Line breaks, inner blank lines and deeper indentation stay; a line of spaces alone becomes an
    empty one."""
    texts = [text for _, text in lines]
    filled = [index for index, text in enumerate(texts) if text.strip()]
    if not filled:
        return ""
    margin = os.path.commonprefix([_indentation(texts[index]) for index in filled])
    inner = texts[filled[0] : filled[-1] + 1]
    return "\n".join(text.removeprefix(margin) if text.strip(" \t") else "" for text in inner)


def _indentation(text: str) -> str:
    return text[: len(text) - len(text.lstrip(" \t"))]


def outside(lines: Iterable[Line]) -> list[PageWarning]:
    """A warning that quotes each filled line: none of them is part of a record."""
    return [warning(number, "text_outside", text.strip()) for number, text in lines if text.strip()]
