"""The forms with which a sheet is brought in and confirmed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from publication.forms import TextField
from reports.sheet_archive import Unreadable

from .kinds import SheetKind
from .tables import RECORDS, Line, read_lines

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SheetForm(forms.Form):
    """Adds `lines` and `data` to the cleaned data."""

    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("As it was exported or made from the template, in the XLSX format or as CSV in "
                    "UTF-8; 10 MB and 5,000 rows at most."),
        widget=forms.FileInput(attrs={"accept": f".xlsx,.csv,{XLSX},text/csv"}),
    )  # fmt: skip
    create_missing = forms.BooleanField(
        label=_("Make new records of rows whose identifier is not known"),
        required=False,
        help_text=_("Otherwise such a row counts as an error. A row without identifier is new in "
                    "any case."),
    )  # fmt: skip

    def __init__(self, *args: Any, kind: SheetKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        if kind.numbers:
            del self.fields["create_missing"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if file := cleaned.get("file"):
            try:
                RECORDS.check_size(file.size)
                cleaned["data"] = file.read()
                cleaned["lines"] = self._lines(cleaned["data"])
            except Unreadable as refusal:
                self.add_error("file", refusal.reason)
        return cleaned

    def _lines(self, data: bytes) -> list[Line]:
        lines = read_lines(data, self.kind.names())
        if not lines:
            raise Unreadable(_("The file has no rows below its head."))
        return lines


class ConfirmForm(forms.Form):
    """`partial` writes the rows without errors where others have some."""

    partial = forms.BooleanField(required=False, widget=forms.HiddenInput)
    note = TextField(
        label=_("What is corrected, and why"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody can read this in the history of the corrected reports, once they "
                    "are published."),
    )  # fmt: skip

    def __init__(self, *args: Any, corrects: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if corrects:
            self.fields["note"].required = True
        else:
            del self.fields["note"]
