"""A document to take away as tagged PDF (PDF/UA-1), where the `pdf` extra and Pango are there.

The library takes seconds to load and is therefore loaded where it is used: in a job. It fetches
nothing: what a text points at stays where it is.
"""

from ctypes.util import find_library
from functools import cache
from importlib.util import find_spec
from typing import IO

from . import Paper, Progress, no_progress
from .web import page, styles

CONTENT_TYPE = "application/pdf"
VARIANT = "pdf/ua-1"


@cache
def is_possible() -> bool:
    return find_spec("weasyprint") is not None and find_library("pango-1.0") is not None


def write_pdf(paper: Paper, file: IO[bytes], source: str, progress: Progress = no_progress) -> None:
    """Write the document; `source` says at its end where it comes from.

    Pages are laid out in one go: there is no progress to tell until they are.
    """
    from weasyprint import CSS, HTML
    from weasyprint.urls import URLFetcher

    class Nothing(URLFetcher):
        def fetch(self, url: str, headers: dict | None = None) -> None:
            raise ValueError("documents fetch nothing")

    style = CSS(string=styles(paper), url_fetcher=Nothing())
    HTML(string=page(paper, source), url_fetcher=Nothing()).write_pdf(
        file, stylesheets=[style], pdf_variant=VARIANT
    )
    progress(len(paper.blocks), len(paper.blocks))
