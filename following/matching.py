"""Which follows a happening falls under."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.http import QueryDict

from mandates.models import Participation
from reports.models import Citation, Report, ReportTheme
from reports.report_list_filter import ReportListFilter

from .models import Follow, Happening, Kind

SETTLED = "citations_resolved"
Records = dict[str, dict[int, list[Happening]]]


def matches(happenings: Sequence[Happening]) -> list[tuple[Follow, Happening]]:
    """Follows that want mails, each with what falls under it; the most urgent first.

    A fixed number of queries, and a few for each filtered list that somebody follows. A report that
    is not there any more falls under nothing.
    """
    reports = Report.objects.with_ids([happening.report for happening in happenings])
    there = set(reports.values_list("pk", flat=True))
    happenings = [happening for happening in happenings if happening.report in there]
    if not happenings:
        return []
    under = _by_record(happenings)
    found = Follow.objects.with_mails().of_records(under).most_urgent_first()
    pairs = [
        (follow, happening)
        for follow in found
        for happening in (under[follow.kind][follow.number] if follow.number else _told(happenings))
    ]
    pairs += _of_lists(_told(happenings))
    return sorted(pairs, key=lambda pair: pair[0].frequency)  # "at_once" before "weekly"


def _told(happenings: Iterable[Happening]) -> list[Happening]:
    """Without citations settled, which are news for those who follow what is cited."""
    return [happening for happening in happenings if happening.verb != SETTLED]


def _by_record(happenings: Sequence[Happening]) -> Records:
    """What falls under each record, by kind and number."""
    under: Records = defaultdict(lambda: defaultdict(list))
    of_report = defaultdict(list)
    for happening in happenings:
        of_report[happening.report].append(happening)
    reports = dict(Report.objects.with_ids(list(of_report)).values_list("pk", "entity"))
    for report, entity in reports.items():
        under[Kind.ENTITY][entity] += _told(of_report[report])
    for report, theme in ReportTheme.objects.of_reports(list(of_report)).pairs():
        under[Kind.THEME][theme] += _told(of_report[report])
    meetings = _cite(under, of_report)
    _add_participants(under, meetings, reports)
    return under


def _cite(under: Records, of_report: dict[int, list[Happening]]) -> dict[int, list[Happening]]:
    """Add what cites paragraphs for certain; returns it by meeting."""
    rows = list(Citation.objects.with_reports(list(of_report)).certain_rows())
    newest: dict[int, object] = {}
    for report, _paragraph, _document, _meeting, resolved in rows:
        if resolved and (report not in newest or newest[report] < resolved):
            newest[report] = resolved
    seen = set()
    for report, paragraph, document, meeting, resolved in rows:
        for happening in of_report[report]:
            if happening.verb == SETTLED and (resolved is None or resolved != newest[report]):
                continue
            for kind, number in (
                (Kind.PARAGRAPH, paragraph), (Kind.DOCUMENT, document), (Kind.MEETING, meeting),
            ):  # fmt: skip
                if number and (kind, number, happening.pk) not in seen:
                    seen.add((kind, number, happening.pk))
                    under[kind][number].append(happening)
    return under[Kind.MEETING]


def _add_participants(
    under: Records, meetings: dict[int, list[Happening]], entities: dict[int, int]
) -> None:
    """Citations of a meeting's documents concern who took part, but for who cites them."""
    seen = set()
    for meeting, entity in Participation.objects.at_any(list(meetings)).pairs():
        for happening in meetings[meeting]:
            new = (entity, happening.pk) not in seen
            if new and happening.verb != "withdraw" and entities.get(happening.report) != entity:
                seen.add((entity, happening.pk))
                under[Kind.CITED][entity].append(happening)


def _of_lists(happenings: list[Happening]) -> list[tuple[Follow, Happening]]:
    """A list whose filters make no sense any more finds nothing, rather than everything."""
    pairs, lists = [], Follow.objects.with_mails().of_lists()
    by_report = defaultdict(list)
    for happening in happenings:
        by_report[happening.report].append(happening)
    for query in lists.queries():
        found = ReportListFilter(
            QueryDict(query), queryset=Report.objects.with_ids(list(by_report))
        )
        if found.ignored or not found.chosen:
            continue
        hits = set(found.qs.order_by().values_list("pk", flat=True))
        for follow in lists.of_query(query):
            pairs += [(follow, happening) for pk in hits for happening in by_report[pk]]
    return pairs
