"""What a report says, in a document: its sections, or why there are none."""

from collections.abc import Iterable

from django.utils.translation import gettext

from publication.languages import ENDONYMS
from publication.passages import Passage
from reports.citing import Cited
from reports.entries import Entry
from reports.models import Section

from . import Text


def tell_silence(text: Text, entry: Entry) -> None:
    """Where a report has no text: that there is nothing to report, or which text is awaited."""
    if entry.nothing_to_report:
        text.line(gettext("Nothing to report for this period."))
    elif not entry.told:
        names = ", ".join(ENDONYMS[code] for code in entry.awaited)
        text.note(gettext("No text has reached the portal yet.") + (f" ({names})" if names else ""))


def tell(text: Text, entry: Entry, without: Iterable[str] = ()) -> None:
    """The report's sections, those of a draft: what is not translated is marked."""
    tell_silence(text, entry)
    for told in entry.told:
        if told.kind in without:
            continue
        if told.kind != Section.Kind.DONE:
            text.note(str(told.kind_label))
        text.told(told.html, told.passage)


def cited(one: Cited) -> tuple[Passage | str | None, str]:
    """What a report cites in one breath, for a line: "Cartagena 2012", ": 17, 18"."""
    if one.state == "exact":
        return one.place.name, ": " + ", ".join(chip.label for chip in one.chips)
    if one.state == "ambiguous":
        said = gettext("Paragraph %(label)s, document not stated")
        return said % {"label": one.typed}, ""
    return gettext("Paragraph %(label)s, as typed") % {"label": one.typed}, ""
