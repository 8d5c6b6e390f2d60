"""How templates show a date: in the reader's words, with the machine's form in `<time>`."""

import datetime
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from publication.dates import PartialDate, written, written_moment, written_period
from publication.languages import page_language

register = template.Library()


@register.filter
def day(when: PartialDate | datetime.date | None) -> str | SafeString:
    """A date or a partly known date, as precisely as it is known; of a moment the day that it was
    at the Secretariat."""
    if when is None:
        return ""
    if isinstance(when, datetime.datetime):
        when = timezone.localdate(when)
    if isinstance(when, datetime.date):
        when = PartialDate(when)
    text = written(when, page_language())
    return format_html('<time datetime="{}">{}</time>', when.isoformat(), text)


@register.filter
def moment(when: datetime.datetime | None, zone: str = "") -> str | SafeString:
    """A day and an hour in the zone, which is named; without one, in the Secretariat's own."""
    if when is None:
        return ""
    zone = zone or settings.TIME_ZONE
    local = when.astimezone(ZoneInfo(zone)).isoformat("T", "minutes")
    text = written_moment(when, zone, page_language())
    return format_html('<time datetime="{}">{}</time>', local, text)


@register.simple_tag
def period(first: PartialDate, last: PartialDate | None) -> str | SafeString:
    """From one day to another, or one day alone: "10–11 April 2015".

    `<time>` holds one date, so that the machine gets the first day.
    """
    if last is None:
        return day(first)
    text = written_period(first, last, page_language())
    return format_html('<time datetime="{}">{}</time>', first.isoformat(), text)
