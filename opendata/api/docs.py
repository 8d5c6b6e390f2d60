"""The page that explains the API, made from its OpenAPI document."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop, pgettext

from accounts.access import public_page

from .description import ABOUT, ANSWERS, document

EXAMPLES = {
    "/api/v1/reports/": "?theme=migration&kind=states&since=2015&lang={language}",
    "/api/v1/citations/": "?theme=migration&state=ambiguous",
    "/api/v1/entities/": "?kind=state&subregion=caribbean",
    "/api/v1/themes/": "?limit=100&lang={language}",
    "/api/v1/meetings/": "?kind=summit",
    "/api/v1/documents/": "?meeting=panama-2015",
    "/api/v1/actions/": "?due=past&lang={language}",
    "/api/v1/indicators/": "?theme=migration&lang={language}",
    "/api/v1/indicator_values/": "?entity=chile&year=2024",
    "/api/v1/contributions/": "?kind=civil_society&lang={language}",
    "/api/v1/search/": "?q=migrants&lang={language}",
    "/api/v1/paragraphs/": "?theme=migration&life_cycle=active",
}

# What the search says of itself.
OF_SEARCH = (
    gettext_noop("Records whose texts or names hold what is asked, best first."),
    gettext_noop('Words, "phrases", -excluded, OR; the last word may be unfinished.'),
    gettext_noop("Only texts in this language."),
    gettext_noop("Only records of this kind."),
    gettext_noop("20 results on each."),
)
# Where labels of filters are told from the same words elsewhere.
CONTEXTS = ("filter", "how far a paragraph is")


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    words: str
    values: str
    is_in_path: bool


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Operation:
    """An address of the API. `fields` are those of a record; only lists have an example."""

    path: str
    anchor: str
    summary: str
    parameters: list[Parameter]
    fields: list[Field]
    example: str


@public_page
def api(request: HttpRequest) -> HttpResponse:
    language = request.LANGUAGE_CODE
    context = {
        "about": gettext(ABOUT),
        "operations": operations(language),
        "answers": [(status, gettext(words)) for status, words in ANSWERS.items()],
        "base": settings.BASE_ADDRESS,
        "per_minute": settings.API_REQUESTS_PER_MINUTE,
    }
    return render(request, "opendata/api.html", context)


def operations(language: str) -> list[Operation]:
    """Every operation, in the words of the active language."""
    return [_operation(path, methods["get"], language) for path, methods in ordered()]


def ordered() -> list[tuple[str, dict]]:
    """The paths: each list, then its record."""
    return sorted(document()["paths"].items())


def _operation(path: str, said: dict, language: str) -> Operation:
    example = EXAMPLES.get(path, "").format(language=language)
    return Operation(
        path,
        said["operationId"].replace("_", "-"),
        gettext(said.get("summary") or said["description"]),
        sorted(map(_parameter, said.get("parameters", ())), key=lambda one: not one.is_in_path),
        _fields(said["responses"]["200"]["content"]["application/json"]["schema"]),
        f"{settings.BASE_ADDRESS}{path}{example}" if example else "",
    )


def _parameter(said: dict) -> Parameter:
    schema, words = said["schema"], said.get("description", "")
    return Parameter(said["name"], _in_words(words), _values(schema), said["in"] == "path")


def _in_words(text: str) -> str:
    """The text in the active language; labels of filters are kept apart from other words."""
    if not text:
        return ""
    found = (gettext(text), *(pgettext(context, text) for context in CONTEXTS))
    return next((words for words in found if words != text), text)


def _values(schema: dict) -> str:
    if "enum" in schema:
        return " · ".join(schema["enum"])
    if "maximum" in schema:
        return f"{schema['minimum']}–{schema['maximum']}"
    return schema["type"]


def _fields(schema: dict) -> list[Field]:
    """Fields of the record, also where it is listed."""
    found = _followed(schema)
    if "results" in found.get("properties", {}):
        found = _followed(found["properties"]["results"]["items"])
    return [Field(name, _type(one)) for name, one in found.get("properties", {}).items()]


def _followed(schema: dict) -> dict:
    """The schema itself, behind references."""
    while "$ref" in schema:
        schema = document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def _type(schema: dict) -> str:
    """The type as a reader of JSON would say it: "Text", "string | null", "[ParagraphAddress]"."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        known = _followed(schema)
        if "enum" in known:
            return " | ".join(str(value) for value in known["enum"])
        return "null" if name == "NullEnum" else name
    for key in ("allOf", "oneOf", "anyOf"):
        if key in schema:
            return " | ".join(dict.fromkeys(_type(one) for one in schema[key]))
    said = schema.get("type", "")
    if said == "array":
        return f"[{_type(schema['items'])}]"
    kind = " | ".join(said) if isinstance(said, list) else said
    return f"{kind} ({schema['format']})" if "format" in schema else kind
