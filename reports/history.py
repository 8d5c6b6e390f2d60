"""The steps of a report, for everybody and for the Secretariat."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User

from .models import Report, Transition

# What the public is told of each step; the people who took them are not named, and of other steps
# it is told nothing.
PUBLIC = {
    "submit": _("Submitted"),
    "publish": _("Published"),
    "file_imported": _("Imported from the earlier site and published"),
    "amend_imported": _("Completed from the earlier site"),
    "correct": _("Correction begun"),
    "correct_typing": _("Typing errors corrected and published"),
    "supersede": _("Replaced by the next edition"),
    "translated": _("Translation added or changed"),
    "citations_resolved": _("Cited paragraphs made certain"),
    "citations_reopened": _("Cited paragraphs made uncertain again"),
    "records_merged": _("Its entity, or a paragraph it cites, merged with another record"),
    "merge_published": _("Made one with another published report that says nearly the same"),
    "merged": _("Made one with another published report, at whose address it is read now"),
    "withdraw": _("Withdrawn"),
}
# Notes that say to everybody why a published text is another now.
WITH_NOTE = ("correct", "correct_typing", "withdraw")
WORDS = PUBLIC | {
    "start": _("Begun"),
    "ask_approval": _("Approval asked for"),
    "approve": pgettext_lazy("step of a report", "Approved"),
    "refuse_approval": _("Approval refused"),
    "return": pgettext_lazy("step of a report", "Returned"),
    "schedule": _("Publication set for a time"),
    "unschedule": _("Time of publication taken back"),
    "merge_part": _("Part by a contributor taken over"),
    "link_languages": _("Made the next edition of the same account in another language"),
    "merge": _("Made the next edition of a report that says nearly the same, with what both say"),
    "keep_both": _("Kept beside a report that says nearly the same"),
}
# Notes that the portal keeps for itself.
NOT_FOR_READING = ("schedule", "translated", "keep_both", "link_languages", "merge", "merged",
                   "file_imported", "amend_imported")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """A step in words; `by` and `until` (the time set for publication) are for the Secretariat."""

    id: int
    at: datetime.datetime
    verb: str
    words: str
    edition: int
    note: str = ""
    by: User | None = None
    until: datetime.datetime | None = None


def public_history(editions: Iterable[Report]) -> list[Step]:
    """What everybody may know of these editions, in order, without the names of people."""
    numbers = {edition.pk: edition.edition for edition in editions}
    public = Transition.objects.of_public_life(list(numbers)).of_verb(*PUBLIC)
    steps = list(public.without_snapshots())
    # How often an edition was returned before it was published is nobody's business.
    last = {step.report_id: step.pk for step in steps if step.verb == "submit"}
    return [
        Step(
            step.pk, step.at, step.verb, str(PUBLIC[step.verb]), numbers[step.report_id],
            step.note if step.verb in WITH_NOTE else "",
        )
        for step in steps
        if step.verb != "submit" or last[step.report_id] == step.pk
    ]  # fmt: skip


def full_history(editions: Iterable[Report]) -> list[Step]:
    """Every step of these editions with who took it, newest first."""
    numbers = {edition.pk: edition.edition for edition in editions}
    steps = Transition.objects.of_reports(list(numbers)).newest_first().without_snapshots()
    return [
        Step(
            step.pk, step.at, step.verb, step_words(step), numbers[step.report_id],
            "" if step.verb in NOT_FOR_READING else step.note, step.by, _until(step),
        )
        for step in steps
    ]  # fmt: skip


def step_words(step: Transition) -> str:
    return str(WORDS.get(step.verb, step.get_to_state_display()))


def _until(step: Transition) -> datetime.datetime | None:
    if step.verb != "schedule":
        return None
    try:
        return datetime.datetime.fromisoformat(step.note)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Taken:
    """A step as the entity's own people see it: of which report, by whom, with what note."""

    step: Transition
    words: str
    note: str


def taken(step: Transition) -> Taken:
    """The step in words; the note of some is not for reading."""
    return Taken(step, step_words(step), "" if step.verb in NOT_FOR_READING else step.note)
