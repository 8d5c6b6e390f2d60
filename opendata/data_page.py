"""The page about the data: what can be taken away, how, and on which terms."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pages.links import with_addresses
from pages.models import Page
from publication.languages import LANGUAGES
from publication.passages import passage

from .bulk.editions import Edition, editions
from .columns import COLUMNS, Column

NAMES = {
    "reports": _("Reports"),
    "themes": _("Themes"),
    "entities": _("Entities"),
    "paragraphs": _("Paragraphs"),
    "documents": _("Documents"),
    "meetings": _("Meetings"),
    "attachments": pgettext_lazy("beside reports", "Files"),
    "resources": _("Links"),
    "actions": _("Actions"),
    "indicators": _("Indicators"),
    "indicator_values": _("Values of indicators"),
    "contributions": _("Contributions"),
    "coverage": _("Coverage"),
}


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind of records in an edition: its files by their endings, and its columns."""

    code: str
    name: str
    columns: tuple[Column, ...]
    files: list[dict]

    @property
    def rows(self) -> int:
        return self.files[0]["rows"] if self.files else 0


def data_page(language: str) -> dict:
    """The context of the page. Its introduction is the editable page *data*."""
    intro = Page.objects.with_slug("data").read_in(language, "title", "html").first()
    body = passage(intro, "html", language)
    found = editions()
    return {
        "title": passage(intro, "title", language),
        "body": body,
        # What publication.rendering cleaned when the page was saved, and addresses of ours.
        "html": mark_safe(with_addresses(body.text)) if body else "",  # noqa: S308
        "newest": found[0] if found else None,
        "older": found[1:],
        "kinds": kind_rows(found[0] if found else None),
        "languages_of_data": LANGUAGES,
        "base": settings.BASE_ADDRESS,
        "changed_at": intro.changed_at if intro else None,
    }


def kind_rows(newest: Edition | None) -> list[KindRow]:
    files = newest.files if newest else []
    return [
        KindRow(code, str(name), COLUMNS[code], [one for one in files if one.get("kind") == code])
        for code, name in NAMES.items()
    ]
