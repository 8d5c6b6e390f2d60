"""The page of a Summit or another meeting: what it adopted, who took part, what came of it."""

import datetime
from dataclasses import dataclass

from countries.models import Entity
from mandates.models import Meeting, ParagraphTheme, Theme
from publication.passages import Passage, passage

from .coverage import Figures
from .entries import Entry
from .entry_themes import themed_entries
from .figures import alphabetical, figures_of
from .meeting_rows import MeetingRow, meeting_rows
from .models import Report

LATEST = 5


@dataclass(frozen=True, slots=True)
class Participant:
    """An entity that took part, and how many of its reports cite the meeting's documents."""

    entity: Entity
    reports: int
    perhaps: int

    @property
    def is_silent(self) -> bool:
        return not (self.reports or self.perhaps)


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """`perhaps` are participants of whom only a number is known that may stand here."""

    row: MeetingRow
    name: Passage | None
    themes: list[tuple[Theme, int]]
    participants: list[Participant]
    figures: Figures
    perhaps: int
    latest: list[Entry]
    changed_at: datetime.datetime

    @property
    def reports(self) -> int:
        """How many reports the list of this meeting's reports holds."""
        return len(self.row.answers.certain) + len(self.row.answers.perhaps)

    @property
    def speaking_first(self) -> list[Participant]:
        """A to Z, but first those whose reports cite a document, certainly or perhaps."""
        return sorted(self.participants, key=lambda one: one.is_silent)

    @property
    def has_demonstration(self) -> bool:
        return any(document.document.is_demonstration for document in self.row.documents) or any(
            entry.is_demonstration for entry in self.latest
        )


def meeting_page(meeting: Meeting, language: str) -> MeetingPage:
    """All that the page says to a reader of `language`."""
    row = meeting_rows(Meeting.objects.with_ids([meeting.pk]), language)[0]
    participants = _participants(row, language)
    present = {one.entity.pk for one in participants}
    certain = set(row.answers.certain.values())
    reports = Report.objects.about_meeting(meeting)
    return MeetingPage(
        row=row,
        name=passage(row.meeting, "name", language),
        themes=_themes(row, language),
        participants=participants,
        figures=figures_of(present, certain, len(row.answers.certain)),
        perhaps=len(present & set(row.answers.perhaps.values()) - certain),
        latest=themed_entries(reports.published().newest_first()[:LATEST], language),
        changed_at=_last_change(row, reports.once_public().last_change()),
    )


def _last_change(row: MeetingRow, reports: datetime.datetime | None) -> datetime.datetime:
    documents = [document.document.changed_at for document in row.documents]
    return max(filter(None, [row.meeting.changed_at, *documents, reports]))


def _participants(row: MeetingRow, language: str) -> list[Participant]:
    entities = Entity.objects.taking_part(row.meeting).read_in(language, "name")
    return [
        Participant(entity, *row.answers.of(entity.pk))
        for entity in alphabetical(entities, "name", language)
    ]


def _themes(row: MeetingRow, language: str) -> list[tuple[Theme, int]]:
    """Themes of the adopted paragraphs, with how many, and those of the meeting itself."""
    documents = [document.document for document in row.documents]
    counts = ParagraphTheme.objects.of_documents(documents).counts_by_theme()
    own = [theme.pk for theme in row.meeting.themes.all()]
    themes = Theme.objects.with_ids([*counts, *own]).read_in(language, "name")
    return [(theme, counts.get(theme.pk, 0)) for theme in alphabetical(themes, "name", language)]
