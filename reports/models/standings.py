"""What coverage counts: one narrow row for each published report on each of its themes.

Derived from reports, citations and paragraphs, and kept in step with them in the same transaction.
Counting a million reports by entity and theme over the tables themselves takes many times as long.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import connection, models
from django.db.models import Case, Count, Exists, F, Min, OuterRef, Value, When
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _

from mandates.models import Paragraph, ParagraphTheme

from .citations import Citation
from .report_themes import ReportTheme

AT_ONCE = 500  # reports renewed by one statement: SQLite takes no more than 999 values


class StandingQuerySet(models.QuerySet):
    def in_cycle(self, cycle) -> "StandingQuerySet":
        return self.filter(cycle=cycle)

    def between_years(self, first: int | None, last: int | None) -> "StandingQuerySet":
        """Of reports dated in these years; None: without an end."""
        found = self if first is None else self.filter(year__gte=first)
        return found if last is None else found.filter(year__lte=last)

    def demonstrations(self) -> "StandingQuerySet":
        return self.filter(report__is_demonstration=True)

    def years(self) -> list[int]:
        """In which there are reports, the latest first."""
        return list(self.order_by("-year").values_list("year", flat=True).distinct())

    def by_entities(self, entities) -> "StandingQuerySet":
        return self.filter(entity__in=entities)

    def tallies(self) -> "StandingQuerySet":
        """Rows of entity, theme, state and the number of reports."""
        rows = self.order_by().values_list("entity", "theme", "state")
        return rows.annotate(reports=Count("id"))

    def uncited_on(self, themes) -> set[int]:
        """Ids of the entities with a report on one of the themes that cites none of its paragraphs,
        as one that says there is nothing to report."""
        found = self.filter(theme__in=themes).exclude(state=Standing.State.CITED)
        return set(found.order_by().values_list("entity", flat=True))

    def first_years(self) -> dict[int, int]:
        """The year of each entity's first report, by the entity's id."""
        return dict(self.order_by().values_list("entity").annotate(first=Min("year")))

    def renew(self, reports: Iterable[int]) -> None:
        """Write the rows of these reports anew; those no longer published lose theirs."""
        wanted = iter(sorted(set(reports)))
        while some := list(islice(wanted, AT_ONCE)):
            self.filter(report__in=some)._raw_delete(self.db)
            _insert(ReportTheme.objects.in_reports(some))

    def rebuild(self) -> int:
        """Write all rows anew; gives their number."""
        self.all()._raw_delete(self.db)
        _insert(ReportTheme.objects.all())
        return self.count()

    def drift(self) -> tuple[int, int]:
        """How many rows are missing, and how many say what no report says."""
        wanted, there = set(_derived(ReportTheme.objects.all())), set(self.values_list(*COLUMNS))
        return len(wanted - there), len(there - wanted)


COLUMNS = ("report", "theme", "entity", "cycle", "year", "state")


class Standing(models.Model):
    """How a published report stands on one of its themes."""

    class State(models.TextChoices):
        CITED = "cited", _("cites a paragraph")
        UNCITED = "uncited", _("cites no paragraph")
        NOTHING = "nothing", _("nothing to report")

    report = models.ForeignKey(
        "reports.Report", models.CASCADE, related_name="standings", db_index=False
    )
    theme = models.ForeignKey(
        "mandates.Theme", models.CASCADE, related_name="standings", db_index=False
    )
    entity = models.ForeignKey(
        "countries.Entity", models.CASCADE, related_name="standings", db_index=False
    )
    cycle = models.ForeignKey(
        "reports.Cycle", models.CASCADE, null=True, blank=True, related_name="standings"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    state = models.CharField(_("state"), max_length=7, choices=State)

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing of a report")
        verbose_name_plural = _("standings of reports")
        indexes = [models.Index(fields=["entity", "theme"], name="standing_by_entity")]
        constraints = [
            models.UniqueConstraint(fields=["report", "theme"], name="standing_once"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}, {self.theme_id}: {self.state}"


def _derived(links) -> models.QuerySet:
    """The rows that the themes of reports give, in the order of COLUMNS."""
    state = Case(
        When(report__nothing_to_report=True, then=Value(Standing.State.NOTHING.value)),
        When(_cites(), then=Value(Standing.State.CITED.value)),
        default=Value(Standing.State.UNCITED.value),
        output_field=models.CharField(),
    )
    rows = links.published().order_by().annotate(
        of=F("report__entity"), within=F("report__cycle"), in_year=ExtractYear("report__date"),
        stands=state,
    )  # fmt: skip
    return rows.values_list("report", "theme", "of", "within", "in_year", "stands")


def _cites() -> Exists:
    """A certain citation of a counted paragraph on the theme, or one that may mean such a one."""
    on_theme = ParagraphTheme.objects.counted().filter(theme=OuterRef(OuterRef("theme")))
    certain = Exists(on_theme.filter(paragraph=OuterRef("paragraph")))
    through = Citation.candidates.through.objects.filter(citation=OuterRef("pk"))
    candidate = ParagraphTheme.objects.counted().filter(
        theme=OuterRef(OuterRef(OuterRef("theme"))), paragraph=OuterRef("paragraph")
    )
    perhaps = Exists(through.filter(Exists(candidate)))
    cited = Citation.objects.filter(report=OuterRef("report"))
    return Exists(cited.filter(certain | (models.Q(state="ambiguous") & perhaps)))


def _insert(links) -> None:
    """Derive and store in one statement, whatever the number of rows."""
    select, parameters = _derived(links).query.sql_with_params()
    quote = connection.ops.quote_name
    names = ", ".join(quote(Standing._meta.get_field(name).column) for name in COLUMNS)
    into = f"INSERT INTO {quote(Standing._meta.db_table)} ({names}) {select}"
    with connection.cursor() as cursor:
        cursor.execute(into, parameters)


def reports_of(records: Iterable[models.Model]) -> Iterator[int]:
    """Ids of the reports whose standing may follow from the records that changed."""
    from .reports import Report

    paragraphs: set[int] = set()
    for record in records:
        if isinstance(record, Report):
            yield record.pk
        elif isinstance(record, Paragraph):
            paragraphs.add(record.pk)
        elif isinstance(record, ParagraphTheme):
            paragraphs.add(record.paragraph_id)
        elif isinstance(record, Citation):
            yield record.report_id
    if paragraphs:
        yield from Citation.objects.reports_naming(paragraphs)


def reports_naming(records: list[models.Model]) -> list[models.Model]:
    """Reports that cite or may mean a paragraph among the records, for `publication.changes`."""
    from .reports import Report

    paragraphs = {record.pk for record in records if isinstance(record, Paragraph)}
    named = Citation.objects.reports_naming(paragraphs) if paragraphs else ()
    return list(Report.objects.with_ids(list(named)))


def keep_in_step(records: list[models.Model]) -> None:
    """What `publication.changes.changed` calls: renews what follows from the changed records."""
    Standing.objects.renew(pk for pk in reports_of(records) if pk is not None)
