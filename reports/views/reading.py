"""`?text=es`: the reader asks for a text in another language than the page's."""

from django.http import HttpRequest
from django.utils.translation import gettext

from publication.languages import LANGUAGES, page_language


def reading_language(request: HttpRequest) -> str:
    """The language asked for, else the page's."""
    asked = request.GET.get("text", "")
    return asked if asked in LANGUAGES else page_language()


def ignored(request: HttpRequest) -> list[str]:
    """What of the address was not understood, in words."""
    asked = request.GET.get("text", "")
    return [gettext("language of the text")] if asked and asked not in LANGUAGES else []
