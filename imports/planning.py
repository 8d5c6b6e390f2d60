"""Compares the rows of a legacy page with the records: what is new, what is filled, what stays.

Nothing is written here. New records are built unsaved; `loading.write` saves them in one short
transaction.
"""

from countries.models import Entity
from mandates.models import Document, Theme
from publication.languages import LANGUAGES
from publication.models import Revision
from reports.models import Cycle

from .kept import kept_cycle
from .legacy_rows import Page
from .notes import Note
from .planned_documents import plan_documents
from .planned_reports import Progress, no_progress, plan_reports
from .plans import Plan

CYCLE_NAMES = {
    "en": "Page of the earlier site: {}",
    "es": "Página del sitio anterior: {}",
    "fr": "Page de l’ancien site : {}",
    "pt-br": "Página do site anterior: {}",
}


def plan_page(
    page: Page,
    theme: Theme,
    *,
    language: str | None = None,
    create_missing: bool = False,
    demonstration: bool = False,
    progress: Progress = no_progress,
) -> Plan:
    """Compare `page` with the records of `theme`. Reads the database, writes nothing.

    `language` is the page's interface language when its labels should not decide it. With
    `create_missing` unknown entities and documents are planned, else they are left out and noted.
    """
    # First, so that whatever changes from here on is noticed when the plan is written.
    revision = Revision.objects.current().number
    plan = Plan(theme, language or page.language, demonstration, revision)
    plan.notes += [Note(w.line, w.code, (w.quote,)) for w in page.warnings]
    scope, numbers = plan_documents(plan, page.documents, create_missing)
    asked = plan_reports(plan, page.entities, create_missing, numbers, progress)
    _plan_cycle(plan, asked, scope)
    return plan


def _plan_cycle(plan: Plan, asked: list[Entity], scope: list[Document]) -> None:
    """A legacy page asks exactly the entities it lists, about exactly the documents it lists.

    The demonstration never adds to a real page's cycle; a real page takes over a demonstration's.
    """
    slug = f"legacy-{plan.theme.slug}"
    cycle = Cycle.objects.of_slug(slug).first()
    if cycle is None:
        plan.cycle = _new_cycle(plan.theme, slug, plan.demonstration)
        plan.asked, plan.scope = asked, scope
        return
    plan.cycle = cycle
    if cycle.is_demonstration and not plan.demonstration:
        plan.cycle_before = kept_cycle(cycle)
        cycle.is_demonstration = False
        plan.asked, plan.scope = asked, scope
    elif cycle.is_demonstration == plan.demonstration:
        known = set(cycle.asked.values_list("entity_id", flat=True))
        plan.asked = [entity for entity in asked if entity.pk not in known]
        known = set(cycle.scope.values_list("document_id", flat=True))
        plan.scope = [document for document in scope if document.pk not in known]


def _new_cycle(theme: Theme, slug: str, demonstration: bool) -> Cycle:
    cycle = Cycle(slug=slug, is_legacy=True, is_demonstration=demonstration)
    names = theme.texts("name")
    for language in LANGUAGES:
        if language in names:
            cycle.write(language, name=CYCLE_NAMES[language].format(names[language]))
    return cycle
