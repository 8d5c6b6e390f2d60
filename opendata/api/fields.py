"""Parts that several records of the API have."""

from django.db.models import Model
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from mandates.models import Paragraph
from publication.dates import PartialDate

from ..places import page_of
from .texts import Text

PARTIAL = {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$", "examples": ["2015-04"]}


@extend_schema_field({"type": "string", "format": "uri"})
class Page(serializers.Field):
    """The page of the record: in the language asked for, else in that of the reader's browser."""

    def __init__(self, **named: object) -> None:
        super().__init__(source="*", read_only=True, **named)

    def to_representation(self, record: Model) -> str:
        return page_of(record, self.context.get("language"))


@extend_schema_field(PARTIAL)
class Day(serializers.Field):
    """A date as far as it is known: "2015", "2015-04", "2015-04-10"."""

    def to_representation(self, when: PartialDate) -> str:
        return when.isoformat()


@extend_schema_field({**PARTIAL, "type": ["string", "null"]})
class DayOrNone(Day):
    pass


class _OrNone:
    """What the database keeps as an empty string is null to whoever reads it."""

    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(*args, read_only=True, allow_null=True, **named)

    def to_representation(self, value: str) -> str | None:
        return value or None


class LineOrNone(_OrNone, serializers.CharField):
    pass


class AddressOrNone(_OrNone, serializers.URLField):
    pass


class ChoiceOrNone(_OrNone, serializers.ChoiceField):
    pass


class Slug(serializers.SlugRelatedField):
    """A record named by its slug."""

    def __init__(self, **named: object) -> None:
        super().__init__(slug_field="slug", read_only=True, **named)


class Named(serializers.Serializer):
    """A record named beside another one."""

    slug = serializers.CharField()
    name = Text()


class NamedEntity(Named):
    kind = serializers.CharField()


class ParagraphAddress(serializers.Serializer):
    """A paragraph named by the slug of its document and its own."""

    document = serializers.SerializerMethodField()
    slug = serializers.CharField()
    label = serializers.CharField()

    def get_document(self, paragraph: Paragraph) -> str:
        return paragraph.document.slug


class NamedDocument(serializers.Serializer):
    slug = serializers.CharField()
    title = Text()
