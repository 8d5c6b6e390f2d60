"""Plans a compendium: a report per organization and reference document."""

import datetime

from publication.dates import PartialDate, Precision
from publication.languages import fold

from .matrix_cells import ink
from .matrix_plans import MatrixPlan
from .matrix_rows import Compendium, Contribution, Left
from .planned_bodies import Bodies
from .planned_reports import Progress
from .planned_sections import MatrixReports, Place, Said

LONGEST_KEY = 120


def plan_compendium(
    plan: MatrixPlan, matrix: Compendium, decisions: dict[str, str], progress: Progress
) -> None:
    """Fill the plan, whose year is set, with what the matrix says."""
    bodies = Bodies(plan)
    said: list[Said] = []
    for row in matrix.rows:
        entity = bodies.named(row.name, row.line)
        if entity is None:
            _leave(plan, row)
            continue
        when = PartialDate(row.date or datetime.date(plan.year or 1, 1, 1))
        if row.date is None:
            when = PartialDate(when.date, Precision.YEAR)
            plan.note(row.line, "compendium_year", row.name, str(plan.year))
        one = Said(
            row.line, entity, row.name, _key(plan, row), when, row.symbol, _texts(row),
        )  # fmt: skip
        one.contacts = [(n, p.contact.text) for n, p in enumerate(row.projects, 1) if p.contact]
        one.cells = [text for _place, text in one.texts]
        one.headings = [row.name]
        plan.coverage.cell(row.symbol, [one.symbol])
        said.append(one)
    plan.holds.update(
        rows=matrix.table_rows,
        entities=len({id(one.entity) for one in said}),
        reports=len({(id(one.entity), one.key) for one in said}),
    )
    plan.left += matrix.left
    for left in matrix.left:
        plan.coverage.left_out(left.ink)
    MatrixReports(plan, decisions, progress).read(said)


def _key(plan: MatrixPlan, row: Contribution) -> str:
    source = fold(row.symbol or row.reference)[:LONGEST_KEY]
    return f"compendium|{plan.year}|{source}"


def _texts(row: Contribution) -> list[tuple[Place, str]]:
    """Descriptions one by one, then each row of an annex with its own place, then the source."""
    texts: list[tuple[Place, str]] = []
    if row.descriptions:
        joined = "\n\n".join(cell.text for cell in row.descriptions)
        texts.append((("done", 0), joined))
    for place, project in enumerate(row.projects, 1):
        title = project.cells.get("project")
        described = project.cells.get("description")
        done = "\n\n".join(cell.text for cell in (title, described) if cell)
        if done:
            texts.append((("done", place), done))
        for role in ("partners", "territory", "beneficiaries"):
            if role in project.cells:
                texts.append(((role, place), project.cells[role].text))
    if row.reference:
        texts.append((("source", len(row.projects) + 1), row.reference))
    return texts


def _leave(plan: MatrixPlan, row: Contribution) -> None:
    cells = [
        *row.descriptions,
        *(cell for project in row.projects for cell in project.cells.values()),
    ]
    for cell in cells:
        plan.left.append(Left(cell.line, cell.text, cell.ink))
        plan.coverage.left_out(cell.ink)
    plan.coverage.left_out(ink(row.name))
