"""What a translator never saw: words outside the translate tags, and English on other pages."""

import re
from collections import Counter
from functools import cache
from html.parser import HTMLParser

import pytest
from django.template.base import Lexer, Token, TokenType
from django.test import Client

from tests.conftest import ROOT
from tests.test_translations import LOCALES, messages, sources, translations

SPOKEN = {"alt", "aria-label", "placeholder", "title"}
EMPTY = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "wbr",
}
# Words that no sentence of ours in the other three languages holds.
ENGLISH = re.compile(
    r"\b(the|of|and|with|which|from|been|have|yet|this|these|was|were|shown|their)\b", re.I
)
NO_SENTENCE = re.compile(r"https?://\S+|Port of Spain")
# Names of formats, the same in all languages.
FORMATS = {"BibTeX", "CSV", "JSON", "JSON Lines", "PDF", "RIS", "XLSX"}
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PAGES_OF_A_SHAPE = 3


class Spoken(HTMLParser):
    """What a reader sees or hears, without the parts that say they are in another language."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.links: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._language = ""
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self._language = self._language or (given.get("lang", "") if tag == "html" else "")
        foreign = given.get("lang", self._language).lower() != self._language.lower()
        if tag not in EMPTY:
            self._open.append((tag, foreign))
        if not (foreign or self._skipping()):
            self.texts += [given[name] for name in SPOKEN & given.keys() if given[name]]
            if tag == "input" and given.get("type") in ("submit", "button"):
                self.texts.append(given.get("value", ""))
        if tag == "a" and "href" in given:
            self.links.append(given["href"])

    def handle_endtag(self, tag):
        while any(name == tag for name, _ in self._open) and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not self._skipping() and data.strip():
            self.texts.append(" ".join(data.split()))

    def _skipping(self) -> bool:
        return any(foreign or tag in ("script", "style", "code") for tag, foreign in self._open)


# Templates --------------------------------------------------------------------------------------


def _block(token: Token) -> str:
    """The tag's name; nothing for what is no tag."""
    return token.contents.split()[0] if token.token_type == TokenType.BLOCK else ""


def words_outside_tags(source: str) -> list[str]:
    """What of a template would be shown as it stands, in every language."""
    kept, ending = [], ""
    for token in Lexer(source).tokenize():
        name = _block(token)
        if ending:
            ending = "" if name == ending else ending
        elif name in ("blocktranslate", "blocktrans", "comment", "verbatim"):
            ending = f"end{name}"
        elif token.contents == "block bodyclass":  # of the administration: names for the stylesheet
            ending = "endblock"
        elif token.token_type == TokenType.TEXT:
            kept.append(token.contents)
    texts = Spoken("".join(kept)).texts
    return [text for text in texts if re.search(r"[^\W\d_]{2}", text) and text not in FORMATS]


def test_templates_have_no_words_outside_their_translate_tags():
    found = {
        str(path.relative_to(ROOT)): words_outside_tags(path.read_text(encoding="utf-8"))
        for path in TEMPLATES
    }
    assert len(found) > 200
    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize(
    "source, found",
    [
        ('<p>{% translate "Themes" %}</p>', []),
        ("<p>{% blocktranslate %}Themes{% endblocktranslate %}</p>", []),
        ("<p>{# Themes #}{{ name }} · <a {% if x %}class='y'{% endif %}>5</a></p>", []),
        ("<p>Themes</p>", ["Themes"]),
        ('<nav aria-label="Themes"></nav>', ["Themes"]),
        ("<p>{{ count }} themes</p>", ["themes"]),
    ],
)
def test_words_are_found_where_they_would_be_shown(source, found):
    assert words_outside_tags(source) == found


# Pages ------------------------------------------------------------------------------------------


@cache
def english_texts(language: str) -> tuple[set[str], re.Pattern]:
    """The texts of the interface that differ in `language`: all of them, and the long ones."""
    differing = {
        source
        for message in messages(language)
        for source, said in zip(sources(message), translations(message), strict=False)
        if source.lower() != said.lower() and "%" not in source and "{" not in source
    }
    same = {text for message in messages(language) for text in translations(message)}
    long = sorted(text for text in differing if len(text.split()) > 2)
    return differing - same, re.compile("|".join(map(re.escape, long)))


def english_in(page: Spoken, short: set[str], long: re.Pattern) -> list[str]:
    said = [(text, NO_SENTENCE.sub("", text)) for text in page.texts]
    return [t for t, bare in said if t in short or long.search(bare) or ENGLISH.search(bare)]


def a_few_of_each(language: str) -> list[tuple[str, Spoken]]:
    """Pages reached from the home page: a few of each address's shape."""
    client, pages, shapes = Client(), [], Counter()
    waiting = [f"/{language}/"]
    for url in waiting:  # grows meanwhile
        page = Spoken(client.get(url).text)
        pages.append((url, page))
        for link in page.links:
            target = link.split("#")[0].split("?")[0]
            shape = (*target.split("/")[:3], target.count("/"))
            new = target.startswith(f"/{language}/") and target not in waiting
            if new and shapes[shape] < PAGES_OF_A_SHAPE:
                shapes[shape] += 1
                waiting.append(target)
    return pages


def test_no_english_on_the_pages_of_other_languages(demonstration):
    leaks = []
    for language in LOCALES:
        short, long = english_texts(language)
        pages = a_few_of_each(language)
        assert len(pages) > 25
        leaks += [(url, text) for url, page in pages for text in english_in(page, short, long)]
    assert leaks == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize(
    "query", ["?entity=argentina&since=2009", "?q=zzzz", "?year=no", "?page=2"]
)
def test_no_english_in_answers_of_the_list(language, query):
    page = Spoken(Client().get(f"/{language}/reports/{query}").text)
    assert english_in(page, *english_texts(language)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("address, status", [("nowhere/", 404), ("reports/?q=%00", 400)])
def test_no_english_on_an_error_page(language, address, status):
    response = Client().get(f"/{language}/{address}")
    assert response.status_code == status
    assert english_in(Spoken(response.text), *english_texts(language)) == []


WHOLE = re.compile(r"\{% blocktranslate.*?\{% endblocktranslate %\}|\{% comment %\}.*?%\}", re.S)
GLUED = re.compile(r"(?:%\}|\}\}): |\{% translate [^%]*%\} \{\{ [\w.]+\|(?:day|moment|until)\b")


def test_marks_and_days_are_not_glued_to_words():
    """A colon is `{% colon %}`, a day stands in the sentence: “publicado el …”, “le …”."""
    found = {one: GLUED.findall(WHOLE.sub("", one.read_text())) for one in TEMPLATES}
    assert {one: glued for one, glued in found.items() if glued} == {}
