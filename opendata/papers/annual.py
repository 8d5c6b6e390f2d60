"""The annual report of a programme, drafted: the matrix of the year as it stands on paper.

A table for each implementer, in the order in which the year's cycle asks them; the first column
holds the activities as the implementer's own report prints them, or those that it cites.
"""

import math
import string
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext

from countries.models import Entity
from mandates.models import Document
from publication.dates import written
from publication.passages import Passage, passage
from reports.models import Asked, Section
from reports.programme_page import Cell, ProgrammePage, Row, programme_page

from . import Paper, Text
from .drafted import Draft, about_this_draft, begin

LEAST = 10  # in a hundred of the line, for a column that says little


@dataclass(frozen=True, slots=True)
class Placed:
    """A row of the matrix with its heading: "B." of its organization, then "1." of its own."""

    row: Row
    letter: str
    number: int
    entity: Entity
    group: Entity | None


def annual_report(draft: Draft, programme: Document, year: int) -> Paper:
    """The document; `year` may be one without any report."""
    page = programme_page(programme, year, draft.language)
    title = gettext("Annual report %(year)s") % {"year": year}
    paper = begin(
        draft, title, page.title, reverse("reports:programme", args=[programme.slug]),
        f"annual-report-{programme.slug}-{year}", page.has_demonstration,
    )  # fmt: skip
    _background(paper, page)
    _matrix(paper, page)
    _silent(paper, page)
    _financing(paper, page)
    _activities(paper, page)
    about_this_draft(paper)
    return paper


def _background(paper: Paper, page: ProgrammePage) -> None:
    document, language = page.document, paper.language
    paper.heading(1, gettext("Background"))
    paper.note(gettext("[Place for the Secretariat’s introduction]"))
    symbol = f", {document.symbol}" if document.symbol else ""
    paper.line(page.title, symbol)
    paper.line(gettext("Adopted: %(day)s") % {"day": written(document.adopted, language)})
    if document.meeting:
        paper.line(passage(document.meeting, "name", language))
    said = ngettext(
        "%(part)d of %(whole)d implementer reported on %(year)d.",
        "%(part)d of %(whole)d implementers reported on %(year)d.",
        page.implementers,
    )
    paper.line(said % {"part": page.reporters, "whole": page.implementers, "year": page.year})
    said = ngettext(
        "They reported on %(part)d of %(whole)d activity of the programme.",
        "They reported on %(part)d of %(whole)d activities of the programme.",
        len(page.activities),
    )
    paper.line(said % {"part": page.covered, "whole": len(page.activities)})


def _matrix(paper: Paper, page: ProgrammePage) -> None:
    said = {"year": page.year, "next": page.year + 1}
    paper.heading(1, gettext("Activities in %(year)s") % said, is_wide=True)
    if not page.rows:
        paper.line(gettext("No report on this programme has been received for %(year)s.") % said)
        return
    stated = str(Section.Kind.ACTIVITIES.label)
    if page.document.symbol:
        stated = gettext("Activities stated in %(symbol)s") % {"symbol": page.document.symbol}
    names = (
        stated,
        gettext("Activities planned for %(year)s") % said,
        gettext("Activities carried out in %(year)s") % said,
        gettext("Activities planned for %(next)s") % said,
        gettext("Type of financing"),
    )
    group = None
    for one in _placed(page, paper.language):
        name = passage(one.entity, "name", paper.language)
        if one.group is None:
            paper.heading(2, f"{one.letter}. ", name)
        else:
            if one.group != group:
                above = passage(one.group, "name", paper.language)
                paper.heading(2, f"{one.letter}. ", above)
            paper.heading(3, f"{one.letter}.{one.number}. ", name)
        group = one.group
        if one.row.entry.nothing_to_report:
            paper.line(gettext("Nothing to report for this period."))
        table = paper.table(str(name), dict.fromkeys(names, LEAST))
        stated, *cells = table.row()
        others = _stated(stated, one.row, page)
        for cell, found in zip(cells, one.row.cells, strict=True):
            _texts(cell, found)
        table.widths[:] = _widths(table.rows[0])
        for found in others:
            paper.note(found.label)
            _texts(paper, found)


def _widths(cells: list[Text]) -> list[int]:
    """Wide where much is said: a row of equal columns would be pages of one column's text."""
    said = [math.sqrt(sum(len(block.html) for block in cell.blocks)) for cell in cells]
    return [LEAST + round((100 - LEAST * len(cells)) * one / (sum(said) or 1)) for one in said]


def _placed(page: ProgrammePage, language: str) -> Iterator[Placed]:
    """The rows in the order of the paper, with their headings; who was not asked comes last."""
    entities = Entity.objects.with_ids({row.entry.entity for row in page.rows}).for_export()
    known = {entity.pk: entity for entity in entities}
    places = Asked.objects.places_about(page.document)
    last = len(places) and max(places.values()) + 1
    rows = sorted(page.rows, key=lambda row: (places.get(row.entry.entity, last), row.entry.id))
    letters, number, group, before = _letters(), 0, None, None
    letter = ""
    for row in rows:
        entity = known[row.entry.entity]
        continues = entity.parent is not None and entity.parent == group
        if not continues and entity != before:
            letter, number = next(letters), 0
        number += entity != before
        group, before = entity.parent, entity
        yield Placed(row, letter, number, entity, group)


def _letters() -> Iterator[str]:
    """A, B … Z, AA, AB …"""
    for before in ("", *string.ascii_uppercase):
        for letter in string.ascii_uppercase:
            yield before + letter


def _stated(cell: Text, row: Row, page: ProgrammePage) -> list[Cell]:
    """Fill the first cell; returns what the report says beside its matrix."""
    printed = [one for one in row.others if one.kind == Section.Kind.ACTIVITIES]
    for found in printed:
        _texts(cell, found)
    if not printed:
        lines = {activity.line.url: activity.line for activity in page.activities}
        for url in (chip.url for cited in row.entry.cited for chip in cited.chips):
            if line := lines.get(url):
                cell.line(f"{line.label}.")
                cell.told(line.html, line.passage)
    if not cell.blocks:
        _not_stated(cell)
    return [one for one in row.others if one not in printed]


def _texts(text: Text, cell: Cell) -> None:
    for found in cell.texts:
        text.told(found.html, found.passage)
    if not cell.texts:
        _not_stated(text)


def _not_stated(cell: Text) -> None:
    cell.note(pgettext("a cell of a matrix", "not stated"))


def _silent(paper: Paper, page: ProgrammePage) -> None:
    if not page.silent:
        return
    paper.heading(1, gettext("No report received"))
    for entity in page.silent:
        paper.line(passage(entity, "name", paper.language))


def _financing(paper: Paper, page: ProgrammePage) -> None:
    if not page.financing:
        return
    paper.heading(1, gettext("By source of financing"))
    paper.note(
        gettext(
            "Sources as the implementers word them. The matrix states no amounts; what is counted "
            "is who names a source and for how many activities."
        )
    )
    caption = gettext("Sources of financing named for %(year)s") % {"year": page.year}
    head = {gettext("Source"): 6, gettext("Implementers"): 2, gettext("Activities"): 2}
    table = paper.table(caption, head, is_named=True)
    for one in page.financing:
        source = Passage(one.source, one.language, paper.language, "")
        table.words(source, one.implementers, one.activities)


def _activities(paper: Paper, page: ProgrammePage) -> None:
    if not page.activities:
        return
    paper.heading(1, gettext("Activities by number"))
    said = {"year": page.year}
    head = {
        gettext("Number"): 3, gettext("Activity"): 9,
        gettext("Reported on for %(year)s by") % said: 5,
    }  # fmt: skip
    table = paper.table(gettext("Activities by number"), head, is_named=True)
    for activity in page.activities:
        label, text, reporters = table.row()
        label.line(activity.line.label)
        text.told(activity.line.html, activity.line.passage)
        for row in activity.rows:
            reporters.line(row.name)
        if not activity.rows:
            reporters.note(gettext("no report received"))
