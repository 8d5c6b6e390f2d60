"""The timeline of a theme, entity, document or paragraph: adoption, asking, reports, silence.

Events stand in the order of their days; years in a row without a report are one silence, which
stands where it begins.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from countries.models import Entity
from mandates.models import Correction, Document, Meeting, Paragraph, Theme
from publication.dates import PartialDate
from publication.passages import passage

from .chart_page import timeline_chart
from .charts import Chart
from .document_names import places_of, title_with_place
from .models import Asked, Cycle, Report
from .models.reports import ReportQuerySet
from .subject import Subject


@dataclass(frozen=True, slots=True)
class Event:
    """`years` are said where `when` is None; `kind` is a class of the list, `language` that of
    what it is about."""

    day: datetime.date
    kind: str
    words: str
    when: PartialDate | None = None
    years: str = ""
    url: str = ""
    about: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    subject: Subject
    events: list[Event]
    chart: Chart


def timeline(about: Subject, language: str, today: datetime.date) -> Timeline:
    """Everything that is known to have happened, the earliest first."""
    agreed = list(_agreed(about.record, language))
    asked = list(_asked(about.record, language))
    counts = _reports(about.record).counts_by_year()
    known = [event.day for event in (*agreed, *asked)]
    years = {year: reports for year, reports, _entities in counts}
    first = min([day.year for day in known] + list(years), default=today.year + 1)
    reported = [_reported(about, *row) for row in counts]
    silent = list(_silences(first, years, today.year))
    events = sorted([*agreed, *asked, *reported, *silent], key=lambda event: event.day)
    marked = {event.day.year for event in agreed}
    span = {year: years.get(year, 0) for year in range(first, today.year + 1)}
    return Timeline(about, events, timeline_chart(span, marked))


def _reports(record) -> ReportQuerySet:
    """As the list that each year leads to: what may mean the mandate is no silence."""
    published = Report.objects.published()
    if isinstance(record, Entity):
        return published.by_entity(record)
    if isinstance(record, Theme):
        return published.for_theme(record)
    if isinstance(record, Paragraph):
        return published.citing_any([record])
    return published.about_documents([record])


# Adoption, or where an entity took part ---------------------------------------------------------


def _agreed(record, language: str) -> Iterator[Event]:
    if isinstance(record, Entity):
        yield from _attended(record, language)
    elif isinstance(record, Theme):
        yield from _adopted_on(record, language)
    else:
        document = record.document if isinstance(record, Paragraph) else record
        yield _event(document.adopted, "agreed", gettext("Adopted"))
    if isinstance(record, Paragraph) and record.life_cycle != Paragraph.LifeCycle.ACTIVE:
        ended = PartialDate(record.life_cycle_date)
        yield _event(ended, "agreed", str(record.get_life_cycle_display()))
    if isinstance(record, Paragraph):
        for one in Correction.objects.of_paragraph(record):
            day = PartialDate(timezone.localdate(one.at))
            yield _event(day, "agreed", gettext("Text corrected"))


def _event(
    when: PartialDate, kind: str, words: str, url: str = "", about: str = "", language: str = ""
) -> Event:
    return Event(when.date, kind, words, when, url=url, about=about, language=language)


def _attended(entity: Entity, language: str) -> Iterator[Event]:
    for meeting in Meeting.objects.summits().attended_by(entity).read_in(language, "name"):
        name, url = passage(meeting, "name", language), meeting.get_absolute_url()
        took_part = gettext("Took part")
        yield _event(meeting.starts, "agreed", took_part, url, str(name), name.language)


def _adopted_on(theme: Theme, language: str) -> Iterator[Event]:
    counts = Paragraph.objects.counted().for_theme(theme).counts_by_document()
    documents = Document.objects.with_ids(counts).read_in(language, "title", "short_title")
    documents = list(documents)
    places = places_of(documents, language)
    for one in documents:
        words = ngettext("%(n)d mandate adopted", "%(n)d mandates adopted", counts[one.pk])
        title = title_with_place(one, places.get(one.meeting_id), language)
        said = passage(one, "title", language)
        words, url = words % {"n": counts[one.pk]}, one.get_absolute_url()
        yield _event(one.adopted, "agreed", words, url, title, said.language if said else language)


# Asking -----------------------------------------------------------------------------------------


def _asked(record, language: str) -> Iterator[Event]:
    """Cycles by the day they are due; pages of the legacy site have none."""
    if isinstance(record, Entity):
        rows = Asked.objects.in_rounds().of_entities([record])
        due = [(asked.cycle, asked.due_at) for asked in rows]
    elif isinstance(record, Theme):
        due = [(cycle, cycle.due_at) for cycle in Cycle.objects.announced().about(record)]
    else:
        due = []
    for cycle, at in due:
        if at:
            name = passage(cycle, "name", language)
            day = PartialDate(at.astimezone(cycle.zone).date())
            about, written = (str(name), name.language) if name else (cycle.slug, language)
            yield _event(day, "asked", gettext("Reports due"), about=about, language=written)


# Reports and silence ----------------------------------------------------------------------------


def _reported(about: Subject, year: int, reports: int, entities: int) -> Event:
    address = reverse("reports:reports")
    url = f"{address}?{about.query}&since={year}&until={year}"
    words = ngettext("%(n)d report", "%(n)d reports", reports) % {"n": reports}
    others = ""
    if about.parameter != "entity":
        from_whom = ngettext("from %(n)d entity", "from %(n)d entities", entities)
        others = from_whom % {"n": entities}
    return Event(datetime.date(year, 12, 31), "reported", words, None, str(year), url, others)


def _silences(first: int, years: dict[int, int], last: int) -> Iterator[Event]:
    """Runs of years without a report, from the first thing known to this year."""
    run: list[int] = []
    for year in range(first, last + 2):
        if year <= last and not years.get(year):
            run.append(year)
        elif run:
            yield _silence(run)
            run = []


def _silence(run: list[int]) -> Event:
    first, last = run[0], run[-1]
    said = str(first) if first == last else f"{first}–{last}"
    day = datetime.date(first, 12, 31)  # after what was agreed in the year it begins
    return Event(day, "silent", gettext("No report received"), None, said)
