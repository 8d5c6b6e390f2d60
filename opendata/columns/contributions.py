"""Columns of what stands beside the reports, with the replies of states."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from django.utils import timezone

from publication.languages import LANGUAGES, column

from .making import (
    DEMONSTRATION,
    ENGLISH,
    MACHINE,
    ORIGINAL,
    URL,
    Column,
    Value,
    address_of,
    own,
    slug_of,
    texts,
)


def _reply(name: str, about: str, read: Callable[[Any], Value], *, type: str = "text") -> Column:
    """What the reply to a contribution says, where there is one."""

    def read_reply(contribution: Any) -> Value:
        reply = getattr(contribution, "reply", None)
        return reply and read(reply)

    return Column(name, read_reply, about, type)


def _day(name: str) -> Callable[[Any], Value]:
    return lambda record: timezone.localdate(getattr(record, name)).isoformat()


CONTRIBUTIONS = (
    own("id", "Identifier: the number in its address. No official report: a contribution of an "
        "invited organization, counted in no figure", type="number", of="pk"),
    URL, Column("entity", lambda one: one.entity.slug, "Its author, an entity"),
    Column("entity_kind", lambda one: one.entity.kind,
           "Kind of the author: civil_society or human_rights_institution"),
    slug_of("about", "The state it concerns, which may reply"),
    *texts("title", "Title"), *texts("text", "Text, in Markdown"), ORIGINAL, MACHINE,
    Column("paragraphs", lambda one: [address_of(cited) for cited in one.paragraphs.all()],
           "Paragraphs it speaks of, as document/paragraph", "list"),
    own("source", "Link given by the author", of="source_url"),
    Column("submitted_on", _day("submitted_at"), "Day on which it was handed in", "date"),
    Column("published_on", _day("published_at"), "Day of publication", "date"),
    *(
        _reply(column("reply", code), f"The state's reply, in {ENGLISH[code]}",
               attrgetter(column("text", code)))
        for code in LANGUAGES
    ),
    _reply("reply_language", "Language in which the reply was written",
           attrgetter("original_language")),
    _reply("reply_edition", "Edition of the reply, from 1 on", attrgetter("edition"),
           type="number"),
    _reply("reply_on", "Day of this edition of the reply", _day("published_at"), type="date"),
    DEMONSTRATION,
)  # fmt: skip
