"""How paragraphs are called where only a line of words has room."""

from django.utils.translation import gettext

from mandates.models import Paragraph
from publication.passages import passage


def paragraph_title(paragraph: Paragraph, language: str) -> str:
    """Such as “Paragraph 1 (Education), Mandates for Action”, for a reader of the language.

    The section stands there where numbers begin anew in each: there are several paragraphs 1.
    """
    title = passage(paragraph.document, "title", language)
    said = {"label": paragraph.label, "title": title or paragraph.document.slug}
    if not paragraph.is_told_by_section:
        return gettext("Paragraph %(label)s, %(title)s") % said
    said["section"] = passage(paragraph.section, "title", language)
    return gettext("Paragraph %(label)s (%(section)s), %(title)s") % said
