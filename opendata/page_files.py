"""Pages as documents: `/en/data/files/theme/migration.pdf`, made by a job and kept."""

from typing import IO

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import override

from accounts.access import public_page
from publication.keys import is_key
from publication.languages import page_language
from publication.models import Revision

from .kept_files import maker
from .kept_views import answer
from .papers import pdf, word
from .papers.contents import PAGES

WRITERS = {
    "docx": (word.write_word, word.CONTENT_TYPE),
    "pdf": (pdf.write_pdf, pdf.CONTENT_TYPE),
}


@public_page
def page_file(request: HttpRequest, kind: str, name: str, ending: str) -> HttpResponse:
    """The page in that format; 404 for a page that there is not, or where no PDF can be made."""
    if kind == "report" and not is_key(name):
        raise Http404
    if kind not in PAGES or not PAGES[kind].is_there(name):
        raise Http404
    if ending == "pdf" and not pdf.is_possible():
        raise Http404
    what = {"kind": kind, "name": name, "ending": ending, "language": page_language()}
    return answer(request, {"maker": "page", **what})


@maker("page")
def made(what: dict, file: IO[bytes]) -> tuple[str, str]:
    write, content_type = WRITERS[what["ending"]]
    with override(what["language"]):
        paper = PAGES[what["kind"]].paper(what["name"], what["language"])
        day, revision = timezone.localdate(), Revision.objects.current()
        paper.moment = revision.changed_at
        write(paper, file, paper.source(revision.number, day))
    return f"{paper.name}-{day}.{what['ending']}", content_type
