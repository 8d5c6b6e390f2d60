"""What the Secretariat fills in about a report: a decision, a note, a reason."""

import datetime
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publication.forms import DayField, RevisionField, TextField

from .commenting import Remark
from .models import Report, Section

RETURN, PUBLISH, SCHEDULE = "return", "publish", "schedule"
LONGEST = 20_000


def _words(label: str, *, rows: int = 4, **options: Any) -> TextField:
    area = forms.Textarea(attrs={"rows": rows})
    return TextField(label=label, widget=area, max_length=LONGEST, **options)


class DecisionForm(forms.Form):
    """A decision on a submitted report, with a comment on each part where one is wanted.

    Comments go with a return only: with another decision nobody would read them.
    """

    revision = RevisionField()
    token = forms.UUIDField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label=_("What happens to the report?"),
        widget=forms.RadioSelect,
        choices=[
            (RETURN, _("It goes back to the entity, with the note and the comments")),
            (PUBLISH, _("It is published now")),
            (SCHEDULE, _("It is published at the time below")),
        ],
        error_messages={"required": _("Choose what happens to the report.")},
    )
    note = _words(
        _("Note to the entity"), required=False,
        help_text=_("Needed for a return: what is to be changed, in a few sentences."),
    )  # fmt: skip
    day = DayField(label=_("Day of publication"), required=False)
    time = forms.TimeField(
        label=_("Time of day"), required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )  # fmt: skip
    zone = forms.ChoiceField(label=_("Time zone"), required=False)

    plain_optional = True

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        self.report = report
        given = {"revision": report.revision, "token": uuid.uuid4(), "zone": settings.TIME_ZONE}
        kwargs["initial"] = given | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        zones = [settings.TIME_ZONE, report.cycle.time_zone if report.cycle else "UTC", "UTC"]
        self.fields["zone"].choices = [
            (zone, zone.replace("_", " ")) for zone in dict.fromkeys(zones)
        ]
        for name, part in commentable(report).items():
            label = _("Comment on: %(part)s") % {"part": part}
            self.fields[name] = _words(label, rows=3, required=False)

    @property
    def remarks(self) -> list[Remark]:
        """The comments that were written."""
        written = {
            name: text for name in commentable(self.report) if (text := self.cleaned_data.get(name))
        }
        return [(*_part_named(name), text) for name, text in written.items()]

    @property
    def moment(self) -> datetime.datetime:
        """When a scheduled report is to be published."""
        given = self.cleaned_data
        zone = ZoneInfo(given["zone"] or settings.TIME_ZONE)
        return datetime.datetime.combine(given["day"], given["time"], zone)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        decision = given.get("decision")
        if decision == RETURN and not given.get("note"):
            self.add_error("note", _("Say what is to be changed."))
        if decision in (PUBLISH, SCHEDULE) and self.remarks:
            message = _("Comments go to the entity with a return only. Empty them, or return it.")
            self.add_error("decision", message)
        if decision == SCHEDULE:
            self._check_moment(given)
        return given

    def _check_moment(self, given: dict[str, Any]) -> None:
        for name, message in (("day", _("Say on which day.")), ("time", _("Say at what time."))):
            if name not in self.errors and not given.get(name):
                self.add_error(name, message)
        if not {"day", "time", "zone"} & self.errors.keys() and self.moment <= timezone.now():
            self.add_error("day", _("This moment has passed."))


def commentable(report: Report) -> dict[str, str]:
    """The parts that a comment may be tied to, in words, by the name of the comment's field."""
    kinds = {Section.Kind.DONE.value, *(section.kind for section in report.sections.all())}
    parts = {f"on_{kind}": str(kind.label) for kind in Section.Kind if kind in kinds}
    for citation in report.citations.all():
        if citation.paragraph:
            name = _("paragraph %(label)s") % {"label": citation.paragraph.label}
            parts[f"on_p{citation.paragraph_id}"] = str(name)
    return parts


def _part_named(name: str) -> tuple[str, int | None]:
    """Kind of section or paragraph's id, from the name of the comment's field."""
    number = name.removeprefix("on_p")
    return ("", int(number)) if number.isdigit() else (name.removeprefix("on_"), None)


class NoteForm(forms.Form):
    """A note for the Secretariat's own people."""

    use_required_attribute = False  # it stands in one form with the decision

    internal = _words(
        _("Internal note"), rows=3, help_text=_("Only the Secretariat reads it; it is never shown.")
    )

    def __init__(self, *args: Any, is_needed: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["internal"].required = is_needed


class ReasonForm(forms.Form):
    """Why a published report is taken back or corrected."""

    note = _words(_("Reason"))

    def __init__(self, *args: Any, label: str, hint: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label, self.fields["note"].help_text = label, hint
