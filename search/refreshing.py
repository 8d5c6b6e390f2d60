"""Keeps the index in step with what was changed, in the same transaction."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db import models

from contributions.models import Contribution
from countries.models import Entity
from mandates.models import Document, Heading, Meeting, Paragraph, ParagraphTheme, Theme
from reports.models import Attachment, Citation, Report, ReportTheme, Section

from .following import departments, followers
from .making import Making
from .models import KINDS, Entry, Kind, Word

AT_ONCE = 500  # records
SAID = (
    "language", "kind", "alone", "entity_id", "themes", "meetings", "documents", "day", "traits",
    "names", "terms",
)  # fmt: skip

# What each changed record says must be looked at again, as kind and id.
_SUBJECTS = {
    Entity: lambda one: [(Kind.ENTITY, one.pk)],
    Theme: lambda one: [(Kind.THEME, one.pk)],
    Meeting: lambda one: [(Kind.MEETING, one.pk)],
    Document: lambda one: [(Kind.DOCUMENT, one.pk)],
    Paragraph: lambda one: [(Kind.PARAGRAPH, one.pk)],
    ParagraphTheme: lambda one: [(Kind.PARAGRAPH, one.paragraph_id)],
    Report: lambda one: [(Kind.REPORT, one.pk)],
    Section: lambda one: [(Kind.REPORT, one.report_id)],
    Citation: lambda one: [(Kind.REPORT, one.report_id)],
    ReportTheme: lambda one: [(Kind.REPORT, one.report_id)],
    Contribution: lambda one: [(Kind.CONTRIBUTION, one.pk)],
    Attachment: lambda one: [(Kind.REPORT, one.report_id), (Kind.ATTACHMENT, one.pk)],
}
# From what others are named after to what is named after them.
ORDER = (
    Kind.ENTITY, Kind.THEME, Kind.MEETING, Kind.DOCUMENT, Kind.PARAGRAPH, Kind.REPORT,
    Kind.ATTACHMENT, Kind.CONTRIBUTION,
)  # fmt: skip


def refresh(records: Iterable[models.Model]) -> None:
    """Write the entries of the changed records anew, and of those that are named after them."""
    todo: dict[Kind, set[int]] = defaultdict(set)
    for record in records:
        for kind, pk in _subjects(record):
            todo[kind].add(pk)
    write(todo)


def _subjects(record: models.Model) -> list[tuple[Kind, int]]:
    if isinstance(record, Heading):
        paragraphs = Paragraph.objects.under(record).values_list("pk", flat=True)
        return [(Kind.PARAGRAPH, pk) for pk in paragraphs]
    subjects = _SUBJECTS.get(type(record))
    return subjects(record) if subjects else []


def write(todo: dict[Kind, set[int]], *, follow: bool = True) -> set[tuple[str, str]]:
    """Write the entries of these records anew; with `follow`, also those that then read otherwise.

    `todo` grows by the latter. Returns the words of what was written, with their terms.
    """
    making, kept = Making(), set()
    if follow and todo.get(Kind.ENTITY):
        todo[Kind.ENTITY] |= departments(list(todo[Kind.ENTITY]))
    for kind in ORDER:
        for chunk in chunks(todo.get(kind, ())):
            moved = _replace(making, kind, chunk)
            if moved:
                kept |= remember(making)
            if follow:
                for follower, pks in followers(kind, moved, chunk).items():
                    todo.setdefault(follower, set()).update(pks)
    return kept


def chunks(pks: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(pks)
    for start in range(0, len(ordered), AT_ONCE):
        yield ordered[start : start + AT_ONCE]


def _replace(making: Making, kind: Kind, chunk: list[int]) -> dict[int, set[int]]:
    """Write the entries of a chunk of records.

    Returns the ids of those that read otherwise, with the documents that they were about before.
    """
    keys = [kind.key(pk) for pk in chunk]
    before = contents(Entry.objects.of_keys(keys))
    rows = making.rows(kind, chunk)
    after = contents(rows)
    moved = [key for key in keys if before.get(key) != after.get(key)]
    if moved:
        Entry.objects.of_keys(before.keys() & moved).delete()
        Entry.objects.bulk_create(row for row in rows if row.key in set(moved))
    return {key // KINDS: documents_in(before.get(key, ())) for key in moved}


def contents(rows: Iterable[Entry]) -> dict[int, set[tuple]]:
    """Everything the index says of each key, for comparing."""
    found: dict[int, set[tuple]] = defaultdict(set)
    for row in rows:
        found[row.key].add(tuple(getattr(row, name) for name in SAID))
    return dict(found)


def documents_in(said: Iterable[tuple]) -> set[int]:
    place = SAID.index("documents")
    return {int(pk) for row in said for pk in row[place].split()}


def remember(making: Making) -> set[tuple[str, str]]:
    """Keep the words met and return them; in one order, so that two writers do not wait for each
    other.
    """
    met = making.vocabulary.take()
    Word.objects.add(sorted(met))
    return met
