"""Where a record came from, when it is merged into another: the next import finds the latter.

Keys of reports and resources name their entity by number, as `planned_reports.origin_key` makes
them.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from countries.models import Entity
from publication.merging import Along

from .models import Origin


def _count(record: models.Model) -> int:
    return Origin.objects.of_record(record).count() + len(_naming(record))


def _move(gone: models.Model, kept: models.Model) -> None:
    Origin.objects.of_record(gone).update(object_id=kept.pk)
    for origin in _naming(gone):
        theme, _entity, rest = origin.key.split("|", 2)
        origin.key = _free(origin.kind, f"{theme}|{kept.pk}|{rest}")
        origin.save(update_fields=["key"])


def _naming(record: models.Model) -> list[Origin]:
    """Origins of what the entity reported, by whose keys the source is known again."""
    if not isinstance(record, Entity):
        return []
    rows = Origin.objects.naming(record.pk)
    return [one for one in rows if one.key.split("|", 2)[1:2] == [str(record.pk)]]


def _free(kind: str, key: str) -> str:
    """The key, or where both entities have it, the next among equals."""
    while Origin.objects.of_kind(kind).with_key(key).exists():
        before, _bar, last = key.rpartition("|")
        key = f"{before}|{int(last) + 1}" if last.isdigit() else f"{key}|1"
    return key


ORIGINS = Along(_("keys in imported sources"), _count, _move)
