"""What documents are called in a list: with the place, since many are a plan of action."""

from collections.abc import Iterable

from django.utils.translation import gettext

from mandates.models import Document, Meeting
from publication.passages import passage


def places_of(documents: Iterable[Document], language: str) -> dict:
    """The short names of the meetings that adopted the documents, by the meetings' ids."""
    ids = {one.meeting_id for one in documents} - {None}
    meetings = Meeting.objects.with_ids(ids).read_in(language, "short_name")
    return {meeting.pk: passage(meeting, "short_name", language) for meeting in meetings}


def title_with_place(document: Document, place, language: str) -> str:
    """ "Miami 1994: Plan of Action"; `place` is one of `places_of`."""
    title = document.short_name(language)
    # Translators: where a document was adopted and its title: "Miami 1994: Plan of Action"
    whole = gettext("%(place)s: %(title)s")
    return whole % {"place": place, "title": title} if place else str(title or document.slug)
