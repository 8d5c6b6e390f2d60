"""What a page about one record is about: a theme, an entity, a document or a paragraph."""

from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy

from countries.models import Entity
from mandates.models import Document, Paragraph, Theme
from publication.passages import passage

from .coverage_filter import by_slug
from .filters import left_beside
from .paragraph_titles import paragraph_title

Record = Theme | Entity | Document | Paragraph


class SubjectForm(forms.Form):
    """The first of the fields that is set and makes sense decides."""

    theme = by_slug(gettext_lazy("Theme"), Theme.objects.all())
    entity = by_slug(gettext_lazy("Entity"), Entity.objects.all())
    document = by_slug(gettext_lazy("Document"), Document.objects.all())
    paragraph = forms.CharField(label=gettext_lazy("Paragraph"), required=False, max_length=300)

    def clean_paragraph(self) -> Paragraph | None:
        """ "document/paragraph", as in the paragraph's own address."""
        return paragraph_at(self.cleaned_data["paragraph"])


def paragraph_at(address: str) -> Paragraph | None:
    """Raises ValidationError where an address is given and no paragraph stands there."""
    document, _slash, slug = address.partition("/")
    found = Paragraph.objects.at_address(document, slug).first() if slug else None
    if address and found is None:
        raise forms.ValidationError(gettext("No paragraph stands at this address."))
    return found


@dataclass(frozen=True, slots=True)
class Subject:
    """`query` names it in an address: "theme=migration"; `language` is that of the name."""

    record: Record
    parameter: str
    key: str
    name: str
    language: str

    @property
    def url(self) -> str:
        return self.record.get_absolute_url()

    @property
    def query(self) -> str:
        return f"{self.parameter}={self.key}"


def subject(query: QueryDict, language: str) -> tuple[Subject | None, list[str]]:
    """What the address names, and the labels of what is left out of it."""
    form = SubjectForm(query)
    ignored = left_beside(form, form.fields)
    for name in form.fields:
        if record := form.cleaned_data.get(name):
            return _subject(record, name, language), ignored
    return None, ignored


def subject_of(record: Record, language: str) -> Subject:
    """The record itself, named for a reader of the language."""
    return _subject(record, record._meta.model_name, language)


def _subject(record: Record, name: str, language: str) -> Subject:
    if not isinstance(record, Paragraph):
        said = passage(record, record.PRIMARY, language)
        in_language = said.language if said else language
        return Subject(record, name, record.slug, str(said or record.slug), in_language)
    words = paragraph_title(record, language)
    return Subject(record, name, f"{record.document.slug}/{record.slug}", words, language)
