"""`?text=es`: the reader asks for a text in another language than the page's."""

from django.http import HttpRequest
from django.utils.translation import gettext

from publication.languages import LANGUAGES, page_language

from ..filters import says_more


def reading_language(request: HttpRequest) -> str:
    """The language asked for, else the page's."""
    asked = request.GET.get("text", "")
    return asked if asked in LANGUAGES else page_language()


def ignored(request: HttpRequest) -> list[str]:
    """What is left out of the address, in words."""
    is_odd = request.GET.get("text", "") not in ("", *LANGUAGES) or says_more(request.GET, "text")
    return [gettext("language of the text")] if is_odd else []
