"""How long a page may stay open without being used."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def idle_seconds() -> int:
    return settings.SESSION_IDLE_SECONDS
