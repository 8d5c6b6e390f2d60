"""Taking over what an entity last reported, marked as such until somebody confirms it."""

from django.db import transaction

from accounts.models import User
from publication.languages import column
from publication.rendering import Markup

from .editing import Draft, save, upsert
from .models import Citation, Report, Section
from .plain_text import as_markdown
from .revisions import advance
from .scope import paragraphs_for


def last_report(report: Report) -> Report | None:
    """The entity's newest published report on one of the same themes, if there is one."""
    return Report.objects.last_like(report).prefetch_related("sections", "citations").first()


def prefill(report: Report, *, by: User | None) -> bool:
    """Take over texts and marks of the entity's last report where the draft has none.

    Texts in the draft's own language only; every block is marked with the report it came from.
    Returns whether there was anything. Raises NotAllowed or Stale.
    """
    last = last_report(report)
    if last is None:
        return False
    with transaction.atomic():
        report.revision = advance(report.pk, by=by, revision=report.revision)
        texts, marks = _carry_sections(last, report), _carry_citations(last, report)
    return bool(texts or marks)


def _carry_sections(last: Report, report: Report) -> int:
    language = report.written_in
    name = column("text", language)
    there = Section.objects.of_reports([report]).values_list("kind", flat=True)
    left = {*there, *Section.PRINTED}  # for these the editor has no field to settle them by
    carried: dict[str, Section] = {}
    for section in last.sections.all():
        text = getattr(section, name)
        if not text or section.kind in left or section.kind in carried:
            continue
        copy = Section(
            report=report, kind=section.kind, position=section.position, carried_from=last,
            markup=Markup.MARKDOWN, original_language=language,
        )  # fmt: skip
        setattr(copy, name, text if section.markup == Markup.MARKDOWN else as_markdown(text))
        copy.settle()
        carried[section.kind] = copy
    upsert(carried.values())
    return len(carried)


def _carry_citations(last: Report, report: Report) -> int:
    there = list(Citation.objects.with_reports([report]))
    known = {citation.paragraph_id for citation in there}
    found = {c.paragraph_id: c for c in last.citations.all() if c.paragraph_id}
    in_scope = paragraphs_for(report.pk).with_ids(list(found.keys() - known))
    position = max((citation.position for citation in there), default=-1)
    made = Citation.objects.bulk_create(
        Citation(
            report=report, paragraph_id=pk, position=position + place, state=Citation.State.EXACT,
            mark=found[pk].mark, evidence_url=found[pk].evidence_url, carried_from=last,
        )
        for place, pk in enumerate(in_scope.order_by("pk").values_list("pk", flat=True), 1)
    )  # fmt: skip
    return len(made)


def keep_carried(
    report: Report, *, by: User | None, revision: int, sections: list[str] | None = None
) -> int:
    """Confirm what was carried over, as it stands: everything, or texts of these kinds alone.

    Returns the new revision. Raises NotAllowed or Stale.
    """
    kept = {kind.value for kind in Section.Kind} if sections is None else set(sections)
    if sections is None:
        kept.add("citations")
    return save(report, by=by, revision=revision, content=Draft(kept=frozenset(kept)))
