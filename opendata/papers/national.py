"""What one state did about the mandates of a Summit, drafted from its published reports."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext, ngettext, pgettext

from countries.models import Entity
from mandates.models import Document, Meeting, ParagraphTheme
from publication.dates import written
from publication.passages import Passage, passage
from reports.action_rows import ActionRow, action_rows, for_rows
from reports.entries import Entry
from reports.entry_themes import themed_entries
from reports.mandate_lines import MandateLine, mandate_lines, mandates_in
from reports.models import Action, Citation, Report

from . import Paper, Text
from .drafted import Draft, about_this_draft, begin, held
from .entries import cited, tell
from .mandates import begin_mandates, tell_mandates


@dataclass(slots=True)
class Answer:
    """A report among those of the document, by its number there, and its mark of the paragraph."""

    number: int
    entry: Entry
    mark: str = ""
    is_certain: bool = True


@dataclass(slots=True)
class Answers:
    entries: list[Entry]
    by_paragraph: dict[str, list[Answer]] = field(default_factory=lambda: defaultdict(list))


def national_report(draft: Draft, entity: Entity, meeting: Meeting) -> Paper:
    language = draft.language
    reports = Report.objects.published().by_entity(entity).about_meeting(meeting).newest_first()
    answers = _answers(themed_entries(reports, language))
    documents = list(meeting.documents.all())
    others = _uncited(entity, meeting, documents, language)
    lines = mandate_lines(
        mandates_in(language).of_documents(documents).newest_document_first(), language
    )
    name = passage(entity, "name", language)
    records = [entity, *answers.entries, *others, *lines]
    about = [str(one) for one in (name, passage(meeting, "name", language)) if one]
    paper = begin(
        draft, gettext("National report"), Passage(" – ".join(about), name.language, language, ""),
        entity.get_absolute_url(),
        f"national-report-{entity.slug}-{meeting.slug}",
        any(record.is_demonstration for record in records),
    )  # fmt: skip
    actions = for_rows(Action.objects.of_entity(entity).of_documents(documents), language)
    rows = action_rows(actions.in_order(), language, draft.today)
    _overview(paper, meeting, lines, answers)
    _mandates(paper, lines, answers)
    _reports(paper, answers, others)
    _actions(paper, rows)
    about_this_draft(paper)
    return paper


def _uncited(
    entity: Entity, meeting: Meeting, documents: list[Document], language: str
) -> list[Entry]:
    """Reports on the meeting's themes, up to the next Summit, that cite no paragraph at all."""
    themes = ParagraphTheme.objects.of_documents(documents).counts_by_theme()
    until = Meeting.objects.summits().first_day_after(meeting.starts_on)
    reports = Report.objects.published().by_entity(entity).on_themes(themes)
    since = reports.dated_between(meeting.starts_on, until).newest_first()
    return [entry for entry in themed_entries(since, language) if not entry.cited]


def _answers(entries: list[Entry]) -> Answers:
    """Which reports answer each paragraph, by its address; those that perhaps do among them."""
    found = Answers(entries)
    for number, entry in enumerate(entries, 1):
        for one in entry.cited:
            for chip in one.chips:
                is_certain = one.state == Citation.State.EXACT
                answer = Answer(number, entry, chip.mark_words, is_certain)
                found.by_paragraph[chip.url].append(answer)
    return found


def _overview(paper: Paper, meeting: Meeting, lines: list[MandateLine], answers: Answers) -> None:
    paper.heading(1, gettext("Overview"))
    paper.note(gettext("[Place for the Secretariat’s introduction]"))
    paper.line(passage(meeting, "name", paper.language))
    held(paper, meeting)
    active = [line for line in lines if not line.ended]
    certain = {
        url for url, found in answers.by_paragraph.items() if any(one.is_certain for one in found)
    }
    reported = sum(1 for line in active if line.url in certain)
    said = ngettext(
        "Its reports cite %(part)d of %(whole)d active paragraph of this meeting.",
        "Its reports cite %(part)d of %(whole)d active paragraphs of this meeting.",
        len(active),
    )
    paper.line(said % {"part": reported, "whole": len(active)})


def _mandates(paper: Paper, lines: list[MandateLine], answers: Answers) -> None:
    begin_mandates(paper, lines)
    for line, (reported,) in tell_mandates(paper, lines, 55, {gettext("Reports"): 36}):
        _answered(reported, answers.by_paragraph.get(line.url, []))


def _answered(cell: Text, found: list[Answer]) -> None:
    for one in found:
        cell.line(_title(one.number, one.entry, cell.language))
        if one.mark:
            cell.note(gettext("Mark: %(mark)s") % {"mark": one.mark})
        if not one.is_certain:
            cell.note(gettext("perhaps: the report gives a number without its document"))
    if not found:
        cell.note(gettext("no report received"))


def _title(number: int, entry: Entry, language: str) -> str:
    said = gettext("Report %(number)d, %(day)s")
    return said % {"number": number, "day": written(entry.when, language)}


def _reports(paper: Paper, answers: Answers, others: list[Entry]) -> None:
    paper.heading(1, gettext("The reports"))
    if not answers.entries:
        paper.line(gettext("no report received"))
    for number, entry in enumerate(answers.entries, 1):
        _report(paper, number, entry)
    if others:
        paper.heading(1, gettext("Reports on these themes that cite no paragraph"))
        paper.note(gettext("Dated from this Summit on and before the next one."))
    for number, entry in enumerate(others, len(answers.entries) + 1):
        _report(paper, number, entry)


def _report(paper: Paper, number: int, entry: Entry) -> None:
    paper.heading(2, _title(number, entry, paper.language))
    themes = [str(theme.name or theme.slug) for theme in entry.extra["themes"]]
    if themes:
        paper.note(" · ".join(themes))
    for one in entry.cited:
        paper.line(*cited(one))
    tell(paper, entry)


def _actions(paper: Paper, rows: list[ActionRow]) -> None:
    if not rows:
        return
    paper.heading(1, gettext("Actions"))
    head = {
        gettext("Mandate"): 3, gettext("Action"): 8, gettext("Due"): 3, gettext("State"): 3,
    }  # fmt: skip
    table = paper.table(gettext("Actions"), head, is_named=True)
    for row in rows:
        label, text, due, state = table.row()
        label.line(row.place.label)
        text.told(row.html, row.passage)
        if row.action.due_on:
            due.line(written(row.action.due, paper.language))
        else:
            due.note(pgettext("a cell of a matrix", "not stated"))
        state.line(str(row.action.get_state_display()))
        if row.is_overdue:
            state.note(gettext("overdue"))
