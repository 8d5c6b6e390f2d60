"""Texts of reports and cycles in the translation queue."""

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from publication.dates import written
from publication.languages import column, page_language
from publication.passages import passage
from publication.translating import Kind, Place, translate_here

from . import workflow
from .models import Action, Cycle, Report, Section, Transition


def register() -> None:
    translate_here(
        Kind(
            code="section",
            label=_("Reports"),
            records=Section.objects.to_translate,
            fields=("text",),
            place=_place,
            of_theme=lambda sections, theme: sections.for_theme(theme),
            owner=lambda section: section.report,
            trace=_trace,
            versions=_versions,
        )
    )
    translate_here(
        Kind(
            code="cycle",
            label=_("Reporting cycles"),
            records=Cycle.objects.all,
            fields=("name", "guidance"),
            place=lambda cycle, language: [cycle.slug],
            of_theme=lambda cycles, theme: cycles.about(theme),
        )
    )
    translate_here(
        Kind(
            code="action",
            label=_("Actions"),
            records=lambda: Action.objects.select_related("paragraph__document"),
            fields=("text", "activity", "schedule", "heading"),
            place=_action_place,
            of_theme=lambda actions, theme: actions.for_theme(theme),
        )
    )


def _place(section: Section, language: str) -> Place:
    report = section.report
    date = written(report.dated, page_language())
    place = [passage(report.entity, "name", language), date, section.get_kind_display()]
    if report.state != Report.State.PUBLISHED:
        place.append(report.get_state_display())
    return place


def _action_place(action: Action, language: str) -> Place:
    document = action.paragraph.document
    number = gettext("paragraph %(label)s") % {"label": action.paragraph.label}
    return [document.short_name(language), str(document.date.year), number]


def _trace(section: Section, *, by, language: str) -> None:
    """A step in the report's history; a correction that is on its way gets the text, too."""
    workflow.translated(section.report, by=by, language=language)
    names = ("text", "html", "state", "digest")
    columns = {name: getattr(section, name) for name in (column(n, language) for n in names)}
    Section.objects.in_later_drafts(section).update(**columns)


def _versions(section: Section) -> Iterator[str | None]:
    """The section's original text in earlier snapshots of the report and its other editions."""
    lineage = Report.objects.of_lineage(section.report.public_id)
    for kept in Transition.objects.of_reports(lineage).newest_snapshots():
        for row in kept.get("sections", ()):
            if (row.get("kind"), row.get("position")) == (section.kind, section.position):
                yield row["texts"].get(section.original_language)
