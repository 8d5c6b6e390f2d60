"""Addresses of pages, whole, as files, feeds and the API give them."""

from django.conf import settings
from django.db.models import Model
from django.utils.translation import override


def page_of(record: Model, language: str | None = None) -> str:
    """The page of a record in `language`, else the address that asks the reader's browser."""
    with override(language or "en"):
        address = record.get_absolute_url()
    bare = address if language else address.removeprefix("/en")
    return settings.BASE_ADDRESS + bare
