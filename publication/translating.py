"""What is to be translated, whatever app it belongs to.

Each app registers its kinds of records when it is ready; the workbench asks them all alike.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils.functional import Promise

from .changes import changed
from .languages import LANGUAGES, TextState, column, digest, source
from .passages import Passage
from .translated import Translated

Place = Sequence[Passage | str | None]
VERSIONS = 50  # of a kept history that are searched for the text a translation was made from


class Moved(Exception):
    """The source or the translation is another by now; `record` is as it stands."""

    def __init__(self, record: Translated) -> None:
        super().__init__(str(record.pk))
        self.record = record


def kept_versions(record: Translated) -> Iterable[str | None]:
    """Former main texts in the original language, newest first, where a history is kept."""
    history = getattr(record, "history", None)
    if history is None:
        return ()
    name = column(record.PRIMARY, record.original_language)
    return history.order_by("-history_date", "-history_id").values_list(name, flat=True)[:VERSIONS]


def _itself(record: Translated) -> models.Model:
    return record


def _no_theme(records: Any, theme: models.Model) -> Any:
    return records.none()


def _no_trace(record: Translated, *, by: Any, language: str) -> None:
    """Most records keep their own history."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of records whose texts are translated; `code` stands in addresses and spreadsheets.

    `fields` are their texts, the main one first. `place` says for a reader of a language where a
    record stands. `owner` is what readers see change. `trace` runs in the transaction of a
    translation and may refuse it. `versions` gives former originals, newest first.
    """

    code: str
    label: str | Promise
    records: Callable[[], Any]
    fields: tuple[str, ...]
    place: Callable[[Any, str], Place]
    of_theme: Callable[[Any, Any], Any] = _no_theme
    owner: Callable[[Any], models.Model] = _itself
    trace: Callable[..., None] = _no_trace
    versions: Callable[[Any], Iterable[str | None]] = kept_versions

    @property
    def model(self) -> type[Translated]:
        return self.records().model

    def field_label(self, field: str) -> str:
        return str(self.model._meta.get_field(field).verbose_name)

    def longest(self, field: str) -> int | None:
        """The most characters the field takes; None without a limit."""
        return self.model._meta.get_field(field).max_length

    def texts(self, record: Translated, language: str | None) -> dict[str, str]:
        """The texts in the language by field, empty where there is none."""
        if language is None:
            return dict.fromkeys(self.fields, "")
        return {field: getattr(record, column(field, language)) or "" for field in self.fields}

    def source_mark(self, record: Translated) -> str:
        """Changes whenever a text of the original does."""
        texts = self.texts(record, record.original_language)
        return digest(record.original_language, *texts.values())

    def target_mark(self, record: Translated, language: str) -> str:
        """Changes whenever the translation does, its state included."""
        texts = self.texts(record, language)
        known = getattr(record, column("digest", language))
        return digest(record.state_in(language), known, *texts.values())

    def foreign_to(self, language: str) -> Any:
        """The records whose original is in another language."""
        return self.records().filter(original_language__isnull=False).exclude(
            original_language=language
        )  # fmt: skip


_kinds: dict[str, Kind] = {}


def translate_here(kind: Kind) -> None:
    """Put the kind into the queue, behind those that are there."""
    _kinds[kind.code] = kind


def kinds() -> list[Kind]:
    return list(_kinds.values())


def kind_named(code: str) -> Kind:
    """Raises KeyError when no kind has the code."""
    return _kinds[code]


def lacking(kind: Kind, language: str) -> Q:
    """Records that lack a text in the language which they have in their original one."""
    rule = Q(**{column("state", language): TextState.MISSING})
    for field in kind.fields[1:]:
        absent = Q(**{f"{column(field, language)}__isnull": True})
        for code in LANGUAGES:
            there = {f"{column(field, code)}__isnull": False, "original_language": code}
            rule |= Q(**there) & absent
    return rule


def stale_in(records: Any, languages: Iterable[str]) -> dict[str, set[int]]:
    """Keys of the records, by language, whose original has changed since its translation."""
    languages = list(languages)
    names = [column("digest", code) for code in languages]
    rows = records.exclude(**dict.fromkeys(names, "")).annotate(
        source_read=source(records.model.PRIMARY, followed=records.model.FOLLOWED)
    )
    found: dict[str, set[int]] = {code: set() for code in languages}
    for pk, text, *known in rows.values_list("pk", "source_read", *names):
        now = digest(text)
        for code, mark in zip(languages, known, strict=True):
            if mark and mark != now:
                found[code].add(pk)
    return found


@transaction.atomic
def translate(
    kind: Kind, pk: int, language: str, *, texts: dict[str, str], state: str,
    source: str, target: str, by: Any, follows: bool = True,
) -> Translated:  # fmt: skip
    """Write the texts of one language; with `follows`, they follow the original as it now stands.

    `source` and `target` are the marks under which the translator read the record. The original's
    own columns are not among those written. Raises Moved when a mark is another by now, the
    model's DoesNotExist when the record is not to be translated (any more), ValueError when the
    language is its original one.
    """
    record = kind.records().select_for_update(of=("self",)).get(pk=pk)
    if record.original_language in (None, language):
        raise ValueError("a translation is in another language than its original")
    if (kind.source_mark(record), kind.target_mark(record, language)) != (source, target):
        raise Moved(record)
    record.write(language, state=state, **texts)
    if follows and record.state_in(language) != TextState.MISSING:
        setattr(record, column("digest", language), record.source_digest())
    record._history_user = by
    record.save(update_fields=_written(kind, record, language))
    kind.trace(record, by=by, language=language)
    changed([kind.owner(record)])
    return record


def _written(kind: Kind, record: Translated, language: str) -> list[str]:
    """The columns of one language, and when the record changed."""
    names = [*kind.fields, *(record.RENDERED[f] for f in kind.fields if f in record.RENDERED)]
    dated = ["changed_at"] if hasattr(record, "changed_at") else []
    return [column(name, language) for name in (*names, "state", "digest")] + dated
