"""Atom feeds: the newest published reports of everything, of a record, or of a filtered list.

`/feeds/<language>/reports.atom` takes the query of the list of reports, and `contributions.atom`
that of the contributions; a record's feed lies at its page's path, such as
`/feeds/en/themes/migration/reports.atom`. An entry's id is a tag URI of the report's number and
edition (RFC 4151), so that it stays when addresses or titles change.
"""

import datetime
import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.html import strip_tags
from django.utils.translation import gettext, override

from accounts.access import public_page
from contributions.listing import ContributionFilter
from contributions.models import Contribution
from countries.models import Entity
from mandates.models import Document, Meeting, Theme
from publication.dates import written
from publication.languages import LANGUAGES
from publication.models import Revision
from publication.passages import Passage, passage
from publication.templatetags.passages import cautions
from reports.models import Report, Section
from reports.models.reports import ReportQuerySet
from reports.report_list_filter import ReportListFilter
from reports.report_titles import report_title

from . import reading
from .cells import clean
from .citing import work_at
from .papers.entries import no_text_yet
from .places import page_of

MOST = 50
LONGEST = 2_000  # characters of an entry's text
BREAK = re.compile(r"</(?:p|li|h[1-6]|tr|blockquote)>|<br ?/?>")
EPOCH = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
TAGGED = f"tag:{urlsplit(settings.BASE_ADDRESS).hostname},2026"


@public_page
def reports(request: HttpRequest, language: str) -> HttpResponse:
    """All reports, or those that the list of reports shows for the same query."""
    _check(language)
    with override(language):
        found = ReportListFilter(request.GET, queryset=Report.objects.published())
        title = gettext("Reports") if not found.chosen else gettext("Reports, as filtered")
        query = _told(found.chosen)
        page = f"{settings.BASE_ADDRESS}/{language}/reports/{query}"
        return _feed(request, _newest(found.qs, language), language, title, page, f"reports{query}")


@public_page
def contributions(request: HttpRequest, language: str) -> HttpResponse:
    """All contributions, or those that the list of contributions shows for the same query."""
    _check(language)
    with override(language):
        found = ContributionFilter(request.GET, queryset=Contribution.objects.published())
        named = gettext("Contributions, as filtered") if found.chosen else gettext("Contributions")
        query = _told(found.chosen)
        page = f"{settings.BASE_ADDRESS}/{language}/contributions/{query}"
        newest = list(found.qs.for_page().newest_first()[:MOST])
        entries = [_contribution_entry(one, language) for one in newest]
        return _feed(request, entries, language, named, page, f"contributions{query}")


@public_page
def of_record(request: HttpRequest, language: str, path: str) -> HttpResponse:
    """The reports on what the page at this path is about."""
    _check(language)
    address = f"/{language}/{path}/"
    title = work_at(address, language).title
    with override(language):
        found = _reports_at(address)
        named = gettext("Reports: %(title)s") % {"title": title}
        page = f"{settings.BASE_ADDRESS}{address}"
        return _feed(request, _newest(found, language), language, named, page, path)


def _check(language: str) -> None:
    if language not in LANGUAGES:
        raise Http404


def _told(chosen: dict[str, str]) -> str:
    """The query that says the same, its parts in one order."""
    query = QueryDict(mutable=True)
    query.update(dict(sorted(chosen.items())))
    return f"?{query.urlencode()}" if chosen else ""


def _reports_at(address: str) -> ReportQuerySet:
    try:
        found = resolve(address)
    except Resolver404 as unknown:
        raise Http404 from unknown
    about = FEEDS.get(found.view_name)
    if about is None:
        raise Http404
    return about(Report.objects.published(), **found.kwargs)


def _about(
    model: type[Model], ask: Callable[[ReportQuerySet, Any], ReportQuerySet]
) -> Callable[..., ReportQuerySet]:
    def reports_on(reports: ReportQuerySet, slug: str) -> ReportQuerySet:
        return ask(reports, model._default_manager.get(slug=slug))

    return reports_on


def _citing(reports: ReportQuerySet, slug: str, paragraph_slug: str) -> ReportQuerySet:
    return reports.citing_address(slug, paragraph_slug)


FEEDS: dict[str, Callable[..., ReportQuerySet]] = {
    "reports:theme": _about(Theme, ReportQuerySet.for_theme),
    "reports:document": _about(Document, lambda reports, one: reports.about_documents([one])),
    "reports:paragraph": _citing,
    "reports:country": _about(Entity, ReportQuerySet.by_entity),
    "reports:institution": _about(Entity, ReportQuerySet.by_entity),
    "reports:summit": _about(Meeting, ReportQuerySet.about_meeting),
    "reports:ministerial": _about(Meeting, ReportQuerySet.about_meeting),
    "reports:meeting": _about(Meeting, ReportQuerySet.about_meeting),
}


def _feed(
    request: HttpRequest, entries: list[dict], language: str, title: str, page: str, name: str
) -> HttpResponse:
    """The entries, the newest first, under the moment of the last of them."""
    moment = Revision.objects.current().changed_at or EPOCH
    context = {
        "id": f"{TAGGED}:feeds/{language}/{name}",
        "title": clean(title),
        "language": language,
        "page": page,
        "self": settings.BASE_ADDRESS + request.get_full_path(),
        "updated": max([one["published"] for one in entries], default=moment),
        "entries": entries,
    }
    answer = render(
        request, "opendata/feed.xml", context, content_type="application/atom+xml; charset=utf-8"
    )
    answer["Content-Language"] = language
    return answer


def _newest(found: ReportQuerySet, language: str) -> list[dict]:
    """The newest `MOST` of the reports, by the moment of publication."""
    newest = reading.whole(found).prefetch_related("themes").newly_published()[:MOST]
    return [_entry(report, language) for report in newest]


def _entry(report: Report, language: str) -> dict:
    text = _text(report, language)
    return {
        "id": f"{TAGGED}:reports/{report.public_id}/{report.edition}",
        "title": clean(f"{report_title(report, language)}, {written(report.dated, language)}"),
        "title_language": language,
        "page": page_of(report, language),
        "author": clean(str(passage(report.entity, "name", language) or report.entity.slug)),
        "themes": [link.theme.slug for link in report.theme_links.all()],
        "published": report.published_at,
        "language": text.language if text else language,
        "text": _summary(text) or _instead(report),
        "is_demonstration": report.is_demonstration,
    }


def _contribution_entry(contribution: Contribution, language: str) -> dict:
    text, author = passage(contribution, "html", language), contribution.entity
    title = passage(contribution, "title", language)
    return {
        "id": f"{TAGGED}:contributions/{contribution.pk}",
        "title": clean(str(title)),
        "title_language": title.language,
        "page": page_of(contribution, language),
        "author": clean(str(passage(author, "name", language) or author.slug)),
        "themes": [],
        "published": contribution.published_at,
        "language": text.language if text else language,
        "text": _summary(text),
        "is_demonstration": contribution.is_demonstration,
    }


def _text(report: Report, language: str) -> Passage | None:
    """What was done, else the first text there is."""
    sections = sorted(report.sections.all(), key=lambda one: one.kind != Section.Kind.DONE)
    return next((text for one in sections if (text := passage(one, "html", language))), None)


def _summary(text: Passage | None) -> str:
    """Below what its page warns of; the entry itself says in which language the text is."""
    if text is None:
        return ""
    return clean("\n".join([*cautions(text), _in_words(text.text)]))


def _instead(report: Report) -> str:
    """What a report's page says where there is no text."""
    if report.nothing_to_report:
        return gettext("Nothing to report for this period.")
    return no_text_yet(report.available_in)


def _in_words(html: str) -> str:
    """The text without its markup, a line for each paragraph or item; its beginning if long."""
    text = unescape(strip_tags(BREAK.sub("\n", html)))
    text = "\n".join(line for line in map(str.strip, text.splitlines()) if line)
    return text if len(text) <= LONGEST else text[:LONGEST].rstrip() + " […]"
