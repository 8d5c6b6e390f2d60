"""Addresses in bulk: one reverse for each kind of page and language instead of one for each link.

A theme page has some four hundred links; resolving every one took longer than all its queries.
"""

from functools import cache

from django.urls import reverse
from django.utils.translation import get_language

# Stand for the address parts while a pattern is made; valid parts that no record has.
_MARKS = {
    "report": [987654321987654321],
    "paragraph": ["first-part-of-address", "second-part-of-address"],
}
_ONE_PART = ["first-part-of-address"]


@cache
def _pattern(name: str, language: str | None) -> str:
    """The address of a kind of page with %s for its parts. `language` is the active one."""
    marks = _MARKS.get(name, _ONE_PART)
    pattern = reverse(f"reports:{name}", args=marks).replace("%", "%%")
    for mark in marks:
        pattern = pattern.replace(str(mark), "%s")
    return pattern


class Addresses:
    """Addresses under the prefix of the language that is active when it is made."""

    def __init__(self) -> None:
        language = get_language()
        self._report = _pattern("report", language)
        self._theme = _pattern("theme", language)
        self._document = _pattern("document", language)
        self._paragraph = _pattern("paragraph", language)
        self._country = _pattern("country", language)
        self._institution = _pattern("institution", language)
        self._summit = _pattern("summit", language)
        self._ministerial = _pattern("ministerial", language)
        self._meeting = _pattern("meeting", language)

    def report(self, number: int) -> str:
        return self._report % number

    def theme(self, slug: str) -> str:
        return self._theme % slug

    def document(self, slug: str) -> str:
        return self._document % slug

    def paragraph(self, document: str, slug: str) -> str:
        return self._paragraph % (document, slug)

    def entity(self, kind: str, slug: str) -> str:
        return (self._country if kind == "state" else self._institution) % slug

    def meeting(self, kind: str, slug: str) -> str:
        if kind in ("summit", "special_summit"):
            return self._summit % slug
        return (self._ministerial if kind == "ministerial" else self._meeting) % slug
