"""What an address asks to read: a report, and with `?text=es` a text in another language."""

from django.http import Http404, HttpRequest
from django.utils.translation import gettext

from publication.languages import LANGUAGES, page_language

from ..filters import says_more
from ..models import Report
from ..report_page import public_editions


def editions_or_404(number: int) -> list[Report]:
    """The public editions of the report with this number. Raises Http404."""
    try:
        return public_editions(number)
    except Report.DoesNotExist as absent:
        raise Http404 from absent


def reading_language(request: HttpRequest) -> str:
    """The language asked for, else the page's."""
    asked = request.GET.get("text", "")
    return asked if asked in LANGUAGES else page_language()


def ignored(request: HttpRequest) -> list[str]:
    """What is left out of the address, in words."""
    is_odd = request.GET.get("text", "") not in ("", *LANGUAGES) or says_more(request.GET, "text")
    return [gettext("language of the text")] if is_odd else []
