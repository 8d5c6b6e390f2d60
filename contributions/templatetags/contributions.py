"""Contributions on pages of applications that do not know them."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from accounts.policy import Rights
from mandates.models import Document
from publication.languages import page_language
from publication.templatetags.passages import worded

from ..models import Contribution
from ..rows import for_rows, rows
from ..work import Work, work

register = template.Library()
SHOWN = 5  # contributions beside a paragraph, a theme or an entity


@register.inclusion_tag("contributions/_panel.html", takes_context=True)
def contributions_panel(
    context: dict[str, Any], *, paragraph: Any = None, theme: Any = None, entity: Any = None,
    query: str = "",
) -> dict[str, Any]:  # fmt: skip
    """The newest contributions on one of the three; `query` leads to all of them in the list.

    A page without the banner of the demonstration shows real ones only.
    """
    found = Contribution.objects.published()
    if paragraph is not None:
        found = found.on_paragraph(paragraph)
    elif theme is not None:
        found = found.on_theme(theme)
    else:
        found = found.by_or_about(entity)
    if not context.get("has_demonstration"):
        found = found.real()
    language = page_language()
    newest = rows(for_rows(found.newest_first(), language)[: SHOWN + 1], language)
    return {
        "rows": newest[:SHOWN],
        "more": len(newest) > SHOWN,
        "query": query,
        "page_language": language,
        "is_paragraph": paragraph is not None,
    }


@register.simple_tag
def work_on_contributions(rights: Rights) -> Work:
    """What the person has to do with contributions; nothing is asked where it is nothing."""
    return work(rights, page_language())


@register.filter
def short_name(document: Document) -> str | SafeString:
    """The document's short title, or its title where it has none."""
    return worded(document.short_name(page_language()))
