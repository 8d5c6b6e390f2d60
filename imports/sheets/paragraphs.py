"""Sheets of the numbered paragraphs of documents."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from mandates.models import Document, Heading, Paragraph, ParagraphTheme
from mandates.models.paragraphs import PARAGRAPH_SLUG, natural_position, paragraph_slug

from .cells import (
    choice,
    day,
    language,
    line,
    lines,
    number,
    one_of,
    prose,
    some_of,
    texts,
)
from .known import Known
from .plans import PlannedRow
from .records import RecordSheet

LifeCycle = Paragraph.LifeCycle


class ParagraphSheet(RecordSheet):
    """A paragraph stays in its document, under the address it has."""

    code = "paragraphs"
    label = _("Paragraphs")
    model = Paragraph
    translated = ("text", "life_cycle_reason")
    facts = {
        "number": "label",
        **{
            name: name
            for name in ("position", "nature", "life_cycle", "life_cycle_date", "affected_groups")
        },
    }
    lists = ("goals", "addressees")
    reads = {
        "document": one_of("documents"),
        "number": line(40),
        "section": line(120),
        "position": number,
        **texts("text", prose),
        "original_language": language,
        "nature": choice(Paragraph.Nature),
        "life_cycle": choice(LifeCycle),
        "life_cycle_date": day,
        **texts("life_cycle_reason", prose),
        "themes": some_of("themes"),
        "addressees": some_of("entities"),
        "affected_groups": lines,
        "goals": some_of("goals"),
    }
    needed = ("document", "number")
    ADDRESS = rf"[a-z0-9-]+/{PARAGRAPH_SLUG}"

    def find(self, ids: Iterable[str]) -> dict[str, tuple[Paragraph, Paragraph]]:
        documents = {one.split("/")[0] for one in ids}
        return self.loaded(Paragraph.objects.in_documents(documents))

    def id_of(self, record: Paragraph) -> str:
        return f"{record.document.slug}/{record.slug}"

    def new(self, row: PlannedRow, known: Known) -> Paragraph:
        """A paragraph whose address follows from its number, and from its heading where they
        restart.
        """
        document, label = row.values["document"], row.values["number"]
        heading = _heading(row, known, document)
        restarts = document.numbers_restart
        under = heading if restarts else None
        return Paragraph(
            document=document, section=heading,
            slug=paragraph_slug(label, under.slug if under else ""),
            position=natural_position(label, under.position if under else 0),
        )  # fmt: skip

    def apply(self, row: PlannedRow, known: Known) -> None:
        super().apply(row, known)
        one: Paragraph = row.target
        if row.record is not None and "themes" in row.values:
            row.before["theme_links"] = [
                [link.pk, link.theme_id, link.position] for link in one.theme_links.all()
            ]
        if row.record is not None and "document" in row.values:
            row.fault("document", "sheet_read_only")
        elif row.record is not None and "section" in row.values:
            one.section = _heading(row, known, one.document)
            one.settle()
        elif row.record is None and row.name not in ("", self.id_of(one)):
            row.fault("id", "sheet_address", self.id_of(one))
        if not one.label:
            row.fault("number", "sheet_needed")
        if (one.life_cycle == LifeCycle.ACTIVE) != (one.life_cycle_date is None):
            row.fault("life_cycle_date", "sheet_end_date")

    def save_lists(self, row: PlannedRow) -> list[ParagraphTheme]:
        super().save_lists(row)
        if "themes" not in row.values:
            return []
        wanted = {theme.pk for theme in row.values["themes"]}
        there = {link.theme_id: link for link in ParagraphTheme.objects.of_paragraph(row.target)}
        for theme, link in there.items():
            if theme not in wanted:
                link.delete()
        return [
            ParagraphTheme.objects.create(
                paragraph=row.target, theme_id=theme,
                position=ParagraphTheme.objects.next_position(theme),
            )
            for theme in sorted(wanted - there.keys())
        ]  # fmt: skip


def _heading(row: PlannedRow, known: Known, document: Document) -> Heading | None:
    slug = row.values.get("section")
    if not slug:
        return None
    found = known.headings.get((document.pk, slug))
    if found is None:
        row.fault("section", "cell_unknown", slug[:60])
    return found
