"""A paragraph or an entity named by the address of its page, as staff copy it from the browser."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _

from countries.models import Entity
from mandates.models import Paragraph
from publication.forms import LineField
from publication.languages import LANGUAGES

LONGEST = 500
Record = Paragraph | Entity


def record_at(address: str) -> Record | None:
    """What stands there; site and language may be missing, and what follows the path is ignored."""
    try:
        parts = urlsplit(address.strip()).path.strip("/").split("/")
    except ValueError:  # a broken network address
        return None
    parts = parts[1:] if parts[0].lower() in LANGUAGES else parts
    match parts:
        case ["documents", document, slug]:
            return Paragraph.objects.at_address(document, slug).first()
        case ["countries" | "institutions", slug]:
            return Entity.objects.of_slug(slug).first()
    return None


class RecordField(LineField):
    """The address of a page; gives its paragraph or entity."""

    default_error_messages = {
        "absent": _("No paragraph, country or institution stands at this address.")
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": LONGEST, **kwargs})

    def clean(self, value: Any) -> Record | None:
        address = super().clean(value)
        found = record_at(address) if address else None
        if address and found is None:
            raise forms.ValidationError(self.error_messages["absent"], code="absent")
        return found


class RecordForm(forms.Form):
    address = RecordField(
        label=_("Address of the page"),
        help_text=_("Of a paragraph, a country or an institution, as the browser shows it."),
    )


class MergeForm(forms.Form):
    """Two records of the same thing, by the addresses of their pages."""

    gone = RecordField(
        label=_("The one that goes"),
        help_text=_("Its address leads to the other one from then on."),
    )
    kept = RecordField(
        label=_("The one that stays"),
        help_text=_(
            "Its texts and facts stay as they are; what points at the other one moves here."
        ),
    )
