"""What is found as a reader sees it: title, excerpt, one quiet line; with languages and marks."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from publication.dates import PartialDate
from publication.languages import column
from publication.passages import Passage, passage
from reports.addresses import Addresses

from . import highlight
from .facets import Names
from .highlight import Marker
from .loading import records_of
from .models import Kind
from .ranking import Ranked


@dataclass(frozen=True, slots=True)
class Title:
    """What a result is called: `shape` with its parts, each in its own language."""

    parts: dict[str, Passage | str | None]
    shape: str = "%(name)s"

    def text(self) -> str:
        return self.shape % {name: str(part or "") for name, part in self.parts.items()}

    def html(self, marker: Marker, language: str) -> SafeString:
        said = {name: _part(part, marker, language) for name, part in self.parts.items()}
        return mark_safe(highlight.escape(self.shape) % said)  # noqa: S308  escaped piece by piece


def _part(part: Passage | str | None, marker: Marker, language: str) -> SafeString | str:
    if part is None:
        return ""
    if isinstance(part, str):
        return highlight.marked(part, language, marker)
    text = highlight.marked(part.text, part.language, marker)
    return (
        format_html('<span lang="{}">{}</span>', part.language, text) if part.is_elsewhere else text
    )


@dataclass(frozen=True, slots=True)
class Result:
    """`language` is that of the excerpt; empty where the record has no text of its own."""

    ranked: Ranked
    id: int
    url: str
    word: str | Promise
    title: Title
    title_html: SafeString
    language: str
    excerpt: str
    excerpt_html: SafeString
    when: PartialDate | None
    about: list[Any]
    is_demonstration: bool = False


@dataclass(frozen=True, slots=True)
class Described:
    """What a kind of record says of itself, before anything is marked."""

    id: int
    url: str
    word: str | Promise
    title: Title
    text: str
    when: PartialDate | None = None
    about: tuple = ()
    is_demonstration: bool = False


def results(page: Iterable[Ranked], language: str, marker: Marker, names: Names) -> list[Result]:
    """The page of results for a reader of `language`, in which the names are read."""
    page = list(page)
    records, to = records_of(page, names), Addresses()
    found = []
    for one in page:
        if record := records.get(one.key):
            said = _DESCRIBE[one.kind](record, one.language, language, to)
            found.append(_result(one, said, language, marker))
    return found


def _result(one: Ranked, said: Described, language: str, marker: Marker) -> Result:
    part, spans = highlight.excerpt(said.text, one.language or language, marker)
    return Result(
        one, said.id, said.url, said.word, said.title, said.title.html(marker, language),
        one.language, part, highlight.html(part, spans), said.when,
        [bit for bit in said.about if bit], said.is_demonstration,
    )  # fmt: skip


# Each kind ------------------------------------------------------------------------------------


def _own(record: Any, language: str, *fields: str, besides: Passage | None) -> str:
    """Texts of the record in the language that matched; the title is not said twice."""
    texts = (getattr(record, column(name, language)) for name in fields)
    return " · ".join(text for text in texts if text and text != str(besides))


def _entity(one: Any, found_in: str, language: str, to: Addresses) -> Described:
    name = passage(one, "name", language)
    text = _own(one, found_in, "name", "official_name", "acronym", besides=name)
    about = (one.get_subregion_display() if one.subregion else "",)
    return Described(
        one.pk, to.entity(one.kind, one.slug), one.get_kind_display(), Title({"name": name}), text,
        about=about, is_demonstration=one.is_demonstration,
    )  # fmt: skip


def _theme(one: Any, found_in: str, language: str, to: Addresses) -> Described:
    name = passage(one, "name", language)
    text = _own(one, found_in, "name", "description", besides=name)
    return Described(one.pk, to.theme(one.slug), _("theme"), Title({"name": name}), text)


def _meeting(one: Any, found_in: str, language: str, to: Addresses) -> Described:
    name = passage(one, "name", language)
    text = _own(one, found_in, "name", besides=name)
    return Described(
        one.pk, to.meeting(one.kind, one.slug), one.get_kind_display(), Title({"name": name}), text,
        one.starts, (passage(one, "place", language),),
    )  # fmt: skip


def _document(one: Any, found_in: str, language: str, to: Addresses) -> Described:
    title = passage(one, "title", language)
    text = _own(one, found_in, "title", "short_title", besides=title)
    return Described(
        one.pk, to.document(one.slug), one.get_kind_display(), Title({"name": title}), text,
        one.adopted, (one.symbol, passage(one.meeting, "name", language)), one.is_demonstration,
    )  # fmt: skip


def _paragraph(one: Any, found_in: str, language: str, to: Addresses) -> Described:
    document = one.document
    names = {"label": one.label, "title": passage(document, "title", language)}
    words = gettext("Paragraph %(label)s, %(title)s")
    if one.is_told_by_section:
        names["section"] = passage(one.section, "title", language)
        words = gettext("Paragraph %(label)s (%(section)s), %(title)s")
    text = highlight.plain(getattr(one, column("html", found_in)) or "")
    about = (passage(one.section, "title", language), passage(document.meeting, "name", language))
    return Described(
        # Translators: a paragraph's number and its document's title
        one.pk, to.paragraph(document.slug, one.slug), _("paragraph"),
        Title(names, words), text, document.adopted, about,
        one.is_demonstration,
    )  # fmt: skip


def _report(one: Any, found_in: str, language: str, to: Addresses) -> Described:
    entity = passage(one.entity, "name", language)
    links = one.theme_links.all()
    themes = sorted((passage(link.theme, "name", language) for link in links), key=str)
    shape, parts = _on_themes(gettext("%(entity)s on %(themes)s"), entity, themes)
    text = ""
    if found_in:
        sections = sorted(one.sections.all(), key=lambda part: (part.position, part.pk))
        texts = (getattr(section, column("html", found_in)) or "" for section in sections)
        text = " ".join(map(highlight.plain, texts)).strip()
    return Described(
        one.public_id, to.report(one.public_id), _("report"), Title(parts, shape), text, one.dated,
        (one.symbol,), one.is_demonstration,
    )  # fmt: skip


def _on_themes(shape: str, entity: Any, themes: list) -> tuple[str, dict]:
    """Each theme is a part of its own, as each may be in another language."""
    names = {f"theme{n}": theme for n, theme in enumerate(themes)}
    places = ", ".join(f"%({name})s" for name in names)
    return shape.replace("%(themes)s", places), {"entity": entity, **names}


def _attachment(one: Any, found_in: str, language: str, to: Addresses) -> Described:
    report = one.report
    title = Passage(one.title, one.language, language, "")
    about = (one.ending, passage(report.entity, "name", language))
    return Described(
        one.pk, one.get_absolute_url(), _("file"), Title({"name": title}), "", report.dated, about,
        report.is_demonstration,
    )  # fmt: skip


def _contribution(one: Any, found_in: str, language: str, to: Addresses) -> Described:
    author, title = passage(one.entity, "name", language), passage(one, "title", language)
    said = [one, getattr(one, "reply", None)]
    texts = [getattr(record, column("html", found_in)) or "" for record in said if record]
    # Translators: who wrote a contribution, and its title
    called = Title({"author": author, "title": title}, gettext("%(author)s: %(title)s"))
    return Described(
        one.pk, one.get_absolute_url(), _("contribution, not an official report"), called,
        " ".join(map(highlight.plain, texts)).strip(),
        PartialDate(timezone.localdate(one.published_at)),
        (passage(one.about, "name", language),), one.is_demonstration,
    )  # fmt: skip


_DESCRIBE = {
    Kind.ENTITY: _entity,
    Kind.THEME: _theme,
    Kind.MEETING: _meeting,
    Kind.DOCUMENT: _document,
    Kind.PARAGRAPH: _paragraph,
    Kind.REPORT: _report,
    Kind.ATTACHMENT: _attachment,
    Kind.CONTRIBUTION: _contribution,
}
