"""Sitemaps: every public page in the four languages, without the records of the demonstration.

`/sitemap.xml` is the index; it names one file for each kind of page, in parts of 2,500 pages:
sitemaps.org allows 50,000 addresses and 50 MB in a file; each page has an address per language.
"""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core.paginator import InvalidPage, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override

from accounts.access import public_page
from countries.models import Entity
from mandates.models import Document, Indicator, Meeting, Paragraph, Theme
from pages.models import Page
from publication.languages import LANGUAGES
from publication.visiting import visited
from reports.addresses import Addresses
from reports.models import Action, Report

PER_FILE = 2_500
LISTS = (
    "home", "themes", "summits", "ministerials", "documents", "countries", "institutions",
    "coverage", "map", "charts", "compare", "reports", "actions", "indicators", "goals",
    "data:api", "search:search", "newsletters:issues",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """Pages of one kind: a row ends with the moment of the change, `address` takes the rest."""

    rows: QuerySet | list[tuple]
    address: Callable[..., str]


@dataclass(frozen=True, slots=True)
class Location:
    """A page: `addresses` by language, and the one that asks the reader's browser."""

    addresses: dict[str, str]
    x_default: str
    changed_at: datetime.datetime | None


def _kinds() -> dict[str, Kind]:
    """Addresses are those of the active language."""
    to = Addresses()
    return {
        "lists": Kind(
            [(name, None) for name in LISTS],
            lambda name: reverse(name if ":" in name else f"reports:{name}"),
        ),
        "pages": Kind(_rows(Page.objects, "slug"), lambda slug: reverse(f"pages:{slug}")),
        "themes": Kind(_rows(Theme.objects, "slug"), to.theme),
        "meetings": Kind(_rows(Meeting.objects, "kind", "slug"), to.meeting),
        "documents": Kind(_rows(Document.objects.real(), "slug"), to.document),
        "programmes": Kind(
            _rows(Document.objects.real().programmes(), "slug"),
            lambda slug: reverse("reports:programme", args=[slug]),
        ),
        "indicators": Kind(
            _rows(Indicator.objects.real(), "slug"),
            lambda slug: reverse("reports:indicator", args=[slug]),
        ),
        "actions": Kind(
            _rows(Action.objects.real(), "pk"), lambda pk: reverse("reports:action", args=[pk])
        ),
        "paragraphs": Kind(_rows(Paragraph.objects.real(), "document__slug", "slug"), to.paragraph),
        "entities": Kind(_rows(Entity.objects.real(), "kind", "slug"), to.entity),
        "reports": Kind(
            _rows(Report.objects.published().real().with_public_number(), "public_number"),
            to.report,
        ),
        **{name: Kind(one.rows(), one.address) for name, one in visited.items()},
    }


def _rows(records: QuerySet, *parts: str) -> QuerySet:
    return records.order_by("pk").values_list(*parts, "changed_at")


@public_page
def index(request: HttpRequest) -> HttpResponse:
    files = []
    for name, kind in _kinds().items():
        pages = Paginator(kind.rows, PER_FILE).page_range
        address = settings.BASE_ADDRESS + reverse("opendata:sitemap_section", args=[name])
        files += [address if number == 1 else f"{address}?p={number}" for number in pages]
    return _xml(request, "opendata/sitemap_index.xml", {"files": files})


@public_page
def section(request: HttpRequest, name: str) -> HttpResponse:
    """One kind of page. An unknown kind or part answers 404."""
    with override("en"):
        kind = _kinds().get(name)
        if kind is None:
            raise Http404
        try:
            page = Paginator(kind.rows, PER_FILE).page(request.GET.get("p", 1))
        except InvalidPage as odd:
            raise Http404 from odd
        locations = list(_locations(kind, page.object_list))
    return _xml(request, "opendata/sitemap.xml", {"locations": locations})


def _locations(kind: Kind, rows: QuerySet | list[tuple]) -> Iterator[Location]:
    for *parts, changed_at in rows:
        bare = kind.address(*parts).removeprefix("/en")
        addresses = {code: f"{settings.BASE_ADDRESS}/{code}{bare}" for code in LANGUAGES}
        yield Location(addresses, settings.BASE_ADDRESS + bare, changed_at)


def _xml(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    return render(request, template, context, content_type="application/xml; charset=utf-8")
