"""What invited organizations write, and what states reply, as the API gives it."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from contributions.models import Contribution, Reply

from .fields import AddressOrNone, NamedEntity, Page, ParagraphAddress, Slug
from .texts import Text


class ReplySerializer(serializers.ModelSerializer):
    entity = Slug()
    text = Text()

    class Meta:
        model = Reply
        fields = ("entity", "edition", "text", "original_language", "first_at", "published_at")
        read_only_fields = fields


class ContributionSerializer(serializers.ModelSerializer):
    id = serializers.IntegerField(source="pk", read_only=True)
    entity = NamedEntity(read_only=True)
    about = Slug(allow_null=True)
    paragraphs = ParagraphAddress(many=True, read_only=True)
    title, text = Text(), Text()
    source_url = AddressOrNone()
    reply = serializers.SerializerMethodField()
    page = Page()

    class Meta:
        model = Contribution
        fields = (
            "id", "entity", "about", "paragraphs", "title", "text", "original_language",
            "source_url", "reply", "page", "published_at", "changed_at", "is_demonstration",
        )  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(ReplySerializer(allow_null=True))
    def get_reply(self, contribution: Contribution) -> dict | None:
        reply = getattr(contribution, "reply", None)
        return reply and ReplySerializer(reply, context=self.context).data
