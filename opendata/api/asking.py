"""Filters of the API: a value that makes no sense is refused and named, never left out."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import override
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.views import APIView

NO_CONTROLS = r"^[^\x00-\x1f\x7f]*$"  # the portal refuses them in any address


class ByFilters:
    """Filter backend over the view's `filterset_class`, which also describes its parameters."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: APIView) -> QuerySet:
        found = view.filterset_class(request.query_params, queryset=queryset)
        if not found.is_valid():
            raise ValidationError(found.errors)
        return found.qs

    def get_schema_operation_parameters(self, view: APIView) -> list[dict]:
        with override("en"):
            return [described(name, one) for name, one in view.filterset_class.base_filters.items()]


def described(name: str, one: django_filters.Filter) -> dict:
    return {
        "name": name,
        "in": "query",
        "description": str(one.label),
        "schema": schema_of(one),
        "allowEmptyValue": True,  # as a form on a screen leaves what is not chosen
    }


def schema_of(one: django_filters.Filter) -> dict:
    if isinstance(one, django_filters.NumberFilter):
        bounds = {"minimum": one.extra["min_value"], "maximum": one.extra["max_value"]}
        return {"type": "integer", **bounds}
    if isinstance(one, django_filters.ModelChoiceFilter):  # a slug that some record has
        return {"type": "string", "pattern": r"^[-a-zA-Z0-9_]+$"}
    if isinstance(one, django_filters.ChoiceFilter):
        choices = one.extra["choices"]
        values = choices.values if hasattr(choices, "values") else [code for code, _ in choices]
        return {"type": "string", "enum": list(values)}
    bounds = {"maxLength": one.extra["max_length"]} if "max_length" in one.extra else {}
    patterns = [rule.regex.pattern for rule in one.extra.get("validators", ())]
    return {"type": "string", **bounds, "pattern": (patterns or [NO_CONTROLS])[0]}
