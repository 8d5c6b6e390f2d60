"""The translation queue: how far each language is, what waits, what comes next."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.urls import reverse

from publication.languages import LANGUAGES, TextState, column
from publication.passages import Passage
from publication.translated import Translated
from publication.translating import Kind, kinds, lacking, stale_in

from .workbench_filters import ALL, MACHINE, STALE, TO_DO, Wanted

PER_PAGE = 25
Key = tuple[int, int]
"""A record's place in the queue: the number of its kind, and its own."""


@dataclass(frozen=True, slots=True)
class TextFigures:
    """How many records are to be translated, and how many are."""

    texts: int = 0
    missing: int = 0
    stale: int = 0
    machine: int = 0

    @property
    def translated(self) -> int:
        return self.texts - self.missing

    def __add__(self, other: "TextFigures") -> "TextFigures":
        return TextFigures(
            self.texts + other.texts, self.missing + other.missing,
            self.stale + other.stale, self.machine + other.machine,
        )  # fmt: skip


class Workbench:
    """The queue that somebody asks for."""

    def __init__(self, asked: Wanted) -> None:
        self.asked = asked

    @cached_property
    def keys(self) -> list[Key]:
        """Every record that the filters leave, in the queue's order."""
        return [(n, pk) for n, kind in self.asked.kinds for pk in self._found(kind)]

    def _found(self, kind: Kind) -> list[int]:
        language, state = self.asked.language, self.asked.state
        records = self._of_theme(kind, kind.foreign_to(language))
        if state == STALE:
            return sorted(stale_in(records, [language])[language])
        conditions = {
            MACHINE: Q(**{column("state", language): TextState.MACHINE}),
            ALL: Q(),
        }
        rows = records.filter(conditions.get(state, lacking(kind, language))).order_by()
        found = set(rows.values_list("pk", flat=True))
        if state == TO_DO:
            found |= stale_in(records, [language])[language]
        return sorted(found)

    def _of_theme(self, kind: Kind, records: Any) -> Any:
        if self.asked.theme is None:
            return records.order_by()
        inside = kind.of_theme(kind.records(), self.asked.theme).order_by().values("pk")
        return records.filter(pk__in=inside).order_by()

    def page(self, number: str | None) -> Page:
        """Rows of the queue; an odd number gives the nearest page."""
        page = Paginator(self.keys, PER_PAGE).get_page(number)
        page.object_list = list(self.rows(page.object_list))
        return page

    def rows(self, keys: list[Key]) -> "Iterator[Row]":
        """The records of the keys, by one query for each kind; what is gone is left out."""
        all_kinds = kinds()
        records = {}
        for n in {n for n, _pk in keys}:
            found = all_kinds[n].records().in_bulk([pk for m, pk in keys if m == n])
            records |= {(n, pk): record for pk, record in found.items()}
        for n, pk in keys:
            if (n, pk) in records:
                yield Row(all_kinds[n], records[n, pk], self.asked)

    def after(self, kind: Kind, pk: int) -> tuple[Kind, int] | None:
        """The next record of the queue behind this one, which may have left it; None at its end."""
        here = (kinds().index(kind), pk)
        return self._named(next((key for key in self.keys if key > here), None))

    def first(self) -> tuple[Kind, int] | None:
        return self._named(next(iter(self.keys), None))

    def before(self, kind: Kind, pk: int) -> tuple[Kind, int] | None:
        here = (kinds().index(kind), pk)
        return self._named(next((key for key in reversed(self.keys) if key < here), None))

    def _named(self, key: Key | None) -> tuple[Kind, int] | None:
        return (kinds()[key[0]], key[1]) if key else None

    @cached_property
    def progress(self) -> dict[str, dict[str, TextFigures]]:
        """Figures by code of the kind and language, of the theme where one is asked."""
        return {kind.code: self._progress(kind) for kind in kinds()}

    def _progress(self, kind: Kind) -> dict[str, TextFigures]:
        records = self._of_theme(kind, kind.records())
        counts = {}
        for code in LANGUAGES:
            foreign = Q(original_language__isnull=False) & ~Q(original_language=code)
            machine = Q(**{column("state", code): TextState.MACHINE})
            counts |= {
                column("texts", code): Count("pk", filter=foreign),
                column("missing", code): Count("pk", filter=foreign & lacking(kind, code)),
                column("machine", code): Count("pk", filter=machine),
            }
        found, stale = records.aggregate(**counts), stale_in(records, LANGUAGES)
        return {
            code: TextFigures(
                stale=len(stale[code]),
                **{name: found[column(name, code)] for name in ("texts", "missing", "machine")},
            )
            for code in LANGUAGES
        }

    @property
    def by_language(self) -> list[tuple[str, TextFigures]]:
        rows = self.progress.values()
        return [(code, sum((row[code] for row in rows), TextFigures())) for code in LANGUAGES]

    @property
    def by_kind(self) -> list[tuple[Kind, TextFigures]]:
        return [(kind, self.progress[kind.code][self.asked.language]) for kind in kinds()]


def place(kind: Kind, record: Translated, reader: str) -> list[Passage]:
    """Where the record stands, for a reader of a language; what is plain text is in theirs."""
    parts = filter(None, kind.place(record, reader))
    return [p if isinstance(p, Passage) else Passage(p, reader, reader, "") for p in parts]


@dataclass(frozen=True, slots=True)
class Row:
    """A record in the list."""

    kind: Kind
    record: Translated
    asked: Wanted

    @property
    def place(self) -> list[Passage]:
        return place(self.kind, self.record, self.asked.reader)

    @property
    def opening(self) -> str:
        """How the original begins."""
        language = self.record.original_language
        text = self.kind.texts(self.record, language)[self.kind.fields[0]]
        return text if len(text) <= 140 else f"{text[:139].rstrip()}…"

    @property
    def state(self) -> str:
        return TextState(self.record.state_in(self.asked.language)).label

    @property
    def path(self) -> str:
        """The page on which it is translated."""
        parts = [self.kind.code, self.record.pk, self.asked.language]
        return reverse("secretariat:translation", args=parts)

    @property
    def url(self) -> str:
        """The same with the filters of the list."""
        return f"{self.path}?{self.asked.query}" if self.asked.query else self.path

    @property
    def is_stale(self) -> bool:
        return self.record.is_stale(self.asked.language)

    @property
    def is_missing(self) -> bool:
        return self.record.state_in(self.asked.language) == TextState.MISSING

    @property
    def lacks(self) -> list[str]:
        """Labels of the texts that are there in the original and not in the language."""
        source = self.kind.texts(self.record, self.record.original_language)
        target = self.kind.texts(self.record, self.asked.language)
        return [self.kind.field_label(f) for f in source if source[f] and not target[f]]
