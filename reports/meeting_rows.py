"""Meetings in a list: what each adopted and how much has been reported about it."""

from dataclasses import dataclass

from mandates.models import Document, Meeting, Paragraph
from mandates.models.meetings import MeetingQuerySet

from .figures import Answers, answers_to


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document with its number of paragraphs, and who answers it."""

    document: Document
    mandates: int
    answers: Answers


@dataclass(frozen=True, slots=True)
class MeetingRow:
    meeting: Meeting
    documents: list[DocumentRow]
    answers: Answers

    @property
    def mandates(self) -> int:
        return sum(row.mandates for row in self.documents)


def meeting_rows(meetings: MeetingQuerySet, language: str) -> list[MeetingRow]:
    """The meetings in their order, with their documents, in six queries."""
    found = list(meetings.read_in(language, "name", "short_name", "place").with_documents(language))
    documents = [document for meeting in found for document in meeting.documents.all()]
    mandates = Paragraph.objects.of_documents(documents).counts_by_document()
    answers = answers_to(documents)
    return [_meeting_row(meeting, mandates, answers) for meeting in found]


def _meeting_row(
    meeting: Meeting, mandates: dict[int, int], answers: dict[int, Answers]
) -> MeetingRow:
    rows = [
        DocumentRow(document, mandates.get(document.pk, 0), answers[document.pk])
        for document in meeting.documents.all()
    ]
    return MeetingRow(meeting, rows, Answers.union(row.answers for row in rows))
