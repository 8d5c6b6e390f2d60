"""Sheets of the themes under which mandates and reports are read."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from mandates.models import Theme

from .cells import language, line, lines, prose, some_of, texts
from .records import RecordSheet


class ThemeSheet(RecordSheet):
    code = "themes"
    label = _("Themes")
    model = Theme
    translated = ("name", "description")
    facts = {"aliases": "aliases"}
    lists = ("goals",)
    reads = {
        **texts("name", line(120)),
        **texts("description", prose),
        "original_language": language,
        "aliases": lines,
        "goals": some_of("goals"),
    }

    def find(self, ids: Iterable[str]) -> dict[str, tuple[Theme, Theme]]:
        return self.loaded(Theme.objects.with_slugs(list(ids)))
