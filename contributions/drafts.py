"""What a form says of a contribution, and how it becomes the columns of the record."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from countries.models import Entity
from mandates.models import Paragraph
from publication.languages import LANGUAGES, column

from .models import Contribution


@dataclass(frozen=True, slots=True)
class Draft:
    """All that a form says of a contribution, in the one language it is written in."""

    language: str
    title: str
    text: str
    about: Entity | None
    source_url: str
    paragraphs: Sequence[Paragraph]


def fill(contribution: Contribution, draft: Draft) -> None:
    """Set the columns of an unsaved or locked contribution."""
    rewrite(contribution, draft.language, title=draft.title, text=draft.text)
    contribution.about, contribution.source_url = draft.about, draft.source_url


def says(contribution: Contribution, draft: Draft) -> bool:
    """Whether the contribution is as the form would make it."""
    language = contribution.language
    text = getattr(contribution, column("text", language)) or ""
    kept = (language, contribution.own_title, text, contribution.about, contribution.source_url)
    asked = (draft.language, draft.title, draft.text, draft.about, draft.source_url)
    paragraphs = {paragraph.pk for paragraph in draft.paragraphs}
    return kept == asked and set(contribution.paragraphs.ids()) == paragraphs


def rewrite(record: Any, language: str, **texts: str) -> None:
    """Let these be the only texts of the record: other languages of a former wording go."""
    for field in texts:
        for code in LANGUAGES:
            setattr(record, column(field, code), None)
    record.original_language = None
    record.write(language, **texts)
