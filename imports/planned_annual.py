"""Plans an annual report: activities of the programme, implementers, and a report of each."""

import datetime

from countries.models import Entity
from mandates.models import Document
from publication.dates import PartialDate, Precision
from publication.languages import LANGUAGES
from reports.models import Cycle

from .matrix_cells import ink
from .matrix_plans import MatrixPlan
from .matrix_rows import AnnualReport, Implementer, Left
from .planned_activities import Activities
from .planned_bodies import Bodies
from .planned_reports import Progress
from .planned_sections import MatrixReports, Place, Said

COLUMNS = ("activities", "planned", "done", "next", "financing")
"""In the order of the paper, which is that of the report's sections."""

BLOCK: Place = ("done", 9)
"""Where a text whose columns cannot be told apart is kept whole."""

CYCLE_NAMES = {
    "en": "{}: annual report {}",
    "es": "{}: informe anual {}",
    "fr": "{} : rapport annuel {}",
    "pt-br": "{}: relatório anual {}",
}


def plan_annual_report(
    plan: MatrixPlan,
    matrix: AnnualReport,
    document: Document,
    decisions: dict[str, str],
    progress: Progress,
) -> None:
    """Fill the plan, whose year is set, with what the matrix says."""
    plan.document = document
    activities = Activities(plan, document)
    for row in matrix.rows:
        for activity in row.activities:
            if activity.number:
                activities.add(activity, plan.language)
    activities.index(plan.language)
    bodies = Bodies(plan)
    said, parents = [], set()
    for row in matrix.rows:
        entity = bodies.named(row.name, row.line, row.within)
        if entity is None:
            _leave(plan, row)
            continue
        if row.within and bodies.parent(row.within):
            parents.add(row.within)
        said.append(_said(plan, matrix, row, entity, activities, document))
    _hold(plan, matrix, said)
    plan.left += [one for one in matrix.left if one.text not in parents]
    for one in matrix.left:
        if one.ink and one.text not in parents:
            plan.coverage.left_out(one.ink)
    _plan_cycle(plan, document, [one.entity for one in said])
    MatrixReports(plan, decisions, progress).read(said)


def _said(
    plan: MatrixPlan,
    matrix: AnnualReport,
    row: Implementer,
    entity: Entity,
    activities: Activities,
    document: Document,
) -> Said:
    texts: list[tuple[Place, str]] = [
        ((role, place), row.cells[role].text)
        for place, role in enumerate(COLUMNS)
        if role in row.cells and row.cells[role].text
    ]
    if row.block is not None:
        texts.append((BLOCK, row.block.text))
        plan.note(row.line, "block_without_columns", row.name)
    return Said(
        row.line,
        entity,
        row.name,
        f"annual-report|{document.slug}|{plan.year}",
        PartialDate(datetime.date(plan.year or 1, 1, 1), Precision.YEAR),
        matrix.symbol,
        texts,
        activities.cited(row.activities),
        cells=[text for _place, text in texts],
        headings=[row.name],
    )


def _leave(plan: MatrixPlan, row: Implementer) -> None:
    for cell in [*row.cells.values(), *([row.block] if row.block else [])]:
        if cell.text:
            plan.left.append(Left(cell.line, cell.text, cell.ink))
            plan.coverage.left_out(cell.ink)
    plan.coverage.left_out(ink(row.name))


def _hold(plan: MatrixPlan, matrix: AnnualReport, said: list[Said]) -> None:
    numbers = {one.number for row in matrix.rows for one in row.activities if one.number}
    entities = {id(one.entity) for one in said}
    plan.holds.update(
        rows=len(matrix.rows),
        entities=len(entities),
        paragraphs=len(numbers),
        reports=len(entities),
    )


def _plan_cycle(plan: MatrixPlan, document: Document, entities: list[Entity]) -> None:
    """The programme's year as a closed cycle: it asks the implementers, about the programme."""
    slug = f"{document.slug[:110]}-{plan.year}"
    asked = list({id(entity): entity for entity in entities}.values())
    cycle = Cycle.objects.of_slug(slug).first()
    if cycle is not None:
        known = set(cycle.asked.values_list("entity_id", flat=True))
        plan.cycle = cycle
        plan.asked = [entity for entity in asked if entity.pk not in known]
        known = set(cycle.scope.values_list("document_id", flat=True))
        plan.scope = [] if document.pk in known else [document]
        return
    cycle = Cycle(slug=slug, is_legacy=True)
    titles = document.texts("short_title") or document.texts("title")
    for language in LANGUAGES:
        if language in titles:
            cycle.write(
                language, name=CYCLE_NAMES[language].format(titles[language][:150], plan.year)
            )
    plan.cycle, plan.asked, plan.scope = cycle, asked, [document]
