"""What the workflow and the editor ask of reports."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import Membership
from accounts.policy import Permission, roles_with

from .sections import Section


class InEditingQuerySet(models.QuerySet):
    def held(self) -> "InEditingQuerySet":
        """Locked until the transaction ends, with the entity; SQLite locks the whole file."""
        return self.select_related("entity").select_for_update(of=("self",))

    def holding(self, cycle, entity, themes) -> "InEditingQuerySet":
        """Open reports that have the entity's place in the cycle for one of the themes."""
        return self.filter(
            theme_links__open_cycle=cycle,
            theme_links__open_entity=entity,
            theme_links__theme__in=themes,
        ).distinct()

    def to_be_published(self, at) -> "InEditingQuerySet":
        """Submitted ones whose moment has come."""
        found = self.filter(state=self.model.State.SUBMITTED, publish_at__lte=at)
        return found.order_by("publish_at", "id")

    def at_revision(self, revision: int) -> "InEditingQuerySet":
        return self.filter(revision=revision)

    def writable(self) -> "InEditingQuerySet":
        """In a state in which the text may change."""
        return self.filter(state__in=self.model.WRITABLE)

    def writable_by(self, user) -> "InEditingQuerySet":
        """In the person's hands, by the roles that hold at the moment of the query."""
        held = Membership.objects.current().of_person(user)
        writers = held.in_roles(*roles_with(Permission.WRITE_REPORTS))
        filers = held.of_secretariat().in_roles(*roles_with(Permission.FILE_ON_BEHALF))
        return self.filter(
            Exists(writers.filter(entity=OuterRef("entity")))
            | Q(Exists(filers), filed_by_secretariat=True)
        )

    def section_rows(self) -> models.QuerySet:
        """Rows of the report's language and the columns of each section, in the model's order.

        A report without sections gives one row whose columns are empty.
        """
        columns = (f"sections__{field.attname}" for field in Section._meta.concrete_fields)
        return self.order_by("sections__position").values_list("original_language", *columns)

    def last_like(self, report) -> "InEditingQuerySet":
        """The entity's published reports on one of the same themes, newest first."""
        themes = report.theme_links.values("theme")
        found = self.filter(
            entity=report.entity_id, state=self.model.State.PUBLISHED, theme_links__theme__in=themes
        ).exclude(pk=report.pk)
        if report.lineage_id:
            found = found.exclude(Q(pk=report.lineage_id) | Q(lineage=report.lineage_id))
        return found.distinct().order_by("-date", "-id")
