"""Writes payloads into every text that a person can write, whatever its model.

New fields are found by themselves. Texts are written straight into the columns: forms refuse some
of them, imports and old rows may hold them all the same.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from itertools import cycle

from django.apps import apps
from django.db import IntegrityError, models, transaction

from following.models import NewsletterText
from imports.layouts import SHEETS
from imports.models import Batch
from publication.languages import LANGUAGES, column
from publication.translated import Translated
from tests.security.payloads import texts

APPS = ("accounts", "countries", "mandates", "reports", "imports", "pages", "redirects",
        "following", "contributions")  # fmt: skip
# The tables of `search` and `opendata` hold what is made of these: no field of theirs is written.
# What people do not write: codes, keys, fingerprints, and HTML that is made of other columns.
TECHNICAL = {
    "slug", "password", "token_hash", "key", "kind", "iso_3166_1", "content_type", "sha256", "verb",
    "time_zone", "request_id", "language", "file_hash", "original_language", "old_path", "new_path",
    "layout", "html", "guidance_html", "activity_html", "schedule_html", "definition_html", "part",
}  # fmt: skip
LONG = 2000  # letters; the rest of the payloads stands in the next row
ADDRESS = "https://e.example/?"


class Planting:
    """`fields` are the names of what was written to, in the order of their numbers."""

    def __init__(self) -> None:
        self.fields: list[str] = []
        self._texts: dict[str, Iterator[str]] = {}
        self._written: dict[str, int] = defaultdict(int)

    def plant(self) -> None:
        """Write to every row there is, each of a short field with the next payloads."""
        for model in apps.get_models():
            if model._meta.app_label in APPS and not model.__name__.startswith("Historical"):
                for field in text_fields(model):
                    self._plant(model, field)

    def missed(self) -> list[str]:
        """Fields that no row took a text of."""
        return [name for name in self.fields if not self._written[name]]

    def _plant(self, model: type[models.Model], field: models.Field) -> None:
        name = f"{model.__name__}.{field.name}"
        if name not in self.fields:
            self.fields.append(name)
            self._texts[name] = cycle(list(_fitting(field, self.fields.index(name))))
        for record in model._base_manager.all():
            before = getattr(record, field.attname)
            if before in (None, "") and f"{field.name}_en" in {f.name for f in model._meta.fields}:
                before = getattr(record, f"{field.name}_en")
            if not (before or field.blank) or _is_sheet(record, field):
                continue
            # What the database's rules keep empty in this record stays so.
            with suppress(IntegrityError), transaction.atomic():
                _write(record, field, next(self._texts[name]))
                self._written[name] += 1


def _is_sheet(record: models.Model, field: models.Field) -> bool:
    """The text of a batch that came from a sheet is JSON, which the portal writes itself."""
    return isinstance(record, Batch) and field.name == "text" and record.layout in SHEETS


def text_fields(model: type[models.Model]) -> list[models.Field]:
    """Columns of free text; a translated one once."""
    translations = set()
    if issubclass(model, Translated):
        names = model.translated_fields()
        translations = {column(name, code) for name in names for code in LANGUAGES}
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.FileField)
        and not field.choices
        and field.name not in TECHNICAL | translations
        and not field.name.startswith("digest_")
    ]


def _fitting(field: models.Field, number: int) -> Iterator[str]:
    """The payloads in texts that the column takes and its own validator accepts."""
    limit = field.max_length or LONG
    if isinstance(field, models.EmailField):
        for text in texts(number, 60):
            quoted = "".join(c for c in text.lower() if c not in '\\"\n\t' and c.isascii())
            yield f'"{quoted}"@example.org'
    elif isinstance(field, models.URLField):
        for text in texts(number, limit - 30):
            yield ADDRESS + "/".join(text.split())
    else:
        yield from texts(number, limit)


def _write(record: models.Model, field: models.Field, text: str) -> None:
    if isinstance(field, models.EmailField):
        text = text.replace("@example.org", f"@{record._meta.model_name}{record.pk}.example.org")
    names = [field.name]
    if isinstance(record, Translated) and field.name in record.translated_fields():
        names = [column(field.name, code) for code in LANGUAGES]
    for name in names:
        setattr(record, name, text)
    if isinstance(record, Translated | NewsletterText):  # saving renders what is Markdown
        record.save()
    else:
        type(record)._base_manager.filter(pk=record.pk).update(**dict.fromkeys(names, text))
