"""Addresses in bulk: one reverse for each kind of page instead of one for each link.

A theme page has some four hundred links; resolving every one took longer than all its queries.
"""

from django.urls import reverse

# Words that stand for an address part while the pattern is made; valid slugs that no record has.
_FIRST, _SECOND, _NUMBER = "first-part-of-address", "second-part-of-address", 987654321987654321


class Addresses:
    """Addresses under the prefix of the language that is active when it is made."""

    def __init__(self) -> None:
        self._patterns: dict[str, str] = {}

    def _fill(self, name: str, *parts: str | int) -> str:
        marks = [_NUMBER] if isinstance(parts[0], int) else [_FIRST, _SECOND][: len(parts)]
        if name not in self._patterns:
            self._patterns[name] = reverse(f"reports:{name}", args=marks)
        address = self._patterns[name]
        for mark, part in zip(marks, parts, strict=True):
            address = address.replace(str(mark), str(part))
        return address

    def report(self, number: int) -> str:
        return self._fill("report", number)

    def theme(self, slug: str) -> str:
        return self._fill("theme", slug)

    def document(self, slug: str) -> str:
        return self._fill("document", slug)

    def paragraph(self, document: str, slug: str) -> str:
        return self._fill("paragraph", document, slug)

    def entity(self, kind: str, slug: str) -> str:
        return self._fill("country" if kind == "state" else "institution", slug)

    def meeting(self, kind: str, slug: str) -> str:
        summit = kind in ("summit", "special_summit")
        return self._fill("summit" if summit else "ministerial" if kind == "ministerial" else "meeting", slug)
