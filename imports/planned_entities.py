"""Finds the entities a page names, and plans those that are not known."""

from django.utils.text import slugify

from countries.models import Entity

from .legacy_rows import EntityRow
from .matching import KnownEntities
from .plans import Plan

LONGEST_NAME = 200


class Entities:
    """Entities by the page's names."""

    def __init__(self, plan: Plan, create_missing: bool) -> None:
        self.plan, self.create_missing = plan, create_missing
        self.known = KnownEntities(Entity.objects.all())
        self.slugs = set(Entity.objects.values_list("slug", flat=True))

    def find(self, row: EntityRow) -> Entity | None:
        """The entity of the row's name, planned if need be and allowed; None when left out."""
        found = self.known.find(row.name)
        if len(found) == 1:
            return found[0]
        if found:
            self.plan.note(row.line, "ambiguous_entity", row.name)
        elif not self.create_missing:
            self.plan.note(row.line, "unknown_entity", row.name)
        else:
            return self._new(row)
        return None

    def _new(self, row: EntityRow) -> Entity:
        """An unknown body. It is taken for an institution until staff say what it is."""
        entity = Entity(
            kind=Entity.Kind.INSTITUTION,
            slug=self._free_slug(row.name),
            aliases=[row.name] if len(row.name) > LONGEST_NAME else [],
            is_demonstration=self.plan.demonstration,
        )
        entity.write(self.plan.language, name=row.name[:LONGEST_NAME])
        self.known.add(entity)
        self.plan.entities.append(entity)
        self.plan.note(row.line, "entity_created", row.name)
        return entity

    def _free_slug(self, name: str) -> str:
        return free_slug(slugify(name)[:110] or "entity", self.slugs)


def free_slug(proposed: str, taken: set[str]) -> str:
    """The first of "proposed", "proposed-2" … that is not taken; it is from now on."""
    slug, n = proposed, 2
    while slug in taken:
        slug, n = f"{proposed[:115]}-{n}", n + 1
    taken.add(slug)
    return slug
