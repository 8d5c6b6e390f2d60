"""Mandates in a list: the number in the margin, the text, and what is known of each in one line."""

import datetime
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, islice

from django.db.models import (
    Count,
    FilteredRelation,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from mandates.models import Paragraph
from mandates.models.paragraphs import ParagraphQuerySet
from publication.dates import PartialDate
from publication.languages import LANGUAGES, column, columns, compared, localized
from publication.passages import Passage, pick, pick_read

from .addresses import Addresses
from .models import Citation


@dataclass(frozen=True, slots=True)
class Source:
    """The document a mandate stands in, and the meeting that adopted it where there was one."""

    slug: str
    url: str
    title: Passage
    symbol: str
    when: PartialDate
    meeting: str | None
    meeting_url: str
    meeting_name: Passage | None
    meeting_short: Passage | None
    meeting_place: Passage | None
    meeting_when: PartialDate | None
    is_summit: bool


@dataclass(slots=True)
class MandateLine:
    """`address` names the paragraph by its two slugs; `ended` is empty while it is active."""

    id: int
    label: str
    address: str
    url: str
    source: Source
    section: Passage | None
    nature: str
    ended: str
    passage: Passage
    html: SafeString
    is_demonstration: bool
    changed_at: datetime.datetime
    reports: int
    entities: int
    perhaps: int
    themes: list[tuple[Passage, str]] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return f"p{self.id}"

    @property
    def reported(self) -> str:
        """ "12 reports from 7 entities", counting certain citations only."""
        if self.reports == 1:
            return gettext("1 report from 1 entity")
        return ngettext(
            "%(reports)d reports from %(entities)d entity",
            "%(reports)d reports from %(entities)d entities",
            self.entities,
        ) % {"reports": self.reports, "entities": self.entities}


_PARTS = (
    ("pk", "label", "slug", "nature", "life_cycle", "is_demonstration", "changed_at"),
    tuple(column("state", code) for code in LANGUAGES),
    ("read_compared", "read_html"),
    ("reports_citing", "entities_citing", "reports_perhaps"),
    tuple(f"section__{name}" for name in columns("title")),
    ("every__theme__slug", *(f"every__theme__{name}" for name in columns("name"))),
    tuple(
        f"document__{name}"
        for name in (
            "slug", "symbol", "date", "date_precision", *columns("short_title"), *columns("title"),
        )
    ),
    tuple(
        f"document__meeting__{name}"
        for name in (
            "slug", "kind", "starts_on", "date_precision",
            *columns("name"), *columns("short_name"), *columns("place"),
        )
    ),
)  # fmt: skip


def with_citing_counts(paragraphs: ParagraphQuerySet) -> ParagraphQuerySet:
    """How many published reports of how many entities cite each for certain, how many perhaps."""
    citations = Citation.objects.in_published_reports().order_by()
    certain = citations.filter(paragraph=OuterRef("pk")).values("paragraph")
    perhaps = citations.ambiguous().filter(candidates=OuterRef("pk")).values("candidates")
    return paragraphs.annotate(
        reports_citing=_counted(certain, "report"),
        entities_citing=_counted(certain, "report__entity"),
        reports_perhaps=_counted(perhaps, "report"),
    )


def _counted(citations: QuerySet, what: str) -> Coalesce:
    counted = citations.annotate(counted=Count(what, distinct=True)).values("counted")
    return Coalesce(Subquery(counted), Value(0), output_field=IntegerField())


@cache
def mandates_in(language: str) -> ParagraphQuerySet:
    """All paragraphs with what a row shows, to choose from: `mandates_in("es").for_theme(theme)`.

    Made once for each language, since building the query takes longer than running it.
    """
    # A join of its own: the one that chooses a theme's paragraphs knows no other themes.
    paragraphs = with_citing_counts(Paragraph.objects.all()).annotate(
        read_html=localized("html", language),
        read_compared=compared(Paragraph.PRIMARY, language),
        every=FilteredRelation("theme_links"),
    )
    return paragraphs.values_list(*chain.from_iterable(_PARTS))


def mandate_lines(rows: ParagraphQuerySet, language: str) -> list[MandateLine]:
    """The chosen `mandates_in(language)` in their order, in one query."""
    found: dict[int, MandateLine] = {}
    sources: dict[str, Source] = {}
    addresses = Addresses()
    for row in rows:
        values = iter(row)
        parts = [tuple(islice(values, len(part))) for part in _PARTS]
        own, (theme, *theme_name), document, meeting = parts[0], *parts[5:]
        if own[0] not in found:
            if document[0] not in sources:
                sources[document[0]] = _source(document, meeting, language, addresses)
            found[own[0]] = _line(parts, sources[document[0]], language, addresses)
        if theme:
            found[own[0]].themes.append((pick(theme_name, language), addresses.theme(theme)))
    for line in found.values():
        line.themes.sort(key=lambda theme: theme[1])  # by address, which every language shares
    return list(found.values())


def _line(parts: list[tuple], source: Source, language: str, addresses: Addresses) -> MandateLine:
    own, states, (comparison, html), counts, section = parts[:5]
    number, label, slug, nature, life_cycle, demonstration, changed_at = own
    active = life_cycle == Paragraph.LifeCycle.ACTIVE
    return MandateLine(
        number,
        label,
        f"{source.slug}/{slug}",
        addresses.paragraph(source.slug, slug),
        source,
        pick(section, language),
        capfirst(Paragraph.Nature(nature).label),
        "" if active else str(Paragraph.LifeCycle(life_cycle).label),
        pick_read(html, states, comparison, language),
        mark_safe(html),  # noqa: S308  cleaned by publication.rendering when it was saved
        demonstration,
        changed_at,
        *counts,
    )


def _source(document: tuple, meeting: tuple, language: str, addresses: Addresses) -> Source:
    slug, symbol, date, precision, *titles = document
    meeting_slug, kind, starts_on, meeting_precision, *names = meeting
    return Source(
        slug=slug,
        url=addresses.document(slug),
        title=pick(titles[:4], language) or pick(titles[4:], language),
        symbol=symbol,
        when=PartialDate(date, precision),
        meeting=meeting_slug,
        meeting_url=addresses.meeting(kind, meeting_slug) if meeting_slug else "",
        meeting_name=pick(names[:4], language),
        meeting_short=pick(names[4:8], language),
        meeting_place=pick(names[8:], language),
        meeting_when=PartialDate(starts_on, meeting_precision) if meeting_slug else None,
        is_summit=kind in ("summit", "special_summit"),
    )
