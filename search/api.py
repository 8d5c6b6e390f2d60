"""`/api/v1/search/`: what is found, for programs."""

from itertools import groupby
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import override
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from publication.parameters import check_names

from .facets import Names, limits
from .finding import find
from .forms import LONGEST, PARAGRAPH, SearchForm
from .highlight import Marker
from .models import Kind
from .patience import TooSlow, within
from .ranking import Ranked
from .results import Result, results
from .screen import PER_PAGE

LAST_PAGE = 1_000_000
FALLBACK = "en"  # of records without a text of their own
FILTERS = [n for n in SearchForm.base_fields if n not in ("q", "lang", "kind", "sort")]
KINDS = [(kind.code, kind.code) for kind in Kind]


class Unavailable(exceptions.APIException):
    status_code = 503
    default_detail = "The search took too long. Ask for fewer or rarer words."
    default_code = "unavailable"


def _filter(name: str) -> serializers.Field:
    """A filter as the page of the search understands it, with its words."""
    field = SearchForm.base_fields[name]
    if isinstance(field, forms.ChoiceField):
        kind, bounds = serializers.ChoiceField, {"choices": [(v, v) for v, _ in field.choices]}
    elif isinstance(field, forms.IntegerField):
        bounds = {"min_value": field.min_value, "max_value": field.max_value}
        kind = serializers.IntegerField
    elif isinstance(field, forms.SlugField):
        kind, bounds = serializers.SlugField, {"max_length": field.max_length}
    else:
        kind, bounds = (
            serializers.RegexField,
            {"regex": PARAGRAPH.regex, "max_length": field.max_length},
        )
    return kind(required=False, help_text=field.label, **bounds)


class Asked(serializers.Serializer):
    """Parameters of a search."""

    q = serializers.CharField(
        max_length=LONGEST, trim_whitespace=False, allow_blank=True, default="",
        help_text='Words, "phrases", -excluded, OR; the last word may be unfinished.',
    )  # fmt: skip
    lang = serializers.ChoiceField(
        settings.LANGUAGES, required=False, help_text="Only texts in this language."
    )
    kind = serializers.ChoiceField(KINDS, required=False, help_text="Only records of this kind.")
    page = serializers.IntegerField(
        min_value=1, max_value=LAST_PAGE, default=1, help_text=f"{PER_PAGE} results on each."
    )

    def get_fields(self) -> dict[str, serializers.Field]:
        """With the filters of the page of the search."""
        return super().get_fields() | {name: _filter(name) for name in FILTERS}


Answer = inline_serializer(
    "SearchResults",
    {
        "count": serializers.IntegerField(help_text="How many records are found in all."),
        "results": inline_serializer(
            "SearchResult",
            {
                "kind": serializers.ChoiceField(KINDS),
                "id": serializers.IntegerField(help_text="A report's is its number."),
                "language": serializers.ChoiceField(
                    settings.LANGUAGES, help_text="Of the text that matched."
                ),
                "url": serializers.URLField(),
                "title": serializers.CharField(),
                "excerpt": serializers.CharField(help_text="Plain text; may be empty."),
            },
            many=True,
        ),
    },
)


class Search(APIView):
    """Records whose texts or names hold what is asked, best first."""

    @extend_schema(
        operation_id="search",
        parameters=[Asked],
        responses={200: Answer},
        tags=["search"],
    )
    def get(self, request: Request) -> Response:
        check_names(request.query_params, Asked().fields)
        # An empty one is what a screen's form sends of a filter that is not chosen.
        asked = Asked(data={name: said for name, said in request.query_params.items() if said})
        asked.is_valid(raise_exception=True)
        try:
            with within():
                return Response(_answer(**asked.validated_data))
        except TooSlow as slow:
            raise Unavailable from slow


def _answer(*, q: str, page: int, **asked: Any) -> dict[str, Any]:
    values = {name: asked.get(name, "") for name in SearchForm.base_fields}
    lang = values["lang"]
    limited, unknown = limits(
        values, Names.read(lang or FALLBACK, values["document"], values["paragraph"])
    )
    if unknown:
        raise exceptions.ValidationError({name: ["Nothing has this address."] for name in unknown})
    found = find(q, lang or FALLBACK, limited)
    shown = found.ranked[(page - 1) * PER_PAGE : page * PER_PAGE]
    said = _said(shown, lang or FALLBACK, Marker.of(found.asked))
    return {
        "count": found.total,
        "results": [_row(said[one.key]) for one in shown if one.key in said],
    }


def _said(page: list[Ranked], fallback: str, marker: Marker) -> dict[int, tuple[str, Result]]:
    """Each result in the language of the text that matched, by key."""
    found = {}
    by_language = sorted(page, key=lambda one: one.language)
    for language, group in groupby(by_language, key=lambda one: one.language or fallback):
        with override(language):
            for result in results(group, language, marker, Names.offered(language)):
                found[result.ranked.key] = (language, result)
    return found


def _row(said: tuple[str, Result]) -> dict[str, Any]:
    language, result = said
    return {
        "kind": result.ranked.kind.code,
        "id": result.id,
        "language": language,
        "url": settings.BASE_ADDRESS + result.url,
        "title": result.title.text(),
        "excerpt": result.excerpt,
    }
