"""Plans the numbered activities of a programme, as matrices of its annual reports print them."""

from collections.abc import Iterable

from mandates.models import Document, Paragraph
from mandates.models.paragraphs import natural_position, paragraph_slug
from publication.languages import column, fold

from .kept import kept
from .matrix_plans import MatrixPlan
from .matrix_rows import Activity
from .plans import Fill


class Activities:
    """The programme's paragraphs by number, those planned here among them."""

    def __init__(self, plan: MatrixPlan, document: Document) -> None:
        self.plan, self.document = plan, document
        rows = Paragraph.objects.of_document(document) if document.pk else []
        self.there = {paragraph.slug: paragraph for paragraph in rows}
        self.filled: set[int] = set()
        self.met: set[str] = set()
        self.by_words: dict[str, Paragraph] = {}

    def add(self, activity: Activity, language: str) -> None:
        """Plan a numbered activity; another text under the same number is noted and left out."""
        slug = paragraph_slug(activity.number)
        paragraph = self.there.get(slug)
        is_first = slug not in self.met
        self.met.add(slug)
        if paragraph is None:
            self._new(activity, slug, language)
            return
        text = getattr(paragraph, column("text", language))
        if text is None:
            self._fill(paragraph, activity, language)
        else:
            if fold(text) != fold(activity.text):
                self.plan.note(activity.line, "activity_otherwise", activity.number, language)
            is_old = paragraph.pk is not None and paragraph.pk not in self.filled
            self.plan.unchanged += is_first and is_old

    def _new(self, activity: Activity, slug: str, language: str) -> None:
        paragraph = Paragraph(
            document=self.document,
            label=activity.number,
            slug=slug,
            position=natural_position(activity.number),
        )
        paragraph.write(language, text=activity.text)
        self.there[slug] = paragraph
        self.plan.paragraphs.append(paragraph)

    def _fill(self, paragraph: Paragraph, activity: Activity, language: str) -> None:
        if paragraph.pk is not None and paragraph.pk not in self.filled:
            self.plan.fills.append(Fill(paragraph, kept(paragraph)))
            self.filled.add(paragraph.pk)
        paragraph.write(language, text=activity.text)

    def index(self, language: str) -> None:
        """Note the words of all that are known, for activities printed without their number."""
        for paragraph in self.there.values():
            if text := getattr(paragraph, column("text", language)):
                self.by_words.setdefault(fold(text), paragraph)

    def cited(self, activities: Iterable[Activity]) -> list[Paragraph]:
        """The paragraphs meant, each once: by number, or by exactly the same words."""
        found: dict[int, Paragraph] = {}
        for activity in activities:
            if activity.number:
                paragraph = self.there.get(paragraph_slug(activity.number))
            else:
                paragraph = self.by_words.get(fold(activity.text))
                if paragraph is None:
                    words = " ".join(activity.text.split())[:80]
                    self.plan.note(activity.line, "activity_without_number", words)
            if paragraph is not None:
                found.setdefault(id(paragraph), paragraph)
        return list(found.values())
