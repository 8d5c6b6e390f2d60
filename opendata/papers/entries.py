"""What a report says, in a document: its sections, or why there are none."""

from collections.abc import Iterable

from django.utils.translation import gettext

from publication.passages import Passage
from publication.templatetags.passages import language_words
from reports.citing import Cited
from reports.entries import Entry
from reports.models import Citation, Section

from . import Text


def tell_silence(text: Text, entry: Entry) -> None:
    """Where a report has no text: that there is nothing to report, or which text is awaited."""
    if entry.nothing_to_report:
        text.line(gettext("Nothing to report for this period."))
    elif not entry.told:
        text.note(no_text_yet(entry.awaited))


def no_text_yet(awaited: Iterable[str]) -> str:
    """`awaited`: the languages in which the source says that a text exists."""
    if not awaited:
        return gettext("No text has reached the portal yet.")
    said = gettext("A text exists in %(written)s; it has not reached the portal yet.")
    return said % {"written": language_words(awaited)}


def tell(text: Text, entry: Entry, without: Iterable[str] = ()) -> None:
    """The report's sections, those of a draft: what is not translated is marked."""
    tell_silence(text, entry)
    for told in entry.told:
        if told.kind in without:
            continue
        if told.kind != Section.Kind.DONE:
            text.note(str(told.kind_label))
        text.told(told.html, told.passage)


def cites(entry: Entry) -> str:
    """The line of what a report cites, as lists of reports on pages have it."""
    if not entry.cited:
        return gettext("cites no paragraph")
    return gettext("cites") + " " + ", ".join(map(_in_line, entry.cited))


def _in_line(one: Cited) -> str:
    if one.state == Citation.State.EXACT:
        return " ".join([*(chip.label for chip in one.chips), str(one.place.name or "")]).strip()
    if one.state == Citation.State.UNRESOLVED:
        return f"{one.typed} {gettext('not found')}"
    *places, last = [str(chip.place.name or "") for chip in one.chips] or [""]
    either = f" {gettext('or')} ".join([", ".join(places), last] if places else [last])
    return f"{one.typed}, {gettext('document not stated:')} {either}".strip()


def cited(one: Cited) -> tuple[Passage | str | None, str]:
    """What a report cites in one breath, for a line: "Cartagena 2012", ": 17, 18"."""
    if one.state == Citation.State.EXACT:
        return one.place.name, ": " + ", ".join(chip.label for chip in one.chips)
    if one.state == Citation.State.AMBIGUOUS:
        said = gettext("Paragraph %(label)s, document not stated")
        return said % {"label": one.typed}, ""
    return gettext("Paragraph %(label)s, as typed") % {"label": one.typed}, ""
