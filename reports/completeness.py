"""What is still wanting before a report can be submitted."""

from datetime import datetime

from django.utils.translation import gettext, ngettext

from .models import Asked, Report, Section

Problem = tuple[str, str]
"""The field a message belongs to (a section's kind, "reason", "citations"; "" for none), and it."""


def problems(report: Report, *, at: datetime, approval: bool = True) -> list[Problem]:
    """Everything that stops submission, in the order of the form; empty when nothing does.

    Without `approval`, whether a second person has approved is left aside.
    """
    found = [*_of_texts(report), *_of_citations(report), *_of_cycle(report, at)]
    if approval and report.awaits_approval:
        message = gettext("A second person of your entity has to approve the report first.")
        found.append(("", message))
    return found


def is_whole(report: Report) -> bool:
    """Whether texts and marks are complete, told from sections and citations loaded beforehand."""
    return not _of_texts(report) and not _of_citations(report)


def _of_texts(report: Report) -> list[Problem]:
    sections = {s.kind: s for s in report.sections.all() if s.has_text()}
    found = []
    if Section.Kind.DONE not in sections and not report.nothing_to_report:
        message = gettext("Say what was done, or that there is nothing to report.")
        found.append((Section.Kind.DONE.value, message))
    if Section.Kind.DONE in sections and report.nothing_to_report:
        message = gettext("There is a text on what was done: empty it, or take back this choice.")
        found.append(("nothing_to_report", message))
    if report.nothing_to_report and not report.no_report_reason:
        found.append(("reason", gettext("Say why there is nothing to report.")))
    for kind, section in sections.items():
        if section.carried_from_id:
            message = gettext("“%(title)s” is carried over: keep it, change it or drop it.")
            found.append((kind, message % {"title": section.get_kind_display()}))
    return found


def _of_citations(report: Report) -> list[Problem]:
    carried = sum(citation.carried_from_id is not None for citation in report.citations.all())
    if not carried:
        return []
    message = ngettext(
        "The mark of %(n)d paragraph is carried over: keep it, change it or drop it.",
        "The marks of %(n)d paragraphs are carried over: keep, change or drop them.",
        carried,
    )
    return [("citations", message % {"n": carried})]


def _of_cycle(report: Report, at: datetime) -> list[Problem]:
    """What was begun in time is submitted in time; a returned report may always come back."""
    begun = report.state == Report.State.DRAFT and report.edition == 1
    if not begun or report.cycle_id is None or report.filed_by_secretariat:
        return []
    asked = Asked.objects.of_entities([report.entity_id]).in_cycle(report.cycle_id).first()
    if asked is not None and asked.is_open(at):
        return []
    return [
        ("", gettext("The cycle has closed for your entity. Ask the Secretariat for more time."))
    ]
