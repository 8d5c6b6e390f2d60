"""What the document of a report, theme, country, institution or Summit holds.

They are told from what the pages themselves show, in the language that is active.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from countries.models import Entity
from mandates.models import Meeting, Theme
from publication.dates import written
from publication.languages import colon
from publication.passages import Passage, passage
from reports.agreed import by_meeting
from reports.entries import Entry
from reports.entry_themes import themed_entries
from reports.mandate_lines import MandateLine, mandate_lines, mandates_in
from reports.meeting_page import meeting_page
from reports.models import Citation, Report, Section
from reports.report_page import current, public_editions, report_page
from reports.report_titles import report_title
from reports.theme_page import theme_page

from . import Paper
from .drafted import held
from .entries import cites, no_text_yet, tell_silence

MOST_REPORTS = 500  # in the document of an entity; its page and the lists hold them all


@dataclass(frozen=True, slots=True)
class Page:
    """`is_there` says whether the page is public, `paper` tells it to a reader of a language."""

    is_there: Callable[[str], bool]
    paper: Callable[[str, str], Paper]


def of_report(number: str, language: str) -> Paper:
    editions = public_editions(int(number))
    report = current(editions)
    if report.state != Report.State.PUBLISHED:
        raise Http404
    page = report_page(report, editions, language, language)
    paper = _paper(
        report_title(report, language), language, reverse("reports:report", args=[number]),
        f"report-{number}", report.is_demonstration,
    )  # fmt: skip
    paper.line(passage(report.entity, "name", language), f", {written(report.dated, language)}")
    if report.symbol:
        paper.line(report.symbol)
    if report.nothing_to_report:
        paper.line(gettext("Nothing to report for this period."))
    elif not page.parts:
        paper.note(no_text_yet(report.available_in))
    for part in page.parts:
        paper.heading(1, part.title)
        paper.foreign(part.passage)
        paper.passage(part.html, part.passage)
    paper.heading(1, gettext("What it cites"))
    for cited, rows in page.cites:
        if cited.state != Citation.State.EXACT:
            paper.line(_as_typed(cited.state, cited.typed))
        for chip, line in rows:
            _mandate(paper, line, chip.mark_words)
    if not page.cites:
        paper.line(gettext("This report cites no paragraph."))
    return paper


def _as_typed(state: str, typed: str) -> str:
    if state == Citation.State.AMBIGUOUS:
        text = gettext("Paragraph %(label)s, document not stated. It may be one of these:")
    else:
        text = gettext(
            "Paragraph %(label)s was not found in any document of the theme. "
            "It stands as it was typed."
        )
    return text % {"label": typed}


def _mandate(paper: Paper, line: MandateLine, mark: str = "", level: int = 2) -> None:
    parts = (", ", line.section) if line.section else ()  # where numbers may begin anew
    paper.heading(level, line.source.title, *parts, f", {line.label}")
    paper.foreign(line.passage)
    paper.passage(line.html, line.passage)
    if mark:
        paper.note(gettext("Mark: %(mark)s") % {"mark": mark})


def of_theme(slug: str, language: str) -> Paper:
    page = theme_page(slug, QueryDict(), language)
    paper = _paper(
        page.head.name, language, reverse("reports:theme", args=[slug]), f"theme-{slug}",
        page.has_demonstration,
    )  # fmt: skip
    if page.head.description:
        paper.line(page.head.description)
    paper.heading(1, gettext("What was agreed"))
    for group in page.agreed:
        source = group.source
        paper.heading(2, source.meeting_name or source.title)
        for line in [line for block in group.blocks for line in block.lines]:
            _mandate(paper, line, level=3)
    paper.heading(1, gettext("What was reported"))
    for kind in page.kinds:
        paper.heading(2, kind.title)
        for row in kind.rows:
            paper.heading(3, row.name)
            if not row.entries:
                paper.note(gettext("no report received"))
            _entries(paper, row.entries)
    return paper


def _entries(paper: Paper, entries: list[Entry], level: int = 0) -> None:
    """Reports one after the other; each begins with its day, and its themes where they are told."""
    for entry in entries:
        themes = [str(theme.name or theme.slug) for theme in entry.extra.get("themes", [])]
        said = " · ".join([written(entry.when, paper.language), *themes])
        if level:
            paper.heading(level, said)
        else:
            paper.note(said)
        tell_silence(paper, entry)
        for told in entry.told:
            if told.kind != Section.Kind.DONE:
                paper.note(str(told.kind_label))
            paper.foreign(told.passage)
            paper.passage(told.html, told.passage)
        paper.note(cites(entry))


def of_entity(slug: str, language: str) -> Paper:
    entity = Entity.objects.of_slug(slug).get()
    found = Report.objects.published().by_entity(entity).newest_first()
    entries = themed_entries(found[: MOST_REPORTS + 1], language)
    paper = _paper(
        passage(entity, "name", language), language, entity.get_absolute_url(), slug,
        entity.is_demonstration or any(entry.is_demonstration for entry in entries),
    )  # fmt: skip
    kind = capfirst(entity.get_kind_display())
    where = f", {entity.get_subregion_display()}" if entity.subregion else ""
    paper.line(f"{kind}{where}.")
    paper.heading(1, gettext("Reports"))
    if len(entries) > MOST_REPORTS:
        paper.note(gettext("The newest %(n)s reports.") % {"n": MOST_REPORTS})
    if not entries:
        paper.line(gettext("no report received"))
    _entries(paper, entries[:MOST_REPORTS], level=2)
    return paper


def of_meeting(slug: str, language: str) -> Paper:
    meeting = Meeting.objects.get(slug=slug)
    page = meeting_page(meeting, language)
    paper = _paper(page.name, language, meeting.get_absolute_url(), slug, page.has_demonstration)
    held(paper, meeting)
    documents = [row.document for row in page.row.documents]
    lines = mandate_lines(
        mandates_in(language).of_documents(documents).newest_document_first(), language
    )
    paper.heading(1, gettext("What was agreed"))
    for group in by_meeting(lines):
        for block in group.blocks:
            parts = (", ", block.section) if block.section else ()
            paper.heading(2, block.source.title, *parts)
            for line in block.lines:
                _mandate(paper, line, level=3)
    if page.participants:
        paper.heading(1, gettext("Who took part"))
        for one in page.participants:
            said = ngettext("%(n)d report", "%(n)d reports", one.reports) % {"n": one.reports}
            paper.line(passage(one.entity, "name", language), f"{colon(language)} {said}")
    return paper


def _paper(
    title: Passage | str | None, language: str, path: str, name: str, is_demonstration: bool
) -> Paper:
    own = title.language if isinstance(title, Passage) else language
    return Paper(
        title=str(title or name), language=language, address=settings.BASE_ADDRESS + path,
        name=f"{name}-{language}", is_demonstration=is_demonstration, title_language=own,
    )  # fmt: skip


PAGES = {
    "report": Page(
        lambda number: Report.objects.published().in_lineages([int(number)]).exists(), of_report
    ),
    "theme": Page(lambda slug: Theme.objects.with_slug(slug).exists(), of_theme),
    "entity": Page(lambda slug: Entity.objects.of_slug(slug).exists(), of_entity),
    "meeting": Page(lambda slug: Meeting.objects.of_slug(slug).exists(), of_meeting),
}
