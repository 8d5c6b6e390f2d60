"""A document's text split into headings and numbered paragraphs by a rule that people correct.

The split text is text again, so that it can be corrected by hand: a line "[12] …" begins the
paragraph printed as 12, a line "# …" is a heading, everything else belongs to what is above it.
"""

import re
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

# "12.", "12)", "2.8", "14 bis." at the beginning of a line; a number within a sentence is none.
_NUMBER = re.compile(r"\s*(\d{1,4}(?:\.\d{1,3})?(?:\s(?:bis|ter|quater))?)\s*[.)\-–:]*\s+(?=\S)")
_MARK = re.compile(r"\[([^\[\]\n]{1,40})\]\s*(.*)", re.DOTALL)
_HASH = re.compile(r"#+\s*(\S.*)")
LONGEST_HEADING = 120  # characters; a longer line in capitals is a paragraph


class Rule(models.TextChoices):
    """How the paragraphs of a text are told apart."""

    NUMBERED = "numbered", _("Numbers at the beginning of lines")
    BLANK_LINES = "blank_lines", _("Blank lines between paragraphs; they are numbered in order")
    MARKED = "marked", _("It is marked already: [1] for a paragraph, # for a heading")


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph (`label`, `text`) under the heading number `section`; 0 is before any."""

    section: int
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Split:
    """`stray`: text before the first paragraph or right below a heading that belongs to none."""

    headings: list[str]
    pieces: list[Piece]
    stray: list[str]


def marked(text: str, rule: str) -> str:
    """The text with its marks, by the rule. Nothing is lost but line breaks inside paragraphs."""
    if rule == Rule.MARKED:
        return text.strip()
    if rule == Rule.BLANK_LINES:
        return _by_blank_lines(text)
    return "\n\n".join(_by_numbers(text))


def _by_blank_lines(text: str) -> str:
    blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n", text) if block.strip()]
    number, lines = 0, []
    for block in blocks:
        if _HASH.fullmatch(block):
            lines.append(block)
        elif is_heading(block):
            lines.append(f"# {block}")
        else:
            number += 1
            lines.append(f"[{number}] {block}")
    return "\n\n".join(lines)


def _by_numbers(text: str) -> list[str]:
    """Wrapped lines are joined; a line in capitals, or marked as such, is a heading."""
    found: list[str] = []
    for line in text.split("\n"):
        plain = " ".join(line.split())
        number = _NUMBER.match(line)
        if not plain:
            continue
        if number:
            label = " ".join(number[1].split())
            found.append(f"[{label}] {' '.join(line[number.end() :].split())}")
        elif _HASH.fullmatch(plain):
            found.append(plain)
        elif is_heading(plain):
            found.append(f"# {plain}")
        elif found and not found[-1].startswith("#"):
            found[-1] += f" {plain}"
        else:
            found.append(plain)
    return found


def is_heading(line: str) -> bool:
    """A short line in capitals, without a full stop."""
    letters = [letter for letter in line if letter.isalpha()]
    short = len(letters) > 2 and len(line) <= LONGEST_HEADING
    return short and line == line.upper() and not line.endswith((".", ";", ":"))


def split(text: str) -> Split:
    """What a marked text holds."""
    headings: list[str] = []
    pieces: list[Piece] = []
    stray: list[str] = []
    open_piece = False
    for line in text.split("\n"):
        plain = line.strip()
        if found := _HASH.fullmatch(plain):
            headings.append(found[1].strip())
            open_piece = False
        elif found := _MARK.fullmatch(plain):
            pieces.append(Piece(len(headings), " ".join(found[1].split()), found[2].strip()))
            open_piece = True
        elif open_piece:
            last = pieces[-1]
            pieces[-1] = Piece(last.section, last.label, f"{last.text}\n{plain}")
        elif plain:
            stray.append(plain)
    cleaned = [Piece(p.section, p.label, p.text.strip()) for p in pieces]
    return Split(headings, cleaned, stray)
