"""What every page needs besides its own content. What costs a query is asked when it is shown."""

import datetime
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from pages.models import Announcement
from publication.languages import ENDONYMS, LANGUAGES, page_language
from publication.models import Revision

from .addresses import in_language, without_language


def portal(request: HttpRequest) -> dict:
    """Language switch, canonical and alternate addresses, data version, announcement.

    `data_version`, `data_changed_at` and `announcement` are functions that a template calls by
    naming them.
    """
    announcement, revision = cache(first_announcement), revision_of(request)
    return {
        "language": page_language(),
        "languages": language_switch(request.get_full_path(), request.path + _named(request)),
        "base_address": settings.BASE_ADDRESS,
        **addresses_of(request),
        "announcement": announcement,
        "data_version": lambda: revision()[0],
        "data_changed_at": lambda: revision()[1],
    }


def language_switch(full_path: str, path: str) -> list[dict]:
    """The four languages: `url` keeps page and query, `absolute` is the page's own address."""
    current = get_language()
    return [
        {
            "code": code,
            "endonym": ENDONYMS[code],
            "url": in_language(full_path, code),
            "absolute": settings.BASE_ADDRESS + in_language(path, code),
            "current": code == current,
        }
        for code in LANGUAGES
    ]


def addresses_of(request: HttpRequest) -> dict[str, str]:
    """The page's canonical address, and the one without language that asks the reader's browser.

    Filters are views of one page; a further page of a list is a page of its own, and so is what
    a view says its query is about.
    """
    path, named = request.path, _named(request)
    if without_language(path) == path:
        return {"canonical": "", "x_default": ""}
    number = request.GET.get("page", "")
    page = f"?page={number}" if number.isascii() and number.isdigit() and number != "1" else ""
    return {
        "canonical": settings.BASE_ADDRESS + path + (named or page),
        "x_default": settings.BASE_ADDRESS + without_language(path) + named,
    }


def _named(request: HttpRequest) -> str:
    """The part of the query without which there is no such page: "?theme=migration"."""
    query = getattr(request, "about", "")
    return f"?{query}" if query else ""


def first_announcement() -> Announcement | None:
    return Announcement.objects.shown().first()


def revision_of(request: HttpRequest) -> Callable[[], tuple[int, datetime.datetime | None]]:
    """The data version and its moment: as the page cache read them, else by one query."""

    @cache
    def revision() -> tuple[int, datetime.datetime | None]:
        known = request.META.get("portal.revision")
        if known is None:
            row = Revision.objects.current()
            known = (row.number, row.changed_at)
        number, moment = known
        if isinstance(moment, str):  # as SQLite keeps it, in UTC without saying so
            moment = datetime.datetime.fromisoformat(moment).replace(tzinfo=datetime.UTC)
        return number, moment

    return revision
