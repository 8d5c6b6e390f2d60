"""Takes in a legacy SISCA page: read, parse, compare, write. The command and the jobs call this."""

import gc
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from django.db import IntegrityError

from accounts.models import User
from mandates.models import Theme
from publication.languages import LANGUAGES
from publication.models import Revision

from .legacy_file import SIZE_LIMIT
from .legacy_page import Page, UnreadablePage, parse, read
from .loading import Outdated, write
from .models import Batch
from .notes import Refused
from .planned_reports import Progress, no_progress
from .planning import plan_page
from .plans import Plan

ATTEMPTS = 3
Made = TypeVar("Made")


@dataclass(frozen=True)
class Options:
    """What a person chooses about an import. `language` None: the page's labels decide."""

    theme: str
    language: str | None = None
    create_missing: bool = False


def read_file(path: Path) -> bytes:
    """The file's bytes. Raises Refused when it is missing, no file, or too large."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise Refused("no_file", str(path))
        if size > SIZE_LIMIT:
            raise Refused("too_large")
        return path.read_bytes()
    except OSError as error:
        raise Refused("unreadable_file", str(path), error.strerror or "") from error


def read_page(data: bytes) -> Page:
    """The rows of the page in a file's bytes. Raises Refused when it is no legacy page."""
    try:
        return parse(read(data))
    except UnreadablePage as error:
        raise Refused(error.code, message=error.message) from error


def plan_import(page: Page, options: Options, progress: Progress = no_progress) -> Plan:
    """Compare a page with the records; stores nothing. Raises Refused."""
    if options.language not in (None, *LANGUAGES):
        raise Refused("unknown_language", ", ".join(LANGUAGES))
    return plan_page(
        page,
        _theme(options.theme),
        language=options.language,
        create_missing=options.create_missing,
        progress=progress,
    )


def _theme(slug: str) -> Theme:
    theme = Theme.objects.with_slug(slug).first()
    if theme is None:
        raise Refused("unknown_theme", slug)
    return theme


def new_batch(data: bytes, options: Options, *, file_name: str, by: User | None) -> Batch:
    """An unsaved batch for the file in `data`. Raises Refused when there is no such theme."""
    return Batch(
        theme=_theme(options.theme),
        language=options.language or "",
        file_name=file_name[:255],
        file_hash=hashlib.sha256(data).hexdigest(),
        create_missing=options.create_missing,
        by=by,
    )


def import_page(
    data: bytes,
    options: Options,
    *,
    file_name: str,
    by: User | None = None,
    progress: Progress = no_progress,
) -> Plan:
    """Take in a page and return what was done; where nothing is new, nothing is stored.

    Raises Refused, and then stores nothing either.
    """
    page = read_page(data)
    batch = new_batch(data, options, file_name=file_name, by=by)
    del data  # a long page should not be in memory twice

    def once() -> Plan:
        plan = plan_import(page, options, progress)
        if not plan.changes_nothing:
            write(plan, copy(batch))
        return plan

    return until_current(once)


def carry_out(batch: Batch, progress: Progress = no_progress) -> Plan:
    """Take in the page that a running batch keeps. Raises Refused or Superseded."""
    page = read_page(batch.text.encode())
    options = Options(batch.theme.slug, batch.language or None, batch.create_missing)

    def once() -> Plan:
        plan = plan_import(page, options, progress)
        write(plan, batch)
        return plan

    return until_current(once)


def until_current(once: Callable[[], Made]) -> Made:
    """Plan and write again when another writer came between the two.

    Raises Refused when one does each time, and IntegrityError when the plan itself is at fault.
    """
    for _attempt in range(ATTEMPTS):
        before = Revision.objects.current().number
        try:
            with _without_garbage_collection():
                return once()
        except Outdated as error:
            last: Exception = error
        except IntegrityError as error:
            if Revision.objects.current().number == before:
                raise
            last = error
    raise Refused("busy") from last


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """No part of a plan is garbage before it is written; seeking some takes a fifth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
