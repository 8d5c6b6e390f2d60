"""Names of entities in the translation queue."""

from django.utils.translation import gettext_lazy as _

from publication.passages import passage
from publication.translating import Kind, Place, translate_here

from .models import Entity


def _kind(entity: Entity, language: str) -> Place:
    return [entity.get_kind_display(), passage(entity.parent, "name", language)]


def register() -> None:
    translate_here(
        Kind(
            code="entity",
            label=_("Countries and institutions"),
            records=lambda: Entity.objects.select_related("parent"),
            fields=("name", "official_name", "acronym"),
            place=_kind,
        )
    )
