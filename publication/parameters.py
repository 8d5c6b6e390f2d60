"""What the address of an answer for programs may ask.

What is not known is refused, lest a typing error go unseen.
"""

from collections.abc import Collection

from django.http import QueryDict
from rest_framework.exceptions import ValidationError


def check_names(query: QueryDict, known: Collection[str]) -> None:
    """Raises ValidationError that names each parameter that is unknown or given twice."""
    wrong = {name: [reason] for name in query if (reason := _fault(query, name, known))}
    if wrong:
        raise ValidationError(wrong)


def _fault(query: QueryDict, name: str, known: Collection[str]) -> str:
    if name not in known:
        return "There is no such parameter here."
    return "Give this parameter once." if len(query.getlist(name)) > 1 else ""
