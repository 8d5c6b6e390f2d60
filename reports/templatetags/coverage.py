"""The table and the list of coverage in templates, and the states in words."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from .. import coverage_markup
from ..coverage_matrix import SYMBOLS, State
from ..coverage_page import CoveragePage

register = template.Library()


@register.filter
def column_headings(page: CoveragePage) -> SafeString:
    return mark_safe(coverage_markup.table_head(page))  # noqa: S308  escaped there


@register.filter
def table_rows(page: CoveragePage) -> SafeString:
    return mark_safe(coverage_markup.table_rows(page))  # noqa: S308  escaped there


@register.filter
def column_totals(page: CoveragePage) -> SafeString:
    return mark_safe(coverage_markup.table_foot(page))  # noqa: S308  escaped there


@register.filter
def entity_list(page: CoveragePage) -> SafeString:
    return mark_safe(coverage_markup.entity_list(page))  # noqa: S308  escaped there


@register.filter
def symbol(state: str) -> str:
    return SYMBOLS[State(state)]


@register.filter
def state_words(state: str, in_years: bool) -> str:
    return State(state).said(in_years)
