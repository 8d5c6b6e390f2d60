"""Text to HTML, once, when it is saved.

Imported text is *plain*: a small line reader makes paragraphs, bullets and numbered lists of it.
Text written here is *markdown*, with raw HTML switched off. nh3 cleans the result of both.
"""

import re
from functools import cache
from html import escape

import nh3
from django.db import models
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

TAGS = {
    "p", "br", "ul", "ol", "li", "strong", "em", "a", "blockquote", "h3", "h4", "h5", "code", "hr",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "th": {"scope"}}
SCHEMES = {"http", "https", "mailto"}
# The text of an editable page: Markdown whose headings follow the page's h1, with links to other
# pages of the portal written as "page:figures". pages.links gives those the reader's language.
PAGE = "page"

_BULLET = re.compile(r"[•·▪●‣◦\-–—*]\s+(?=\S)")
_SUB_BULLET = re.compile(r"o\s+(?=\S)")
_NUMBER = re.compile(r"(\d{1,2})[.)]\s+(?=\S)")
# A mark that a tab or a cell's edge has parted from its text: (a), 3., iv), a bullet.
_LONE_MARK = re.compile(r"\(?(\d{1,2}|[a-z]|[ivx]{1,4})[.)]|[•·▪●‣◦\-–—*]", re.IGNORECASE)


class Markup(models.TextChoices):
    PLAIN = "plain", _("plain text")
    MARKDOWN = "markdown", _("Markdown")


def render(text: str, markup: str) -> str:
    """Sanitised HTML of `text`, in a `Markup` or as PAGE; equal input gives equal output."""
    if markup == PAGE:
        return _clean(_markdown(first=2).render(text), TAGS | {"h2"}, SCHEMES | {"page"})
    html = _markdown(first=3).render(text) if markup == Markup.MARKDOWN else plain_html(text)
    return _clean(html, TAGS, SCHEMES)


def _clean(html: str, tags: set[str], schemes: set[str]) -> str:
    return nh3.clean(
        html, tags=tags, attributes=ATTRIBUTES, url_schemes=schemes, link_rel="noopener nofollow"
    ).strip()


@cache
def _markdown(first: int) -> MarkdownIt:
    """A parser whose headings are h<first> to h5; the page has the ones above."""
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")

    def lower_headings(state: StateCore) -> None:
        highest = min(_levels(state), default=1)
        for token in state.tokens:
            if token.type in ("heading_open", "heading_close"):
                token.tag = f"h{min(int(token.tag[1]) - highest + first, 5)}"

    parser.core.ruler.push("lower_headings", lower_headings)
    return parser


def _levels(state: StateCore) -> list[int]:
    return [int(token.tag[1]) for token in state.tokens if token.type == "heading_open"]


def plain_html(text: str) -> str:
    """Each line a paragraph, a bullet or a numbered item; neighbouring items form one list.

    A mark that stands alone belongs to the line below it.
    """
    reader, mark = _LineReader(), ""
    for line in filter(None, map(str.strip, text.splitlines())):
        if mark:
            reader.read(f"{mark} {line}")
            mark = ""
        elif _LONE_MARK.fullmatch(line):
            mark = line
        else:
            reader.read(line)
    if mark:
        reader.read(mark)
    return reader.close()


class _LineReader:
    """Keeps the open lists while lines pass by. A paragraph ends a list, a blank line does not."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.open: list[str] = []  # tags of the open lists, outermost first
        self.next_number = 0

    def read(self, line: str) -> None:
        if match := _NUMBER.match(line):
            self._number(int(match[1]), line[match.end() :])
        elif match := _BULLET.match(line):
            self._item("ul", line[match.end() :], depth=1 if self.open[:1] != ["ol"] else 2)
        elif (match := _SUB_BULLET.match(line)) and self._is_sub_bullet(line[match.end()]):
            self._item("ul", line[match.end() :], depth=2 if self.open else 1)
        else:
            self._shut(0)
            self.out.append(f"<p>{escape(line)}</p>")

    def _is_sub_bullet(self, first: str) -> bool:
        """The letter o is a bullet in word-processor lists and a word in Spanish and Portuguese."""
        return bool(self.open) or first.isupper()

    def _number(self, number: int, text: str) -> None:
        if self.open[:1] != ["ol"] or number != self.next_number:
            self._shut(0)
            self.out.append(f'<ol start="{number}">' if number != 1 else "<ol>")
            self.open.append("ol")
            self.out.append(f"<li>{escape(text)}")
        else:
            self._shut(1)
            self.out.append(f"</li><li>{escape(text)}")
        self.next_number = number + 1

    def _item(self, tag: str, text: str, depth: int) -> None:
        if len(self.open) >= depth:
            self._shut(depth)
            self.out.append(f"</li><li>{escape(text)}")
        else:
            self.out.append(f"<{tag}><li>{escape(text)}")
            self.open.append(tag)

    def _shut(self, depth: int) -> None:
        while len(self.open) > depth:
            self.out.append(f"</li></{self.open.pop()}>")

    def close(self) -> str:
        self._shut(0)
        return "".join(self.out)
