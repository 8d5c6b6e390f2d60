"""What was done, as the API gives it: reports with their texts, citations, files and links."""

from django.conf import settings
from django.urls import reverse
from rest_framework import serializers

from reports.models import Attachment, Citation, RelatedResource, Report, Section

from .fields import (
    AddressOrNone,
    ChoiceOrNone,
    Day,
    LineOrNone,
    Named,
    NamedEntity,
    Page,
    ParagraphAddress,
)
from .texts import Text


class SectionSerializer(serializers.ModelSerializer):
    text = Text()
    paragraph = ParagraphAddress(read_only=True, allow_null=True)

    class Meta:
        model = Section
        fields = ("kind", "paragraph", "text")
        read_only_fields = fields


class CitationInReport(serializers.ModelSerializer):
    """`number` is what was typed, else the paragraph's own; an ambiguous one has candidates."""

    number = serializers.SerializerMethodField()
    paragraph = ParagraphAddress(read_only=True, allow_null=True)
    mark = ChoiceOrNone(Citation.Mark.choices)
    evidence_url = AddressOrNone()
    candidates = ParagraphAddress(many=True, read_only=True)

    class Meta:
        model = Citation
        fields = ("number", "state", "paragraph", "candidates", "mark", "evidence_url")
        read_only_fields = fields

    def get_number(self, citation: Citation) -> str:
        return citation.typed or (citation.paragraph.label if citation.paragraph else "")


class AttachmentSerializer(serializers.ModelSerializer):
    size = serializers.IntegerField(read_only=True)
    url = serializers.SerializerMethodField()

    class Meta:
        model = Attachment
        fields = ("title", "name", "language", "content_type", "size", "sha256", "url")
        read_only_fields = fields

    def get_url(self, attachment: Attachment) -> str:
        number = attachment.report.public_id
        language = self.context.get("language") or settings.LANGUAGE_CODE
        address = reverse("reports:attachment", args=[number, attachment.token])
        return settings.BASE_ADDRESS + address.replace(
            f"/{settings.LANGUAGE_CODE}/", f"/{language}/", 1
        )


class ResourceSerializer(serializers.ModelSerializer):
    url = AddressOrNone()

    class Meta:
        model = RelatedResource
        fields = ("title", "language", "url")
        read_only_fields = fields


class ReportSerializer(serializers.ModelSerializer):
    id = serializers.IntegerField(source="public_id", read_only=True)
    edition = serializers.IntegerField(read_only=True)
    symbol = LineOrNone()
    entity = NamedEntity(read_only=True)
    themes = serializers.SerializerMethodField()
    cycle = Named(read_only=True, allow_null=True)
    date = Day(source="dated", read_only=True)
    available_in = serializers.ListField(child=serializers.CharField(), read_only=True)
    sections = SectionSerializer(many=True, read_only=True)
    citations = CitationInReport(many=True, read_only=True)
    attachments = AttachmentSerializer(many=True, read_only=True)
    resources = ResourceSerializer(many=True, read_only=True)
    page = Page()

    class Meta:
        model = Report
        fields = (
            "id", "edition", "entity", "themes", "cycle", "date", "symbol", "original_language",
            "available_in", "nothing_to_report", "filed_by_secretariat", "sections", "citations",
            "attachments", "resources", "page", "published_at", "changed_at", "is_demonstration",
        )  # fmt: skip
        read_only_fields = fields

    def get_themes(self, report: Report) -> list[str]:
        return [link.theme.slug for link in report.theme_links.all()]


class CitationSerializer(CitationInReport):
    """A citation by itself, with the report that it stands in."""

    report = serializers.IntegerField(source="report.public_id", read_only=True)
    entity = serializers.CharField(source="report.entity.slug", read_only=True)
    date = Day(source="report.dated", read_only=True)
    is_demonstration = serializers.BooleanField(source="report.is_demonstration", read_only=True)

    class Meta(CitationInReport.Meta):
        fields = ("report", "entity", "date", *CitationInReport.Meta.fields, "is_demonstration")
        read_only_fields = fields
