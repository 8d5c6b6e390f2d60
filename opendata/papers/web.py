"""A document to take away as one HTML file that needs nothing beside it."""

from pathlib import Path
from typing import IO

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from . import Paper, Progress, no_progress

CONTENT_TYPE = "text/html; charset=utf-8"


def write_html(
    paper: Paper, file: IO[bytes], source: str, progress: Progress = no_progress
) -> None:
    """Write the document; `source` says at its end where it comes from.

    The file is for taking away: the portal's own pages hold no styles, and it is never shown there.
    """
    style = f"<style>\n{styles(paper)}</style>\n</head>"
    file.write(page(paper, source).replace("</head>", style, 1).encode())
    progress(len(paper.blocks), len(paper.blocks))


def page(paper: Paper, source: str) -> str:
    """The document without its styles."""
    return render_to_string("opendata/paper.html", {"paper": paper, "source": source})


def styles(paper: Paper) -> str:
    """Those of all documents, and the widths of this one's columns."""
    widths = sorted({width for table in paper.tables for width in table.percents})
    own = "".join(f".w{width} {{ width: {width}%; }}\n" for width in widths)
    return Path(finders.find("css/paper.css")).read_text(encoding="utf-8") + own
