"""Which documents a page can be taken away as."""

from django import template

from ..papers import pdf

register = template.Library()


@register.simple_tag
def if_pdf() -> bool:
    """Whether PDF files can be made here."""
    return pdf.is_possible()
