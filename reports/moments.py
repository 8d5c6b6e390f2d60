"""A date and time typed in a zone of its own, as `<input type="datetime-local">` gives it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from publication.forms import YEARS


class LocalMomentField(forms.Field):
    """Gives a moment without a zone; the form knows which one is meant (`in_zone`)."""

    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    default_error_messages = {
        "invalid": _("Write a date and a time, such as 2026-11-30 17:00."),
        "skipped": _("The clocks skip this time on that day."),
    }

    def to_python(self, value: str | None) -> datetime | None:
        if value in self.empty_values:
            return None
        try:
            found = datetime.fromisoformat(str(value).strip())
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if found.tzinfo is not None or found.year not in YEARS:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found


def in_zone(moment: datetime, zone: ZoneInfo) -> datetime:
    """The typed moment in the zone; of a time that comes twice, the first.

    Raises ValidationError when the clocks of the zone skip it.
    """
    aware = moment.replace(tzinfo=zone)
    back = aware.astimezone(ZoneInfo("UTC")).astimezone(zone).replace(tzinfo=None)
    if back != moment:
        raise ValidationError(LocalMomentField.default_error_messages["skipped"], code="skipped")
    return aware


def typed_in(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    """What somebody in the zone would have typed."""
    return moment and moment.astimezone(zone).replace(tzinfo=None)
