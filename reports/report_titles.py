"""What a report is called: whose it is, and on what."""

from collections.abc import Iterable

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from publication.languages import fold
from publication.passages import Passage, passage

from .markup import inline
from .models import Report


def report_title(report: Report, language: str) -> str:
    """Whose report it is, and on what: "Argentina on Migration"."""
    return _titled(*_names(report, language))


def report_heading(report: Report, language: str) -> SafeString:
    """The title with each name in its own language."""
    entity, themes = _names(report, language)
    return mark_safe(_titled(inline(entity), [inline(theme) for theme in themes]))  # noqa: S308


def theme_names(report: Report, language: str) -> SafeString:
    """Its themes in the order of their names, each in its own language."""
    return mark_safe(", ".join(map(inline, _themes(report, language))))  # noqa: S308


def _names(report: Report, language: str) -> tuple[Passage | None, list[Passage | None]]:
    return passage(report.entity, "name", language), _themes(report, language)


def _themes(report: Report, language: str) -> list[Passage | None]:
    return sorted((passage(theme, "name", language) for theme in report.themes.all()), key=_folded)


def _folded(name: Passage | None) -> str:
    return fold(str(name or ""))


def _titled(entity: object, themes: Iterable[object]) -> str:
    # Translators: an entity's report and its themes, such as "Argentina on Migration"
    return gettext("%(entity)s on %(themes)s") % {
        "entity": entity,
        "themes": ", ".join(map(str, themes)),
    }
