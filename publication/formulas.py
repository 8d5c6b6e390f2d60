"""Texts in sheets that a program would take for a formula, and could run.

An apostrophe stands before them, which is taken away again where a sheet is read back.
"""

import re

FORMULAS = tuple("=+-@\t\r\n＝＋－＠")
"""What they begin with: with a line end or tab, too, and in full width."""

_FIRST = {*FORMULAS, "'"}
_FORMULA = re.compile(rf"'*[{re.escape(''.join(FORMULAS))}]")


def escaped(text: str) -> str:
    """A text for a CSV file that no program takes for a formula."""
    return f"'{text}" if text[:1] in _FIRST and _FORMULA.match(text) else text


def unescaped(text: str) -> str:
    """What `escaped` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
