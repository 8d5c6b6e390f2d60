"""Actions in a list: text, who is responsible, until when, how far."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.safestring import SafeString, mark_safe

from countries.models import Entity
from mandates.models import Document, Paragraph
from publication.passages import Passage, passage

from .advance import SYMBOLS
from .models import Action
from .models.actions import ActionQuerySet


@dataclass(frozen=True, slots=True)
class ActionRow:
    action: Action
    passage: Passage
    html: SafeString
    entities: list[Entity]
    is_overdue: bool

    @property
    def symbol(self) -> str:
        return SYMBOLS[self.action.state]

    @property
    def place(self) -> Paragraph:
        return self.action.paragraph

    @property
    def is_demonstration(self) -> bool:
        return self.action.is_demonstration

    @property
    def changed_at(self) -> datetime.datetime:
        return self.action.changed_at


def for_rows(actions: ActionQuerySet, language: str) -> ActionQuerySet:
    """With what a row shows of each: four queries for any number."""
    documents = Document.objects.read_in(language, "title", "short_title")
    paragraphs = Paragraph.objects.read_in(language).prefetch_related(
        Prefetch("document", documents)
    )
    return actions.read_in(language, "text", "html").prefetch_related(
        Prefetch("paragraph", paragraphs),
        Prefetch("entities", Entity.objects.read_in(language, "name").order_by("slug")),
    )


def action_rows(actions: Iterable[Action], language: str, today: datetime.date) -> list[ActionRow]:
    return [_row(action, language, today) for action in actions]


def _row(action: Action, language: str, today: datetime.date) -> ActionRow:
    html = passage(action, "html", language)
    return ActionRow(
        action,
        html,
        mark_safe(html.text),  # noqa: S308  cleaned when it was saved
        list(action.entities.all()),
        action.is_overdue(today),
    )
