"""Takes in a legacy SISCA page: read, parse, compare, write. The command and the admin call this."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import IntegrityError

from accounts.models import User
from mandates.models import Theme
from publication.languages import LANGUAGES

from .legacy_file import SIZE_LIMIT
from .legacy_page import UnreadablePage, parse, read
from .loading import write
from .models import Batch
from .planning import Plan, Progress, plan_page


class Refused(Exception):
    """The import cannot be done; the message says why in one sentence."""


@dataclass(frozen=True)
class Options:
    """What a person chooses about an import. `language` None: the page's labels decide."""

    theme: str
    language: str | None = None
    create_missing: bool = False


def no_progress(done: int, total: int) -> None:
    """The default of `progress` everywhere."""


def read_file(path: Path) -> bytes:
    """The file's bytes. Raises Refused when it is missing, no file, or too large."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise Refused(f"{path} is not a file.")
        if size > SIZE_LIMIT:
            raise Refused(f"The file is larger than {SIZE_LIMIT // 1024**2} MB.")
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from error


def plan_import(data: bytes, options: Options, progress: Progress = no_progress) -> Plan:
    """Compare a page with the records; stores nothing. Raises Refused."""
    theme = Theme.objects.with_slug(options.theme).first()
    if theme is None:
        raise Refused(f"There is no theme “{options.theme}”.")
    if options.language not in (None, *LANGUAGES):
        raise Refused(f"The language is one of {', '.join(LANGUAGES)}.")
    try:
        page = parse(read(data))
    except UnreadablePage as error:
        raise Refused(str(error)) from error
    return plan_page(
        page,
        theme,
        language=options.language,
        create_missing=options.create_missing,
        progress=progress,
    )


def import_page(
    data: bytes,
    options: Options,
    *,
    file_name: str,
    by: User | None = None,
    batch: Batch | None = None,
    progress: Progress = no_progress,
) -> Plan:
    """Take in a page and return what was done. Raises Refused, and then stores nothing."""
    plan = plan_import(data, options, progress)
    batch = batch or Batch()
    batch.theme, batch.language = plan.theme, plan.language
    batch.file_name, batch.file_hash = file_name[:255], hashlib.sha256(data).hexdigest()
    batch.create_missing = options.create_missing
    try:
        write(plan, batch, by=by)
    except IntegrityError as error:
        raise Refused("Another import wrote the same records meanwhile; import again.") from error
    return plan


