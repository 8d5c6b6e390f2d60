"""Editable pages and announcements in the translation queue."""

from django.utils.translation import gettext_lazy as _

from publication.translating import Kind, Place, translate_here

from .models import Announcement, Page


def register() -> None:
    translate_here(Kind("page", _("Pages"), Page.objects.all, ("title", "body"), _address))
    translate_here(
        Kind("announcement", _("Announcements"), Announcement.objects.all, ("text",), _nowhere)
    )


def _address(page: Page, language: str) -> Place:
    return [page.slug]


def _nowhere(announcement: Announcement, language: str) -> Place:
    return []
