"""Storing a reporting cycle from what its form gives."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from publication.changes import changed
from publication.languages import LANGUAGES, column

from .cycle_form import mark
from .cycles import tell_of
from .models import Asked, Cycle, CycleDocument


class Changed(Exception):
    """Somebody else has changed the cycle meanwhile; `cycle` is as it now stands."""

    def __init__(self, cycle: Cycle) -> None:
        super().__init__(cycle.slug)
        self.cycle = cycle


def create(values: Mapping[str, Any]) -> Cycle:
    """A new cycle, in preparation; the same `values` sent twice give the same one.

    `values` are the form's clean ones.
    """
    try:
        return _create(values)
    except IntegrityError:  # at the same moment
        return _create(values)


@transaction.atomic
def _create(values: Mapping[str, Any]) -> Cycle:
    cycle = Cycle()
    _write(cycle, values)
    for other in Cycle.objects.in_preparation().but(cycle):
        if mark(other) == mark(cycle):
            cycle.delete()
            return other
    return cycle


@transaction.atomic
def change(cycle: Cycle, values: Mapping[str, Any]) -> Cycle:
    """Change the cycle; who is asked anew in an announced one is told, and it shows at once.

    Raises Changed unless the cycle still is what the form's mark tells.
    """
    cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
    if values["mark"] != mark(cycle):
        raise Changed(cycle)
    _write(cycle, values)
    if cycle.announced_at:
        tell_of(cycle)
        changed([cycle])
    return cycle


def _write(cycle: Cycle, values: Mapping[str, Any]) -> None:
    for name in ("opens_at", "due_at", "closes_at", "time_zone"):
        setattr(cycle, name, values[name])
    for code in LANGUAGES:
        for field in ("name", "guidance"):
            setattr(cycle, column(field, code), values[column(field, code)] or None)
    cycle.settle()
    cycle.slug = cycle.slug or free_slug(cycle)
    cycle.save()
    cycle.themes.set(values["themes"])
    _set_documents(cycle, values["documents"])
    _set_entities(cycle, values["entities"])


def free_slug(cycle: Cycle) -> str:
    """The English name, else the original one, as an address that no other cycle has."""
    name = cycle.name_en or getattr(cycle, column("name", cycle.original_language))
    wanted = slug = slugify(name)[:100] or "cycle"
    number = 2
    while slug == "new" or Cycle.objects.of_slug(slug).exists():
        slug, number = f"{wanted}-{number}", number + 1
    return slug


def _set_documents(cycle: Cycle, documents) -> None:
    cycle.scope.all().delete()
    CycleDocument.objects.bulk_create(
        CycleDocument(cycle=cycle, document=document, position=position)
        for position, document in enumerate(documents)
    )


def _set_entities(cycle: Cycle, entities) -> None:
    """Rows that stay keep their extension, reminders and nudges."""
    there = {row.entity_id: row for row in cycle.asked.all()}
    wanted = {entity.pk: position for position, entity in enumerate(entities)}
    cycle.asked.all().not_of(wanted).delete()
    kept = [there[pk] for pk in wanted if pk in there]
    for row in kept:
        row.position = wanted[row.entity_id]
    Asked.objects.bulk_update(kept, ["position"])
    Asked.objects.bulk_create(
        Asked(cycle=cycle, entity_id=pk, position=position)
        for pk, position in wanted.items()
        if pk not in there
    )
