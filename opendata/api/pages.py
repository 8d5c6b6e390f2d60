"""Pages of a list: each begins after the record that the one before ended with.

So a page costs the same wherever it stands, and a record that is published meanwhile moves no other
one from page to page.
"""

from django.conf import settings
from django.db.models import BigIntegerField, QuerySet
from django.utils.translation import gettext_noop
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from publication.models import Revision

USUAL, MOST = 25, 100


class Pages(BasePagination):
    def paginate_queryset(self, queryset: QuerySet, request: Request, view: APIView) -> list:
        query = request.query_params
        wrong: dict[str, list[str]] = {}
        after = _number(query, "cursor", 0, 0, BigIntegerField.MAX_BIGINT, wrong)
        size = _number(query, "limit", USUAL, 1, MOST, wrong)
        if wrong:
            raise ValidationError(wrong)
        rows = list(queryset.order_by("pk").filter(pk__gt=after)[: size + 1])
        self.next = _address(request, rows[size - 1].pk) if len(rows) > size else None
        return rows[:size]

    def get_paginated_response(self, data: list) -> Response:
        revision = Revision.objects.current()
        answer = Response(
            {
                "data_version": revision.number,
                "data_changed_at": revision.changed_at,
                "next": self.next,
                "results": data,
            }
        )
        if self.next:
            answer["Link"] = f'<{self.next}>; rel="next"'
        return answer

    def get_paginated_response_schema(self, schema: dict) -> dict:
        said = {
            "data_version": {
                "type": "integer",
                "description": gettext_noop("Grows with every change of published content."),
            },
            "data_changed_at": {"type": ["string", "null"], "format": "date-time"},
            "next": {
                "type": ["string", "null"],
                "format": "uri",
                "description": gettext_noop("The next page; null on the last one."),
            },
            "results": schema,
        }
        return {"type": "object", "required": list(said), "properties": said}

    def get_schema_operation_parameters(self, view: APIView) -> list[dict]:
        return [
            _parameter(
                "cursor",
                gettext_noop("Where the page begins; follow “next” instead of making one up."),
                {"minimum": 0, "maximum": BigIntegerField.MAX_BIGINT},
            ),
            _parameter(
                "limit",
                gettext_noop("Records on a page, at most 100."),
                {"minimum": 1, "maximum": MOST, "default": USUAL},
            ),
        ]


def _parameter(name: str, description: str, bounds: dict) -> dict:
    schema = {"type": "integer", **bounds}
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _number(query, name: str, default: int, least: int, most: int, wrong: dict) -> int:  # noqa: ANN001
    """The number that the parameter gives; what makes no sense is put into `wrong`."""
    said = query.get(name)
    if said is None:
        return default
    if said.isascii() and said.isdigit() and len(said) < 20 and least <= int(said) <= most:
        return int(said)
    wrong[name] = [f"A whole number from {least} to {most}."]
    return default


def _address(request: Request, after: int) -> str:
    query = request.query_params.copy()
    query["cursor"] = str(after)
    return f"{settings.BASE_ADDRESS}{request.path}?{query.urlencode()}"
