"""The paragraphs that a report may cite, those on its themes of its cycle's documents, or cites."""

from mandates.models import Paragraph
from mandates.models.paragraphs import ParagraphQuerySet

from .mandate_lines import MandateLine, mandate_lines, mandates_in
from .models import Citation, CycleDocument, ReportTheme


def paragraphs_for(report: int) -> ParagraphQuerySet:
    """Those in scope of the report with this id."""
    themes = ReportTheme.objects.of_reports([report]).order_by().values("theme")
    documents = CycleDocument.objects.of_report(report).values("document")
    return Paragraph.objects.in_scope(themes, documents)


def lines_for(report: int, language: str, cited: list[int]) -> list[MandateLine]:
    """Those in scope and those `cited` already, as rows; the newest document's first."""
    ids = paragraphs_for(report).order_by().values("pk")
    rows = mandates_in(language).in_either(ids, cited).newest_document_first()
    return mandate_lines(rows, language)


def lines_cited(report: int, language: str) -> list[MandateLine]:
    """Those that the report cites for certain or perhaps, as rows."""
    citations = Citation.objects.with_reports([report])
    cited, perhaps = citations.values("paragraph"), citations.values("candidates")
    return mandate_lines(mandates_in(language).in_either(cited, perhaps), language)


def lines_of(ids, language: str) -> list[MandateLine]:
    """The paragraphs with these ids (a list or a query), as rows; the newest document's first."""
    return mandate_lines(mandates_in(language).with_ids(ids).newest_document_first(), language)
