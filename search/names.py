"""What things are called: suggestions while somebody types, and what a mistyped name may mean.

There are some hundred names. They are read once for each data version.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from django.utils.translation import get_language, override

from countries.models import Entity
from mandates.models import Document, Meeting, Theme
from publication.kept import kept
from publication.languages import LANGUAGES, NEXT_BEST, column, columns, fold
from reports.addresses import Addresses

from . import terms
from .models import Kind

MOST = 8  # suggestions


@dataclass(frozen=True, slots=True)
class Named:
    """A record with all its names, folded; `shown` by language, `path` without the language."""

    kind: Kind
    pk: int
    shown: dict[str, str]
    path: str
    names: tuple[tuple[str, str], ...]


def named() -> tuple[Named, ...]:
    """Entities, themes, meetings and documents, as they are at this data version."""
    return kept("names", _named)


def entities_called(name: str) -> frozenset[int]:
    """Ids of the entities that have this very name in some language, or are known by it."""
    return kept("entities by name", _entities_by_name).get(fold(name), frozenset())


def _entities_by_name() -> dict[str, frozenset[int]]:
    found: dict[str, frozenset[int]] = {}
    for one in named():
        if one.kind == Kind.ENTITY:
            for folded, _name in one.names:
                found[folded] = found.get(folded, frozenset()) | {one.pk}
    return found


def words_of_names() -> dict[str, str]:
    """The words of all names, plain, as they are first written."""
    return kept("words of names", _words)


def _words() -> dict[str, str]:
    found: dict[str, str] = {}
    for one in named():
        for _folded, name in one.names:
            for word in terms.words(name):
                found.setdefault(terms.plain(terms.fold(word)), word)
    return found


def _named() -> tuple[Named, ...]:
    with override("en"):
        return tuple(chain(_entities(), _themes(), _meetings(), _documents()))


def _entities() -> Iterator[Named]:
    to, fields = (
        Addresses(),
        [f for name in ("name", "official_name", "acronym") for f in columns(name)],
    )
    for row in Entity.objects.values("pk", "kind", "slug", "aliases", *fields):
        path = to.entity(row["kind"], row["slug"])
        yield _one(Kind.ENTITY, row, "name", path, [*map(row.get, fields), *row["aliases"]])


def _themes() -> Iterator[Named]:
    to, fields = Addresses(), columns("name")
    for row in Theme.objects.values("pk", "slug", "aliases", *fields):
        yield _one(
            Kind.THEME, row, "name", to.theme(row["slug"]), [*map(row.get, fields), *row["aliases"]]
        )


def _meetings() -> Iterator[Named]:
    to, fields = Addresses(), [*columns("name"), *columns("short_name")]
    for row in Meeting.objects.values("pk", "kind", "slug", *fields):
        yield _one(
            Kind.MEETING, row, "name", to.meeting(row["kind"], row["slug"]), map(row.get, fields)
        )


def _documents() -> Iterator[Named]:
    to, fields = Addresses(), [*columns("title"), *columns("short_title"), "symbol"]
    for row in Document.objects.values("pk", "slug", *fields):
        yield _one(Kind.DOCUMENT, row, "title", to.document(row["slug"]), map(row.get, fields))


def _one(kind: Kind, row: dict, field: str, path: str, names) -> Named:
    texts = {code: row[column(field, code)] for code in LANGUAGES}
    shown = {
        code: next((texts[c] for c in (code, *NEXT_BEST[code]) if texts[c]), row["slug"])
        for code in LANGUAGES
    }
    found = dict.fromkeys((fold(name), name) for name in names if name)
    names = tuple(pair for pair in found if pair[0])
    return Named(kind, row["pk"], shown, path.removeprefix("/en"), names)


# While somebody types -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`also` is the name that fits what is typed, where it is another than `text`."""

    text: str
    also: str
    kind: Kind
    url: str


def suggestions(typed: str, language: str) -> list[Suggestion]:
    """What begins with the words that are typed, in any language, best first."""
    words = fold(typed).split()
    if not words or len("".join(words)) < 2:
        return []
    found = []
    for one in named():
        fits = [(_fit(name, words), len(name), name, written) for name, written in one.names]
        best = min((row for row in fits if row[0] is not None), default=None)
        if best:
            own = fold(one.shown[language])
            is_own = _fit(own, words) is not None
            found.append((best[0], one.kind, not is_own, best[1], one, "" if is_own else best[3]))
    found.sort(key=lambda row: (*row[:4], row[4].path))
    return [
        Suggestion(one.shown[language], also, one.kind, f"/{get_language()}{one.path}")
        for *_order, one, also in found[:MOST]
    ]


def _fit(name: str, words: list[str]) -> int | None:
    """0 when the name is what is typed, 1 when it begins so, 2 when its words do."""
    typed = " ".join(words)
    if name == typed:
        return 0
    if name.startswith(typed):
        return 1
    own = name.split()
    return 2 if all(any(part.startswith(word) for part in own) for word in words) else None
