"""The filters of the lists of people and of the audit log."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from publication.forms import DayField

from .forms import AnyEntityForm, EntityField
from .models import AuditEvent, User
from .models.audit import AuditEventQuerySet
from .models.people import UserQuerySet
from .policy import Role


class FilterForm(AnyEntityForm):
    """Base of filters: what makes no sense is left out, and its field says so."""

    plain_optional = True

    @property
    def chosen(self) -> dict[str, Any]:
        """What is set and makes sense, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class PeopleFilter(FilterForm):
    q = forms.CharField(label=_("Name, address or entity"), max_length=200, required=False)
    role = forms.ChoiceField(
        label=_("Role"), choices=[("", _("any role")), *Role.choices], required=False
    )
    entity = EntityField(label=_("Entity"), required=False)

    def people(self) -> UserQuerySet:
        """Who was asked for, by address."""
        chosen = self.chosen
        people = User.objects.with_roles().order_by("email")
        people = people.holding(role=chosen.get("role", ""), entity=chosen.get("entity"))
        return people.found_by(chosen["q"]) if "q" in chosen else people


class AuditFilter(FilterForm):
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("any kind")), *AuditEvent.Kind.choices], required=False
    )
    person = forms.CharField(label=_("Name or address"), max_length=200, required=False)
    entity = EntityField(label=_("Entity"), required=False)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("To"), required=False)

    def events(self) -> AuditEventQuerySet:
        """What was asked for, newest first; days are in UTC, as the table's times are."""
        events, chosen = AuditEvent.objects.newest_first(), self.chosen
        if "kind" in chosen:
            events = events.of_kind(chosen["kind"])
        if "person" in chosen:
            events = events.with_person(chosen["person"])
        if "entity" in chosen:
            events = events.of_entity(chosen["entity"])
        if "since" in chosen:
            events = events.since(begin_of(chosen["since"]))
        if "until" in chosen:
            events = events.before(begin_of(chosen["until"] + timedelta(days=1)))
        return events


def begin_of(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
