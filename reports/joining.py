"""An account told twice, in two languages, made one report: its next edition has both texts."""

from collections import defaultdict
from collections.abc import Callable
from operator import attrgetter
from typing import Any

from publication.languages import TextState, column

from . import slots
from .editions import copy_citations, copy_rows
from .models import Attachment, Citation, RelatedResource, Report, ReportTheme, Section

Pair = tuple[Section | None, Section]
REPEATED: dict[type, str] = {RelatedResource: "url", Attachment: "sha256"}
"""What tells that both have the same link or file."""


def can_join(report: Report, published: Report) -> bool:
    """Whether the report can be the next edition of the published one, in another language.

    It is a first edition of the same entity, the two share no language, and what stands in one
    place is marked up alike.
    """
    if published.state != Report.State.PUBLISHED or report.entity_id != published.entity_id:
        return False
    if report.edition != 1 or report.public_id == published.public_id:
        return False
    if not in_one_cycle(report, published):
        return False
    if _languages(report) & _languages(published):
        return False
    return all(
        mine is None or mine.markup == other.markup for mine, other in pairs(report, published)
    )


def join(report: Report, published: Report) -> None:
    """Let the report be the next edition; what only the published one has is copied into it.

    The texts of the published one are official translations of the report's, where both tell of the
    same. To be called with both locked, and no edition of the published one on its way.
    """
    for mine, other in list(pairs(report, published)):
        _add_texts(mine, other) if mine else add_section(report, other)
    add_all_but_texts(report, published)


def add_all_but_texts(report: Report, published: Report) -> None:
    """Give the report what only the published one has, and the place after its last edition."""
    _add_themes(report, published)
    _add_citations(report, published)
    for model, name in REPEATED.items():
        there = set(model.objects.copied_from(report).values_list(name, flat=True)) - {""}
        copy_rows(model, published, report, but=lambda row, n=name, t=there: getattr(row, n) in t)
    if cycle := report.cycle or published.cycle:
        slots.enter(report, cycle)
    last = Report.objects.of_lineage(published.public_id).last()
    Report.objects.with_ids([report.pk]).update(
        lineage=published.public_id, edition=last.edition + 1
    )


def in_one_cycle(report: Report, published: Report) -> bool:
    """Whether they answer one round of reporting, or one of them answers none."""
    return len({report.cycle_id, published.cycle_id} - {None}) < 2


def _languages(report: Report) -> set[str]:
    return {code for section in report.sections.all() for code in section.languages()}


def pairs(
    report: Report, published: Report, *, by: Callable[[Section], Any] = attrgetter("kind")
) -> list[Pair]:
    """Sections of the published report with the report's own of the same kind, in their order."""
    own: dict[Any, list[Section]] = defaultdict(list)
    for section in sorted(report.sections.all(), key=lambda one: (one.position, one.pk)):
        own[by(section)].append(section)
    others = sorted(published.sections.all(), key=lambda one: (one.position, one.pk))
    return [(own[by(one)].pop(0) if own[by(one)] else None, one) for one in others]


def _add_texts(mine: Section, other: Section) -> None:
    for code, text in other.texts("text").items():
        setattr(mine, column("text", code), text)
        state = other.state_in(code)
        state = TextState.OFFICIAL if state == TextState.ORIGINAL else state
        setattr(mine, column("state", code), state)
        setattr(mine, column("digest", code), mine.source_digest())
    mine.save()


def add_section(report: Report, other: Section) -> None:
    taken = {one.position for one in report.sections.of_kind(other.kind)}
    free = next(place for place in range(other.position, 32_768) if place not in taken)
    values = {
        field.attname: getattr(other, field.attname)
        for field in Section._meta.concrete_fields
        if field.name not in ("id", "carried_from")
    }
    Section(**{**values, "report_id": report.pk, "position": free}).save()


def _add_themes(report: Report, published: Report) -> None:
    there = {link.theme_id for link in report.theme_links.all()}
    ReportTheme.objects.bulk_create(
        ReportTheme(report=report, theme_id=link.theme_id, position=link.position)
        for link in published.theme_links.all()
        if link.theme_id not in there
    )


def _add_citations(report: Report, published: Report) -> None:
    """Those of the published report that the report has not, behind its own."""
    rows = list(report.citations.all())
    cited = {one.paragraph_id or one.typed for one in rows}
    first = max((one.position for one in rows), default=-1) + 1
    further = [
        one for one in Citation.objects.copied_from(published)
        if (one.paragraph_id or one.typed) not in cited
    ]  # fmt: skip
    copy_citations(further, report, first)
