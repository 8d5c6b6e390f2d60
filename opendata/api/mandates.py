"""What was agreed, and who reports, as the API gives it."""

from django.db.models import Manager
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from countries.models import Entity
from mandates.models import Document, Meeting, Paragraph, Theme

from .fields import (
    AddressOrNone,
    ChoiceOrNone,
    Day,
    DayOrNone,
    LineOrNone,
    NamedDocument,
    NamedEntity,
    Page,
    Slug,
)
from .texts import Text


@extend_schema_field({"type": "array", "items": {"type": "integer", "minimum": 1, "maximum": 17}})
class Goals(serializers.Field):
    """The numbers of the Sustainable Development Goals."""

    def to_representation(self, goals: Manager) -> list[int]:
        return [goal.number for goal in goals.all()]


class EntitySerializer(serializers.ModelSerializer):
    name, official_name, acronym = Text(), Text(), Text()
    parent = Slug(allow_null=True)
    subregion = ChoiceOrNone(Entity.Subregion.choices)
    website = AddressOrNone()
    page = Page()

    class Meta:
        model = Entity
        fields = (
            "slug", "kind", "name", "official_name", "acronym", "parent", "iso_3166_1",
            "subregion", "website", "page", "changed_at", "is_demonstration",
        )  # fmt: skip
        read_only_fields = fields


class ThemeSerializer(serializers.ModelSerializer):
    name, description = Text(), Text()
    goals = Goals(read_only=True)
    page = Page()

    class Meta:
        model = Theme
        fields = ("slug", "name", "description", "goals", "page", "changed_at")
        read_only_fields = fields


class MeetingSerializer(serializers.ModelSerializer):
    name, short_name, place = Text(), Text(), Text()
    host = Slug(allow_null=True)
    website = AddressOrNone()
    ordinal = serializers.IntegerField(read_only=True, allow_null=True)
    starts_on = Day(source="starts", read_only=True)
    ends_on = DayOrNone(source="ends", read_only=True)
    themes = Slug(many=True)
    documents = NamedDocument(many=True, read_only=True)
    page = Page()

    class Meta:
        model = Meeting
        fields = (
            "slug", "kind", "ordinal", "name", "short_name", "place", "host", "starts_on",
            "ends_on", "themes", "documents", "website", "page", "changed_at",
        )  # fmt: skip
        read_only_fields = fields


class DocumentSerializer(serializers.ModelSerializer):
    title, short_title, source = Text(), Text(), Text()
    meeting = Slug(allow_null=True)
    symbol = LineOrNone()
    date = Day(source="adopted", read_only=True)
    page = Page()

    class Meta:
        model = Document
        fields = (
            "slug", "kind", "title", "short_title", "symbol", "date", "meeting", "numbering",
            "source", "page", "changed_at", "is_demonstration",
        )  # fmt: skip
        read_only_fields = fields


class Heading(serializers.Serializer):
    slug = serializers.CharField()
    title = Text()


class ParagraphSerializer(serializers.ModelSerializer):
    document = Slug()
    position = serializers.IntegerField(read_only=True)
    section = Heading(read_only=True, allow_null=True)
    text, life_cycle_reason = Text(), Text()
    themes = serializers.SerializerMethodField()
    addressees = NamedEntity(many=True, read_only=True)
    affected_groups = serializers.ListField(child=serializers.CharField(), read_only=True)
    goals = Goals(read_only=True)
    page = Page()

    class Meta:
        model = Paragraph
        fields = (
            "document", "slug", "label", "section", "position", "text", "nature", "life_cycle",
            "life_cycle_date", "life_cycle_reason", "themes", "addressees", "affected_groups",
            "goals", "page", "changed_at", "is_demonstration",
        )  # fmt: skip
        read_only_fields = fields

    def get_themes(self, paragraph: Paragraph) -> list[str]:
        return [link.theme.slug for link in paragraph.theme_links.all()]
