"""The review screen: a report beside its mandates, what it was before, and what was said of it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.forms import BoundField
from django.http import Http404
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from publication.dates import PartialDate, written
from publication.keys import is_key
from publication.languages import page_language
from publication.passages import Passage, passage

from .comparing import Changes, changes
from .history import Step, full_history
from .models import Attachment, Comment, Delegation, RelatedResource, Report, Transition
from .near import Near, near_reports
from .review_forms import DecisionForm, NoteForm
from .review_parts import Judged, Part, is_open, judged, review_parts, threads
from .snapshots import snapshot

# In these states it may be told that the report says nearly what another one says.
COMPARED = (Report.State.SUBMITTED, Report.State.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Against:
    """An earlier state that the report can be compared with; `value` stands in the address."""

    value: str
    words: str


@dataclass(slots=True)
class Review:
    report: Report
    parts: list[Part]
    cited: list[Judged]
    choices: list[Against]
    against: str
    changes: Changes | None
    previous: Report | None
    previous_parts: list[tuple[str, Passage, SafeString]]
    general: list[Comment]
    notes: list[Comment]
    attachments: list[Attachment]
    resources: list[RelatedResource]
    merged: list[Delegation]
    history: list[Step]
    near: list[Near]
    form: DecisionForm
    note_form: NoteForm
    kept: list[BoundField] = field(default_factory=list)

    @property
    def can_decide(self) -> bool:
        return self.report.state == Report.State.SUBMITTED

    @property
    def unsettled(self) -> int:
        return sum(is_open(one) for one in self.report.comments_read)


def reviewed(number: int) -> Report:
    """The report with this id as the Secretariat sees it. Raises Http404 when it does not."""
    ids = [number] if is_key(number) else []
    found = Report.objects.for_review().with_review().with_ids(ids).first()
    if found is None:
        raise Http404
    return found


def review_page(
    report: Report, form: DecisionForm, note_form: NoteForm, against: str = ""
) -> Review:
    """All that the screen shows. `against` names the state to compare with; else the latest."""
    language = page_language()
    report.comments_read = list(Comment.objects.of_report(report).with_people())
    editions = list(Report.objects.of_lineage(report.public_id).for_review())
    history, previous = full_history(editions), _previous(report)
    choices = list(_choices(report, editions, history, previous, language))
    chosen = next((one.value for one in choices if one.value == against), None)
    chosen = chosen or (choices[0].value if choices else "")
    changed = _changes(report, chosen, editions, previous)
    return Review(
        report,
        review_parts(report, form, changed),
        judged(report, form, language),
        choices,
        chosen,
        changed,
        previous,
        _texts_of(previous, language),
        [one for one in threads(report) if not one.kind and not one.paragraph_id],
        [one for one in report.comments_read if one.is_internal],
        list(Attachment.objects.of_report(report)),
        list(RelatedResource.objects.of_report(report)),
        list(Delegation.objects.of_report(report).merged()),
        history,
        near_reports(report, for_staff=True) if report.state in COMPARED else [],
        form,
        note_form,
        _kept(report, form),
    )


def _previous(report: Report) -> Report | None:
    """The entity's newest published report that shares a theme with this one."""
    found = Report.objects.published().by_entity(report.entity_id).outside_lineage(report)
    return found.on_any_theme_of(report).with_texts().newest_first().first()


def _choices(
    report: Report,
    editions: list[Report],
    history: list[Step],
    previous: Report | None,
    language: str,
) -> Iterable[Against]:
    """Earlier submissions, the edition before, the previous report: nearest first."""
    own = [one for one in history if one.verb == "submit" and one.edition == report.edition]
    for step in own[0 if report.state == Report.State.RETURNED else 1 :]:
        words = gettext("as it was submitted on %(day)s") % {"day": _day(step.at, language)}
        yield Against(f"step-{step.id}", words)
    for edition in reversed(editions):
        if edition.edition < report.edition:
            words = gettext("edition %(number)d") % {"number": edition.edition}
            yield Against(f"edition-{edition.edition}", words)
    if previous:
        when = written(previous.dated, language)
        yield Against("previous", gettext("the entity’s report of %(day)s") % {"day": when})


def _changes(
    report: Report, chosen: str, editions: list[Report], previous: Report | None
) -> Changes | None:
    kind, _dash, number = chosen.partition("-")
    if kind == "step":
        before = Transition.objects.of_reports([report.pk]).get(pk=number).snapshot
    elif kind == "edition":
        before = snapshot(next(one for one in editions if one.edition == int(number)))
    elif kind == "previous" and previous:
        before = snapshot(previous)
    else:
        return None
    language = page_language()
    return changes(before, snapshot(report), report.original_language or language, language)


def _texts_of(report: Report | None, language: str) -> list[tuple[str, Passage, SafeString]]:
    sections = report.sections.all() if report else []
    found = [(one.get_kind_display(), passage(one, "html", language)) for one in sections]
    return [(title, text, mark_safe(text.text)) for title, text in found if text]  # noqa: S308


def _kept(report: Report, form: DecisionForm) -> list[BoundField]:
    """What was typed into a form that can no longer be sent."""
    if report.state == Report.State.SUBMITTED:
        return []
    return [one for one in form if one.name.startswith(("note", "on_")) and one.value()]


def _day(at: datetime.datetime, language: str) -> str:
    return written(PartialDate(timezone.localdate(at)), language)
