"""The rows of `reports.markup` in templates, one tag for a whole list."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString, mark_safe

from publication.languages import page_language

from .. import markup
from ..entries import Entry
from ..mandate_lines import MandateLine
from ..reporters import Reporter
from ..sparklines import Sparkline

register = template.Library()


@register.simple_tag
def report_rows(entries: Iterable[Entry], named: bool = True) -> SafeString:
    """Reports, each headed by its entity unless `named` is false."""
    say = markup.words(page_language())
    return mark_safe("".join(markup.report_row(one, say, named=named) for one in entries))  # noqa: S308


@register.simple_tag
def mandate_rows(lines: Iterable[MandateLine]) -> SafeString:
    """Items of an `<ol class="mandates" role="list">`."""
    say = markup.words(page_language())
    return mark_safe("".join(markup.mandate_row(line, say) for line in lines))  # noqa: S308


@register.simple_tag
def reporter_rows(rows: Iterable[Reporter]) -> SafeString:
    """Entities with their reports; silent ones in their place."""
    say = markup.words(page_language())
    return mark_safe("".join(markup.reporter_row(row, say) for row in rows))  # noqa: S308


@register.filter
def svg(spark: Sparkline) -> SafeString:
    return markup.spark_svg(spark)
