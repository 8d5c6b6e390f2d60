"""Forms for parts of a draft: handing over, writing, taking over."""

from collections.abc import Sequence
from html import unescape

from django import forms
from django.utils.html import format_html, strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.policy import Permission, roles_with
from publication.forms import RevisionField, TextField, WebAddressField

from .delegating import APPEND, REPLACE, Part, texts_of
from .mandate_lines import MandateLine
from .models import Citation, DelegatedParagraph, Delegation, Report, Section
from .notifications import in_roles

EXCERPT = 140  # characters
OWN, SAVED = "own", "saved"
CHOOSE, MARKS = "choose_", "marks"
MARK_FIELDS = ("mark", "evidence")


def contributors_of(report: Report) -> dict[int, User]:
    """People of the entity who may be handed a part, by id."""
    people = in_roles(report.entity_id, *roles_with(Permission.WRITE_DELEGATED_PARTS))
    return {person.pk: person for person in people}


class DelegateForm(forms.Form):
    to = forms.TypedMultipleChoiceField(
        label=_("To whom"), widget=forms.CheckboxSelectMultiple,
        help_text=_("Each of them writes a part of their own."),
    )  # fmt: skip
    paragraphs = forms.TypedMultipleChoiceField(
        label=_("Mandates"), widget=forms.CheckboxSelectMultiple, coerce=int, required=False,
        help_text=_("Choose none to hand over everything that the report is asked about."),
    )  # fmt: skip
    note = TextField(label=_("What is asked"), required=False, max_length=5000)
    due_on = forms.DateField(
        label=_("Wanted by"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, data=None, *, report: Report, lines: Sequence[MandateLine]) -> None:
        super().__init__(data)
        people = contributors_of(report)
        self.fields["to"].choices = [(pk, str(person)) for pk, person in people.items()]
        self.fields["to"].coerce = lambda pk: people[int(pk)]
        self.fields["paragraphs"].choices = _grouped(lines)


def _grouped(lines: Sequence[MandateLine]) -> list[tuple[str, list[tuple[int, str]]]]:
    """The mandates to choose from, by document, each with its first words."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for line in lines:
        words = Truncator(unescape(strip_tags(line.html))).chars(EXCERPT)
        excerpt = format_html('<span lang="{}">{}</span>', line.passage.language, words)
        text = format_html("{} · {}", line.label, excerpt)
        groups.setdefault(str(line.source.title), []).append((line.id, text))
    return list(groups.items())


class PartForm(forms.Form):
    """A part as its contributor writes it."""

    plain_optional = True  # all of it is, so that no field has to say so
    revision = RevisionField()

    def __init__(self, part: Delegation, lines: Sequence[MandateLine], data=None) -> None:
        super().__init__(data)
        self.part, self.lines = part, lines
        self.initial["revision"] = part.revision
        there = {text.kind: text.text for text in part.texts.all()}
        for kind in Section.written_kinds():
            area = forms.Textarea(attrs={"lang": part.report.written_in})
            self.fields[kind] = TextField(label=kind.label, required=False, widget=area)
            self.initial[kind] = there.get(kind, "")
        rows = {row.paragraph_id: row for row in part.delegated_paragraphs.all()}
        for line in lines:
            self._add_mark(line, rows[line.id])

    def _add_mark(self, line: MandateLine, row: DelegatedParagraph) -> None:
        mark, evidence = f"mark_{line.id}", f"evidence_{line.id}"
        number = {"number": f"{line.label}, {line.source.title}"}  # several documents have a 1
        self.fields[mark] = forms.ChoiceField(
            label=gettext("Mark for %(number)s") % number, required=False,
            choices=[("", gettext("no mark")), *Citation.Mark.choices],
        )  # fmt: skip
        self.fields[evidence] = WebAddressField(
            label=gettext("Evidence for %(number)s") % number, required=False, max_length=500
        )
        self.initial |= {mark: row.mark, evidence: row.evidence_url}

    @property
    def texts(self) -> list[forms.BoundField]:
        return [self[kind] for kind in Section.written_kinds()]

    @property
    def mandates(self) -> list[tuple[MandateLine, forms.BoundField, forms.BoundField]]:
        """Each mandate with the fields for its mark and evidence."""
        return [(line, self[f"mark_{line.id}"], self[f"evidence_{line.id}"]) for line in self.lines]

    @property
    def marked(self) -> list[tuple[MandateLine, str, str]]:
        """The marks that have been saved, in words, with their evidence."""
        words, there = dict(Citation.Mark.choices), self.initial
        return [
            (line, words[there[f"mark_{line.id}"]], there[f"evidence_{line.id}"])
            for line in self.lines
            if there[f"mark_{line.id}"]
        ]

    def content(self) -> Part:
        """What was written, cleaned; of a conflict, what was chosen."""
        texts = {kind: self._chosen(kind, kind) for kind in Section.written_kinds()}
        marks = {
            line.id: tuple(self._chosen(MARKS, f"{name}_{line.id}") for name in MARK_FIELDS)
            for line in self.lines
        }
        return Part(texts, marks)

    def _chosen(self, what: str, name: str) -> str:
        is_saved = self.data.get(f"{CHOOSE}{what}") == SAVED
        return self.initial[name] if is_saved else self.cleaned_data[name]

    def has_other_marks(self) -> bool:
        """Whether a mark or its evidence is not what has been saved."""
        names = [f"{name}_{line.id}" for line in self.lines for name in MARK_FIELDS]
        return any(self.cleaned_data.get(name, "") != self.initial[name] for name in names)


class ConflictForm(forms.Form):
    """Which of two texts stands, for each section that two windows left different.

    Its fields are read by `PartForm.content` when the part is sent again.
    """

    def __init__(self, written: PartForm) -> None:
        super().__init__()
        self.sides = []
        for kind in Section.written_kinds():
            own, saved = written.cleaned_data.get(kind, ""), written.initial[kind]
            if own != saved:
                self._add_choice(kind, kind.label)
                self.sides.append((self[f"{CHOOSE}{kind}"], own, saved))
        if written.has_other_marks():
            self._add_choice(MARKS, gettext("Marks and evidence"))
            self.marks = self[f"{CHOOSE}{MARKS}"]

    def _add_choice(self, name: str, label: str) -> None:
        self.fields[f"{CHOOSE}{name}"] = forms.ChoiceField(
            label=label, widget=forms.RadioSelect, initial=OWN,
            choices=[(OWN, gettext("Keep what was written in this window")),
                     (SAVED, gettext("Keep what has been saved"))],
        )  # fmt: skip


class TakeOverForm(forms.Form):
    """What becomes of each text and mark of a part that was handed in."""

    plain_optional = True
    revision = RevisionField()
    marks = forms.TypedMultipleChoiceField(
        label=_("Marks to take over"), widget=forms.CheckboxSelectMultiple, coerce=int,
        required=False,
    )  # fmt: skip

    def __init__(self, part: Delegation, lines: Sequence[MandateLine], data=None) -> None:
        super().__init__(data)
        report, marks = part.report, {}
        self.initial["revision"] = report.revision
        there = texts_of(report)
        self.rows = []
        for text in part.texts.all():
            self._add_choice(text.kind, text.get_kind_display(), text.kind in there)
            self.rows.append((text, there.get(text.kind, ""), self[f"how_{text.kind}"]))
        labels = {line.id: f"{line.source.title}, {line.label}" for line in lines}
        for row in part.delegated_paragraphs.marked():
            words = f"{labels.get(row.paragraph_id, row.paragraph_id)}: {row.get_mark_display()}"
            marks[row.paragraph_id] = f"{words} {row.evidence_url}".strip()
        self.fields["marks"].choices = list(marks.items())
        self.initial["marks"] = list(marks)

    def _add_choice(self, kind: str, label: str, is_there: bool) -> None:
        choices = [(APPEND, _("add it below")), (REPLACE, _("put it in place of the draft’s text"))]
        if not is_there:
            choices = [(REPLACE, _("take it over"))]
        self.fields[f"how_{kind}"] = forms.ChoiceField(
            label=label, widget=forms.RadioSelect, initial=choices[0][0],
            choices=[*choices, ("leave", _("leave it out"))],
        )  # fmt: skip

    @property
    def how(self) -> dict[str, str]:
        names = {name for name in self.cleaned_data if name.startswith("how_")}
        return {name.removeprefix("how_"): self.cleaned_data[name] for name in names}


class ReturnForm(forms.Form):
    """What is still asked of a contributor."""

    note = TextField(label=_("What is still asked"), max_length=5000)
