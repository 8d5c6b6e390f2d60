"""The form a report is written in. Drafts may be incomplete; what is typed wrong stays typed."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from publication.forms import RevisionField, TextField, WebAddressField, shown
from publication.languages import column, digest

from .editing import Draft
from .mandate_lines import MandateLine
from .models import Citation, Report, Section

Kind = Section.Kind
HINTS = {
    Kind.DONE: _("Facts first: what, who, when, how many. Two or three paragraphs are enough."),
    Kind.PLANNED: _("What had been planned for this period, and by whom."),
    Kind.NEXT: _("What comes next, and when."),
    Kind.OBSTACLES: _("What stood in the way, and what would help."),
    Kind.BENEFICIARIES: _("Who gained by it: groups, places, how many people."),
    Kind.PARTNERS: _("Ministries, organisations and countries that took part."),
    Kind.FINANCING: _("What it cost, in which currency, and who paid."),
    Kind.TERRITORY: _("Where it was done: countries, regions, communities."),
}
_ANSWER = re.compile(r"answer-(\d{1,18})")
_CITED = re.compile(r"(cited|mark|evidence)-(\d{1,18})")


class EditorForm(forms.Form):
    """All of a report's content, or the parts of it that are posted.

    `parts` names what a post speaks for besides texts: "nothing" and "citations", since boxes that
    are not ticked are not sent. After a clash, `take-<part>` chooses whose text stands.
    """

    plain_optional = True  # every field is: a draft may be incomplete

    revision = RevisionField()
    nothing_to_report = forms.BooleanField(required=False, label=_("Nothing to report"))
    reason = TextField(
        required=False, label=_("Why there is nothing to report"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    data: QueryDict

    def __init__(
        self, data: QueryDict | None = None, *, report: Report, offered: Iterable[MandateLine] = ()
    ) -> None:
        initial = {
            "revision": report.revision,
            "nothing_to_report": report.nothing_to_report,
            "reason": report.no_report_reason,
        }
        super().__init__(data, initial=initial, auto_id="%s")
        self.data = data if data is not None else QueryDict()
        self.report = report
        for kind in Section.written_kinds():
            self.fields[kind.value] = self._text(kind)
        for name in filter(_ANSWER.fullmatch, self.data):
            self.fields[name] = TextField(required=False, label=_("Your answer"))
        lines = {line.id: line for line in offered}
        self.offered = sorted({*lines, *self._posted_paragraphs()})
        for pk in self.offered:
            self._add_citation(pk, lines.get(pk))

    def _text(self, kind: Kind) -> TextField:
        language = self.report.written_in
        attrs = {"rows": 10 if kind == Kind.DONE else 6, "lang": language, "data-writing": ""}
        return TextField(
            required=False, label=kind.label, help_text=HINTS[kind],
            widget=forms.Textarea(attrs=attrs),
        )  # fmt: skip

    def _add_citation(self, pk: int, line: MandateLine | None) -> None:
        """Labels name the paragraph for whoever reads of an error; rows have shorter ones."""
        number = {"number": f"{line.label}, {line.source.title}"} if line else {"number": pk}
        self.fields[f"cited-{pk}"] = forms.BooleanField(required=False)
        self.fields[f"mark-{pk}"] = forms.ChoiceField(
            required=False, label=gettext("Mark for %(number)s") % number,
            choices=[("", _("no mark")), *Citation.Mark.choices],
        )  # fmt: skip
        self.fields[f"evidence-{pk}"] = WebAddressField(
            required=False, label=gettext("Evidence for %(number)s") % number, max_length=500
        )

    def _posted_paragraphs(self) -> set[int]:
        matches = map(_CITED.fullmatch, self.data)
        return {int(match[2]) for match in matches if match}

    def fill(self) -> "EditorForm":
        """Show what the report holds; asks for its sections and citations."""
        name = column("text", self.report.written_in)
        for section in reversed(self.report.sections.all()):
            self.initial[section.kind] = getattr(section, name) or ""
        for citation in self.report.citations.all():
            if citation.paragraph_id:
                self.initial[f"cited-{citation.paragraph_id}"] = True
                self.initial[f"mark-{citation.paragraph_id}"] = citation.mark
                self.initial[f"evidence-{citation.paragraph_id}"] = citation.evidence_url
        return self

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if (
            cleaned.get("reason")
            and not cleaned.get("nothing_to_report")
            and self._speaks("nothing")
        ):
            message = _("Tick “Nothing to report”, or empty this field.")
            self.add_error("reason", message)
        return cleaned

    def _speaks(self, part: str) -> bool:
        return part in self.data.getlist("parts") and self.data.get(f"take-{part}") != "theirs"

    def draft(self) -> Draft:
        """What a valid form asks to be saved."""
        cleaned = self.cleaned_data
        nothing = self._speaks("nothing")
        return Draft(
            sections=self._sections(),
            citations=self._citations() if self._speaks("citations") else None,
            nothing_to_report=cleaned["nothing_to_report"] if nothing else None,
            reason=cleaned["reason"] if nothing else None,
            kept=frozenset(part for part in (*KINDS, "citations") if self._carried(part) == "keep"),
        )

    def _carried(self, part: str) -> str:
        return str(self.data.get(f"carried-{part}", ""))

    def _sections(self) -> dict[str, str]:
        texts = {}
        for kind in KINDS:
            if kind in self.data and self.data.get(f"take-{kind}") != "theirs":
                texts[kind] = "" if self._carried(kind) == "drop" else self.cleaned_data[kind]
        return texts

    def _citations(self) -> list[tuple[int, str, str]]:
        """Rows of what is ticked, and of what a mark was chosen for without a tick before."""
        rows = []
        for pk in self.offered:
            ticked, mark, evidence = (
                self.cleaned_data.get(f"{name}-{pk}") for name in ("cited", "mark", "evidence")
            )
            untouched = f"was-{pk}" not in self.data
            if ticked or (untouched and (mark or evidence)):
                rows.append((pk, mark or "", evidence or ""))
        return rows

    def bases(self) -> dict[str, str]:
        """What the form keeps from now on of the parts that were saved."""
        draft = self.draft()
        found = {kind: base(text) for kind, text in draft.sections.items()}
        if draft.citations is not None:
            rows = {pk: (mark, evidence) for pk, mark, evidence in draft.citations}
            found["citations"] = base_of_citations(rows)
        if draft.nothing_to_report is not None:
            found["nothing"] = base_of_nothing(draft.nothing_to_report, draft.reason or "")
        return found

    def answers(self) -> dict[int, str]:
        """What a valid form answers to comments, by their ids."""
        names = filter(_ANSWER.fullmatch, self.fields)
        rows = ((int(name.partition("-")[2]), self.cleaned_data[name]) for name in names)
        return {pk: text for pk, text in rows if text}

    def posted_answers(self) -> dict[str, str]:
        """The answers as they were typed, by the names of their fields."""
        return {name: shown(self.data[name]) for name in filter(_ANSWER.fullmatch, self.data)}


KINDS = [kind.value for kind in Section.written_kinds()]


def base(text: str) -> str:
    """What a form keeps of a text to tell later whether somebody has changed it."""
    return digest(text)


def base_of_citations(rows: Mapping[int, tuple[str, str]]) -> str:
    """The same of the citations: by paragraph, the mark and the evidence."""
    return digest(repr(sorted(rows.items())))


def base_of_nothing(ticked: bool, reason: str) -> str:
    """The same of the choice that there is nothing to report."""
    return digest(repr((ticked, reason.strip())))
