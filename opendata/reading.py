"""What is public, with all that files, feeds and the API say of it: a loading plan per kind."""

from django.db.models import Prefetch, QuerySet

from contributions.models import Contribution
from contributions.models.contributions import ContributionQuerySet
from countries.models import Entity
from mandates.models import Document, Indicator, Meeting, Paragraph, ParagraphTheme, Theme
from reports.models import (
    Action,
    Attachment,
    Citation,
    IndicatorValue,
    RelatedResource,
    Report,
    ReportTheme,
    Section,
)
from reports.models.reports import ReportQuerySet


def reports() -> ReportQuerySet:
    return whole(Report.objects.published())


def whole(found: ReportQuerySet) -> ReportQuerySet:
    """Reports with who, on what, the texts, what is cited, files and links."""
    links = ReportTheme.objects.select_related("theme").order_by("theme__slug")
    return found.select_related("entity", "cycle").prefetch_related(
        Prefetch("theme_links", links),
        Prefetch("sections", Section.objects.select_related("paragraph__document")),
        Prefetch("citations", Citation.objects.with_paragraphs()),
        Prefetch("citations__candidates", Paragraph.objects.with_document().order_by("pk")),
        Prefetch("attachments", Attachment.objects.public()),
        Prefetch("resources", RelatedResource.objects.order_by("position", "id")),
    )


def citations() -> QuerySet[Citation]:
    """Citations of published reports, with the reports and the paragraphs they mean or may mean."""
    candidates = Paragraph.objects.with_document().order_by("pk")
    return (
        Citation.objects.in_published_reports()
        .select_related("report__entity", "paragraph__document")
        .prefetch_related(Prefetch("candidates", candidates))
    )


def entities() -> QuerySet[Entity]:
    return Entity.objects.select_related("parent")


def themes() -> QuerySet[Theme]:
    return Theme.objects.prefetch_related("goals")


def meetings() -> QuerySet[Meeting]:
    return Meeting.objects.select_related("host").prefetch_related("themes", "documents")


def documents() -> QuerySet[Document]:
    return Document.objects.select_related("meeting")


def paragraphs() -> QuerySet[Paragraph]:
    links = ParagraphTheme.objects.select_related("theme").order_by("theme__slug")
    return Paragraph.objects.select_related("document", "section").prefetch_related(
        Prefetch("theme_links", links), "addressees", "goals"
    )


def actions() -> QuerySet[Action]:
    return Action.objects.for_export()


def indicators() -> QuerySet[Indicator]:
    return Indicator.objects.for_export()


def indicator_values() -> QuerySet[IndicatorValue]:
    return IndicatorValue.objects.for_export()


def contributions() -> ContributionQuerySet:
    return with_parts(Contribution.objects.published())


def with_parts(found: ContributionQuerySet) -> ContributionQuerySet:
    """Contributions with author, state concerned, paragraphs and the reply."""
    return found.for_export().select_related("reply__entity")
