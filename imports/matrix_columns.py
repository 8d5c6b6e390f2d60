"""What the columns of a matrix are, told by their headings in the portal's four languages."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from publication.languages import fold

from .layouts import ANNUAL_REPORT, COMPENDIUM, PLAN_OF_ACTION
from .matrix_cells import Cell

ROLES: dict[str, dict[str, str]] = {
    ANNUAL_REPORT: {
        "activities": r"activit\w+ (stated|listed|set out)|actividades enunciadas"
        r"|activites enoncees|atividades enunciadas",
        "done": r"activities (developed|executed|carried out|conducted)"
        r"|actividades (realizadas|ejecutadas)|activites (realisees|executees)"
        r"|atividades (realizadas|executadas)",
        "planned": r"(programmed|planned|scheduled) activities|activities (programmed|planned)"
        r"|actividades (programadas|planificadas)|activites (programmees|prevues|planifiees)"
        r"|atividades (programadas|planejadas|previstas)",
        "financing": r"(type|source|sources) of (financing|funding)|financing|funding"
        r"|(tipo|fuentes?) de financiamiento|(type|sources?) de financement"
        r"|(tipo|fontes?) de financiamento",
        "organization": r"(implementers?|actor(es)? del programa|implementador(es)?|responsables?"
        r"|organe responsable|acteurs? du programme|ator(es)? do programa)$",
    },
    COMPENDIUM: {
        "organization": r"organi[sz]ations?\b|secretariat|organizaci\w+|secretaria"
        r"|organisme|organizac\w+",
        "description": r"description|descripci\w+|descric\w+",
        "reference": r"reference|documento de referencia|document de reference",
        "project": r"(name|title) of (the )?project|nombre del proyecto|nom du projet"
        r"|nome do projeto",
        "partners": r"national societ|sociedad\w* nacional|societes? nationales?"
        r"|sociedades nacionais",
        "territory": r"geographic\w* coverage|cobertura geografica|couverture geographique",
        "beneficiaries": r"(number of )?beneficiar|(numero|cantidad) de beneficiari"
        r"|nombre de beneficiaires|beneficiaires|numero de beneficiarios",
        "contact": r"contact|persona\w* de contact|personne\w* (a )?contact|pessoas? de contato",
    },
    PLAN_OF_ACTION: {
        "theme": r"temas?$|themes?$",
        "objective": r"objetivos?$|objectives?$|objectifs?$",
        "text": r"accion\w*|actions?\b|acao|acoes",
        "activity": r"actividad\w*$|activit(y|ies)$|activites?$|atividades?$",
        "schedule": r"calendario|calend[ae]r|schedule|calendrier|cronograma",
    },
}
"""For each layout, by role, what the folded heading begins with."""

NEXT = "next"
"""The second column of planned activities, after that of what was done."""

IGNORED = "-"
"""A person's choice for a column that is to be left out, with its cells listed."""

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Columns:
    """The roles of a table's columns from left to right; an empty one is not understood."""

    roles: tuple[str, ...]
    headings: tuple[str, ...] = ()
    years: dict[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.roles)

    def cell(self, cells: Sequence[Cell], role: str) -> Cell | None:
        """The cell of that role in a row, if the table and the row have one."""
        if role not in self.roles:
            return None
        place = self.roles.index(role)
        return cells[place] if place < len(cells) else None


def offered(layout: str) -> tuple[str, ...]:
    """The roles a column of the layout can have."""
    roles = tuple(ROLES[layout])
    return (*roles, NEXT) if layout == ANNUAL_REPORT else roles


def role_of(heading: str, layout: str, chosen: Mapping[str, str]) -> str:
    """What a heading stands for; empty when it is not known. `chosen`: roles by folded heading."""
    folded = fold(heading)
    if folded in chosen:
        return chosen[folded]
    if len(folded) > 120:
        return ""
    found = (role for role, words in ROLES[layout].items() if re.match(words, folded))
    return next(found, "")


def columns(cells: Sequence[Cell], layout: str, chosen: Mapping[str, str]) -> Columns | None:
    """The columns whose headings these cells are; None when they are no headings.

    At least two are known, and at least half. A role that comes twice is told by its place: of two
    columns of planned activities the second is the next year's, whatever year is printed.
    """
    roles: list[str] = []
    years: dict[str, int] = {}
    for cell in cells:
        role = role_of(cell.text, layout, chosen)
        if role == "planned" and (role in roles or "done" in roles):
            role = NEXT
        if role in roles and role != IGNORED:
            role = ""
        roles.append(role)
        if role and (year := _YEAR.search(cell.text)):
            years.setdefault(role, int(year[0]))
    known = sum(map(bool, roles))
    if known < 2 or 2 * known < len(roles):
        return None
    return Columns(tuple(roles), tuple(cell.text for cell in cells), years)
