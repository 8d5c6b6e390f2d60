"""The filters of the Secretariat's inbox, as they stand in its address.

`theme`, `entity` and `cycle` by their slugs; `assignee`: "me", "nobody" or a person's number.
"""

import django_filters as filters
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from countries.models import Entity
from mandates.models import Theme

from .filters import ReportFilter, by_slug
from .models import Cycle
from .models.reports import ReportQuerySet

ASSIGNEE = RegexValidator(r"^(me|nobody|\d{1,18})$")


class InboxFilter(ReportFilter):
    """`request` is the reader's: "me" is whoever asks."""

    kind = year = paragraph = language = None
    theme = by_slug(_("Theme"), Theme, "by_theme")
    entity = by_slug(_("Entity"), Entity, "by_entity")
    cycle = by_slug(_("Reporting cycle"), Cycle, "by_cycle")
    assignee = filters.CharFilter(
        label=_("Assigned to"), method="by_assignee", validators=[ASSIGNEE]
    )

    def by_theme(self, reports: ReportQuerySet, name: str, value: Theme) -> ReportQuerySet:
        return reports.for_theme(value)

    def by_entity(self, reports: ReportQuerySet, name: str, value: Entity) -> ReportQuerySet:
        return reports.by_entity(value)

    def by_cycle(self, reports: ReportQuerySet, name: str, value: Cycle) -> ReportQuerySet:
        return reports.in_cycle(value)

    def by_assignee(self, reports: ReportQuerySet, name: str, value: str) -> ReportQuerySet:
        people: dict[str, User | int | None] = {"me": self.request.user, "nobody": None}
        return reports.assigned_to(people[value] if value in people else int(value))
