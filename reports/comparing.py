"""What changed between two states of a report, each as `snapshots.snapshot` keeps it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from mandates.models import Paragraph
from publication.dates import PartialDate, written
from publication.languages import LANGUAGES
from publication.passages import Passage, passage

from .citing import mark_words
from .models import Section
from .word_diff import ADDED, REMOVED, SAME, Run, word_diff

Snapshot = dict[str, Any]
Texts = dict[str, str]
Judged = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ChangedPart:
    """A section in one language; without runs, the two have no language in common."""

    kind: str
    title: str
    language: str
    runs: list[Run]
    other_language: str = ""

    @property
    def is_same(self) -> bool:
        return not self.other_language and all(run.kind == SAME for run in self.runs)

    @property
    def added(self) -> int:
        """How many words came."""
        return sum(len(run.text.split()) for run in self.runs if run.kind == ADDED)

    @property
    def removed(self) -> int:
        """How many words went."""
        return sum(len(run.text.split()) for run in self.runs if run.kind == REMOVED)


@dataclass(frozen=True, slots=True)
class ChangedCitation:
    """A paragraph that came, went, or is judged otherwise; no `document` for a typed number.

    `evidence` is the new link where the old one was another.
    """

    label: str
    document: Passage | None
    fate: str
    mark: str
    mark_before: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """`words` says of single facts what changed, such as the date."""

    parts: list[ChangedPart] = field(default_factory=list)
    citations: list[ChangedCitation] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    @property
    def changed_parts(self) -> list[ChangedPart]:
        return [part for part in self.parts if not part.is_same]

    def __bool__(self) -> bool:
        return bool(self.changed_parts or self.citations or self.words)

    def part(self, kind: str) -> ChangedPart | None:
        return next((part for part in self.parts if part.kind == kind), None)


def changes(
    before: Snapshot, after: Snapshot, language: str, page_language: str | None = None
) -> Changes:
    """What leads from one state to the other; texts in `language` where both states have them.

    Dates and documents are named in the language of the page, where that is another. One query,
    when paragraphs differ.
    """
    spoken = page_language or language
    return Changes(
        list(_parts(before, after, language)),
        _citations(before.get("citations", []), after.get("citations", []), spoken),
        list(_facts(before, after, spoken)),
    )


def _parts(before: Snapshot, after: Snapshot, language: str) -> Iterable[ChangedPart]:
    old, new = _texts(before), _texts(after)
    wanted = [language, after.get("original_language"), before.get("original_language")]
    order = list(dict.fromkeys([code for code in wanted if code in LANGUAGES] + list(LANGUAGES)))
    for kind in Section.Kind:
        if kind in old or kind in new:
            yield _part(kind, old.get(kind, {}), new.get(kind, {}), order)


def _texts(snapshot: Snapshot) -> dict[str, Texts]:
    """Texts by kind of section; a kind that stands twice is joined in its order."""
    found: dict[str, Texts] = {}
    for section in sorted(snapshot.get("sections", []), key=lambda section: section["position"]):
        texts = found.setdefault(section["kind"], {})
        for code, text in section["texts"].items():
            texts[code] = f"{texts[code]}\n\n{text}" if code in texts else text
    return {kind: texts for kind, texts in found.items() if texts}


def _part(kind: str, old: Texts, new: Texts, order: list[str]) -> ChangedPart:
    title = str(Section.Kind(kind).label)
    known = [texts for texts in (old, new) if texts]
    common = next((code for code in order if all(code in texts for texts in known)), None)
    if common:
        runs = word_diff(old.get(common, ""), new.get(common, ""))
        return ChangedPart(kind, title, common, runs)
    language, other = (next(code for code in order if code in texts) for texts in (new, old))
    return ChangedPart(kind, title, language, [], other)


def _citations(before: list[dict], after: list[dict], language: str) -> list[ChangedCitation]:
    old, new = _judged(before), _judged(after)
    keys = [key for key in (*new, *old) if old.get(key) != new.get(key)]
    ids = [key for key in keys if isinstance(key, int)]
    paragraphs = Paragraph.objects.known_ever(ids) if ids else {}
    return [
        _citation(key, paragraphs.get(key), old.get(key), new.get(key), language)
        for key in dict.fromkeys(keys)
    ]


def _judged(citations: list[dict]) -> dict[int | str, Judged]:
    """Mark and evidence by paragraph, or by number as typed."""
    return {
        one["paragraph"] or one["typed"]: (one["mark"], one.get("evidence", ""))
        for one in citations
    }


def _citation(
    key: int | str,
    paragraph: Paragraph | None,
    old: Judged | None,
    new: Judged | None,
    language: str,
) -> ChangedCitation:
    fate = "added" if old is None else "removed" if new is None else "changed"
    return ChangedCitation(
        label=paragraph.label if paragraph else str(key),
        document=passage(paragraph.document, "title", language) if paragraph else None,
        fate=fate,
        mark=mark_words(new[0] if new else ""),
        mark_before=mark_words(old[0] if old else ""),
        evidence=new[1] if new and old and new[1] != old[1] else "",
    )


def _facts(before: Snapshot, after: Snapshot, language: str) -> Iterable[str]:
    if before.get("date") and before["date"] != after["date"]:
        days = {
            name: written(PartialDate.parse(one["date"]), language)
            for name, one in (("before", before), ("after", after))
        }
        yield gettext("The date was %(before)s and is now %(after)s.") % days
    if bool(before.get("nothing_to_report")) != after["nothing_to_report"]:
        yield (
            gettext("It now says that there is nothing to report.")
            if after["nothing_to_report"]
            else gettext("It no longer says that there is nothing to report.")
        )
    if after.get("reason") and before.get("reason", "") != after["reason"]:
        yield gettext("The reason for nothing to report: %(reason)s") % {"reason": after["reason"]}
