"""Finds the organizations a matrix names; the ones not known are made from known facts.

Facts of organizations that sit in the source matrices, with their names in four languages, are in
fixtures/matrices/bodies.json. What is not there either is made from its name and noted.
"""

import json
import re
from functools import cache
from typing import Any

from django.conf import settings

from countries.models import Entity
from publication.languages import LANGUAGES, fold

from .planned_entities import LONGEST_NAME, Entities
from .plans import Plan

FOLDER = settings.BASE_DIR / "fixtures" / "matrices"
_BEHIND = re.compile(r"\s*(?:\([^()]*\)|[-–]\s*[A-Z][A-Za-z]{1,9})\s*$")


@cache
def known_facts() -> tuple[dict[str, Any], ...]:
    return tuple(json.loads((FOLDER / "bodies.json").read_text(encoding="utf-8")))


class Bodies(Entities):
    """Entities by the headings of a matrix."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan, create_missing=True)
        self.by_slug = {entity.slug: entity for entity in Entity.objects.all()}
        self.facts: dict[str, dict[str, Any]] = {}
        for row in known_facts():
            names = [*row["name"].values(), *row["acronym"].values(), *row["aliases"]]
            for name in names:
                self.facts.setdefault(fold(name), row)

    def named(self, name: str, line: int, within: str = "") -> Entity | None:
        """The entity of the heading; None when several are known by it.

        One that is not known is a department where the heading above it is an organization's.
        """
        for words in _ways(name):
            found = self.known.find(words)
            if len(found) == 1:
                return found[0]
            if found:
                self.plan.note(line, "ambiguous_entity", name)
                return None
            if fact := self.facts.get(fold(words)):
                return self._from_facts(fact)
        parent = self.parent(within)
        return self._made(name, line, parent)

    def parent(self, name: str) -> Entity | None:
        """The organization that a group's heading names, if it names one."""
        for words in _ways(name) if name else ():
            found = self.known.find(words)
            if len(found) == 1:
                return found[0]
            if fact := self.facts.get(fold(words)):
                return self._from_facts(fact)
        return None

    def _from_facts(self, fact: dict[str, Any]) -> Entity:
        """The entity of these facts, which staff may have given other names meanwhile."""
        if fact["slug"] in self.by_slug:
            return self.by_slug[fact["slug"]]
        parent = None
        if fact["parent"]:
            facts = next((row for row in known_facts() if row["slug"] == fact["parent"]), None)
            parent = self.by_slug.get(fact["parent"]) or (
                self._from_facts(facts) if facts else None
            )
        is_orphan = fact["kind"] == Entity.Kind.DEPARTMENT and parent is None
        kind = Entity.Kind.INSTITUTION if is_orphan else fact["kind"]
        entity = Entity(kind=kind, slug=fact["slug"], parent=parent, aliases=fact["aliases"])
        for language in LANGUAGES:
            acronym = fact["acronym"].get(language, "")
            entity.write(language, name=fact["name"][language], acronym=acronym)
        self._add(entity)
        return entity

    def _made(self, name: str, line: int, parent: Entity | None) -> Entity:
        entity = Entity(
            kind=Entity.Kind.DEPARTMENT if parent else Entity.Kind.INSTITUTION,
            slug=self._free_slug(name),
            parent=parent,
            aliases=[name] if len(name) > LONGEST_NAME else [],
        )
        entity.write(self.plan.language, name=name[:LONGEST_NAME])
        self._add(entity)
        self.plan.note(line, "body_created", name)
        return entity

    def _add(self, entity: Entity) -> None:
        self.known.add(entity)
        self.by_slug[entity.slug] = entity
        self.slugs.add(entity.slug)
        self.plan.entities.append(entity)


def _ways(name: str) -> list[str]:
    """The name as printed, and without the acronym behind it."""
    shorter = _BEHIND.sub("", name)
    return [name, shorter] if shorter and shorter != name else [name]


def names_of(entity: Entity) -> list[str]:
    """All that is stored of its names."""
    return [*entity.texts("name").values(), *entity.texts("acronym").values(), *entity.aliases]
