"""Forms of the matrix import: the upload, and what a person adjusts in the preview."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from mandates.models import Document
from publication.languages import ENDONYMS, fold, page_language
from publication.passages import passage

from .forms import not_too_large, themes_by_name
from .layouts import ANNUAL_REPORT, COMPENDIUM, PLAN_OF_ACTION
from .matrix import (
    THEME,
    MatrixOptions,
    file_of,
    keep_file,
    new_batch,
    options_of,
    plan_matrix,
    read_matrix,
)
from .matrix_columns import IGNORED, offered
from .matrix_plans import KEEP, LANGUAGES, MERGE
from .models import Batch
from .notes import Refused
from .summaries import summary

LAYOUTS = {
    ANNUAL_REPORT: _("Annual report of a programme"),
    COMPENDIUM: _("Compendium of programmes"),
    PLAN_OF_ACTION: _("Plan of action"),
}
ROLES = {
    "activities": _("Activities stated"),
    "planned": _("What was planned"),
    "done": _("What was done"),
    "next": _("Next steps"),
    "financing": _("Financing"),
    "organization": _("Organization"),
    "description": _("Description of activities"),
    "reference": _("Reference document"),
    "project": _("Name of the project"),
    "partners": _("Partners"),
    "territory": _("Geographic coverage"),
    "beneficiaries": _("Beneficiaries"),
    "contact": _("Contact person (kept private)"),
    "theme": _("Theme"),
    "objective": _("Objective"),
    "text": _("Action"),
    "activity": _("Activities"),
    "schedule": _("Calendar and state"),
    IGNORED: _("left out and listed"),
}
DECISIONS = {
    MERGE: _("Merge: do not store it twice"),
    KEEP: _("Keep both"),
    LANGUAGES: _("Link as language versions of one report"),
}


class MatrixForm(forms.Form):
    """Reads and compares a matrix; `batch` holds the preview and the file."""

    file = forms.FileField(
        label=_("Matrix"),
        help_text=_("A text dump in UTF-8, Word tables (.docx) or a sheet (.xlsx, .csv), 10 MB at "
                    "most."),
        widget=forms.FileInput(attrs={"accept": ".txt,.docx,.xlsx,.csv"}),
        validators=[not_too_large],
    )  # fmt: skip
    layout = forms.ChoiceField(label=_("Layout"), choices=list(LAYOUTS.items()))
    language = forms.ChoiceField(label=_("Language of the matrix"), choices=list(ENDONYMS.items()))
    programme = forms.ChoiceField(
        label=_("Programme or plan"),
        required=False,
        help_text=_("Where none is chosen, an annual report is that of the Inter-American "
                    "Program on migrants’ rights, and a plan is told by its place and day."),
    )  # fmt: skip
    year = forms.IntegerField(
        label=_("Year"), required=False, help_text=_("Where none is given, the one the file names.")
    )
    theme = forms.ChoiceField(label=_("Theme"))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.batch: Batch | None = None
        self.fields["theme"].choices = themes_by_name(page_language())
        self.fields["theme"].initial = THEME
        self.fields["programme"].choices = [("", "---------"), *_programmes(page_language())]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors:
            try:
                self.batch = self._preview()
            except Refused as refusal:
                self.add_error("file", refusal.worded())
        return cleaned

    def _preview(self) -> Batch:
        cleaned = self.cleaned_data
        names = ("layout", "language", "programme", "year", "theme")
        options = MatrixOptions(**{name: cleaned[name] for name in names})
        data, name = cleaned["file"].read(), cleaned["file"].name
        plan = plan_matrix(read_matrix(data, name, options), options)
        batch = new_batch(data, options, file_name=name, by=self.by)
        keep_file(batch, data)
        batch.summary = summary(plan)
        return batch


class AdjustForm(forms.Form):
    """Roles of the columns, and what becomes of each near duplicate of a previewed matrix."""

    def __init__(self, batch: Batch, data: Any = None) -> None:
        super().__init__(data)
        self.batch = batch
        roles = [(role, ROLES[role]) for role in (*offered(batch.layout), IGNORED)]
        for number, (heading, role) in enumerate(batch.summary.get("columns", [])):
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=heading, choices=[("", _("not understood")), *roles], initial=role,
                required=False,
            )  # fmt: skip
        for number, near in enumerate(batch.summary.get("near", [])):
            self.fields[f"near-{number}"] = forms.ChoiceField(
                label=_("What becomes of it"), initial=near["decision"], widget=forms.RadioSelect,
                choices=[(offer, DECISIONS[offer]) for offer in near["offers"]],
            )  # fmt: skip

    @property
    def columns(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("column-")]

    @property
    def pairs(self) -> list[tuple[dict[str, Any], forms.BoundField]]:
        return [
            (near, self[f"near-{number}"])
            for number, near in enumerate(self.batch.summary.get("near", []))
        ]

    def save(self) -> bool:
        """Compare once more by what was chosen, and keep the new preview. Raises Refused.

        False, and nothing is kept, when the import was confirmed or thrown away meanwhile.
        """
        kept = self.batch.summary
        columns = {
            fold(heading): self.cleaned_data[f"column-{number}"]
            for number, (heading, role) in enumerate(kept.get("columns", []))
            if self.cleaned_data[f"column-{number}"] != role
        }
        decisions = {
            str(near["line"]): self.cleaned_data[f"near-{number}"]
            for number, near in enumerate(kept.get("near", []))
        }
        before = self.batch.choices
        self.batch.choices = {
            "columns": before.get("columns", {}) | columns,
            "decisions": before.get("decisions", {}) | decisions,
        }
        options = options_of(self.batch)
        matrix = read_matrix(file_of(self.batch), self.batch.file_name, options)
        found = summary(plan_matrix(matrix, options))
        still = Batch.objects.adjustable().with_pk(self.batch.pk)
        return bool(still.update(choices=self.batch.choices, summary=found))


def _programmes(language: str) -> list[tuple[str, str]]:
    """Address parts and titles of the documents that matrices are about, from A to Z."""
    rows = Document.objects.programmes_and_plans()
    names = [(row.slug, str(passage(row, "title", language))) for row in rows]
    return sorted(names, key=lambda row: fold(row[1]))
