"""What all documents have that the Secretariat drafts: a cover, and how they end."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from mandates.models import Meeting
from publication.dates import PartialDate, written, written_period
from publication.passages import Passage, passage

from . import Cover, Paper


@dataclass(frozen=True, slots=True)
class Draft:
    """What is drafted anew each time: the language, the document's symbol, the data version."""

    language: str
    symbol: str
    version: str

    @property
    def today(self) -> datetime.date:
        return timezone.localdate()


def begin(
    draft: Draft, title: str, about: Passage | None, path: str, name: str, is_demonstration: bool
) -> Paper:
    """A document with its cover; `about` stands below the title, `path` is the page it is of."""
    cover = Cover(
        symbol=draft.symbol,
        day=written(PartialDate(timezone.localdate()), draft.language),
        subtitle=str(about or ""),
        subtitle_language=about.language if about else draft.language,
        version=draft.version,
    )
    return Paper(
        title=title, language=draft.language, address=settings.BASE_ADDRESS + path,
        name=f"{name}-{draft.language}", is_demonstration=is_demonstration, cover=cover,
    )  # fmt: skip


def held(paper: Paper, meeting: Meeting) -> None:
    """Where and when a meeting was held."""
    when = written(meeting.starts, paper.language)
    if meeting.ends:
        when = written_period(meeting.starts, meeting.ends, paper.language)
    place = passage(meeting, "place", paper.language)
    paper.line(place, f", {when}" if place else when)


def about_this_draft(paper: Paper) -> None:
    """The last part: what the document was made from, and what is not translated in it."""
    missing = paper.marks
    paper.heading(1, gettext("About this draft"))
    paper.line(paper.cover.made_from)
    paper.line(gettext("Only published records are in it."))
    if not missing:
        paper.line(gettext("All its texts are in the language of the document."))
        return
    said = ngettext(
        "%(n)d text is not in the language of the document, is a machine translation or has an "
        "original that has changed since. A line in square brackets stands above it.",
        "%(n)d texts are not in the language of the document, are machine translations or have an "
        "original that has changed since. A line in square brackets stands above each.",
        missing,
    )
    paper.line(said % {"n": missing})
