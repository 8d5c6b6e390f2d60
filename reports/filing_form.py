"""The form by which the Secretariat files a report that an entity sent as a note."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from countries.models import Entity

from .file_kinds import KINDS
from .models import Cycle
from .starting import Named, StartForm


class FilingForm(StartForm):
    """For any entity, with the note received; texts and paragraphs follow in the editor."""

    entity = Named(Entity.objects.none(), label=_("On behalf of"), empty_label="–")
    cycle = Named(
        Cycle.objects.none(), label=_("In the cycle"), required=False,
        empty_label=_("outside a cycle"),
    )  # fmt: skip
    note = forms.FileField(
        label=_("Note received"),
        widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in KINDS)}),
        help_text=_(
            "The letter or file in which the entity reported: PDF, Word, OpenDocument, text or "
            "picture, no more than 10 MB. The Secretariat keeps it; it is not published."
        ),
    )
    prefill = None
    field_order = ["entity", "cycle", "themes", "language", "date", "note"]

    def __init__(self, data: Any = None, files: Any = None, *, language: str) -> None:
        entities = Entity.objects.reporting().in_order_of_name(language)
        super().__init__(data, entities=entities, language=language)
        self.files = files or {}
        self.fields["cycle"].queryset = Cycle.objects.open(timezone.now())
