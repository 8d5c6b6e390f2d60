"""What the rows of reports are read from, some hundred reports at once, column by column."""

import datetime
from collections import defaultdict
from collections.abc import Collection

from mandates.models import ParagraphTheme
from publication.languages import LANGUAGES, columns
from reports.models import Attachment, Citation, Report, ReportTheme, Section

from .models import Kind
from .traits import traits

Row = tuple[int, datetime.date, str]
Texts = dict[str, list[str]]


def report_rows(reports) -> dict[int, Row]:
    """Entity, date and symbol of those of the reports that are published, by id."""
    rows = reports.published().order_by("pk").values_list("pk", "entity_id", "date", "symbol")
    return {pk: tuple(rest) for pk, *rest in rows}


def report_texts(reports: Collection[int]) -> dict[int, Texts]:
    """Texts of the sections in their order, by report and language."""
    found: dict[int, Texts] = defaultdict(dict)
    rows = Section.objects.of_reports(list(reports)).values_list("report_id", *columns("text"))
    for report, *texts in rows:
        for language, text in zip(LANGUAGES, texts, strict=True):
            if text:
                found[report].setdefault(language, []).append(text)
    return found


def report_themes(reports: Collection[int]) -> dict[int, list[int]]:
    found = defaultdict(list)
    links = ReportTheme.objects.filter(report__in=list(reports)).order_by()
    for report, theme in links.values_list("report_id", "theme_id"):
        found[report].append(theme)
    return found


def report_traits(reports: Collection[int]) -> dict[int, int]:
    """What the reports say beside their texts, as `traits` puts it."""
    marks: dict[int, set[str]] = defaultdict(set)
    for report, mark in Citation.objects.with_reports(list(reports)).marks_by_report():
        marks[report].add(mark)
    funded = Section.objects.in_reports(list(reports)).on_funding()
    with_funding = set(funded.values_list("report_id", flat=True))
    return {pk: traits(marks[pk], pk in with_funding) for pk in reports}


def themes_of_paragraphs(paragraphs: Collection[int]) -> dict[int, list[int]]:
    found = defaultdict(list)
    links = ParagraphTheme.objects.filter(paragraph__in=list(paragraphs)).order_by()
    for paragraph, theme in links.values_list("paragraph_id", "theme_id"):
        found[paragraph].append(theme)
    return found


def cited_documents(reports: Collection[int]) -> dict[int, list[tuple[int, int | None]]]:
    """Documents and their meetings that the reports cite, for certain or perhaps."""
    found = defaultdict(list)
    rows = Citation.objects.with_reports(list(reports)).order_by()
    certain = rows.filter(paragraph__isnull=False)
    perhaps = rows.ambiguous().filter(candidates__isnull=False)
    for cited, path in ((certain, "paragraph"), (perhaps, "candidates")):
        places = (f"{path}__document_id", f"{path}__document__meeting_id")
        for report, document, meeting in cited.values_list("report_id", *places):
            found[report].append((document, meeting))
    return found


def keys_about(paragraph: int) -> frozenset[int]:
    """Keys of the paragraph, of the reports that cite it or may mean it, and of their files."""
    reports = Report.objects.published().citing_any([paragraph]).order_by().values_list("pk")
    files = Attachment.objects.public().beside(reports).order_by().values_list("pk")
    return frozenset(
        kind.key(pk)
        for kind, rows in ((Kind.REPORT, reports), (Kind.ATTACHMENT, files))
        for (pk,) in rows
    ) | {Kind.PARAGRAPH.key(paragraph)}


def public_attachments(attachments) -> list[Attachment]:
    """Those of the attachments that anybody may read."""
    return list(attachments.public().in_published_reports().order_by("pk"))
