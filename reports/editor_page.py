"""The page a report is written on: the form, and beside it what it is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from itertools import groupby

from django.forms import BoundField
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from publication.dates import PartialDate
from publication.languages import column
from publication.passages import Passage, passage

from .carrying import last_report
from .editor_form import KINDS, EditorForm, base, base_of_citations, base_of_nothing
from .mandate_lines import MandateLine, Source
from .models import Asked, Comment, Report, Section
from .scope import lines_for


@dataclass(slots=True)
class Thread:
    """A comment of the Secretariat with what was answered; `field` is the answer's name.

    `typed` is an answer that was posted and not saved.
    """

    comment: Comment
    replies: list[Comment]
    typed: str = ""

    @property
    def field(self) -> str:
        return f"answer-{self.comment.pk}"


@dataclass(slots=True)
class Text:
    """A section in the form. `carried` is the date of the report it was taken over from."""

    kind: str
    field: BoundField
    base: str
    carried: PartialDate | None
    comments: list[Thread]

    @property
    def is_open(self) -> bool:
        """Only what was done is always open; what is filled, wrong or commented is, too."""
        written = self.field.value() or self.field.errors or self.comments
        return self.kind == Section.Kind.DONE or bool(written)


@dataclass(slots=True)
class Pick:
    """A paragraph in scope with its fields."""

    line: MandateLine
    first_words: str
    cited: BoundField
    mark: BoundField
    evidence: BoundField
    carried: bool
    comments: list[Thread]

    @property
    def was_cited(self) -> bool:
        return bool(self.cited.initial)

    @property
    def is_ticked(self) -> bool:
        return bool(self.cited.value())


@dataclass(frozen=True, slots=True)
class Group:
    source: Source
    picks: list[Pick]

    @property
    def is_open(self) -> bool:
        return any(pick.is_ticked or pick.comments for pick in self.picks)

    @property
    def ticked(self) -> int:
        return sum(pick.is_ticked for pick in self.picks)


@dataclass(frozen=True, slots=True)
class Last:
    """The entity's report before this one, as it is read; `gives`: something can be taken over."""

    report: Report
    parts: list[tuple[str, Passage, SafeString]]
    gives: bool


@dataclass(slots=True)
class EditorPage:
    report: Report
    form: EditorForm
    texts: list[Text]
    groups: list[Group]
    last: Last | None
    asked: Asked | None
    comments: list[Thread]
    carried: PartialDate | None
    base_of_citations: str

    @property
    def count(self) -> int:
        return sum(len(group.picks) for group in self.groups)

    @property
    def is_empty(self) -> bool:
        return not any(text.field.initial for text in self.texts) and not self.ticked

    @property
    def ticked(self) -> int:
        return sum(group.ticked for group in self.groups)

    @property
    def base_of_nothing(self) -> str:
        return base_of_nothing(self.report.nothing_to_report, self.report.no_report_reason)

    @property
    def marks_are_carried(self) -> bool:
        return any(pick.carried for group in self.groups for pick in group.picks)

    @property
    def days_left(self) -> int | None:
        """Whole days until the report is due in the cycle's zone; negative afterwards."""
        if self.asked is None or self.asked.due_at is None:
            return None
        zone = self.asked.cycle.zone
        today = timezone.now().astimezone(zone).date()
        return (self.asked.due_at.astimezone(zone).date() - today).days


def whole(report: Report) -> Report:
    """Load what the form and the check page read of the report, in the fewest queries."""
    for name in ("sections", "citations"):
        report._prefetched_objects_cache = {
            **getattr(report, "_prefetched_objects_cache", {}),
            name: getattr(report, name).with_carried(),
        }
    return report


def offered_to(report: Report, language: str) -> list[MandateLine]:
    """Paragraphs in scope of the report and those it cites."""
    cited = [c.paragraph_id for c in report.citations.all() if c.paragraph_id]
    return lines_for(report.pk, language, cited)


def editor_page(
    report: Report, form: EditorForm, lines: list[MandateLine], language: str
) -> EditorPage:
    """Put the page together. `report` is `whole`, `form` is filled."""
    threads = threads_of(report, form)
    carried = [s.carried_from for s in report.sections.all() if s.carried_from]
    carried += [c.carried_from for c in report.citations.all() if c.carried_from]
    asked = None
    if report.cycle_id:
        asked = Asked.objects.of_entities([report.entity_id]).in_cycle(report.cycle_id).first()
    return EditorPage(
        report,
        form,
        [_text(kind, report, form, threads) for kind in KINDS],
        _groups(report, form, lines, threads),
        _last(report, language),
        asked,
        [t for t in threads if not t.comment.kind and not t.comment.paragraph_id],
        carried[0].dated if carried else None,
        base_of_citations(cited_there(report)),
    )


def cited_there(report: Report) -> dict[int, tuple[str, str]]:
    """The report's certain citations: by paragraph, the mark and the evidence."""
    found = report.citations.all()
    return {c.paragraph_id: (c.mark, c.evidence_url) for c in found if c.paragraph_id}


def threads_of(report: Report, form: EditorForm) -> list[Thread]:
    """The comments that the entity sees, with their answers and what the form answers besides."""
    found = list(Comment.objects.of_report(report).for_the_entity())
    threads = {c.pk: Thread(c, []) for c in found if c.reply_to_id is None}
    for comment in found:
        if comment.reply_to_id in threads:
            threads[comment.reply_to_id].replies.append(comment)
    typed = form.posted_answers()
    for thread in threads.values():
        thread.typed = typed.get(thread.field, "")
    return list(threads.values())


def _text(kind: str, report: Report, form: EditorForm, threads: list[Thread]) -> Text:
    section = next((s for s in report.sections.all() if s.kind == kind), None)
    stored = getattr(section, column("text", report.written_in)) or "" if section else ""
    carried = section.carried_from.dated if section and section.carried_from else None
    comments = [thread for thread in threads if thread.comment.kind == kind]
    return Text(kind, form[kind], base(stored), carried, comments)


def _groups(
    report: Report, form: EditorForm, lines: Iterable[MandateLine], threads: list[Thread]
) -> list[Group]:
    carried = {c.paragraph_id for c in report.citations.all() if c.carried_from_id}
    picks = [_pick(line, form, line.id in carried, threads) for line in lines]
    return [
        Group(found[0].line.source, found)
        for _slug, rows in groupby(picks, key=lambda pick: pick.line.source.slug)
        if (found := list(rows))
    ]


def _pick(line: MandateLine, form: EditorForm, carried: bool, threads: list[Thread]) -> Pick:
    return Pick(
        line,
        Truncator(unescape(strip_tags(line.passage.text)) if line.passage else "").words(18),
        form[f"cited-{line.id}"],
        form[f"mark-{line.id}"],
        form[f"evidence-{line.id}"],
        carried,
        [thread for thread in threads if thread.comment.paragraph_id == line.id],
    )


def _last(report: Report, language: str) -> Last | None:
    found = last_report(report)
    if found is None:
        return None
    parts = []
    for section in found.sections.all():
        if text := passage(section, "html", report.original_language or language):
            html = mark_safe(text.text)  # noqa: S308  cleaned when it was saved
            parts.append((section.get_kind_display(), text, html))
    texts = any(report.written_in in section.languages() for section in found.sections.all())
    marks = any(citation.paragraph_id for citation in found.citations.all())
    return Last(found, parts, texts or marks)
