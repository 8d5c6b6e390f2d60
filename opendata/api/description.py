"""The OpenAPI document: generated from the code, kept beside it, compared by a test.

`manage.py write_openapi` writes it anew (`make openapi`).
"""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.utils.translation import gettext_noop, override

FILE = Path(__file__).with_name("openapi.json")
ABOUT = gettext_noop(
    "Everything that the portal has published, to read: reports, what they cite, who reports, "
    "what was agreed, what is done for it and how it is measured. Nobody signs in."
)


def generated() -> dict:
    """The document as the code would write it now, in English."""
    from drf_spectacular.generators import SchemaGenerator

    with override("en"):
        document = SchemaGenerator().get_schema(request=None, public=True)
        return json.loads(json.dumps(document, default=str))


def as_text(document: dict) -> str:
    return json.dumps(document, indent=1, ensure_ascii=False, sort_keys=False) + "\n"


@cache
def document_text() -> str:
    """The document as it is kept."""
    return FILE.read_text(encoding="utf-8")


@cache
def document() -> dict:
    return json.loads(document_text())


def shared_parts(result: dict, generator: object, request: object, public: bool) -> dict:
    """Hook of drf-spectacular: the texts' schemas, and what every operation may answer."""
    from .texts import SCHEMAS

    components = result.setdefault("components", {}).setdefault("schemas", {})
    result["info"]["description"] = ABOUT
    components |= {**SCHEMAS, "Error": ERROR}
    result["components"]["schemas"] = dict(sorted(components.items()))
    for path, methods in result["paths"].items():
        for operation in methods.values():
            _bound(operation.get("parameters", ()))
            for status in (400, 404, 406, 410, 429):
                if status not in (404, 410) or _may_be(path, status):
                    operation["responses"][str(status)] = _answer(status)
    return result


def _bound(parameters: Iterable[dict]) -> None:
    """Parts of the path as the addresses take them."""
    for one in parameters:
        if one["in"] == "path":
            is_number = one["schema"]["type"] == "integer"
            one["schema"] |= {"minimum": 0} if is_number else {}
            if not is_number:
                one["schema"].setdefault("pattern", "^[-a-zA-Z0-9_]+$")


def _may_be(path: str, status: int) -> bool:
    """Only records can be missing, only what somebody wrote be withdrawn."""
    return "{" in path and (status == 404 or "/reports/" in path or "/contributions/" in path)


def _answer(status: int) -> dict:
    schema = {"$ref": "#/components/schemas/Error"}
    return {
        "description": ANSWERS[status],
        "content": {"application/json": {"schema": schema}},
        **({"headers": {"Retry-After": RETRY}} if status == 429 else {}),
    }


RETRY = {
    "schema": {"type": "integer"},
    "description": gettext_noop("Seconds until the next request is answered."),
}
ANSWERS = {
    400: gettext_noop("A parameter is not known or makes no sense; it is named."),
    404: gettext_noop("There is no such record."),
    406: gettext_noop("Something else than JSON was asked for."),
    410: gettext_noop("It was withdrawn; the message is the reason."),
    429: gettext_noop("Too many requests from one network address."),
}
ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["status", "code", "message"],
            "properties": {
                "status": {"type": "integer"},
                "code": {"type": "string"},
                "message": {"type": "string"},
                "parameters": {
                    "type": "object",
                    "additionalProperties": {"type": "array", "items": {"type": "string"}},
                },
            },
        }
    },
}
