"""The page of one contribution, with the reply of the state concerned beside it."""

import datetime
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from publication.languages import TextState, column
from publication.passages import Passage, passage
from publication.translated import Translated
from reports.mandate_lines import MandateLine, mandate_lines, mandates_in

from .models import Contribution, Reply


@dataclass(frozen=True, slots=True)
class Other:
    """A text in a language that is not the one shown."""

    language: str
    html: SafeString
    state: str


@dataclass(frozen=True, slots=True)
class ContributionPage:
    """`others` and `reply_others` are the texts in further languages, the original among them."""

    contribution: Contribution
    title: Passage
    author: Passage
    lines: list[MandateLine]
    others: list[Other]
    state: Passage | None
    reply: Reply | None
    reply_others: list[Other]

    @property
    def written(self) -> SafeString:
        """The text as its author wrote it, without a note on languages."""
        html = getattr(self.contribution, column("html", self.contribution.language))
        return mark_safe(html or "")  # noqa: S308  cleaned when it was saved

    @property
    def changed_at(self) -> datetime.datetime:
        moments = [self.contribution.changed_at, self.reply and self.reply.changed_at]
        return max(filter(None, moments))

    @property
    def has_demonstration(self) -> bool:
        records = (self.contribution, self.contribution.entity, *self.lines)
        return any(record.is_demonstration for record in records)


def contribution_page(contribution: Contribution, language: str) -> ContributionPage:
    """What a reader of `language` gets of a contribution loaded `for_page`."""
    chosen = mandates_in(language).with_ids(contribution.paragraphs.ids()).newest_document_first()
    reply = getattr(contribution, "reply", None)
    return ContributionPage(
        contribution,
        passage(contribution, "title", language),
        passage(contribution.entity, "name", language),
        mandate_lines(chosen, language),
        _others(contribution, language),
        passage(contribution.about, "name", language),
        reply,
        _others(reply, language),
    )


def _others(record: Translated | None, language: str) -> list[Other]:
    shown = passage(record, "html", language)
    if record is None or shown is None:
        return []
    return [
        # The field holds what publication.rendering cleaned when the text was saved.
        Other(code, mark_safe(html), TextState(record.state_in(code)).label)  # noqa: S308
        for code, html in record.texts("html").items()
        if code != shown.language
    ]
