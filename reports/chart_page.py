"""The charts of everything published: when, on what, by whom, in which language, how soon.

All numbers are worked out once for each data version; words are those of the reader's language.
"""

from collections import Counter
from collections.abc import Iterable

from django.template.defaultfilters import yesno
from django.urls import reverse
from django.utils.formats import localize
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, ngettext

from countries.models import Entity
from mandates.models import Document, Meeting
from publication.languages import LANGUAGES
from publication.passages import passage
from publication.templatetags.passages import language_word

from .chart_numbers import Numbers, numbers
from .charts import Chart, Row, bars, columns
from .contents import share
from .coverage_columns import headings
from .coverage_matrix import DOCUMENTS, Scope, matrix
from .document_names import title_with_place
from .figures import alphabetical
from .models import Citation

# Symbol and class of each mark, the fullest first.
MARKS = {
    Citation.Mark.DONE: "●",
    Citation.Mark.ONGOING: "◕",
    Citation.Mark.UNDER_WAY: "◐",
    Citation.Mark.NOT_STARTED: "○",
    Citation.Mark.NO_EVIDENCE: "–",
}


def charts(language: str) -> list[Chart]:
    """All of them; one without anything to show says so in its place."""
    found = numbers()
    return [
        per_year(found.years, "per-year"),
        _per_theme(language),
        _per_entity(found, language),
        _per_language(found),
        _first_reports(found, language),
        _marks(found, language),
        _silence(found),
    ]


def per_year(years: dict[int, int], key: str) -> Chart:
    """Reports in each year from the first to the last; a year without any stands in its place."""
    span = range(min(years), max(years) + 1) if years else range(0)
    points = [(year, years.get(year, 0)) for year in span]
    described = gettext("A column for each year; a report counts in the year of its date.")
    head = [gettext("Year"), gettext("Reports")]
    return _chart(key, gettext("Reports per year"), described, columns(points), head, points)


def years_of(days: Iterable, key: str) -> Chart | None:
    """A small chart of the years of some partial dates; none of fewer than two reports."""
    years = Counter(when.date.year for when in days)
    return per_year(dict(years), key) if years.total() > 1 else None


def documents_chart(meeting: Meeting, language: str) -> Chart | None:
    """For each document of the meeting, how many of those asked have reported: as coverage says.

    The page's other figures are of participants whose reports cite, and the words say so.
    """
    columns_of = matrix(Scope(DOCUMENTS)).columns
    own = {pk: one for pk, one in columns_of.items() if pk in meeting.document_ids()}
    shown = [(one, one.column.figures) for one in headings(own, Scope(DOCUMENTS), language)]
    drawn = [
        Row(one.name, figures.asked, share(figures.reported, figures.asked), one.url,
            (("done", figures.reported), ("not_started", figures.silent)))
        for one, figures in shown
    ]  # fmt: skip
    if not drawn:
        return None
    return _chart(
        "documents-asked",
        gettext("Who has reported on these documents or their themes"),
        gettext(
            "A bar for each document: everybody asked about it, not participants alone, filled as"
            " far as they have reported on it or its themes, whether or not they cite it."
        ),
        bars(drawn),
        [
            gettext("Document"),
            gettext("asked"),
            gettext("have reported"),
            gettext("of these, without citing it for certain"),
        ],
        [(one.name, figures.asked, figures.reported, one.column.uncited) for one, figures in shown],
    )


def timeline_chart(years: dict[int, int], agreed: set[int]) -> Chart:
    """The small drawing of a timeline: reports per year, and a mark where something was agreed."""
    points = list(years.items())
    marked = [place for place, (year, _reports) in enumerate(points) if year in agreed]
    head = [gettext("Year"), gettext("Reports"), gettext("Agreed or attended")]
    rows = [(year, reports, yesno(year in agreed)) for year, reports in points]
    described = gettext(
        "A column for each year with reports; a diamond where something was agreed or attended."
    )
    title = gettext("Reports per year")
    return _chart("years", title, described, columns(points, marked), head, rows)


def _per_theme(language: str) -> Chart:
    found = headings(matrix().columns, Scope(), language)
    rows = [(one.name, one.column.figures.reports, one.key) for one in found]
    rows = [row for row in rows if row[1]]
    return _listed(
        "per-theme",
        gettext("Reports per theme"),
        gettext("A bar for each theme; a report counts once on each of its themes."),
        gettext("Theme"), rows, "theme",
    )  # fmt: skip


def _per_entity(found: Numbers, language: str) -> Chart:
    entities = Entity.objects.with_ids(found.entities).read_in(language, "name")
    rows = [
        (str(passage(one, "name", language) or one.slug), found.entities[one.pk], one.slug)
        for one in alphabetical(entities, "name", language)
    ]
    return _listed(
        "per-entity",
        gettext("Reports per entity"),
        gettext("A bar for each entity that has reported; coverage names those that have not."),
        gettext("Entity"), rows, "entity",
    )  # fmt: skip


def _per_language(found: Numbers) -> Chart:
    rows = [(language_word(code), found.languages.get(code, 0), code) for code in LANGUAGES]
    rows = [row for row in rows if row[1]]
    return _listed(
        "per-language",
        gettext("Reports per language"),
        _languages_described(found.languages.get(None, 0)),
        gettext("Language"), rows, "language",
    )  # fmt: skip


def _languages_described(without_text: int) -> str:
    said = gettext("A bar for each language that originals are written in.")
    if not without_text:
        return said
    missing = ngettext(
        "%(n)d report without a text is in none of them.",
        "%(n)d reports without a text are in none of them.",
        without_text,
    )
    return f"{said} {missing % {'n': without_text}}"


def _listed(
    key: str, title: str, described: str, heading: str, rows: Iterable[tuple], parameter: str
) -> Chart:
    """Bars by number of reports, the longest first; each name leads to its reports."""
    rows = sorted(rows, key=lambda row: -row[1])
    address = reverse("reports:reports")
    drawn = [Row(name, n, str(n), f"{address}?{parameter}={slug}") for name, n, slug in rows]
    head = [heading, gettext("Reports")]
    return _chart(key, title, described, bars(drawn), head, [row[:2] for row in rows])


def _first_reports(found: Numbers, language: str) -> Chart:
    """For each document, the years from its adoption to the first report that cites it."""
    documents = Document.objects.with_ids(found.first).read_in(language, "title", "short_title")
    documents = list(documents.newest_first())
    places = _places(documents, language)
    rows = []
    for one in documents:
        years = (found.first[one.pk] - one.date).days / 365.25
        if years >= 0:
            title = title_with_place(one, places.get(one.meeting_id), language)
            rows.append((title, round(years, 1), one.get_absolute_url()))
    drawn = [Row(title, years, _years(years), url) for title, years, url in rows]
    return _chart(
        "first-reports",
        gettext("From adoption to the first report"),
        gettext("A bar for each document with a report that cites it for certain, newest first."),
        bars(drawn),
        [gettext("Document"), gettext("Years")],
        [(title, _decimal(years)) for title, years, _url in rows],
    )


def _years(years: float) -> str:
    """Parts of the first two years are told as none is: "0.7 years", and in French "1,4 an"."""
    count = int(years) if years.is_integer() or years > 2 else 0
    return ngettext("%(years)s year", "%(years)s years", count) % {"years": _decimal(years)}


def _decimal(number: float) -> str:
    """In the reader's language; a whole number without decimals."""
    return localize(int(number) if number.is_integer() else number)


def _places(documents: Iterable[Document], language: str) -> dict:
    ids = {one.meeting_id for one in documents} - {None}
    meetings = Meeting.objects.with_ids(ids).read_in(language, "short_name")
    return {one.pk: passage(one, "short_name", language) for one in meetings}


def _marks(found: Numbers, language: str) -> Chart:
    """What those who report say of the paragraphs they cite, by theme."""
    shown = headings(matrix().columns, Scope(), language)
    by_theme = [(one.name, found.marks.get(one.column.id, Counter())) for one in shown]
    by_theme = [(name, counts) for name, counts in by_theme if counts]
    drawn = [
        Row(
            name,
            counts.total(),
            " · ".join(
                f"{symbol} {counts[mark]}" for mark, symbol in MARKS.items() if counts[mark]
            ),
            parts=tuple((mark.value, counts[mark]) for mark in MARKS if counts[mark]),
        )
        for name, counts in by_theme
    ]
    return _chart(
        "marks",
        gettext("Marks per theme"),
        gettext("What entities say of the paragraphs they cite: a bar in parts for each theme."),
        bars(drawn),
        [gettext("Theme"), *(str(mark.label) for mark in MARKS)],
        [(name, *(counts[mark] for mark in MARKS)) for name, counts in by_theme],
        [(f"{symbol}", str(mark.label)) for mark, symbol in MARKS.items()],
    )


def _silence(found: Numbers) -> Chart:
    return _chart(
        "silence",
        gettext("Silence over time"),
        gettext(
            "Of all entities asked to date, how many had not reported on anything by the end of"
            " each year."
        ),
        columns(found.silent),
        [gettext("Year"), gettext("Without a report")],
        found.silent,
    )


def _chart(
    key: str, title: str, described: str, drawn: tuple, head: list[str], rows: Iterable,
    legend: Iterable = (),
) -> Chart:  # fmt: skip
    inside, height = drawn
    svg = (
        f'<svg class="chart" role="group" aria-labelledby="{key}-title {key}-desc" width="100%" '
        f'height="{max(height, 1)}"><title id="{key}-title">{escape(title)}</title>'
        f'<desc id="{key}-desc">{escape(described)}</desc>{inside}</svg>'
    )
    return Chart(
        key,
        title,
        described,
        mark_safe(svg),  # noqa: S308  escaped here and in `charts`
        head,
        [list(row) for row in rows],
        list(legend),  # noqa: S308
    )
