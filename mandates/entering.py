"""A new document entered by staff: its languages side by side, checked, and written at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext
from simple_history.utils import bulk_create_with_history

from publication.changes import changed
from publication.languages import ENDONYMS

from .models import Document, Heading, Paragraph, ParagraphTheme, Theme
from .models.paragraphs import paragraph_slug
from .splitting import Piece, Split

LONGEST_HEADING = Heading._meta.get_field("title").max_length


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph in every language it is there in; `section` is the number of its heading,
    `slug` its part of the address.
    """

    section: int
    slug: str
    label: str
    texts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Draft:
    """The languages of a document side by side.

    `problems` stand in the way of writing it, `notes` do not; both in words.
    """

    headings: list[dict[str, str]]
    rows: list[Row]
    problems: list[str]
    notes: list[str]

    def under(self, section: int) -> list[Row]:
        return [row for row in self.rows if row.section == section]

    @property
    def blocks(self) -> list[tuple[dict[str, str], list[Row]]]:
        """Rows by heading; those before any heading first, where there are some."""
        first = [({}, self.under(0))] if self.under(0) else []
        numbered = enumerate(self.headings, start=1)
        return [*first, *((heading, self.under(number)) for number, heading in numbered)]


def side_by_side(splits: dict[str, Split], *, per_section: bool) -> Draft:
    """Paragraphs are matched by their number, under headings of the same place: by the address
    that both make, so that "14 bis" and "14-bis" are one.

    The first language sets the order. Numbers that restart need `per_section`.
    """
    headings = _headings(splits)
    above = ["", *(slug if per_section else "" for slug in heading_slugs(headings))]
    problems: list[str] = []
    rows: dict[str, Row] = {}
    for language, found in splits.items():
        problems += _own_problems(language, found, above)
        for piece in found.pieces:
            slug = _slug(piece, above)
            row = rows.setdefault(slug, Row(piece.section, slug, piece.label, {}))
            row.texts.setdefault(language, piece.text)
    if len({len(found.headings) for found in splits.values()}) > 1:
        problems.append(gettext("The languages have different numbers of headings."))
    notes = _missing(rows.values(), list(splits))
    return Draft(headings, list(rows.values()), problems, notes)


def _slug(piece: Piece, above: list[str]) -> str:
    """What tells the paragraph from the others; a label that makes no address is a problem."""
    return paragraph_slug(piece.label, above[piece.section]) or piece.label


def _own_problems(language: str, found: Split, above: list[str]) -> list[str]:
    name, said = ENDONYMS[language], []
    seen: set[str] = set()
    for piece in found.pieces:
        slug = _slug(piece, above)
        if slug in seen:
            text = gettext("%(language)s: the number %(label)s stands there twice.")
            said.append(text % {"language": name, "label": piece.label})
        seen.add(slug)
        said += _piece_problems(name, piece)
    for heading in found.headings:
        if len(heading) > LONGEST_HEADING:
            text = gettext(
                "%(language)s: the heading “%(text)s” has more than %(most)s characters."
            )
            values = {"language": name, "text": heading[:60], "most": LONGEST_HEADING}
            said.append(text % values)
    for line in found.stray[:3]:
        text = gettext("%(language)s: “%(text)s” belongs to no paragraph.")
        said.append(text % {"language": name, "text": line[:60]})
    if not found.pieces:
        said.append(gettext("%(language)s: no paragraph was found.") % {"language": name})
    return said


def _piece_problems(name: str, piece: Piece) -> list[str]:
    said = []
    if not paragraph_slug(piece.label):
        text = gettext("%(language)s: “%(label)s” is no number of a paragraph.")
        said.append(text % {"language": name, "label": piece.label})
    if not piece.text:
        text = gettext("%(language)s: paragraph %(label)s has no text.")
        said.append(text % {"language": name, "label": piece.label})
    return said


def _missing(rows: Iterable[Row], languages: list[str]) -> list[str]:
    text = gettext("Paragraph %(label)s is missing in: %(languages)s.")
    return [
        text % {"label": row.label, "languages": ", ".join(ENDONYMS[code] for code in absent)}
        for row in rows
        if (absent := [code for code in languages if code not in row.texts])
    ]


def heading_slugs(headings: Iterable[dict[str, str]]) -> list[str]:
    """Address parts of a document's headings, each once."""
    slugs: list[str] = []
    for number, texts in enumerate(headings, start=1):
        name = texts.get("en") or next(iter(texts.values()), "")
        slug = slugify(name)[:100] or f"section-{number}"
        while slug in slugs:
            slug = f"{slug}-{number}"
        slugs.append(slug)
    return slugs


def _headings(splits: dict[str, Split]) -> list[dict[str, str]]:
    most = max((len(found.headings) for found in splits.values()), default=0)
    return [
        {code: f.headings[n] for code, f in splits.items() if n < len(f.headings) and f.headings[n]}
        for n in range(most)
    ]


@transaction.atomic
def enter(
    facts: dict[str, Any],
    titles: dict[str, str],
    draft: Draft,
    *,
    original: str,
    themes: Iterable[Theme] = (),
) -> Document:
    """Write the document with its headings and paragraphs. `facts` are fields of `Document`.

    `original` is the language whose texts are the originals; the others are official translations.
    """
    document = Document(**facts)
    _write(document, "title", titles, original)
    named = zip(draft.headings, heading_slugs(draft.headings), strict=True)
    headings = [_heading(document, number, slug, texts, original)
                for number, (texts, slug) in enumerate(named, start=1)]  # fmt: skip
    paragraphs = [_paragraph(document, headings, row, position, original)
                  for position, row in enumerate(draft.rows, start=1)]  # fmt: skip
    bulk_create_with_history(paragraphs, Paragraph)
    _put_last(paragraphs, themes)
    changed([document, *paragraphs])
    return document


def _paragraph(
    document: Document, headings: list[Heading], row: Row, position: int, original: str
) -> Paragraph:
    section = headings[row.section - 1] if row.section else None
    paragraph = Paragraph(
        document=document, section=section, label=row.label, position=position, slug=row.slug
    )
    _fill(paragraph, "text", row.texts, original)
    return paragraph


def _put_last(paragraphs: list[Paragraph], themes: Iterable[Theme]) -> None:
    """Behind what each theme has already, in the order of the document."""
    for theme in themes:
        first = ParagraphTheme.objects.next_position(theme.pk)
        links = [ParagraphTheme(paragraph=paragraph, theme=theme, position=position)
                 for position, paragraph in enumerate(paragraphs, start=first)]  # fmt: skip
        bulk_create_with_history(links, ParagraphTheme)


def _heading(
    document: Document, number: int, slug: str, texts: dict[str, str], original: str
) -> Heading:
    heading = Heading(document=document, slug=slug, position=number)
    _write(heading, "title", texts, original)
    return heading


def _write(record: Any, field: str, texts: dict[str, str], original: str) -> None:
    _fill(record, field, texts, original)
    record.save()


def _fill(record: Any, field: str, texts: dict[str, str], original: str) -> None:
    """The original first: it is the text the others are translations of."""
    for language in sorted(texts, key=lambda code: code != original):
        record.write(language, **{field: texts[language]})
