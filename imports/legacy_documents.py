"""The first part of a legacy SISCA page: its documents. Grammar: `imports.legacy_page`."""

import re
from collections.abc import Iterator

from .legacy_labels import MONTHS, NUMBER, SPACE, fold
from .legacy_rows import DocumentRow, PageWarning, ParagraphRow, warning
from .legacy_text import Line, dedent, outside

BULLET = re.compile(rf"^ {{4}}(?P<mark>•{SPACE}•| {{2}}•){SPACE}+(?P<text>\S.*)$")
DASH = re.compile(rf"{SPACE}[-–—]{SPACE}")
MONTH_AND_YEAR = re.compile(r"([^\W\d]+)(?: de|,)? (\d{4})")
YEAR_AT_END = re.compile(r"\b\d{4}$")
ONE_WORD = re.compile(r"\S{0,8}\d\S{0,8}")


def documents(lines: list[Line], warnings: list[PageWarning]) -> Iterator[DocumentRow]:
    """The documents in the lines below a heading, in order; adds to `warnings` what is broken."""
    titles = {index: title for index in range(len(lines)) if (title := _title(lines, index))}
    starts = [*titles, len(lines)]
    warnings += outside(lines[: starts[0]])
    for start, end in zip(starts, starts[1:], strict=False):
        number, title = lines[start][0], titles[start]
        name, place, date = _parts(title)
        if not date:
            warnings.append(warning(number, "undated_document", title))
        paragraphs = tuple(_paragraphs(lines[start + 1 : end], warnings))
        yield DocumentRow(number, title, name, place, date, paragraphs)


def _title(lines: list[Line], index: int) -> str:
    """The title of the document that opens at `lines[index]`, else nothing.

    A bullet of three parts that ends in a month and year is a title. So is one with the double
    bullet of the first document, and one that falls short only of a part or of the month when a
    paragraph number stands right below: else its paragraphs would go to the document above.
    """
    if not (bullet := BULLET.match(lines[index][1])):
        return ""
    title = bullet["text"].strip()
    _, place, date = _parts(title)
    is_whole = bool(place and date)
    is_first = bullet["mark"] != "  •"
    is_nearly_whole = bool(date or (place and YEAR_AT_END.search(title[-20:])))
    return (
        title if is_whole or is_first or (is_nearly_whole and _number_below(lines, index)) else ""
    )


def _parts(title: str) -> tuple[str, str, str]:
    """Name, place and ISO month of `NAME - PLACE - MONTH YEAR`; what is not there is empty."""
    *name, last = (part.strip() for part in DASH.split(title))
    place = name.pop() if len(name) > 1 else ""
    tidy_place = ",".join(part.rstrip() for part in place.split(","))
    return " - ".join(name) or last, tidy_place, _month(last) if name else ""


def _month(printed: str) -> str:
    found = MONTH_AND_YEAR.fullmatch(fold(printed)) if len(printed) < 40 else None
    month = MONTHS.get(found[1]) if found else None
    return f"{found[2]}-{month:02}" if found and month else ""


def _number_below(lines: list[Line], index: int) -> bool:
    below = next((lines[i] for i in range(index + 1, len(lines)) if lines[i][1].strip()), None)
    return below is not None and bool(_number(below))


def _number(line: Line) -> str:
    """The number of the paragraph that opens at `line`, else nothing."""
    bullet = BULLET.match(line[1])
    text = bullet["text"].strip() if bullet else ""
    number = " ".join(text.removesuffix(":").split())
    return number if text.endswith(":") and NUMBER.fullmatch(number) else ""


def _paragraphs(lines: list[Line], warnings: list[PageWarning]) -> Iterator[ParagraphRow]:
    numbers = {index: number for index, line in enumerate(lines) if (number := _number(line))}
    starts = [*numbers, len(lines)]
    warnings += outside(lines[: starts[0]])
    for start, end in zip(starts, starts[1:], strict=False):
        text = dedent(lines[start + 1 : end])
        if not text:
            warnings.append(warning(lines[start][0], "paragraph_without_text", numbers[start]))
        warnings += _broken_numbers(lines[start + 1 : end])
        yield ParagraphRow(lines[start][0], numbers[start], text)


def _broken_numbers(lines: list[Line]) -> Iterator[PageWarning]:
    """Warnings of bullets such as `• 1O:`, one word with a digit and a colon but no number."""
    for number, line in lines:
        bullet = BULLET.match(line)
        word, colon, rest = bullet["text"].strip().partition(":") if bullet else ("", "", "")
        if colon and not rest and ONE_WORD.fullmatch(word):
            yield warning(number, "broken_number", line.strip())
