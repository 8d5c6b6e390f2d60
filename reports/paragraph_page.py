"""The page of one mandate: its text in every language, what is known of it, who cites it."""

import datetime
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from countries.models import Entity
from mandates.models import Correction, Goal, Paragraph, ParagraphLink
from publication.languages import LANGUAGES, TextState, chain, column, columns, page_language
from publication.passages import Passage, passage, pick

from .addresses import Addresses
from .asked import asked_by_paragraph
from .entries import Entry, entries
from .mandate_lines import MandateLine, mandate_lines, mandates_in
from .models import Report, Standing
from .paragraph_titles import paragraph_title
from .word_diff import Run, word_diff


@dataclass(frozen=True, slots=True)
class Text:
    """The paragraph in one language, with how that text came about in words."""

    language: str
    state: str
    is_machine: bool
    html: SafeString


@dataclass(frozen=True, slots=True)
class Relation:
    """Another paragraph and what it is to this one, in words."""

    words: str
    line: MandateLine


@dataclass(frozen=True, slots=True)
class Corrected:
    """A text that was put right: when, why, and the words that went and came."""

    at: datetime.datetime
    language: str
    note: Passage | None
    runs: list[Run]


@dataclass(frozen=True, slots=True)
class Step:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class ParagraphPage:
    """`passage` is the text the reader gets, the first of `texts`.

    `reason` says why its life has ended; `missing` are the languages without a text, `silent` of
    the `asked` have not cited it, of whom `uncited` have reported on its theme without citing.
    """

    paragraph: Paragraph
    line: MandateLine
    passage: Passage
    texts: list[Text]
    corrections: list[Corrected]
    missing: list[str]
    reason: Passage | None
    relations: list[Relation]
    addressees: list[Entity]
    goals: list[Goal]
    certain: list[Entry]
    perhaps: list[Entry]
    asked: int
    silent: int
    uncited: int
    previous: Step | None
    next: Step | None

    @property
    def title(self) -> str:
        return paragraph_title(self.paragraph, page_language())

    @property
    def changed_at(self) -> datetime.datetime:
        """When the mandate or a report that cites it last changed."""
        rows = (self.line, *self.certain, *self.perhaps)
        return max(row.changed_at for row in rows)

    @property
    def has_demonstration(self) -> bool:
        entries_too = (*self.certain, *self.perhaps)
        return self.line.is_demonstration or any(e.is_demonstration for e in entries_too)


_SAME = ParagraphLink.Kind.SAME_SUBJECT
# By kind, and whether the link leads away from the paragraph.
_RELATIONS = {
    (_SAME, True): _("Same subject"),
    (_SAME, False): _("Same subject"),
    (ParagraphLink.Kind.SUPERSEDES, True): _("Supersedes"),
    (ParagraphLink.Kind.SUPERSEDES, False): _("Superseded by"),
}


def paragraph_page(document: str, slug: str, language: str, reading: str) -> ParagraphPage:
    """The page in `language`; its text in `reading` where there is one.

    Raises Paragraph.DoesNotExist.
    """
    paragraph = Paragraph.objects.at_address(document, slug).get()
    links = list(ParagraphLink.objects.touching(paragraph))
    lines = _lines_of(paragraph, links, language)
    certain, perhaps = _citing(paragraph, language)
    asked, silent, uncited = _silence(paragraph, [*certain, *perhaps])
    previous, following = _neighbours(paragraph)
    return ParagraphPage(
        paragraph,
        lines[paragraph.pk],
        passage(paragraph, "html", reading),
        _texts(paragraph, reading),
        _corrections(paragraph, language),
        [code for code in LANGUAGES if code not in paragraph.languages()],
        _reason(paragraph, language),
        [_relation(link, paragraph, lines) for link in links],
        list(paragraph.addressees.all()),
        list(paragraph.goals.all()),
        certain,
        perhaps,
        asked,
        silent,
        uncited,
        previous,
        following,
    )


def _lines_of(
    paragraph: Paragraph, links: list[ParagraphLink], language: str
) -> dict[int, MandateLine]:
    ids = {paragraph.pk, *(end for link in links for end in (link.source_id, link.target_id))}
    lines = mandate_lines(mandates_in(language).with_ids(list(ids)), language)
    return {line.id: line for line in lines}


def _texts(paragraph: Paragraph, language: str) -> list[Text]:
    there = [code for code in chain(language) if code in paragraph.languages()]
    return [
        Text(
            code,
            str(TextState(paragraph.state_in(code)).label),
            paragraph.state_in(code) == TextState.MACHINE,
            mark_safe(getattr(paragraph, column("html", code))),  # noqa: S308  cleaned when saved
        )
        for code in there
    ]


def _corrections(paragraph: Paragraph, language: str) -> list[Corrected]:
    return [
        Corrected(
            one.at, one.language, passage(one, "note", language), word_diff(one.before, one.after)
        )
        for one in Correction.objects.of_paragraph(paragraph)
    ]


def _reason(paragraph: Paragraph, language: str) -> Passage | None:
    """Curators write it beside the text, in whatever language: the text's states do not hold."""
    return pick([getattr(paragraph, name) for name in columns("life_cycle_reason")], language)


def _relation(link: ParagraphLink, paragraph: Paragraph, lines: dict[int, MandateLine]) -> Relation:
    leads_away = link.source_id == paragraph.pk
    other = link.target_id if leads_away else link.source_id
    return Relation(str(_RELATIONS[ParagraphLink.Kind(link.kind), leads_away]), lines[other])


def _citing(paragraph: Paragraph, language: str) -> tuple[list[Entry], list[Entry]]:
    """Reports that cite it for certain, and those that may mean it; newest first."""
    reports = Report.objects.published()
    certain = Exists(reports.citing(paragraph).with_ids(OuterRef("pk")))
    perhaps = Exists(reports.perhaps_citing(paragraph).with_ids(OuterRef("pk")))
    either = reports.filter(certain | perhaps).annotate(certain=certain).newest_first()
    found = entries(either, language, "certain")
    split = {True: [], False: []}
    for entry in found:
        split[bool(entry.extra["certain"])].append(entry)
    return split[True], split[False]


def _silence(paragraph: Paragraph, citing: list[Entry]) -> tuple[int, int, int]:
    """How many entities are asked about it, how many of them do not cite it, and how many of those
    have reported on its theme without citing: the coverage does not call these silent."""
    places = list(Paragraph.objects.with_ids([paragraph.pk]).places())
    asked = asked_by_paragraph(places)[paragraph.pk]
    silent = asked - {entry.entity for entry in citing}
    uncited = Standing.objects.uncited_on([theme for _document, _paragraph, theme in places])
    return len(asked), len(silent), len(silent & uncited)


def _neighbours(paragraph: Paragraph) -> tuple[Step | None, Step | None]:
    """The paragraphs before and after it in the document."""
    document, addresses = paragraph.document, Addresses()
    rows = list(Paragraph.objects.of_document(document).values_list("pk", "label", "slug"))
    place = [row[0] for row in rows].index(paragraph.pk)
    steps = [Step(label, addresses.paragraph(document.slug, slug)) for _pk, label, slug in rows]
    before = steps[place - 1] if place else None
    return before, steps[place + 1] if place + 1 < len(steps) else None
