"""Entities side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.access import public_page
from publication.languages import page_language

from .. import demonstrations
from ..compare_page import compare_page
from ..coverage_matrix import State


@public_page
def compare(request: HttpRequest) -> HttpResponse:
    """Two to four entities on a theme or a document, as the address names them."""
    page = compare_page(request.GET, page_language())
    has_demonstration = page.has_demonstration or demonstrations.are_published()
    context = {"page": page, "states": State, "has_demonstration": has_demonstration}
    return render(request, "reports/compare.html", context)
