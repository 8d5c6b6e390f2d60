"""How mandates are carried out and measured, as the API gives it: actions, indicators, values."""

from decimal import Decimal

from django.db.models import Manager
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from mandates.models import Indicator
from reports.models import Action, IndicatorValue

from ..columns.making import in_digits
from .fields import AddressOrNone, DayOrNone, LineOrNone, NamedEntity, Page, ParagraphAddress, Slug
from .texts import Text

NUMBER = {"type": "string", "pattern": r"^-?\d+(\.\d+)?$", "examples": ["12.5"]}


@extend_schema_field(NUMBER)
class Number(serializers.Field):
    """A decimal as text, with the decimals it has: no reader rounds it unawares."""

    def to_representation(self, value: Decimal) -> str:
        return in_digits(value)


@extend_schema_field({**NUMBER, "type": ["string", "null"]})
class NumberOrNone(Number):
    pass


@extend_schema_field({"type": "array", "items": {"type": "string"}, "examples": [["10", "10.7"]]})
class GoalCodes(serializers.Field):
    """Sustainable Development Goals and their targets."""

    def to_representation(self, targets: Manager) -> list[str]:
        return [target.code for target in targets.all()]


class ActionSerializer(serializers.ModelSerializer):
    id = serializers.IntegerField(source="pk", read_only=True)
    paragraph = ParagraphAddress(read_only=True)
    entities = NamedEntity(many=True, read_only=True)
    kept_by = Slug(allow_null=True)
    heading, text, activity, schedule = Text(), Text(), Text(), Text()
    due = DayOrNone(read_only=True)
    reports = serializers.SerializerMethodField()
    page = Page()

    class Meta:
        model = Action
        fields = (
            "id", "paragraph", "position", "entities", "kept_by", "heading", "text", "activity",
            "schedule", "state", "due", "reports", "page", "changed_at", "is_demonstration",
        )  # fmt: skip
        read_only_fields = fields

    def get_reports(self, action: Action) -> list[int]:
        return [report.public_id for report in action.published]


class IndicatorSerializer(serializers.ModelSerializer):
    name, definition, unit, source = Text(), Text(), Text(), Text()
    source_url = AddressOrNone()
    baseline, target = NumberOrNone(read_only=True), NumberOrNone(read_only=True)
    paragraphs = ParagraphAddress(many=True, read_only=True)
    goals = GoalCodes(source="targets", read_only=True)
    page = Page()

    class Meta:
        model = Indicator
        fields = (
            "slug", "name", "definition", "unit", "source", "source_url", "decimals", "baseline",
            "baseline_year", "target", "target_year", "by_sex", "by_age", "by_territory",
            "paragraphs", "goals", "page", "changed_at", "is_demonstration",
        )  # fmt: skip
        read_only_fields = fields


class ValueSerializer(serializers.ModelSerializer):
    """What is not measured by sex, age or territory has null there: it is for everybody."""

    id = serializers.IntegerField(source="pk", read_only=True)
    indicator, entity = Slug(), Slug()
    sex, age, territory = LineOrNone(), LineOrNone(), LineOrNone()
    value = Number(read_only=True)
    evidence_url = AddressOrNone()

    class Meta:
        model = IndicatorValue
        fields = (
            "id", "indicator", "entity", "year", "sex", "age", "territory", "value",
            "evidence_url", "recorded_at", "is_demonstration",
        )  # fmt: skip
        read_only_fields = fields
