"""Contributions and replies in the translation queue, once they are public."""

from django.utils.translation import gettext_lazy as _

from publication.passages import passage
from publication.translating import Kind, Place, translate_here

from .models import Contribution, Reply


def register() -> None:
    translate_here(
        Kind(
            code="contribution",
            label=_("Contributions"),
            records=Contribution.objects.to_translate,
            fields=("title", "text"),
            place=lambda contribution, language: [passage(contribution.entity, "name", language)],
            of_theme=lambda contributions, theme: contributions.on_theme(theme),
        )
    )
    translate_here(
        Kind(
            code="reply",
            label=_("Replies to contributions"),
            records=Reply.objects.to_translate,
            fields=("text",),
            place=_answered,
            of_theme=lambda replies, theme: replies.of_theme(theme),
            owner=lambda reply: reply.contribution,
        )
    )


def _answered(reply: Reply, language: str) -> Place:
    return [
        passage(reply.entity, "name", language),
        passage(reply.contribution, "title", language),
    ]
