"""Writing values of indicators from the workspace."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from countries.models import Entity
from mandates.models import Indicator
from mandates.models.indicators import CERTAIN
from publication.changes import changed
from publication.forms import LineField, WebAddressField

from .models import IndicatorValue
from .writers import demand_keeper


class ValueForm(forms.Form):
    """A value of a year, for whom as far as the indicator is broken down.

    A value that is there already for the same year and group is replaced: the form says so.
    """

    year = forms.IntegerField(label=_("Year"), min_value=1990, max_value=2100)
    sex = forms.ChoiceField(
        label=_("Sex"), required=False,
        choices=[("", _("all")), *IndicatorValue.Sex.choices],
    )  # fmt: skip
    age = LineField(label=_("Age group"), max_length=40, required=False)
    territory = LineField(label=_("Territory"), max_length=80, required=False)
    value = forms.DecimalField(
        label=_("Value"), max_digits=20, decimal_places=4, localize=True, validators=[CERTAIN]
    )
    evidence_url = WebAddressField(
        label=_("Where it can be checked"), max_length=500, required=False
    )

    def __init__(self, data: Any = None, *, indicator: Indicator, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for name in ("sex", "age", "territory"):
            if not getattr(indicator, f"by_{name}"):
                del self.fields[name]


@transaction.atomic
def state_value(
    values: dict[str, Any], *, indicator: Indicator, entity: Entity, by: User
) -> tuple[IndicatorValue, bool]:
    """Save the entity's value; whether it replaced another. The former one stays in the history.

    Raises PermissionDenied for whoever may not keep the entity's figures.
    """
    demand_keeper(entity, by)
    place = {name: values.get(name, "") for name in ("sex", "age", "territory")}
    found, is_new = IndicatorValue.objects.update_or_create(
        indicator=indicator, entity=entity, year=values["year"], **place,
        defaults={
            "value": values["value"], "evidence_url": values["evidence_url"], "recorded_by": by,
            "is_demonstration": indicator.is_demonstration and entity.is_demonstration,
        },
    )  # fmt: skip
    changed([found, indicator])
    return found, not is_new


@transaction.atomic
def withdraw_value(value: IndicatorValue, *, by: User) -> None:
    """Take a value back; it stays in the history."""
    demand_keeper(value.entity, by)
    indicator = value.indicator
    value.delete()
    changed([indicator])
