"""The parameter that all lists have."""

from django.http import QueryDict
from rest_framework.exceptions import ValidationError

from publication.languages import LANGUAGES


def language_asked(query: QueryDict) -> str | None:
    """The language that `lang` names; None for all of them."""
    asked = query.get("lang")
    if asked is None:
        return None
    if asked not in LANGUAGES:
        raise ValidationError({"lang": [f"One of {', '.join(LANGUAGES)}."]})
    return asked
