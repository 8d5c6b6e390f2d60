"""Forms for files and links beside a report."""

from django import forms
from django.utils.translation import gettext_lazy as _

from publication.forms import WebAddressField
from publication.languages import ENDONYMS

from .file_kinds import ENDINGS, MAX_FILES
from .models import Attachment, RelatedResource, Report

LANGUAGES = tuple(ENDONYMS.items())


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of uploaded files. What is in them is looked at later, one by one."""

    def __init__(self, **kwargs) -> None:
        widget = SeveralFiles(attrs={"multiple": True, "accept": ",".join(ENDINGS)})
        super().__init__(widget=widget, allow_empty_file=True, **kwargs)

    def clean(self, data, initial=None):
        files = data if isinstance(data, list) else [data] if data else []
        return [super(FilesField, self).clean(file, initial) for file in files or [None]]


class UploadForm(forms.Form):
    plain_optional = True  # a box that may stay empty says so itself

    files = FilesField(label=_("Files"))
    language = forms.ChoiceField(label=_("Language of the files"), choices=LANGUAGES)
    is_public = forms.BooleanField(
        label=_("Anybody may read them once the report is published"), required=False
    )

    def clean_files(self):
        files = self.cleaned_data["files"]
        if len(files) > MAX_FILES:
            raise forms.ValidationError(_("Choose no more than 20 files."), code="count")
        return files


class AttachmentForm(forms.ModelForm):
    plain_optional = True

    class Meta:
        model = Attachment
        fields = ["title", "language", "is_public"]
        labels = {"is_public": _("Anybody may read it once the report is published")}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = LANGUAGES


class AttachmentFormSet(forms.BaseModelFormSet):
    """The report's attachments but the note received, and no others."""

    def __init__(self, data=None, *, report: Report) -> None:
        queryset = Attachment.objects.of_report(report).without_notes()
        super().__init__(data, queryset=queryset, prefix="files")

    def clean(self) -> None:
        """Each form changes the file it was shown for, or none: another may have gone since."""
        super().clean()
        shown = [form for form in self.forms if form.is_valid()]
        if any(form.cleaned_data.get("id") != form.instance for form in shown):
            message = _("The files have changed since. Look at the list and try again.")
            raise forms.ValidationError(message, code="changed")


_formset = forms.modelformset_factory(
    Attachment, form=AttachmentForm, formset=AttachmentFormSet, extra=0, max_num=MAX_FILES
)


def attachment_forms(report: Report, data=None) -> AttachmentFormSet:
    """A form for each file of the report, filled from `data` when given."""
    return _formset(data, report=report)


class LinkForm(forms.ModelForm):
    url = WebAddressField(label=_("Address"), max_length=500)

    class Meta:
        model = RelatedResource
        fields = ["title", "url", "language"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, prefix="link", **kwargs)
        self.fields["language"].choices = LANGUAGES
