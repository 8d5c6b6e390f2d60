"""Sheets of who reports."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from countries.models import Entity

from .cells import choice, language, line, lines, one_of, texts, url
from .known import Known
from .plans import PlannedRow
from .records import RecordSheet

Kind = Entity.Kind


class EntitySheet(RecordSheet):
    code = "entities"
    label = _("Entities")
    model = Entity
    translated = ("name", "official_name", "acronym")
    facts = {
        name: name
        for name in ("kind", "aliases", "parent", "iso_3166_1", "subregion", "website")
    }  # fmt: skip
    reads = {
        "kind": choice(Kind),
        **texts("name", line(200)),
        **texts("official_name", line(255)),
        **texts("acronym", line(30)),
        "original_language": language,
        "aliases": lines,
        "parent": one_of("entities"),
        "iso_3166_1": lambda text, known: line(2)(text, known) or None,
        "subregion": choice(Entity.Subregion, empty=True),
        "website": url(200),
    }
    needed = ("kind",)

    def find(self, ids: Iterable[str]) -> dict[str, tuple[Entity, Entity]]:
        return self.loaded(Entity.objects.with_slugs(list(ids)))

    def apply(self, row: PlannedRow, known: Known) -> None:
        super().apply(row, known)
        entity: Entity = row.target
        is_state, code = entity.kind == Kind.STATE, entity.iso_3166_1
        part_of_itself = entity.parent_id is not None and entity.parent_id == entity.pk
        if (entity.kind == Kind.DEPARTMENT) != (entity.parent is not None) or part_of_itself:
            row.fault("parent", "sheet_department")
        if is_state and not entity.subregion:
            row.fault("subregion", "sheet_subregion")
        if code and not (len(code) == 2 and code.isascii() and code.isalpha() and code.isupper()):
            row.fault("iso_3166_1", "sheet_iso")
        elif bool(code) != is_state and not (is_state and entity.is_demonstration):
            row.fault("iso_3166_1", "sheet_state_code")

    def check(self, rows: Sequence[PlannedRow], known: Known) -> None:
        """A code belongs to one state."""
        super().check(rows, known)
        owners = {one.iso_3166_1: one.slug for one in known.entities.values() if one.iso_3166_1}
        for row in rows:
            code = row.target.iso_3166_1
            if code and owners.setdefault(code, row.target.slug) != row.target.slug:
                row.fault("iso_3166_1", "sheet_taken", code, owners[code])
