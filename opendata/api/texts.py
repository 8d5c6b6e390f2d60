"""Texts in the answers of the API: every language, or the one that `?lang=` asks for."""

from django.utils.translation import gettext_noop
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from publication.languages import LANGUAGES, TextState
from publication.passages import passage
from publication.translated import Translated

STATE = {"type": "string", "enum": [TextState.ORIGINAL, TextState.OFFICIAL, TextState.MACHINE]}
SCHEMAS = {
    "Text": {
        "description": gettext_noop(
            "Without `lang`, every language in which the text exists. With it one text, or null."
        ),
        "oneOf": [
            {"$ref": "#/components/schemas/TextByLanguage"},
            {"$ref": "#/components/schemas/TextInOneLanguage"},
            {"type": "null"},
        ],
    },
    "TextByLanguage": {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            code: {"$ref": "#/components/schemas/TextOfALanguage"} for code in LANGUAGES
        },
    },
    "TextOfALanguage": {
        "type": "object",
        "additionalProperties": False,
        "required": ["text", "state", "stale"],
        "properties": {
            "text": {"type": "string"},
            "state": STATE,
            "stale": {
                "type": "boolean",
                "description": gettext_noop("The original has changed since the translation."),
            },
        },
    },
    "TextInOneLanguage": {
        "type": "object",
        "additionalProperties": False,
        "required": ["text", "language", "state", "stale", "fallback"],
        "properties": {
            "text": {"type": "string"},
            "language": {"type": "string", "enum": list(LANGUAGES)},
            "state": STATE,
            "stale": {"type": "boolean"},
            "fallback": {
                "type": "boolean",
                "description": gettext_noop("The text is in another language than asked for."),
            },
        },
    },
}


@extend_schema_field({"$ref": "#/components/schemas/Text"})
class Text(serializers.Field):
    """The translated field of the record that has the serializer field's name."""

    def __init__(self, **named: object) -> None:
        super().__init__(source="*", read_only=True, **named)

    def to_representation(self, record: Translated) -> dict | None:
        language = self.context.get("language")
        return one_text(record, self.field_name, language) if language else self.all(record)

    def all(self, record: Translated) -> dict:
        return {
            code: {"text": text, "state": record.state_in(code), "stale": record.is_stale(code)}
            for code, text in record.texts(self.field_name).items()
        }


def one_text(record: Translated, field: str, language: str) -> dict | None:
    found = passage(record, field, language)
    if found is None:
        return None
    return {
        "text": found.text,
        "language": found.language,
        "state": found.state,
        "stale": found.stale,
        "fallback": found.is_elsewhere,
    }
