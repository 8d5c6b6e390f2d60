"""When two entities or paragraphs are made one, contributions and replies move along."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from countries.models import Entity
from publication.changes import changed
from publication.merging import Along

from .models import Contribution, Reply

OF_ENTITY = ((Contribution, "entity"), (Contribution, "about"), (Reply, "entity"))
OF_PARAGRAPH = ((Contribution.paragraphs.through, "paragraph"),)


def _count(record: models.Model) -> int:
    if isinstance(record, Entity):
        return Contribution.objects.by_or_about(record).count()
    return Contribution.objects.on_paragraph(record).count()


def _move(gone: models.Model, kept: models.Model) -> None:
    if isinstance(gone, Entity):
        rows = [
            model._base_manager.filter(**{field: gone}).update(**{field: kept})
            for model, field in OF_ENTITY
        ]
        if any(rows):
            changed(Contribution.objects.by_or_about(kept))
        return
    moved = list(Contribution.objects.on_paragraph(gone))
    for contribution in moved:
        contribution.paragraphs.add(kept)
        contribution.paragraphs.remove(gone)
    if moved:
        changed(moved)


CONTRIBUTIONS = Along(_("contributions"), _count, _move)
