"""The index: one row for each public record and language, and the words that the texts hold.

Everything in it follows from other tables; `manage.py rebuild_search` makes it anew.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import connections, models
from django.db.models import ExpressionWrapper, F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publication.keys import Keys

from .wanted import Wanted

KINDS = 8  # `key` is the record's id times this, and its kind


class Kind(models.IntegerChoices):
    """What is found, in the order in which equals are listed. `code` stands in addresses."""

    ENTITY = 0, _("Countries and institutions")
    THEME = 1, _("Themes")
    MEETING = 2, _("Meetings")
    DOCUMENT = 3, _("Documents")
    PARAGRAPH = 4, _("Paragraphs")
    REPORT = 5, _("Reports")
    ATTACHMENT = 6, pgettext_lazy("beside reports", "Files")
    CONTRIBUTION = 7, _("Contributions")

    @property
    def code(self) -> str:
        return self.name.lower()

    @property
    def one(self) -> Promise:
        """What one of them is called."""
        return _ONE[self]

    @classmethod
    def coded(cls, code: str) -> "Kind":
        """Raises KeyError when no kind has the code."""
        if code != code.lower():
            raise KeyError(code)
        return cls[code.upper()]

    def key(self, record: int) -> int:
        """The one number of a record among all kinds."""
        return record * KINDS + self.value


_ONE = {
    Kind.ENTITY: _("country or institution"),
    Kind.THEME: _("theme"),
    Kind.MEETING: _("meeting"),
    Kind.DOCUMENT: _("document"),
    Kind.PARAGRAPH: _("paragraph"),
    Kind.REPORT: _("report"),
    Kind.ATTACHMENT: _("file"),
    Kind.CONTRIBUTION: _("contribution, not an official report"),
}


class ToRank(NamedTuple):
    """What the rank of an entry follows from."""

    key: int
    kind: int
    language: str
    entity_id: int
    day: int
    names: str
    terms: str


class EntryQuerySet(models.QuerySet):
    def of_keys(self, keys: Iterable[int]) -> "EntryQuerySet":
        return self.filter(key__in=list(keys))

    def of_kind(self, kind: Kind) -> "EntryQuerySet":
        return self.filter(kind=kind)

    def matching(self, wanted: Wanted) -> "EntryQuerySet":
        return self.filter(terms__matches=wanted)

    def about(self, document: int) -> "EntryQuerySet":
        return self.filter(documents__contains=f" {document} ")

    def to_rank(self, ids: Iterable[int]) -> "list[ToRank]":
        """As rows: to make records of them takes as long as to rank them."""
        rows = self.filter(pk__in=Keys(ids)).values_list(*ToRank._fields)
        return list(map(ToRank._make, rows))

    def records(self) -> set[int]:
        """Ids of the records, which are of one kind."""
        return {key // KINDS for key in self.values_list("key", flat=True)}

    def record_ids(self) -> "EntryQuerySet":
        """The same for a condition of another query."""
        number = ExpressionWrapper(F("key") / KINDS, output_field=models.BigIntegerField())
        return self.annotate(number=number).values("number")


class Entry(models.Model):
    """A public record in one language; `language` is empty where it has no text of its own.

    `themes`, `meetings` and `documents` are ids as words: " 3 17 ". `day` is 20150411, 0 for none.
    `traits` are the marks and the funding of a report (`traits.py`). `names` are the folded names
    by which the record is asked for exactly: "|oas|…|". `alone` says that the record has no other
    row, which saves comparing. On SQLite the index of `terms` is the table `search_terms`, kept by
    triggers; on PostgreSQL it is `search_entry_terms`.
    """

    key = models.BigIntegerField()
    kind = models.PositiveSmallIntegerField(choices=Kind)
    language = models.CharField(max_length=5, blank=True)
    alone = models.BooleanField(default=True)
    entity_id = models.BigIntegerField(default=0)
    themes = models.TextField(blank=True)
    meetings = models.TextField(blank=True)
    documents = models.TextField(blank=True)
    day = models.PositiveIntegerField(default=0)
    traits = models.PositiveSmallIntegerField(default=0)
    names = models.TextField(blank=True)
    terms = models.TextField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the search index")
        verbose_name_plural = _("entries of the search index")
        constraints = [models.UniqueConstraint(fields=["key", "language"], name="entry_once")]

    def __str__(self) -> str:
        return f"{Kind(self.kind).code} {self.record} {self.language}"

    @property
    def record(self) -> int:
        return self.key // KINDS


class WordQuerySet(models.QuerySet):
    def beginning(self, start: str, most: int) -> list[str]:
        """Terms of the words that begin so, the shortest words first."""
        rows = self.filter(word__begins=start).values_list("word", "term")
        ordered = sorted(rows, key=lambda row: (len(row[0]), row))
        return list(dict.fromkeys(term for _word, term in ordered))[:most]

    def add(self, rows: list[tuple[str, str]]) -> None:
        """Keep words with their terms; those known stay. As records it took four times longer."""
        with connections[self.db].cursor() as cursor:
            for start in range(0, len(rows), 400):
                chunk = rows[start : start + 400]
                places = ", ".join(["(%s, %s)"] * len(chunk))
                cursor.execute(
                    f"INSERT INTO search_word (word, term) VALUES {places} ON CONFLICT DO NOTHING",  # noqa: S608
                    [value for row in chunk for value in row],
                )

    def but(self, rows: set[tuple[str, str]]) -> "WordQuerySet":
        """All words with their terms but these."""
        all_rows = self.values_list("pk", "word", "term")
        return self.filter(pk__in=Keys(pk for pk, *row in all_rows if tuple(row) not in rows))

    def known(self, words: Iterable[str]) -> set[str]:
        return set(self.filter(word__in=list(words)).values_list("word", flat=True))


class Word(models.Model):
    """A word of the texts, plain, and the term it is indexed under: for unfinished words."""

    word = models.CharField(max_length=32, db_index=True)
    term = models.CharField(max_length=33)

    objects = WordQuerySet.as_manager()

    class Meta:
        verbose_name = _("word of the search index")
        verbose_name_plural = _("words of the search index")
        constraints = [models.UniqueConstraint(fields=["word", "term"], name="word_once")]

    def __str__(self) -> str:
        return self.word
