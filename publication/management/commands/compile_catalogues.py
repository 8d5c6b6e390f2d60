"""Compile the message catalogues without gettext on the machine."""

import os
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Compile locale/*/LC_MESSAGES/*.po where the .mo is missing or older."
    requires_system_checks = []

    def handle(self, **options):
        try:
            compiled = [catalogue for catalogue in catalogues() if compile_catalogue(catalogue)]
        except ValueError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(f"{len(compiled)} message catalogues compiled.")


def catalogues() -> list[Path]:
    """Every .po file of the project's own locale folders."""
    folders = (Path(folder) for folder in settings.LOCALE_PATHS)
    return sorted(path for folder in folders for path in folder.glob("*/LC_MESSAGES/*.po"))


def compile_catalogue(source: Path) -> bool:
    """Write the .mo beside a .po; False when it is already newer.

    Fuzzy and untranslated messages are left out, as msgfmt does: Django then falls back to the
    next catalogue. Raises ValueError, naming the file and the fault, on a malformed source.
    """
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return False
    write_whole(target, read_catalogue(source))
    return True


def read_catalogue(source: Path) -> Catalog:
    with source.open("rb") as lines:
        try:
            catalogue = read_po(lines, abort_invalid=True)
        except PoFileError as error:
            raise ValueError(f"{source}: {error}") from error
    for message in [message for message in catalogue if not is_translated(message)]:
        catalogue.delete(message.id, message.context)
    return catalogue


def is_translated(message: Message) -> bool:
    """True for the header too. A plural counts only when each of its forms has a text."""
    forms = message.string if isinstance(message.string, (tuple, list)) else [message.string]
    return not message.id or all(forms)


def write_whole(target: Path, catalogue: Catalog) -> None:
    """Replace the target at once, so that a server starting meanwhile reads old or new."""
    with tempfile.NamedTemporaryFile(dir=target.parent, suffix=".tmp", delete=False) as unfinished:
        write_mo(unfinished, catalogue)
    os.chmod(unfinished.name, 0o644)  # a temporary file is its owner's alone; another user serves
    os.replace(unfinished.name, target)
