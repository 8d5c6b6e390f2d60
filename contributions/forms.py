"""What people fill in about a contribution. Whatever is typed wrong stays typed."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from countries.models import Entity
from mandates.models import Paragraph, Theme
from publication.forms import (
    LineField,
    RecordsField,
    RevisionField,
    TextField,
    WebAddressField,
)
from publication.keys import is_key
from publication.languages import ENDONYMS, column
from publication.passages import passage

from .drafts import Draft
from .models import Contribution, Reply

LONGEST = 20_000  # characters of a text
RETURN, PUBLISH = "return", "publish"


class Named(forms.ModelChoiceField):
    """Records by their names in the reader's language."""

    language = "en"

    def label_from_instance(self, record: Any) -> str:
        return str(passage(record, "name", self.language))


class ContributionForm(forms.Form):
    """A contribution; `theme` and `words` only find paragraphs. A draft may be incomplete."""

    plain_optional = True

    language = forms.ChoiceField(
        label=_("Written in"), choices=list(ENDONYMS.items()),
        help_text=_("Write in the language you prefer. Translations are made after publication, "
                    "and your own text stays the one that counts."),
    )  # fmt: skip
    title = LineField(
        label=_("Title"), max_length=200,
        help_text=_("What a reader of a list should see. It can change until you submit."),
    )  # fmt: skip
    text = TextField(
        label=_("Text"), required=False, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 14, "data-writing": ""}),
        help_text=_("No more than 20,000 characters. It is published as you write it or not at "
                    "all: the Secretariat changes no word."),
    )  # fmt: skip
    about = Named(
        Entity.objects.none(), label=_("State it concerns"), required=False,
        empty_label=pgettext_lazy("a state that is concerned", "none in particular"),
        help_text=_("The state you name is told when your text is published, and may reply beside "
                    "it."),
    )  # fmt: skip
    source_url = WebAddressField(
        label=_("Link to your source"), required=False, max_length=500,
        help_text=_("Where readers find the study, the figures or the full text. Not needed."),
    )  # fmt: skip
    paragraphs = RecordsField(Paragraph.objects.all(), required=False, label=_("Paragraphs"))
    theme = Named(
        Theme.objects.none(), required=False, label=_("Theme"), to_field_name="slug",
        empty_label=pgettext_lazy("any value of a filter", "All"),
    )  # fmt: skip
    words = LineField(required=False, max_length=200, label=_("Words or number"))
    revision = RevisionField(required=False)
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, language: str, contribution: Contribution | None = None
    ) -> None:
        given = {"language": language, "token": uuid.uuid4()}
        super().__init__(data, initial=given | (_said(contribution) if contribution else {}))
        for name, records in (("about", Entity.objects.states()), ("theme", Theme.objects.all())):
            self.fields[name].language = language
            self.fields[name].queryset = records.in_order_of_name(language)
        written = self.initial["language"]
        self.fields["text"].widget.attrs["lang"] = written
        self.fields["title"].widget.attrs["lang"] = written

    def draft(self) -> Draft:
        """What a valid form asks to be saved."""
        names = ("language", "title", "text", "about", "source_url")
        given = {name: self.cleaned_data[name] for name in names}
        return Draft(**given, paragraphs=list(self.cleaned_data["paragraphs"]))

    def chosen(self) -> list[int]:
        """Keys of the paragraphs that are ticked; one that is gone unticks no other."""
        ticked = self["paragraphs"].value() or []
        return [int(key) for key in ticked if is_key(key)]


def _said(contribution: Contribution) -> dict[str, Any]:
    """What the form of a contribution shows when it is opened."""
    language = contribution.language
    return {
        "language": language,
        "title": contribution.own_title,
        "text": getattr(contribution, column("text", language)) or "",
        "about": contribution.about_id,
        "source_url": contribution.source_url,
        "paragraphs": contribution.paragraphs.ids(),
        "revision": contribution.revision,
    }


class SubmitForm(forms.Form):
    """The text that was looked at, and the form's own token: sent again, it is the same step."""

    revision = RevisionField()
    token = forms.UUIDField(widget=forms.HiddenInput)


class DecisionForm(SubmitForm):
    """What the Secretariat decides on a text that was submitted."""

    decision = forms.ChoiceField(
        label=_("What happens to the contribution?"),
        widget=forms.RadioSelect,
        choices=[
            (PUBLISH, _("It is published as it stands")),
            (RETURN, _("It goes back to its author, with the note")),
        ],
        error_messages={"required": _("Choose what happens to the contribution.")},
    )
    note = TextField(
        label=_("Note to the author"), required=False, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Needed for a return: which rule of the invitation it does not meet, and what "
                    "would let it be published."),
    )  # fmt: skip

    plain_optional = True

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("decision") == RETURN and not given.get("note"):
            self.add_error("note", _("Say what stands in the way of publishing it."))
        return given


class ReasonForm(forms.Form):
    """Why a published contribution is taken back."""

    note = TextField(
        label=_("Reason for the withdrawal"), max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everybody can read this at the contribution’s address."),
    )  # fmt: skip


class ReplyForm(forms.Form):
    """A state's reply; `edition` is that of the reply the person saw, 0 for none."""

    language = forms.ChoiceField(label=_("Written in"), choices=list(ENDONYMS.items()))
    text = TextField(
        label=_("Your reply"), max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 12, "data-writing": ""}),
        help_text=_("No more than 20,000 characters. It is public at the moment you send it, "
                    "beside the contribution and as large."),
    )  # fmt: skip
    edition = RevisionField()

    def __init__(self, data: Any = None, *, language: str, reply: Reply | None = None) -> None:
        given = {"language": language, "edition": 0}
        if reply is not None:
            written = reply.original_language
            text = getattr(reply, column("text", written))
            given = {"language": written, "text": text, "edition": reply.edition}
        super().__init__(data, initial=given)
        self.fields["text"].widget.attrs["lang"] = given["language"]
