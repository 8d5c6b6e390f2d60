"""What all tables hold, in a form in which two databases or two moments can be compared.

Keys are replaced by the place of their row and moments by whether there is one, so that a run that
was broken off and done again equals one that was not.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models

Fingerprint = dict[str, list[tuple]]
# Neither what people do at the same time, nor Django's own lists.
LEFT_OUT = {"sessions", "admin", "auth", "contenttypes", "sites", "django_tasks_database"}
TRACES = {
    "imports_batch", "imports_change", "publication_revision", "reports_standing", "search_word",
    "search_entry", "following_happening",
}  # fmt: skip
"""Tables that tell of an import and its undo, and differ after both: what coverage is worked out
from stands in another order, factories leave records out of the search, words stay known, and
steps that happened stay to be told.
"""
WITHOUT_ORDER = {"reports_standing", "search_word", "search_entry"}
"""Tables that are worked out by a question, whose answer PostgreSQL gives in any order."""
NAMED_BY_KEYS = {"search_entry", "following_happening"}
"""Tables whose texts hold keys of rows; what was broken off has used some up in PostgreSQL."""


def fingerprint(*, without: Iterable[str] = ()) -> Fingerprint:
    """The rows of every table by its name, except the tables `without` and histories with them."""
    left_out = set(without)
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in LEFT_OUT
        and model._meta.db_table not in left_out
        and not (left_out and hasattr(model, "history_object"))
    ]
    rows = {model: _rows(model) for model in found}
    places = {
        model: {row[model._meta.pk.column]: place for place, row in enumerate(of_model)}
        for model, of_model in rows.items()
    }
    kinds = {kind.pk: kind.model_class() for kind in ContentType.objects.all()}
    plain = {
        model._meta.db_table: [_plain(model, row, places, kinds) for row in of_model]
        for model, of_model in rows.items()
    }
    return {
        table: sorted(found, key=repr) if table in WITHOUT_ORDER else found
        for table, found in plain.items()
    }


def _rows(model: type[models.Model]) -> list[dict[str, Any]]:
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" ORDER BY "{key}"')  # noqa: S608  our own names
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _plain(model: type[models.Model], row: dict[str, Any], places: dict, kinds: dict) -> tuple:
    plain = []
    for field in model._meta.concrete_fields:
        value = row[field.column]
        if field.primary_key or (hasattr(model, "history_object") and field.column == "id"):
            continue
        if isinstance(field, models.DateTimeField):
            value = value is not None
        elif field.is_relation and value is not None:
            value = places.get(field.related_model, {}).get(value, value)
        elif field.column == "object_id":
            value = places.get(kinds.get(row["content_type_id"]), {}).get(value, value)
        elif isinstance(field, models.JSONField):
            value = _without_keys(json.loads(value))
        elif field.column in ("note", "key", "history_change_reason") and isinstance(value, str):
            value = re.sub(r"^(import )?\d+(\|\d+)?", "", value)
        plain.append((field.column, value))
    return tuple(plain)


def _without_keys(value: Any) -> Any:
    """Snapshots name the paragraphs cited by their keys."""
    if isinstance(value, dict):
        return {name: _without_keys(one) for name, one in value.items() if name != "paragraph"}
    return [_without_keys(one) for one in value] if isinstance(value, list) else value
