"""Drafting the Secretariat's documents: asked for by a person, made by a job, kept for download."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import IO, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from accounts.models import User
from accounts.policy import Permission
from accounts.rights import may
from countries.models import Entity
from mandates.models import Document, Meeting, Theme
from publication.jobs import job
from publication.models import Revision
from publication.progress import Progress, Superseded

from .kept_files import Busy, remove, remove_others, store
from .models import DraftedDocument
from .papers import Paper, book, pdf, web, word
from .papers.annual import annual_report
from .papers.compendium import compendium
from .papers.drafted import Draft
from .papers.national import national_report
from .papers.status import status

logger = logging.getLogger("portal.files")
PERMISSION = Permission.PUBLISH_REPORTS
FOLDER = "drafted"
STAY = timedelta(days=180)
MOST_ON_THE_WAY = 20
WITHIN = timedelta(minutes=15)
LONGEST_NAME = 120  # letters of a file's name, before its day and ending

Kind, Ending = DraftedDocument.Kind, DraftedDocument.Ending
WRITERS = {
    Ending.WORD: (word.write_word, word.CONTENT_TYPE),
    Ending.PDF: (pdf.write_pdf, pdf.CONTENT_TYPE),
    Ending.XLSX: (book.write_book, book.CONTENT_TYPE),
    Ending.HTML: (web.write_html, web.CONTENT_TYPE),
}


class NotAllowed(Exception):
    """Who asked for the document may have no more drafted."""


def _annual(draft: Draft, what: dict[str, Any]) -> Paper:
    return annual_report(draft, Document.objects.get(slug=what["programme"]), what["year"])


def _status(draft: Draft, what: dict[str, Any]) -> Paper:
    return status(draft, Meeting.objects.get(slug=what["meeting"]))


def _national(draft: Draft, what: dict[str, Any]) -> Paper:
    entity = Entity.objects.states().get(slug=what["entity"])
    return national_report(draft, entity, Meeting.objects.get(slug=what["meeting"]))


def _compendium(draft: Draft, what: dict[str, Any]) -> Paper:
    return compendium(draft, Theme.objects.get(slug=what["theme"]), what["year"])


TELLERS: dict[str, Callable[[Draft, dict[str, Any]], Paper]] = {
    Kind.ANNUAL: _annual, Kind.STATUS: _status, Kind.NATIONAL: _national,
    Kind.COMPENDIUM: _compendium,
}  # fmt: skip
"""What each kind of document holds; raises DoesNotExist where its records are gone."""


def endings() -> list[DraftedDocument.Ending]:
    """The formats that can be written here."""
    return [one for one in Ending if one != Ending.PDF or pdf.is_possible()]


@transaction.atomic
def ask(
    *, kind: str, what: dict[str, Any], language: str, ending: str, symbol: str, by: User
) -> DraftedDocument:
    """Have a worker make the document. Raises Busy."""
    now = timezone.now()
    if DraftedDocument.objects.on_the_way(now - WITHIN).count() >= MOST_ON_THE_WAY:
        raise Busy
    draft = DraftedDocument.objects.create(
        kind=kind, what=what, language=language, ending=ending, symbol=symbol, by=by,
        asked_at=now, seen_at=now,
    )  # fmt: skip
    make.enqueue(draft.pk)  # in this transaction: both are stored, or neither
    return draft


@job(attempts=2, within=WITHIN)
def make(pk: int) -> None:
    """Make the document. One that is there already is left, so running twice does no harm."""
    draft = DraftedDocument.objects.begin(pk, timezone.now())
    if draft is None:
        return
    try:
        _make(draft)
    except Superseded:
        return
    except Exception:
        mine = DraftedDocument.objects.worked_on_by(draft)
        mine.update(stage=DraftedDocument.Stage.FAILED)
        raise


def _make(draft: DraftedDocument) -> None:
    if not may(draft.by, PERMISSION):
        raise NotAllowed
    with override(draft.language):
        paper, version = _told(draft)
        values = store(FOLDER, lambda file: _written(draft, paper, file))
    done = {
        "stage": DraftedDocument.Stage.DONE, "made_at": timezone.now(), "version": version,
        "title": " – ".join(filter(None, [paper.title, paper.cover.subtitle]))[:500],
    }  # fmt: skip
    if not DraftedDocument.objects.worked_on_by(draft).update(**done, **values):
        remove(values["file"])  # another worker was quicker


def _told(draft: DraftedDocument) -> tuple[Paper, str]:
    """The document and its data version: "5-6" where something was published meanwhile."""
    first = Revision.objects.current().number
    paper = TELLERS[draft.kind](Draft(draft.language, draft.symbol, str(first)), draft.what)
    last, version = Revision.objects.current(), str(first)
    if last.number != first:
        version = f"{first}-{last.number}"
        paper = TELLERS[draft.kind](Draft(draft.language, draft.symbol, version), draft.what)
    paper.moment = last.changed_at
    return paper, version


def _written(draft: DraftedDocument, paper: Paper, file: IO[bytes]) -> tuple[str, str]:
    write, content_type = WRITERS[draft.ending]
    day = timezone.localdate()
    progress = Progress(draft, DraftedDocument.objects.worked_on_by(draft))
    write(paper, file, paper.source(paper.cover.version, day), progress)
    return f"{paper.name[:LONGEST_NAME]}-{day}.{draft.ending}", content_type


@transaction.atomic
def throw_away(draft: DraftedDocument) -> None:
    """Forget the document; its file goes once that is certain."""
    name = draft.file
    draft.delete()
    if name:
        transaction.on_commit(lambda: remove(name))


def prune(now: datetime) -> dict[str, int]:
    """Throw away documents that were kept long enough, and what a killed job left."""
    gone = DraftedDocument.objects.asked_before(now - STAY).delete()[0]
    remove_others(FOLDER, DraftedDocument.objects.stored_names(), now - WITHIN * 2)
    return {"drafted_documents": gone}
