"""The public history of a record: what changed when, without who changed it.

The versions are django-simple-history's. Only fields that pages show are compared; a version in
which none of them changed is left out.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from countries.models import Entity
from mandates.models import Correction, Document, Paragraph, Theme
from publication.languages import LANGUAGES, column
from publication.passages import Passage, passage
from publication.templatetags.passages import language_word

from .subject import Record
from .word_diff import Run, word_diff

MOST = 60  # versions compared

# Texts in four languages, and facts, of each kind of record.
TEXTS = {
    Theme: ("name", "description"),
    Entity: ("name", "official_name", "acronym"),
    Document: ("title", "short_title", "source"),
    Paragraph: ("text", "life_cycle_reason"),
}
FACTS = {
    Theme: ("slug",),
    Entity: ("slug", "kind", "subregion", "website"),
    Document: ("slug", "kind", "symbol", "date"),
    Paragraph: ("slug", "label", "nature", "life_cycle", "life_cycle_date"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field that changed: a text word by word, or a fact before and after."""

    label: str
    language: str
    runs: list[Run]
    before: str = ""
    after: str = ""

    @property
    def language_name(self) -> str:
        return language_word(self.language) if self.language else ""


@dataclass(frozen=True, slots=True)
class Change:
    """What one version changed; the first one only begins. `note` is that of a correction."""

    at: datetime.datetime
    begins: bool
    fields: list[Field]
    note: Passage | None = None


def changes(record: Record, language: str) -> list[Change]:
    """The newest first. One query, and one more for a paragraph."""
    versions = list(record.history.order_by("-history_date", "-history_id")[: MOST + 1])
    notes = _notes(record, language)
    found = [
        Change(new.history_date, False, fields, notes.get(new.history_date))
        for new, old in zip(versions, versions[1:], strict=False)
        if (fields := list(_changed(type(record), old, new)))
    ]
    if versions and len(versions) <= MOST:
        found.append(Change(versions[-1].history_date, True, []))
    return found


def _notes(record: Record, language: str) -> dict[datetime.datetime, Passage | None]:
    """Notes of corrections by the moment of the version that each one made."""
    if not isinstance(record, Paragraph):
        return {}
    rows = Correction.objects.of_paragraph(record)
    return {one.at: passage(one, "note", language) for one in rows}


def _changed(model: type[Record], old: Any, new: Any) -> Iterator[Field]:
    for name in TEXTS[model]:
        label = str(model._meta.get_field(name).verbose_name)
        for code in LANGUAGES:
            before, after = (getattr(one, column(name, code)) or "" for one in (old, new))
            if before != after:
                yield Field(label, code, word_diff(before, after))
    for name in FACTS[model]:
        field = model._meta.get_field(name)
        before, after = (_said(one, field) for one in (old, new))
        if before != after:
            yield Field(str(field.verbose_name), "", [], before, after)


def _said(version: Any, field: Any) -> str:
    value = getattr(version, field.name)
    return str(dict(field.flatchoices).get(value, "" if value is None else value))
