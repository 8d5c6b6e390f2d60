"""An official text put right later: the old wording is kept, and a note says what and why."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from publication.changes import changed
from publication.languages import TextState, column, digest, joined

from .models import Correction, Paragraph

OFFICIAL = (TextState.ORIGINAL, TextState.OFFICIAL)


class Moved(Exception):
    """The text is another by now than the one that was looked at."""


def official_languages(paragraph: Paragraph) -> list[str]:
    """Languages in which the paragraph has an official text."""
    return [code for code in paragraph.languages() if paragraph.state_in(code) in OFFICIAL]


def mark(paragraph: Paragraph, language: str) -> str:
    """Changes whenever the text in the language does."""
    return digest(getattr(paragraph, column("text", language)))


@transaction.atomic
def correct_text(
    paragraph: Paragraph,
    language: str,
    *,
    text: str,
    note: str,
    written_in: str,
    seen: str,
    by: Any,
) -> Correction:
    """Put the official text in `language` right; `note`, in the language `written_in`, is public.

    `seen` is the mark of the text that was looked at. Translations of a corrected original count
    as older than it; a corrected translation follows the original as it now stands. Raises Moved
    when the text is another by now, ValueError for a text that is not official, empty or the same.
    """
    paragraph = Paragraph.objects.held().get(pk=paragraph.pk)
    if language not in official_languages(paragraph):
        raise ValueError("there is no official text in this language")
    if mark(paragraph, language) != seen:
        raise Moved
    before = getattr(paragraph, column("text", language))
    if not text.strip() or text == before:
        raise ValueError("the text is empty, or the same")
    _keep_what_was_translated_from(paragraph, language)
    paragraph.write(language, state=paragraph.state_in(language), text=text)
    if language != paragraph.original_language:
        setattr(paragraph, column("digest", language), paragraph.source_digest())
    now = timezone.now()
    paragraph._history_user, paragraph._history_date = by, now
    paragraph.save()
    correction = Correction(
        paragraph=paragraph, language=language, before=before, after=text, by=by, at=now
    )
    correction.write(written_in, note=note)
    correction.save()
    changed([paragraph])
    return correction


def _keep_what_was_translated_from(paragraph: Paragraph, language: str) -> None:
    """Translations that never said so were made from the original as it still stands."""
    if language != paragraph.original_language:
        return
    source = digest(joined(getattr(paragraph, n) for n in paragraph.followed_columns(language)))
    for code in paragraph.languages():
        name = column("digest", code)
        if code != language and not getattr(paragraph, name):
            setattr(paragraph, name, source)
