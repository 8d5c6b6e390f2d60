"""Meetings in a list: what each adopted and how much has been reported about it."""

from dataclasses import dataclass

from mandates.models import Document, Meeting, Paragraph
from mandates.models.meetings import MeetingQuerySet

from .figures import reports_about


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document with its number of paragraphs, and who reported: {report: entity}."""

    document: Document
    mandates: int
    reported: dict[int, int]

    @property
    def reports(self) -> int:
        return len(self.reported)


@dataclass(frozen=True, slots=True)
class MeetingRow:
    meeting: Meeting
    documents: list[DocumentRow]

    @property
    def mandates(self) -> int:
        return sum(row.mandates for row in self.documents)

    @property
    def reported(self) -> dict[int, int]:
        """The reports about its documents with their entities; one that cites two counts once."""
        return {pk: entity for row in self.documents for pk, entity in row.reported.items()}

    @property
    def reports(self) -> int:
        return len(self.reported)


def meeting_rows(meetings: MeetingQuerySet, language: str) -> list[MeetingRow]:
    """The meetings in their order, with their documents, in six queries."""
    found = list(meetings.read_in(language, "name", "short_name", "place").with_documents(language))
    documents = [document for meeting in found for document in meeting.documents.all()]
    mandates = Paragraph.objects.of_documents(documents).counts_by_document()
    reported = reports_about(documents)
    return [
        MeetingRow(
            meeting,
            [
                DocumentRow(document, mandates.get(document.pk, 0), reported[document.pk])
                for document in meeting.documents.all()
            ],
        )
        for meeting in found
    ]
