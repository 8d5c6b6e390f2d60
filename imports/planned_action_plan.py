"""Plans a plan of action: meeting, document, themes, objectives and actions."""

import datetime
import json
from functools import cache
from typing import Any

from django.utils.text import slugify

from mandates.models import Document, Heading, Meeting, Paragraph
from mandates.models.paragraphs import natural_position
from mandates.slugs import propose_document_slug
from publication.languages import LANGUAGES, column, fold
from reports.models import Action

from .kept import kept
from .matrix_coverage import Kept
from .matrix_plans import MatrixPlan
from .matrix_rows import ActionRow, Objective, PlanOfAction, PlanTheme
from .notes import Refused
from .planned_bodies import FOLDER
from .planned_reports import Progress
from .plans import Fill

FIELDS = {"heading": "theme", "text": "text", "activity": "activity", "schedule": "schedule"}
"""Fields of an action by what a row calls them."""


@cache
def known_plans() -> tuple[dict[str, Any], ...]:
    return tuple(json.loads((FOLDER / "plans.json").read_text(encoding="utf-8")))


def plan_of_action(
    plan: MatrixPlan, matrix: PlanOfAction, document: Document | None, progress: Progress
) -> None:
    """Fill the plan with what the matrix says; `document` when a person named it.

    Raises Refused when neither the file nor a year says of when the plan is.
    """
    reader = _Reader(plan, document or _document(plan, matrix))
    objectives = [one for theme in matrix.themes for one in theme.objectives]
    plan.holds.update(
        rows=len(matrix.cells),
        themes=len(matrix.themes),
        objectives=len(objectives),
        paragraphs=len(objectives),
        actions=sum(len(one.actions) for one in objectives),
    )
    for line, code, word in matrix.notes:
        plan.note(line, code, *([word] if word else []))
    done = 0
    for ordinal, theme in enumerate(matrix.themes, 1):
        heading = reader.heading(theme, ordinal)
        for objective in theme.objectives:
            reader.objective(objective, heading, ordinal)
            done += 1
            progress(done, len(objectives))
    plan.left += matrix.left
    for left in matrix.left:
        plan.coverage.left_out(left.ink)
    reader.count(matrix)


def _document(plan: MatrixPlan, matrix: PlanOfAction) -> Document:
    """The document of that place and day: known, of known facts, or made from the file's head."""
    facts = _facts(matrix)
    when = matrix.date or (datetime.date(plan.year, 1, 1) if plan.year else None)
    if when is None:
        raise Refused("no_date")
    slug = facts["document"]["slug"] if facts else propose_document_slug(
        matrix.place or plan.language, when.year, "Plan of Action"
    )  # fmt: skip
    known = Document.objects.at_address(slug).first()
    if known is not None:
        return known
    document = Document(
        kind=Document.Kind.PLAN_OF_ACTION, slug=slug, date=when,
        meeting=_meeting(plan, matrix, facts),
        date_precision="day" if matrix.date else "year",
        numbering=Document.Numbering.PER_SECTION,
    )  # fmt: skip
    if facts:
        for language in LANGUAGES:
            texts = {name: facts["document"][name][language] for name in ("title", "short_title")}
            document.write(language, **texts)
    else:
        title = " ".join(filter(None, (matrix.title, matrix.body))) or "Plan of Action"
        document.write(plan.language, title=title[:400], short_title=matrix.title[:120])
        plan.note(1, "document_created", title)
    plan.documents.append(document)
    return document


def _facts(matrix: PlanOfAction) -> dict[str, Any] | None:
    for facts in known_plans():
        same_day = matrix.date and facts["date"] == matrix.date.isoformat()
        if same_day and fold(facts["place"]) in fold(matrix.place):
            return facts
    return None


def _meeting(
    plan: MatrixPlan, matrix: PlanOfAction, facts: dict[str, Any] | None
) -> Meeting | None:
    if matrix.starts is None:
        return None
    if facts:
        slug = facts["meeting"]["slug"]
        names, places = facts["meeting"]["name"], facts["meeting"]["place"]
    else:
        town = matrix.place.split(",")[0]
        slug = slugify(f"{matrix.body[:60]} {town} {matrix.starts.year}")[:120].strip("-")
        names, places = {plan.language: matrix.body[:255]}, {plan.language: matrix.place[:120]}
    known = Meeting.objects.of_slug(slug).first()
    if known is not None or not slug or not all(names.values()):
        return known
    meeting = Meeting(
        kind=Meeting.Kind.REGIONAL_CONFERENCE, slug=slug,
        starts_on=matrix.starts, ends_on=matrix.date,
    )  # fmt: skip
    for language, name in names.items():
        meeting.write(language, name=name, place=places[language])
    plan.meetings.append(meeting)
    return meeting


class _Reader:
    def __init__(self, plan: MatrixPlan, document: Document) -> None:
        self.plan, self.document = plan, document
        plan.document = document
        headings = document.headings.all() if document.pk else []
        self.headings = {heading.position: heading for heading in headings}
        self.named = {heading.slug: heading for heading in headings}
        paragraphs = Paragraph.objects.of_document(document) if document.pk else []
        self.paragraphs = {paragraph.slug: paragraph for paragraph in paragraphs}
        actions = Action.objects.of_document(document).in_order() if document.pk else []
        self.actions: dict[tuple[int, int], Action] = {
            (action.paragraph_id, action.position): action
            for action in actions
            if action.kept_by_id is None  # entities word some of their own
        }
        self.stored: list[str] = []

    def heading(self, theme: PlanTheme, ordinal: int) -> Heading:
        """Of its place in any language; a theme that comes up again keeps the first one's."""
        slug = slugify(theme.title)[:110] or f"theme-{ordinal}"
        heading = self.named.get(slug) or self.headings.get(ordinal)
        if heading is None:
            heading = Heading(document=self.document, slug=slug, position=ordinal)
            heading.write(self.plan.language, title=theme.title[:255])
            self.plan.headings.append(heading)
        else:
            self._fill(heading, theme.line, {"title": theme.title[:255]}, theme.title)
        self.named[slug] = heading
        return heading

    def objective(self, objective: Objective, heading: Heading, ordinal: int) -> None:
        """Numbers restart in each theme, so the address is `<theme ordinal>.<number>`."""
        slug = f"{ordinal}.{objective.number}"
        paragraph = self.paragraphs.get(slug)
        if paragraph is None:
            paragraph = Paragraph(
                document=self.document, section=heading, label=objective.number, slug=slug,
                position=natural_position(objective.number, ordinal),
            )  # fmt: skip
            paragraph.write(self.plan.language, text=objective.text)
            self.paragraphs[slug] = paragraph
            self.plan.paragraphs.append(paragraph)
        else:
            is_new = self._fill(paragraph, objective.line, {"text": objective.text}, slug)
            self.plan.unchanged += not is_new
        for text in paragraph.texts("text").values():
            self.stored += [f"{paragraph.label}.{text}", f"{paragraph.label}){text}", text]
        for position, row in enumerate(objective.actions):
            self._action(row, paragraph, position)

    def _action(self, row: ActionRow, paragraph: Paragraph, position: int) -> None:
        texts = {field: getattr(row, name) for field, name in FIELDS.items() if getattr(row, name)}
        action = self.actions.get((paragraph.pk, position)) if paragraph.pk else None
        if action is None:
            action = Action(paragraph=paragraph, position=position, state=row.state)
            action.write(self.plan.language, **texts)
            self.plan.actions.append(action)
        else:
            is_new = self._fill(action, row.line, texts, f"{paragraph.slug} ({position + 1})")
            self.plan.unchanged += not is_new
        self.stored += [text for field in FIELDS for text in action.texts(field).values()]

    def _fill(
        self, record: Heading | Paragraph | Action, line: int, texts: dict[str, str], name: str
    ) -> bool:
        """Give the record its text in this language when it has none; True when it gets one."""
        language = self.plan.language
        there = getattr(record, column(record.PRIMARY, language))
        if there is None:
            self.plan.fills.append(Fill(record, kept(record)))
            record.write(language, **texts)
            return True
        if fold(there) != fold(texts[record.PRIMARY]):
            self.plan.note(line, "paragraph_conflict", name, language)
        return False

    def count(self, matrix: PlanOfAction) -> None:
        titles = [
            text for theme in self.headings.values() for text in theme.texts("title").values()
        ]
        kept = Kept([*self.stored, *titles])
        for _line, cells in matrix.cells:
            for text in cells:
                self.plan.coverage.cell_in(kept, text)
