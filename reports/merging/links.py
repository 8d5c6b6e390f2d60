"""What points at entities and paragraphs, and how it moves from one to another."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEvent, Invitation, Membership
from countries.models import Entity
from mandates.models import (
    Correction,
    Indicator,
    LinkProposal,
    Meeting,
    Paragraph,
    ParagraphLink,
    ParagraphTheme,
    Participation,
)

from ..models import (
    Action,
    Asked,
    Citation,
    Comment,
    DelegatedParagraph,
    IndicatorValue,
    RelatedResource,
    Report,
    ReportTheme,
    Section,
    Standing,
)

Record = Entity | Paragraph


@dataclass(frozen=True, slots=True)
class Link:
    """Rows that point at a record by `field`. Two that are equal in `alike` are one afterwards.

    `label` is what the preview calls them; without one it does not name them.
    """

    model: type[models.Model]
    field: str
    alike: tuple[str, ...] = ()
    label: str | Promise = ""

    def rows(self, record: Record) -> models.QuerySet:
        return self.model._base_manager.filter(**{self.field: record})

    def count(self, record: Record) -> int:
        return self.rows(record).count()

    def move(self, gone: Record, kept: Record, by: Any) -> None:
        """Let the rows point at `kept`; drop those it has already. Histories keep each step."""
        if self.alike:
            there = set(self.rows(kept).values_list(*self.alike))
            rows = self.rows(gone).values_list("pk", *self.alike)
            twice = [pk for pk, *key in rows if tuple(key) in there]
            self._delete(self.model._base_manager.filter(pk__in=twice), by)
        if not hasattr(self.model, "history"):
            self.rows(gone).update(**{self.field: kept})
            return
        for row in self.rows(gone):
            setattr(row, self.field, kept)
            row._history_user = by
            row.save()

    def _delete(self, rows: Iterable[models.Model], by: Any) -> None:
        for row in rows:
            row._history_user = by
            row.delete()


OF_ENTITY = (
    Link(Report, "entity", label=_("reports")),
    Link(ReportTheme, "open_entity"),
    Link(RelatedResource, "entity", label=_("related resources")),
    Link(IndicatorValue, "entity", label=_("values of indicators")),
    Link(Action.entities.through, "entity", ("action",), _("actions")),
    Link(Action, "kept_by"),
    Link(Participation, "entity", ("meeting",), _("participations in meetings")),
    Link(Meeting, "host", label=_("meetings hosted")),
    Link(Paragraph.addressees.through, "entity", ("paragraph",), _("paragraphs addressed to it")),
    Link(Entity, "parent", label=_("departments")),
)
OF_PARAGRAPH = (
    Link(Citation, "paragraph", label=_("citations")),
    Link(Citation.candidates.through, "paragraph", ("citation",), _("numbers that may mean it")),
    Link(Section, "paragraph", label=_("sections of reports")),
    Link(Comment, "paragraph"),
    Link(DelegatedParagraph, "paragraph", ("delegation",)),
    Link(Action, "paragraph", label=_("actions")),
    Link(Indicator.paragraphs.through, "paragraph", ("indicator",), _("indicators")),
    Link(ParagraphTheme, "paragraph", ("theme",), _("themes")),
    Link(Paragraph.goals.through, "paragraph", ("goal",)),
    Link(Paragraph.addressees.through, "paragraph", ("entity",)),
    Link(ParagraphLink, "source", ("target", "kind"), _("links to other paragraphs")),
    Link(ParagraphLink, "target", ("source", "kind"), _("links from other paragraphs")),
)
# Moved by rules of their own.
PEOPLE = (Membership, Invitation, Asked)
# Derived anew, about the text that goes, or a log that nobody changes.
LEFT = (Standing, Correction, LinkProposal, AuditEvent)


def links_of(record: Record) -> tuple[Link, ...]:
    return OF_ENTITY if isinstance(record, Entity) else OF_PARAGRAPH
