"""What a file is called: cleaned for people and for every system it is saved on.

Where it is kept says nothing of it; see models.attachments.stored_name.
"""

import re
import unicodedata
from pathlib import PurePosixPath

LONGEST = 120

_PARTS = re.compile(r"[/\\]")
# Not allowed in names on Windows, or read as codes by something on the way.
_REPLACED = re.compile(r'[:*?"<>|%$`^{}]')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|clock\$|com\d|lpt\d)$", re.IGNORECASE)


def clean_name(typed: str) -> str:
    """The last part of the name without control characters, marks of direction, paths and dots.

    The ending stays, in lower case; never empty, never longer than LONGEST.
    """
    text = unicodedata.normalize("NFC", _PARTS.split(typed)[-1])
    shown = "".join(" " if c.isspace() else c for c in text if c.isspace() or _is_shown(c))
    words = " ".join(_REPLACED.sub("_", shown).split()).strip(" .")
    path = PurePosixPath(words or "file")
    ending = path.suffix.lower()[:12]
    stem = path.name.removesuffix(path.suffix).strip(" .") or "file"
    if _DEVICES.match(stem.split(".")[0].strip()):
        stem = f"_{stem}"
    return stem[: LONGEST - len(ending)].strip(" .") + ending


def _is_shown(character: str) -> bool:
    """Not a control or format character, half of a pair, or of no meaning at all."""
    return not unicodedata.category(character).startswith("C")


def title_from(name: str) -> str:
    """A first title for a file: its name in words."""
    return " ".join(re.sub(r"[_\-.]+", " ", PurePosixPath(name).stem).split()) or name
