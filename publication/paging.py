"""The numbers of pages that a list leads to."""

from django.core.paginator import Page


def page_numbers(page: Page) -> list[int | str]:
    """First and last, those around this page, and "…" for what lies between."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
