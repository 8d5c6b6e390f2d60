"""The form in which staff enter a new document: facts, titles, and a text in each language."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mandates.models import Document, Meeting, Theme
from mandates.slugs import propose_document_slug
from mandates.splitting import Rule, marked, split
from publication.dates import Precision
from publication.forms import LineField, TextField, refuse_control_characters
from publication.languages import ENDONYMS, LANGUAGES, column, page_language
from publication.passages import passage

from .attaching import no_room
from .chosen import ChosenField
from .upload_handlers import NOT_WRITTEN
from .word_reading import LARGEST, UnreadableWord, is_office, read_word

LONGEST_TEXT = 400_000  # characters of a whole document in one language
LARGEST_FILE = 2_000_000  # bytes


class MeetingField(forms.ModelChoiceField):
    def label_from_instance(self, meeting: Meeting) -> str:
        return f"{passage(meeting, 'name', page_language())}, {meeting.starts_on.year}"


class TextFile(forms.FileField):
    """A Word document, or a plain text file in UTF-8; gives its text."""

    def clean(self, data: Any, initial: Any = None) -> str:
        file = super().clean(data, initial)
        if not file:
            return ""
        if getattr(file, NOT_WRITTEN, False):
            raise no_room()
        bytes_read = file.read(LARGEST + 1)
        if is_office(bytes_read):
            text = self._read_word(bytes_read)
            refuse_control_characters(text)
            return text
        if file.size > LARGEST_FILE:
            raise ValidationError(_("The file is larger than 2 MB."), code="size")
        try:
            text = bytes_read.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ValidationError(
                _("This is no Word document and no plain text in UTF-8. Paste the text."),
                code="encoding",
            ) from None
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        refuse_control_characters(text)
        return text

    def _read_word(self, data: bytes) -> str:
        try:
            return read_word(data)
        except UnreadableWord as fault:
            raise ValidationError(fault.reason, code="word") from None


class DocumentForm(forms.Form):
    # Most fields of a language are optional; saying so each time is noise.
    plain_optional = True

    kind = forms.ChoiceField(label=_("Kind"), choices=Document.Kind.choices)
    meeting = MeetingField(Meeting.objects.none(), label=_("Adopted at"), required=False)
    date = forms.DateField(
        label=_("Adopted on"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    date_precision = forms.ChoiceField(label=_("The date is known to the"), choices=Precision)
    symbol = LineField(label=_("Symbol"), max_length=60, required=False)
    numbering = forms.ChoiceField(label=_("Numbering"), choices=Document.Numbering)
    original = forms.ChoiceField(label=_("Original language"), choices=settings.LANGUAGES)
    themes = ChosenField(
        Theme.objects.none(), label=_("Themes of all its paragraphs"), required=False
    )
    rule = forms.ChoiceField(
        label=_("How paragraphs are told apart"), choices=Rule, widget=forms.RadioSelect,
        initial=Rule.NUMBERED,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = page_language()
        meetings = Meeting.objects.newest_first().read_in(language, "name")
        self.fields["meeting"].queryset = meetings
        self.fields["themes"].queryset = Theme.objects.in_order_of_name(language)
        for code in LANGUAGES:
            self._add_language(code)

    def _add_language(self, code: str) -> None:
        name = {"language": ENDONYMS[code]}
        lines = {"lang": code}
        self.fields[column("title", code)] = LineField(
            label=_("Title (%(language)s)") % name, max_length=400, required=False,
            widget=forms.TextInput(attrs=lines),
        )  # fmt: skip
        self.fields[column("text", code)] = TextField(
            label=_("Text (%(language)s)") % name, max_length=LONGEST_TEXT, required=False,
            widget=forms.Textarea(attrs={**lines, "rows": 12, "spellcheck": "false"}),
        )  # fmt: skip
        self.fields[column("file", code)] = TextFile(
            label=_("Text from a file (%(language)s)") % name,
            required=False,
            widget=forms.FileInput(attrs={"accept": ".docx,.txt"}),
            help_text=_(
                "A Word document (.docx) or plain text; it takes the place of what is pasted."
            ),
        )

    @property
    def by_language(self) -> list[tuple[str, list]]:
        """The fields of each language together."""
        return [
            (code, [self[column(name, code)] for name in ("title", "text", "file")])
            for code in LANGUAGES
        ]

    @property
    def facts(self) -> list:
        return [self[name] for name in ("kind", "meeting", "date", "date_precision", "symbol",
                                        "numbering", "original", "themes", "rule")]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Adds `titles` and the marked `texts` by language, and the proposed `slug`."""
        values = super().clean()
        texts = {code: self._text(values, code) for code in LANGUAGES}
        values["texts"] = {code: text for code, text in texts.items() if text}
        titles = {code: values.get(column("title", code)) for code in LANGUAGES}
        values["titles"] = {code: title for code, title in titles.items() if title}
        if not values["texts"]:
            self.add_error(None, _("Paste or upload the text in at least one language."))
        for code in values["texts"]:
            if code not in values["titles"] and column("title", code) not in self.errors:
                self.add_error(column("title", code), _("A text needs its title."))
        original = values.get("original")
        if original and values["texts"] and original not in values["texts"]:
            self.add_error("original", _("There is no text in the original language."))
        self._propose(values)
        return values

    def _text(self, values: dict[str, Any], code: str) -> str:
        found = values.get(column("file", code)) or values.get(column("text", code)) or ""
        return marked(found, values.get("rule") or Rule.MARKED)

    def _propose(self, values: dict[str, Any]) -> None:
        date, titles = values.get("date"), values["titles"]
        if not (date and titles):
            return
        meeting = values.get("meeting")
        place = (Meeting.objects.get(pk=meeting.pk).place_en if meeting else "") or ""
        title = titles.get("en") or next(iter(titles.values()))
        values["slug"] = propose_document_slug(place, date.year, title)
        if Document.objects.of_slug(values["slug"]).exists():
            self.add_error(None, _("A document with this place, year and title is there already."))

    def splits(self) -> dict:
        """The marked texts as headings and paragraphs, the original first."""
        texts, original = self.cleaned_data["texts"], self.cleaned_data["original"]
        order = sorted(texts, key=lambda code: (code != original, LANGUAGES.index(code)))
        return {code: split(texts[code]) for code in order}

    def document_facts(self) -> dict[str, Any]:
        names = ("kind", "meeting", "date", "date_precision", "symbol", "numbering", "slug")
        return {name: self.cleaned_data[name] for name in names}

    def corrected(self) -> "DocumentForm":
        """The form with the marked texts in it, to be corrected by hand."""
        data = self.data.copy()
        data["rule"] = Rule.MARKED
        for code, text in self.cleaned_data.get("texts", {}).items():
            data[column("text", code)] = text
        return DocumentForm(data)
