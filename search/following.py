"""Who is named after whom: entries that read otherwise when a record has another name or date."""

from collections.abc import Callable

from contributions.models import Contribution
from countries.models import Entity
from mandates.models import Document, Paragraph
from reports.models import Attachment, Report

from .models import Entry, Kind

Followers = dict[Kind, set[int]]


def _ids(records) -> set[int]:
    return set(records.order_by().values_list("pk", flat=True))


def _of_entities(pks: list[int]) -> Followers:
    return {
        Kind.REPORT: _ids(Report.objects.published().by_entities(pks)),
        Kind.CONTRIBUTION: _ids(Contribution.objects.published().naming(pks)),
    }


def _of_themes(pks: list[int]) -> Followers:
    return {
        Kind.PARAGRAPH: _ids(Paragraph.objects.on_themes(pks)),
        Kind.REPORT: _ids(Report.objects.published().on_themes(pks)),
    }


def _of_meetings(pks: list[int]) -> Followers:
    documents = Document.objects.of_meetings(pks)
    return {
        Kind.DOCUMENT: _ids(documents),
        Kind.PARAGRAPH: _ids(Paragraph.objects.of_documents(documents)),
    }


def _of_documents(pks: list[int]) -> Followers:
    return {
        Kind.PARAGRAPH: _ids(Paragraph.objects.of_documents(pks)),
        Kind.REPORT: _ids(Report.objects.published().about_documents(pks)),
    }


def _of_paragraphs(pks: list[int]) -> Followers:
    return {
        Kind.REPORT: _ids(Report.objects.published().citing_any(pks)),
        Kind.CONTRIBUTION: _ids(Contribution.objects.published().on_paragraphs(pks)),
    }


_FOLLOWERS: dict[Kind, Callable[[list[int]], Followers]] = {
    Kind.ENTITY: _of_entities,
    Kind.THEME: _of_themes,
    Kind.MEETING: _of_meetings,
    Kind.DOCUMENT: _of_documents,
    Kind.PARAGRAPH: _of_paragraphs,
}


def followers(kind: Kind, moved: dict[int, set[int]], touched: list[int]) -> Followers:
    """What else to look at when, of the `touched` records of the kind, `moved` read otherwise.

    `moved` says which documents each was about: a paragraph that is gone is no longer a candidate
    of the reports that may have meant it. Files stand beside their report whether or not the
    report's own entry changed.
    """
    if kind == Kind.REPORT:
        return {Kind.ATTACHMENT: _ids(Attachment.objects.beside(touched))}
    if not moved or kind not in _FOLLOWERS:
        return {}
    found = _FOLLOWERS[kind](list(moved))
    if kind == Kind.PARAGRAPH:
        there = Paragraph.objects.with_ids(list(moved)).values_list("pk", flat=True)
        gone = set(moved) - set(there)
        for document in set().union(*(moved[pk] for pk in gone)):
            for named in (Kind.REPORT, Kind.CONTRIBUTION):
                found[named] |= Entry.objects.of_kind(named).about(document).records()
    return found


def departments(pks: list[int]) -> set[int]:
    """Entities that are part of one of these."""
    return _ids(Entity.objects.within(pks))
