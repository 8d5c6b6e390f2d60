"""What people of an entity ask about its reports."""

from django.db import models
from django.db.models import Q


class InWorkspaceQuerySet(models.QuerySet):
    def for_workspace(self, pk: int) -> "InWorkspaceQuerySet":
        """The one report with what every page about it names."""
        named = self.filter(pk=pk).select_related("entity", "cycle")
        return named.prefetch_related("themes")

    def for_home(self, entity, cycles, newest: int) -> "InWorkspaceQuerySet":
        """The entity's open reports, those published in the cycles, and the newest published."""
        own = self.filter(entity=entity)
        published = own.filter(state="published")
        last = published.order_by("-date", "-id").values("pk")[:newest]
        shown = Q(pk__in=last) | Q(pk__in=published.filter(cycle__in=cycles).values("pk"))
        found = own.filter(shown | Q(state__in=self.model.OPEN))
        return found.select_related("cycle").order_by("-date", "-id")
