"""How templates show a text that may be in another language than the page.

Templates never read `record.text`: they say `{% passage record "html" %}` for a block and
`{% said record "name" %}` for a few words inside a line.
"""

from collections.abc import Iterable
from functools import cache

from django import template
from django.conf import settings
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import get_text_list
from django.utils.translation import gettext

from publication.languages import ENDONYMS, LANGUAGES, colon, language_tag, page_language
from publication.passages import Passage
from publication.passages import passage as find_passage
from publication.translated import Translated

register = template.Library()
register.filter(language_tag)
_NAMES = dict(settings.LANGUAGES)


@register.inclusion_tag("includes/_passage.html")
def passage(record: Translated, field: str, url: str = "") -> dict:
    """A block of stored, sanitised HTML (`field` is a rendered one) with its language note.

    With `url`, the note links to the other languages there, as `?text=<language>`.
    """
    found = find_passage(record, field, page_language())
    # The field holds what publication.rendering cleaned when the text was saved.
    return {"passage": found, "html": mark_safe(found.text) if found else "", "url": url}  # noqa: S308


@register.simple_tag
def note(passage: Passage, url: str = "") -> str | SafeString:
    """The line above a text that is not in the page's language, a person's work, or up to date.

    With `url`, it links to the other languages there.
    """
    if not (said := notes(passage)):
        return ""
    parts = [escape(one) for one in said]
    links = "".join(_elsewhere(url, code) for code in passage.others) if url else ""
    return mark_safe(f'<p class="note">{" ".join(parts)}{links}</p>\n')  # noqa: S308  escaped above


def notes(passage: Passage) -> list[str]:
    """Sentences on a text that is not in the reader's language, a person's work, or up to date."""
    said = []
    if passage.is_elsewhere:
        names = {
            "written": language_word(passage.language),
            "wanted": language_word(passage.wanted),
        }
        said.append(gettext("In %(written)s; not yet available in %(wanted)s.") % names)
    return said + cautions(passage)


def cautions(passage: Passage) -> list[str]:
    """Sentences on a text that is not a person's work, or not up to date."""
    said = []
    if passage.is_machine:
        said.append(gettext("Machine translation."))
    if passage.stale:
        said.append(gettext("The original has changed since."))
    return said


def _elsewhere(url: str, code: str) -> str:
    return format_html(
        ' · <a href="{}?text={}" lang="{}" hreflang="{}">{}</a>',
        url,
        code,
        code,
        code,
        ENDONYMS[code],
    )


@register.simple_tag
def said(record: Translated, field: str) -> str | SafeString:
    """A few words inside a line; marked with their language where it is not the page's."""
    found = find_passage(record, field, page_language())
    return worded(found)


@register.simple_tag(name="colon")
def colon_tag() -> str:
    """After a label, as the page's language writes it."""
    return colon(page_language())


@register.filter
def worded(found: Passage | None) -> str | SafeString:
    """A passage as inline text with its own `lang`."""
    if found is None:
        return ""
    if not found.is_elsewhere:
        return found.text
    return format_html('<span lang="{}">{}</span>', found.language, found.text)


@register.filter
def endonym(language: str) -> str:
    """The language's name in that language: "Español"."""
    return ENDONYMS.get(language, language)


@register.filter
def language_word(language: str) -> str:
    """The language's name as it stands inside a sentence of the page's language: "francés"."""
    return _language_word(language, page_language())


@register.filter
def language_words(languages: Iterable[str]) -> str:
    """Several of them in the site's order: "English, French and Portuguese"."""
    words = [language_word(code) for code in LANGUAGES if code in languages]
    return get_text_list(words, gettext("and"))


@cache
def _language_word(language: str, page: str) -> str:
    name = gettext(_NAMES[language])
    return name if page == "en" else name.lower()
