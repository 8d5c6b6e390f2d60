"""Whoever follows a record that is merged into another follows that one."""

from urllib.parse import parse_qsl, urlencode

from django.db import models
from django.utils.translation import gettext_lazy as _

from countries.models import Entity
from publication.merging import Along

from .models import Asking, Follow, Kind


def _kinds(record: models.Model) -> tuple[Kind, ...]:
    return (Kind.ENTITY, Kind.CITED) if isinstance(record, Entity) else (Kind.PARAGRAPH,)


def _count(record: models.Model) -> int:
    return Follow.objects.naming(_kinds(record), record.pk).count()


def _move(gone: models.Model, kept: models.Model) -> None:
    for follow in Follow.objects.naming(_kinds(gone), gone.pk):
        _become(follow, number=kept.pk)
    for kind in _kinds(gone):
        target = {"kind": kind, "number": gone.pk}
        Asking.objects.of_target(target).update(number=kept.pk)
    old, new = _named(gone), _named(kept)
    for follow in Follow.objects.of_lists():
        pairs = parse_qsl(follow.query)
        if old in pairs:
            moved = sorted(new if pair == old else pair for pair in pairs)
            _become(follow, query=urlencode(moved))


def _become(follow: Follow, **target: object) -> None:
    """Let it follow the other record; who follows that one already has one follow left, which
    stands where either of the two did."""
    twin = Follow.objects.of(follow.follower).of_target({**follow.target, **target}).first()
    if twin is None:
        for name, value in target.items():
            setattr(follow, name, value)
        follow.save(update_fields=list(target))
        return
    if twin.ended_at is not None and follow.ended_at is None:
        twin.ended_at, twin.frequency = None, follow.frequency
        twin.save(update_fields=["ended_at", "frequency"])
    follow.delete()


def _named(record: models.Model) -> tuple[str, str]:
    """The record as the address of a list of reports names it."""
    if isinstance(record, Entity):
        return "entity", record.slug
    return "paragraph", f"{record.document.slug}/{record.slug}"


FOLLOWS = Along(_("people who follow it"), _count, _move)
