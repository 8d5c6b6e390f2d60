"""The next edition of a report: a draft that holds what the published one says."""

from collections.abc import Callable, Iterable
from typing import Any

from publication.languages import column

from .models import Attachment, Citation, RelatedResource, Report, Section
from .slots import place

KEPT = (
    "entity", "cycle", "date", "date_precision", "symbol", "original_language", "available_in",
    "nothing_to_report", "no_report_reason", "is_demonstration",
)  # fmt: skip


def next_edition(report: Report, **fields: Any) -> Report:
    """Save a draft of the edition after the last one, with a copy of everything that is said.

    Raises IntegrityError when another report has its place in the cycle.
    """
    last = Report.objects.of_lineage(report.public_id).last()
    return copied(report, lineage_id=report.public_id, edition=last.edition + 1, **fields)


def copied(report: Report, **fields: Any) -> Report:
    """Save a draft that holds a copy of everything that the report says.

    Raises IntegrityError when another report has its place in the cycle.
    """
    kept = {name: getattr(report, name) for name in KEPT}
    draft = Report.objects.create(**{**kept, **fields})
    place(draft, {link.theme_id: link.position for link in report.theme_links.all()})
    copy_rows(Section, report, draft)
    copy_rows(RelatedResource, report, draft)
    copy_rows(Attachment, report, draft)
    copy_citations(Citation.objects.copied_from(report), draft)
    return draft


def put_right(report: Report, texts: dict[tuple[str, int] | None, dict[str, str]]) -> None:
    """Replace texts of a report's sections, given by kind and position, then language.

    A typing error changes no meaning: translations stay as fresh as they were. Raises ValueError
    for a text that is not there, is empty, or says the same already.
    """
    if not texts:
        raise ValueError("nothing is put right")
    sections = {(section.kind, section.position): section for section in report.sections.all()}
    for place_of, by_language in texts.items():
        section = sections.get(place_of)
        if section is None:
            raise ValueError("no such section")
        _put_right(section, by_language)
        section.save()


def _put_right(section: Section, by_language: dict[str, str]) -> None:
    fresh = [code for code in section.languages() if not section.is_stale(code)]
    for code, text in by_language.items():
        name = column("text", code)
        if code not in section.languages() or not text.strip() or getattr(section, name) == text:
            raise ValueError("no text to put right")
        setattr(section, name, text)
    section.settle()
    for code in fresh:
        if getattr(section, column("digest", code)):
            setattr(section, column("digest", code), section.source_digest())


def copy_rows(
    model: type, report: Report, draft: Report, *, but: Callable[[Any], bool] = lambda row: False
) -> None:
    """Give the draft what hangs on the report, of one kind, `but` what it has already."""
    rows = [row for row in model.objects.copied_from(report) if not but(row)]
    model.objects.bulk_create(_copy(row, draft) for row in rows)


def copy_citations(rows: Iterable[Citation], draft: Report, first: int | None = None) -> None:
    """Give the draft the same citations with their candidates, from place `first` on if given."""
    rows = list(rows)
    copies = [_copy(row, draft) for row in rows]
    for place_of, copy in enumerate(copies if first is not None else (), first or 0):
        copy.position = place_of
    copies = Citation.objects.bulk_create(copies)
    through = Citation.candidates.through
    through.objects.bulk_create(
        through(citation_id=copy.pk, paragraph_id=candidate.pk)
        for row, copy in zip(rows, copies, strict=True)
        for candidate in row.candidates.all()
    )


def _copy(row: Any, draft: Report) -> Any:
    """The same row for the draft; an attachment's file is shared, its address is its own."""
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in ("id", "token", "carried_from")
    }
    return type(row)(**{**values, "report_id": draft.pk})
