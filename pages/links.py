"""Links between the portal's own pages, as editors write them: `[words](page:figures)`.

The stored HTML keeps "page:figures", which publication.rendering lets through for editable pages
only. The address depends on the reader's language, so it is filled in when the page is shown.
"""

import re

from django.urls import reverse

_LISTS = ["home", "themes", "summits", "ministerials", "countries", "institutions", "reports"]
_PAGES = ["about", "accessibility", "privacy", "contact", "figures", "data"]
NAMES = {name: f"reports:{name}" for name in _LISTS} | {name: f"pages:{name}" for name in _PAGES}
_LINK = re.compile(r'<a href="page:([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def with_addresses(html: str) -> str:
    """The HTML of a page with addresses in the active language.

    `html` is sanitised; what is put in are addresses of ours. A page that does not exist leaves
    its words without a link.
    """
    return _LINK.sub(_addressed, html)


def _addressed(link: re.Match) -> str:
    name, words = link.groups()
    if name not in NAMES:
        return words
    return f'<a href="{reverse(NAMES[name])}">{words}</a>'
