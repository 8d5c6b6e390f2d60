"""The forms in which staff say which document is drafted; a button says as what."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from countries.models import Entity
from mandates.models import Document, Meeting, Theme
from publication.forms import LineField
from publication.languages import page_language
from publication.passages import passage

from .drafting import endings
from .models import DraftedDocument

FIRST_YEAR, LAST_YEAR = 1994, 2100
Kind = DraftedDocument.Kind


class RecordField(forms.ModelChoiceField):
    """A record by its name in the reader's language; its address part is what the form carries."""

    def __init__(self, model: type[Model], **kwargs: Any) -> None:
        super().__init__(model.objects.none(), to_field_name="slug", empty_label="", **kwargs)

    def label_from_instance(self, record: Any) -> str:
        name = str(passage(record, record.PRIMARY, page_language()) or record)
        return f"{name}, {record.starts_on.year}" if isinstance(record, Meeting) else name


class DraftForm(forms.Form):
    """What every document is asked for; a form for each kind adds what it is of."""

    about: tuple[str, ...] = ()
    """Fields that say what the document is of, in the order of the screen."""

    language = forms.ChoiceField(label=_("Language of the document"), choices=settings.LANGUAGES)
    symbol = LineField(
        label=_("Document symbol"), required=False, max_length=60,
        help_text=_("It stands on the cover. Leave it empty where it is not known yet."),
    )  # fmt: skip
    ending = forms.ChoiceField(label=_("Format"), choices=())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ending"].choices = [(one.value, one.label) for one in endings()]
        self.order_fields([*self.about, "language", "symbol", "ending"])
        for name, queryset in self.offered(page_language()).items():
            self.fields[name].queryset = queryset

    def offered(self, language: str) -> dict[str, Any]:
        """The records to choose from, by their fields."""
        raise NotImplementedError

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields of the screen; the format is its buttons."""
        return [field for field in self if field.name != "ending"]

    @property
    def what(self) -> dict[str, Any]:
        """What the document is of, as it is kept."""
        chosen = {name: self.cleaned_data[name] for name in self.about}
        return {name: getattr(one, "slug", one) for name, one in chosen.items()}


class AnnualForm(DraftForm):
    about = ("programme", "year")

    programme = RecordField(Document, label=_("Programme"))
    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)

    def offered(self, language: str) -> dict[str, Any]:
        return {"programme": Document.objects.programmes().read_in(language, "title")}


class StatusForm(DraftForm):
    about = ("meeting",)

    meeting = RecordField(Meeting, label=_("Summit"))

    def offered(self, language: str) -> dict[str, Any]:
        return {"meeting": Meeting.objects.summits().newest_first().read_in(language, "name")}


class NationalForm(StatusForm):
    about = ("entity", "meeting")

    entity = RecordField(Entity, label=_("State"))

    def offered(self, language: str) -> dict[str, Any]:
        states = Entity.objects.states().in_order_of_name(language).read_in(language, "name")
        return super().offered(language) | {"entity": states}


class CompendiumForm(DraftForm):
    about = ("theme", "year")

    theme = RecordField(Theme, label=_("Theme"))
    year = forms.IntegerField(
        label=_("Year"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR,
        help_text=_("Leave it empty for the reports of all years."),
    )  # fmt: skip

    def offered(self, language: str) -> dict[str, Any]:
        return {"theme": Theme.objects.in_order_of_name(language).read_in(language, "name")}


FORMS: dict[str, type[DraftForm]] = {
    Kind.ANNUAL: AnnualForm, Kind.STATUS: StatusForm, Kind.NATIONAL: NationalForm,
    Kind.COMPENDIUM: CompendiumForm,
}  # fmt: skip
