"""What the Secretariat's screens say of a report in a few words."""

import datetime
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from publication.languages import page_language

from ..inbox import days_in_words
from ..models import Report
from ..report_titles import report_heading, theme_names

register = template.Library()


@register.filter
def heading(report: Report) -> SafeString:
    """ "Argentina on Migration", each name in its own language."""
    return report_heading(report, page_language())


@register.filter
def on_themes(report: Report) -> SafeString:
    """ "Migration, Trade", each name in its own language."""
    return theme_names(report, page_language())


@register.filter
def days_waiting(days: int) -> str:
    return days_in_words(days)


@register.filter
def clock(at: datetime.datetime) -> SafeString:
    """The time of day alone, where the day stands beside it."""
    local = _local(at)
    said = f"{local:%H:%M} ({settings.TIME_ZONE.replace('_', ' ')})"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), said)


def _local(at: datetime.datetime) -> datetime.datetime:
    return timezone.localtime(at, ZoneInfo(settings.TIME_ZONE))
