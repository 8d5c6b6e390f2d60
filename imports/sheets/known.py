"""The records that cells name, by what they are called there; each sort read when first asked."""

from functools import cached_property

from countries.models import Entity
from mandates.models import Document, Goal, Heading, Indicator, Paragraph, Theme


class CellFault(Exception):
    """The cell is not taken: a code of `imports.notes` and its words."""

    def __init__(self, code: str, *words: str) -> None:
        super().__init__(code)
        self.code, self.words = code, words


class Known:
    @cached_property
    def entities(self) -> dict[str, Entity]:
        return {entity.slug: entity for entity in Entity.objects.all()}

    @cached_property
    def themes(self) -> dict[str, Theme]:
        return {theme.slug: theme for theme in Theme.objects.all()}

    @cached_property
    def goals(self) -> dict[str, Goal]:
        return {str(goal.number): goal for goal in Goal.objects.all()}

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        return {indicator.slug: indicator for indicator in Indicator.objects.all()}

    @cached_property
    def documents(self) -> dict[str, Document]:
        return {document.slug: document for document in Document.objects.all()}

    @cached_property
    def headings(self) -> dict[tuple[int, str], Heading]:
        """By the document's id and the heading's address part."""
        return {(one.document_id, one.slug): one for one in Heading.objects.all()}

    @cached_property
    def _paragraphs(self) -> dict[str, dict[str, int]]:
        return {}

    def paragraph(self, address: str) -> int:
        """The id of the paragraph at "document/paragraph". Raises CellFault for an unknown one."""
        document, _slash, slug = address.partition("/")
        if document not in self._paragraphs:
            found = Paragraph.objects.in_documents([document])
            self._paragraphs[document] = dict(found.values_list("slug", "pk"))
        if slug not in self._paragraphs[document]:
            raise CellFault("cell_unknown", address[:60])
        return self._paragraphs[document][slug]
