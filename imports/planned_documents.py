"""Plans the first part of a legacy page: its documents, their headings and paragraphs."""

from collections.abc import Iterable

from django.db.models import Max

from mandates.models import Document, Heading, Meeting, Paragraph, ParagraphTheme, Theme
from mandates.models.paragraphs import natural_position, paragraph_slug
from mandates.slugs import propose_document_slug
from publication.dates import PartialDate
from publication.languages import column
from publication.redirects import redirects_below

from .identify import identify
from .kept import clear, kept
from .legacy_rows import DocumentRow, ParagraphRow
from .matching import CitedNumbers, KnownDocuments, RunInHeadings
from .planned_entities import free_slug
from .plans import Fill, Plan

LONGEST_NUMBER = Paragraph._meta.get_field("label").max_length
KINDS = {
    "plan": Document.Kind.PLAN_OF_ACTION,
    "declar": Document.Kind.DECLARATION,
    "déclar": Document.Kind.DECLARATION,
    "mandat": Document.Kind.MANDATES,
}


def plan_documents(
    plan: Plan, rows: Iterable[DocumentRow], create_missing: bool
) -> tuple[list[Document], CitedNumbers]:
    """Plan the page's documents; returns them, and the numbers of all paragraphs of the theme."""
    documents = _Documents(plan, create_missing)
    scope: list[Document] = []
    for row in rows:
        plan.holds["documents"] += 1
        plan.holds["paragraphs"] += len(row.paragraphs)
        document = documents.find(row)
        if document is not None:
            _Paragraphs(plan, document, documents.themes, documents.links).read(row.paragraphs)
            if document not in scope:
                scope.append(document)
    return scope, documents.links.numbers()


class _Documents:
    """Documents by the page's titles."""

    def __init__(self, plan: Plan, create_missing: bool) -> None:
        self.plan, self.create_missing = plan, create_missing
        self.known = KnownDocuments(Document.objects.all())
        self.slugs = set(Document.objects.values_list("slug", flat=True))
        self.themes = list(Theme.objects.all())
        self.links = _Links(plan)

    def find(self, row: DocumentRow) -> Document | None:
        found = self.known.find(row)
        if len(found) == 1:
            return found[0]
        if found:
            self.plan.note(row.line, "ambiguous_document", row.title)
        elif not self.create_missing:
            self.plan.note(row.line, "unknown_document", row.title)
        elif not row.date:
            self.plan.note(row.line, "document_without_date", row.title)
        else:
            return self._new(row)
        return None

    def _new(self, row: DocumentRow) -> Document:
        adopted = PartialDate.parse(row.date)
        proposed = propose_document_slug(row.place, adopted.date.year, row.name)
        document = Document(
            kind=_kind(row.name),
            slug=free_slug(proposed, self.slugs),
            date=adopted.date,
            date_precision=adopted.precision,
            aliases=[row.title],
            meeting=Meeting.objects.summits().held_in_month(adopted.date).first(),
            is_demonstration=self.plan.demonstration,
        )
        document.write(self.plan.language, title=row.title[:400], short_title=row.name[:120])
        self.known.add(document)
        self.plan.documents.append(document)
        self.plan.note(row.line, "document_created", row.title)
        return document


def _kind(name: str) -> Document.Kind:
    word = name.lower()
    found = (kind for start, kind in KINDS.items() if start in word)
    return next(found, Document.Kind.STATEMENT)


class _Links:
    """The theme's own list of paragraphs, to which the page's are added in its order."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        links = ParagraphTheme.objects.of_theme(plan.theme)
        self.known = {link.paragraph_id: link for link in links}
        self.new: set[int] = set()
        last = links.aggregate(last=Max("position"))["last"]
        self.position = 0 if last is None else last + 1

    def add(self, paragraph: Paragraph, taken_over: bool) -> None:
        """Link the paragraph; one taken over from the demonstration gets its place on the page."""
        link = self.known.get(paragraph.pk)
        if link is None and id(paragraph) not in self.new:
            link = ParagraphTheme(paragraph=paragraph, theme=self.plan.theme)
            self.new.add(id(paragraph))
            self.plan.theme_links.append(link)
        elif link is not None and taken_over:
            self.plan.moved_links.append(Fill(link, kept(link)))
        else:
            return
        link.position = self.position
        self.position += 1

    def numbers(self) -> CitedNumbers:
        """All paragraphs of the theme, known and planned, to resolve citations against."""
        numbers = CitedNumbers()
        known = Paragraph.objects.for_theme(self.plan.theme).with_document()
        for paragraph in (*known, *(link.paragraph for link in self.plan.theme_links)):
            numbers.add(paragraph, paragraph.document.adopted)
        return numbers


class _Paragraphs:
    """The paragraphs of one document."""

    def __init__(self, plan: Plan, document: Document, themes: list[Theme], links: _Links) -> None:
        self.plan, self.document, self.links = plan, document, links
        planned = [p for p in plan.paragraphs if p.document is document]
        filled = [f.record for f in plan.fills if f.record.document_id == document.pk]
        known = Paragraph.objects.of_document(document) if document.pk else []
        self.there = {p.slug: p for p in (*known, *planned, *filled)}
        self.filled = {p.pk for p in filled}
        self.address = f"/documents/{document.slug}/"
        self.redirects = redirects_below(self.address) if document.pk else {}
        self.per_section = document.numbers_restart
        headings = list(document.headings.all()) if document.pk else []
        headings += [h for h in plan.headings if h.document is document]
        self.headings = {heading.slug: heading for heading in headings}
        self.run_in = RunInHeadings(headings, themes)

    def read(self, rows: Iterable[ParagraphRow]) -> None:
        for row in rows:
            if row.text:  # one without text is in the parser's warnings
                self._read(row)

    def _read(self, row: ParagraphRow) -> None:
        heading = self._heading(row) if self.per_section else None
        slug = paragraph_slug(row.number, heading.slug if heading else "")
        if not slug.strip("-") or len(row.number) > LONGEST_NUMBER:
            self.plan.note(row.line, "number_without_address", row.number)
            return
        language = identify(row.text, self.plan.language)
        if language != self.plan.language:
            self.plan.note(row.line, "paragraph_language", row.number, language)
        paragraph, taken_over = self.there.get(slug) or self._moved(slug), False
        if paragraph is None:
            paragraph = self.there[slug] = self._new(heading, slug, row, language)
        else:
            taken_over = paragraph.is_demonstration and not self.plan.demonstration
            self._known(paragraph, row, language, taken_over)
        self.links.add(paragraph, taken_over)

    def _moved(self, slug: str) -> Paragraph | None:
        """The paragraph that readers of this address are led to, since one was merged or renamed.

        Its own text is left alone as that of any other that is known.
        """
        match self.redirects.get(f"{self.address}{slug}/", "").strip("/").split("/"):
            case ["documents", document, kept]:
                paragraph = Paragraph.objects.at_address(document, kept).first()
                if paragraph is not None:
                    self.there[slug] = paragraph
                return paragraph
        return None

    def _heading(self, row: ParagraphRow) -> Heading:
        """The heading in the paragraph's address: the one its text opens with, else the theme's."""
        found = self.run_in.find(row.text) or self.plan.theme
        if found.slug not in self.headings:
            self.headings[found.slug] = self._new_heading(found)
        return self.headings[found.slug]

    def _opens_with_heading(self, row: ParagraphRow) -> bool:
        return self.per_section and self.run_in.find(row.text) is not None

    def _new_heading(self, source: Heading | Theme) -> Heading:
        heading = Heading(document=self.document, slug=source.slug, position=len(self.headings))
        for language, text in source.texts(source.PRIMARY).items():
            heading.write(language, title=text)
        self.plan.headings.append(heading)
        return heading

    def _new(
        self, heading: Heading | None, slug: str, row: ParagraphRow, language: str
    ) -> Paragraph:
        paragraph = Paragraph(
            document=self.document,
            section=heading,
            label=row.number,
            slug=slug,
            position=natural_position(row.number, heading.position if heading else 0),
            opens_with_heading=self._opens_with_heading(row),
            is_demonstration=self.plan.demonstration,
        )
        paragraph.write(language, text=row.text)
        self.plan.paragraphs.append(paragraph)
        return paragraph

    def _known(
        self, paragraph: Paragraph, row: ParagraphRow, language: str, taken_over: bool
    ) -> None:
        text = getattr(paragraph, column("text", language))
        is_ours = taken_over or paragraph.is_demonstration == self.plan.demonstration
        is_new = paragraph.pk is None or paragraph.pk in self.filled
        if is_ours and (taken_over or text is None):
            self._fill(paragraph, row, language, taken_over, is_new)
            return
        if is_ours and text != row.text:
            self.plan.note(row.line, "paragraph_conflict", row.number, language)
        self.plan.unchanged += not is_new

    def _fill(
        self, paragraph: Paragraph, row: ParagraphRow, language: str, taken_over: bool, is_new: bool
    ) -> None:
        if not is_new:
            self.plan.fills.append(Fill(paragraph, kept(paragraph)))
            self.filled.add(paragraph.pk)
        if taken_over:
            clear(paragraph, "text")
            paragraph.is_demonstration = False
            paragraph.opens_with_heading = self._opens_with_heading(row)
        paragraph.write(language, text=row.text)
