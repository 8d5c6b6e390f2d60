"""What every view of the API has: the address is checked, texts come as asked for."""

import datetime
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_noop, override
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from publication.languages import LANGUAGES, language_tag
from publication.parameters import check_names

from .asking import ByFilters
from .pages import Pages
from .parameters import language_asked

LANG = OpenApiParameter(
    "lang",
    str,
    enum=LANGUAGES,
    description=gettext_noop(
        "Gives each text in this language; where there is none, in the next best one, marked as "
        "“fallback”. Without it, texts come in every language they exist in."
    ),
)


def said(summary: str, *parameters: OpenApiParameter) -> Callable:
    """How the OpenAPI document tells of the view."""
    about = extend_schema(summary=summary, parameters=[*parameters], tags=["v1"])
    return extend_schema_view(get=about)


class Open(APIView):
    """Checks the address before anything is read. What is said of it is in English."""

    language: str | None = None

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        with override(settings.LANGUAGE_CODE), timezone.override(datetime.UTC):
            return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        check_names(request.query_params, self.parameters())
        self.language = language_asked(request.query_params)

    def finalize_response(self, request: Request, response: Response, *args, **kwargs) -> Response:  # noqa: ANN002, ANN003
        """The texts' own languages stand beside them; this is what was asked for, or all."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        languages = [self.language] if self.language else LANGUAGES
        answer["Content-Language"] = ", ".join(map(language_tag, languages))
        return answer

    def parameters(self) -> set[str]:
        return set()


class Resource(Open, generics.GenericAPIView):
    def get_serializer_context(self) -> dict:
        return {**super().get_serializer_context(), "language": self.language}


class Record(Resource, generics.RetrieveAPIView):
    """A record by its address: by the slug there, unless the view says otherwise."""

    filter_backends = ()
    lookup_field = "slug"

    def parameters(self) -> set[str]:
        return {"lang"}


class Listed(Resource, generics.ListAPIView):
    """A list, by what its filters and pages are asked for."""

    filter_backends = (ByFilters,)
    pagination_class = Pages
    filterset_class: type

    def parameters(self) -> set[str]:
        return {"lang", "cursor", "limit", *self.filterset_class.base_filters}
