"""The whole index: made anew, and compared with what it should say."""

from collections.abc import Callable, Iterator

from django.db import connection, transaction

from contributions.models import Contribution
from countries.models import Entity
from mandates.models import Document, Meeting, Paragraph, Theme
from publication.models import Revision
from reports.models import Attachment, Report

from .making import Making
from .models import KINDS, Entry, Kind, Word
from .refreshing import ORDER, chunks, contents, write

Progress = Callable[[int, int], None]
"""Called with how many records are done, and how many there are."""


def _nobody(done: int, all_of_them: int) -> None:
    return None


def public_ids() -> dict[Kind, list[int]]:
    """Ids of everything that should be found, by kind."""
    found = {
        Kind.ENTITY: Entity.objects,
        Kind.THEME: Theme.objects,
        Kind.MEETING: Meeting.objects,
        Kind.DOCUMENT: Document.objects,
        Kind.PARAGRAPH: Paragraph.objects,
        Kind.REPORT: Report.objects.published(),
        Kind.CONTRIBUTION: Contribution.objects.published(),
        Kind.ATTACHMENT: Attachment.objects.public().in_published_reports(),
    }
    return {
        kind: list(rows.order_by("pk").values_list("pk", flat=True)) for kind, rows in found.items()
    }


def rebuild(progress: Progress = _nobody) -> dict[str, int]:
    """Write every entry anew, some hundred records at a time; the search goes on meanwhile.

    Returns how many records of each kind are indexed.
    """
    revision = Revision.objects.current().number
    met: set[tuple[str, str]] = set()
    ids, done = public_ids(), 0
    total = sum(map(len, ids.values()))
    for kind in ORDER:
        stale = Entry.objects.of_kind(kind).records() - set(ids[kind])
        for chunk in chunks([*ids[kind], *stale]):
            with transaction.atomic():
                Entry.objects.of_keys(map(kind.key, chunk)).delete()
                met |= write({kind: set(chunk)}, follow=False)
            done += len(chunk)
            progress(min(done, total), total)
    _forget_words(met, revision)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE search_entry")
    return {kind.code: len(ids[kind]) for kind in ORDER}


def _forget_words(met: set[tuple[str, str]], revision: int) -> None:
    """Drop the words that no text has any more. After a publication meanwhile nobody knows which
    those are: they stay until the next time, and lead to nothing.
    """
    with transaction.atomic():
        if Revision.objects.current().number == revision:
            Word.objects.but(met).delete()


def drift(progress: Progress = _nobody) -> list[str]:
    """What the index says otherwise than it should, as "report 17"; empty when it is in step."""
    ids, done, found = public_ids(), 0, []
    total, making = sum(map(len, ids.values())), Making()
    for kind in ORDER:
        for chunk in chunks(ids[kind]):
            keys = [kind.key(pk) for pk in chunk]
            said = contents(Entry.objects.of_keys(keys))
            should = contents(making.rows(kind, chunk))
            found += [_named(key) for key in keys if said.get(key) != should.get(key)]
            done += len(chunk)
            progress(done, total)
        stale = Entry.objects.of_kind(kind).records() - set(ids[kind])
        found += [_named(kind.key(pk)) for pk in sorted(stale)]
    found += [f"word {word}" for word in _words_missing(making)]
    return found + list(_table_faults())


def _named(key: int) -> str:
    return f"{Kind(key % KINDS).code} {key // KINDS}"


def _words_missing(making: Making) -> list[str]:
    known = set(Word.objects.values_list("word", "term"))
    return sorted(word for word, term in making.vocabulary.take() - known)


def _table_faults() -> Iterator[str]:
    """On SQLite the table of terms stands beside the entries: it is asked whether it fits them."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            try:
                cursor.execute(
                    "INSERT INTO search_terms(search_terms, rank) VALUES('integrity-check', 1)"
                )
            except Exception as fault:  # noqa: BLE001  whatever the library says
                yield f"table search_terms: {fault}"
