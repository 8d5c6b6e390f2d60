"""The form with which a legacy page is uploaded."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from mandates.models import Theme
from publication.languages import ENDONYMS, fold, page_language
from publication.passages import passage

from .models import Batch
from .notes import Refused, worded
from .sisca import Options, new_batch, plan_import, read_page
from .summaries import summary

LARGEST_UPLOAD = 10 * 1024 * 1024


def not_too_large(file: UploadedFile) -> None:
    """Looks at its size alone: a larger file is not even read."""
    if file.size > LARGEST_UPLOAD:
        raise forms.ValidationError(worded("too_large"))


class UploadForm(forms.ModelForm):
    """Reads and compares the page; the batch it makes holds the preview and the page's text."""

    file = forms.FileField(
        label=_("Legacy page"),
        help_text=_("The page saved as plain text in UTF-8, 10 MB at most."),
        widget=forms.FileInput(attrs={"accept": ".txt,text/plain"}),
        validators=[not_too_large],
    )
    theme = forms.ChoiceField(label=_("Theme"))
    language = forms.ChoiceField(
        label=_("Language of the page"),
        required=False,
        choices=[("", _("as its headings say")), *ENDONYMS.items()],
    )
    create_missing = forms.BooleanField(
        label=_("Create what is not known"),
        required=False,
        help_text=_("Otherwise entities and documents that are not known are left out and listed."),
    )

    class Meta:
        model = Batch
        fields = ["create_missing"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].choices = [("", "---------"), *themes_by_name(page_language())]

    def clean_theme(self):
        return Theme.objects.get_by_natural_key(self.cleaned_data["theme"])

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            try:
                self._preview(cleaned)
            except Refused as refusal:
                self.add_error("file", refusal.worded())
        return cleaned

    def _preview(self, cleaned: dict) -> None:
        data = cleaned["file"].read()
        options = Options(
            cleaned["theme"].slug, cleaned["language"] or None, cleaned["create_missing"]
        )
        plan = plan_import(read_page(data), options)
        self.instance = new_batch(data, options, file_name=cleaned["file"].name, by=None)
        self.instance.text = data.decode()
        self.instance.summary = summary(plan)


def themes_by_name(language: str) -> list[tuple[str, str]]:
    """Address parts and names of all themes, from A to Z in the language."""
    names = [(theme.slug, str(passage(theme, "name", language))) for theme in Theme.objects.all()]
    return sorted(names, key=lambda row: fold(row[1]))
