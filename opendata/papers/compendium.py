"""What everybody reported on a theme, drafted: organization, description, reference document."""

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mandates.models import Theme
from publication.dates import written
from publication.passages import Passage
from reports.entries import Entry
from reports.models import Report, Section
from reports.reporters import Kind
from reports.theme_page import ThemePage, theme_page

from . import Paper, Text
from .drafted import Draft, about_this_draft, begin
from .entries import cited, tell

MOST_REPORTS = 1_000  # of a theme that has more, staff have a document for each year drafted


def compendium(draft: Draft, theme: Theme, year: int | None = None) -> Paper:
    """The document, of all years or of one."""
    query = QueryDict(f"year={year}" if year else "")
    page = theme_page(theme.slug, query, draft.language)
    symbols = Report.objects.published().for_theme(theme).symbols()
    title = gettext("Compendium %(year)s") % {"year": year} if year else gettext("Compendium")
    name = f"compendium-{theme.slug}" + (f"-{year}" if year else "")
    paper = begin(
        draft, title, page.head.name, reverse("reports:theme", args=[theme.slug]), name,
        page.has_demonstration,
    )  # fmt: skip
    newest = sorted(page.shown, key=lambda entry: (entry.when.date, entry.id), reverse=True)
    kept = {entry.id for entry in newest[:MOST_REPORTS]}
    _overview(paper, page, year, len(newest))
    for kind in page.kinds:
        _reported(paper, kind, symbols, kept)
    _agreed(paper, page)
    _resources(paper, page)
    about_this_draft(paper)
    return paper


def _overview(paper: Paper, page: ThemePage, year: int | None, shown: int) -> None:
    paper.heading(1, gettext("Overview"))
    paper.note(gettext("[Place for the Secretariat’s introduction]"))
    if page.head.description:
        paper.line(page.head.description)
    figures = page.figures
    said = ngettext(
        "%(part)d of %(whole)d that is asked has reported, in %(reports)d reports.",
        "%(part)d of %(whole)d that are asked have reported, in %(reports)d reports.",
        figures.asked,
    )
    values = {"part": figures.reported, "whole": figures.asked, "reports": figures.reports}
    paper.line(said % values)
    if year:
        said = gettext("This document holds those of %(year)s: %(n)d.")
        paper.line(said % {"year": year, "n": shown})
    if shown > MOST_REPORTS:
        paper.note(gettext("The newest %(n)s reports.") % {"n": MOST_REPORTS})


def _reported(paper: Paper, kind: Kind, symbols: dict[int, str], kept: set[int]) -> None:
    told = [row for row in kind.rows if row.shown]
    silent = [row for row in (*kind.rows, *kind.elsewhere) if not row.shown]
    paper.heading(1, kind.title, is_wide=True)
    if told:
        head = {
            gettext("Organization"): 18, gettext("Description"): 58,
            gettext("Reference document"): 24,
        }  # fmt: skip
        table = paper.table(kind.title, head, is_named=True)
        for row in told:
            for entry in (entry for entry in row.shown if entry.id in kept):
                name, text, reference = table.row()
                name.line(row.name)
                tell(text, entry, without=[Section.Kind.SOURCE])
                _reference(reference, entry, symbols.get(entry.id, ""))
    if silent:
        paper.heading(2, gettext("No report received"))
        for row in silent:
            paper.line(row.name)


def _reference(cell: Text, entry: Entry, symbol: str) -> None:
    """The symbol, the day, what is printed of the reference, and the paragraphs that are cited."""
    if symbol:
        cell.line(symbol)
    cell.line(written(entry.when, cell.language))
    for told in entry.told:
        if told.kind == Section.Kind.SOURCE:
            cell.told(told.html, told.passage)
    for one in entry.cited:
        cell.line(*cited(one))


def _agreed(paper: Paper, page: ThemePage) -> None:
    if not page.agreed:
        return
    paper.heading(1, gettext("What was agreed"))
    head = {gettext("Number"): 3, gettext("Mandate"): 17}
    for group in page.agreed:
        if group.source.meeting_name:
            paper.heading(2, group.source.meeting_name)
        for block in group.blocks:
            paper.heading(3 if group.source.meeting_name else 2, block.source.title)
            table = paper.table(str(block.source.title), head, is_named=True)
            for line in block.lines:
                label, text = table.row()
                label.line(line.label)
                text.told(line.html, line.passage)


def _resources(paper: Paper, page: ThemePage) -> None:
    if not page.resources:
        return
    paper.heading(1, gettext("Related resources"))
    for one in page.resources:
        paper.line(Passage(one.title, one.language, paper.language, ""))
        if one.url:
            paper.note(one.url)
