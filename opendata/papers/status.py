"""How far the mandates of a Summit are, drafted: what reports and actions say of each."""

from collections import defaultdict

from django.utils.translation import gettext, pgettext

from mandates.models import Meeting
from publication.languages import fold
from publication.passages import passage
from reports.advance import ORDER, advance
from reports.mandate_lines import MandateLine, mandate_lines, mandates_in
from reports.meeting_page import MeetingPage, meeting_page
from reports.models import Action, Citation

from . import Paper
from .drafted import Draft, about_this_draft, begin, held
from .mandates import begin_mandates, tell_mandates

Counts = dict[int, dict[str, int]]
"""By the paragraph's id, how many there are of each mark or state."""


def status(draft: Draft, meeting: Meeting) -> Paper:
    page = meeting_page(meeting, draft.language)
    documents = [row.document for row in page.row.documents]
    lines = mandate_lines(
        mandates_in(draft.language).of_documents(documents).newest_document_first(), draft.language
    )
    paper = begin(
        draft, gettext("Status of the mandates"), page.name, meeting.get_absolute_url(),
        f"status-{meeting.slug}", page.has_demonstration or any(x.is_demonstration for x in lines),
    )  # fmt: skip
    actions = Action.objects.of_documents(documents)
    _overview(paper, page, lines, draft, actions)
    _themes(paper, lines)
    marks = _counts(Citation.objects.in_published_reports().marks_by_paragraph(documents))
    _mandates(paper, lines, marks, _counts(actions.states_by_paragraph()))
    _participants(paper, page)
    about_this_draft(paper)
    return paper


def _counts(rows) -> Counts:
    found: Counts = defaultdict(dict)
    for paragraph, state, number in rows:
        found[paragraph][state] = number
    return found


def _overview(paper: Paper, page: MeetingPage, lines: list[MandateLine], draft: Draft, actions):
    paper.heading(1, gettext("Overview"))
    paper.note(gettext("[Place for the Secretariat’s introduction]"))
    held(paper, page.row.meeting)
    active = [line for line in lines if not line.ended]
    caption = gettext("The mandates in figures")
    head = {gettext("What is counted"): 8, gettext("Number"): 2}
    table = paper.table(caption, head, is_named=True)
    table.words(gettext("Documents"), len(page.row.documents))
    table.words(gettext("Paragraphs"), len(lines))
    table.words(gettext("Active paragraphs"), len(active))
    reported = sum(1 for line in active if line.reports)
    table.words(gettext("Active paragraphs that a report cites"), reported)
    table.words(gettext("Reports that cite a paragraph"), len(page.row.answers.certain))
    table.words(gettext("Participants"), len(page.participants))
    answered = sum(1 for one in page.participants if one.reports)
    table.words(gettext("Participants that have reported"), answered)
    found = advance(actions, draft.today)
    if found.total:
        table.words(gettext("Actions"), found.total)
        table.words(gettext("Actions that are done"), found.done)
        table.words(gettext("Actions past their last day"), found.overdue)


def _themes(paper: Paper, lines: list[MandateLine]) -> None:
    """By theme: how many paragraphs, and how many of them a report cites."""
    found: dict[str, list] = {}
    for line in lines:
        for name, url in line.themes:
            found.setdefault(url, [name, 0, 0])
            found[url][1] += 1
            found[url][2] += bool(line.reports)
    if not found:
        return
    paper.heading(1, gettext("By theme"))
    head = {
        gettext("Theme"): 6, gettext("Paragraphs"): 2, gettext("Cited by a report"): 2,
    }  # fmt: skip
    table = paper.table(gettext("Paragraphs by theme"), head, is_named=True)
    for name, paragraphs, reported in sorted(found.values(), key=lambda row: fold(str(row[0]))):
        table.words(name, paragraphs, reported)


def _mandates(paper: Paper, lines: list[MandateLine], marks: Counts, actions: Counts) -> None:
    begin_mandates(paper, lines)
    if lines:
        said = gettext("Marks are those that reports give themselves; each report counts once.")
        paper.note(said)
    further = {gettext("Reports"): 16, gettext("Marks"): 16, gettext("Actions"): 16}
    for line, (reports, marked, acted) in tell_mandates(paper, lines, 43, further):
        _reports(reports, line)
        _states(marked, marks.get(line.id, {}), Citation.Mark)
        _states(acted, actions.get(line.id, {}), Action.State, ORDER)


def _reports(cell, line: MandateLine) -> None:
    cell.line(line.reported if line.reports else gettext("no report received"))
    if line.perhaps:
        said = gettext("perhaps cited: %(n)d, document not stated")
        cell.note(said % {"n": line.perhaps})


def _states(cell, found: dict[str, int], states, order=None) -> None:
    """A line for each state that something is in."""
    pair = gettext("%(state)s: %(number)d")
    for state in order or states:
        if number := found.get(state):
            cell.line(pair % {"state": states(state).label, "number": number})
    if not found:
        cell.note(pgettext("a cell of a matrix", "none"))


def _participants(paper: Paper, page: MeetingPage) -> None:
    if not page.participants:
        return
    paper.heading(1, gettext("Who has reported"))
    head = {
        gettext("Participant"): 6, gettext("Reports"): 2, gettext("Perhaps"): 2,
    }  # fmt: skip
    table = paper.table(
        gettext("Reports that cite this Summit, by participant"), head, is_named=True
    )
    for one in page.participants:
        name = passage(one.entity, "name", paper.language)
        table.words(name, one.reports or gettext("no report received"), one.perhaps or "")
