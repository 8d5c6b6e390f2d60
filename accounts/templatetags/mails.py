"""How the templates of mails write names, dates and addresses: as plain text."""

import datetime

from django import template
from django.conf import settings
from django.urls import reverse

from publication.dates import PartialDate, written, written_moment
from publication.languages import page_language
from publication.passages import passage

register = template.Library()


@register.filter
def named(record) -> str:
    """The name of a translated record for the reader of the mail; "" for none."""
    found = passage(record, record.PRIMARY, page_language()) if record else None
    return str(found or record or "")


@register.filter
def on(when: datetime.date | None) -> str:
    """A day as the reader writes it."""
    return written(PartialDate(when), page_language()) if when else ""


@register.filter
def until(when: datetime.datetime | None, zone: str = "") -> str:
    """A moment in the zone, which is named, as plain text; without one, in the Secretariat's."""
    return written_moment(when, zone or settings.TIME_ZONE, page_language()) if when else ""


@register.simple_tag
def address(name: str, *args) -> str:
    """The whole address of a page, in the language of the mail."""
    return settings.BASE_ADDRESS + reverse(name, args=args)


@register.filter
def names(records) -> str:
    """The names of translated records, with commas between them."""
    return ", ".join(named(record) for record in records)
