"""What an address may ask. What is not known is refused, lest a typing error go unseen."""

from collections.abc import Collection

from django.http import QueryDict
from rest_framework.exceptions import ValidationError

from publication.languages import LANGUAGES


def check_names(query: QueryDict, known: Collection[str]) -> None:
    """Raises ValidationError that names each parameter that is unknown or given twice."""
    wrong = {name: [reason] for name in query if (reason := _fault(query, name, known))}
    if wrong:
        raise ValidationError(wrong)


def _fault(query: QueryDict, name: str, known: Collection[str]) -> str:
    if name not in known:
        return "There is no such parameter here."
    return "Give this parameter once." if len(query.getlist(name)) > 1 else ""


def language_asked(query: QueryDict) -> str | None:
    """The language that `lang` names; None for all of them."""
    asked = query.get("lang")
    if asked is None:
        return None
    if asked not in LANGUAGES:
        raise ValidationError({"lang": [f"One of {', '.join(LANGUAGES)}."]})
    return asked
