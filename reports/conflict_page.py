"""Two people have saved the same report: both texts side by side, and a choice for each part."""

from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext

from publication.forms import shown
from publication.languages import column

from .editor_form import KINDS, EditorForm, base, base_of_citations, base_of_nothing
from .editor_page import cited_there
from .models import Citation, Report, Section

CHOICES = ("mine", "theirs")


@dataclass(slots=True)
class Clash:
    """A part that the two say differently. `chosen` is what is proposed, "" where nobody can.

    `rows` are the form's own fields to send again: name and value.
    """

    part: str
    title: str
    mine: str
    theirs: str
    base: str
    chosen: str = ""
    rows: list[tuple[str, str]] = field(default_factory=list)
    missing: bool = False

    @property
    def is_text(self) -> bool:
        return self.part in KINDS


def clashes(form: EditorForm, current: Report) -> list[Clash]:
    """What the posted form and the report as it now is say differently; `current` is `whole`."""
    found = [_of_text(kind, form, current) for kind in KINDS if kind in form.data]
    parts = form.data.getlist("parts")
    if "nothing" in parts:
        found.append(_of_nothing(form, current))
    if "citations" in parts:
        found.append(_of_citations(form, current))
    return [clash for clash in found if clash and clash.mine != clash.theirs]


def unanswered(data: QueryDict) -> list[str]:
    """Parts that a choice was asked for and none was made."""
    return [p for p in data.getlist("clashes") if data.get(f"take-{p}") not in CHOICES]


def _proposed(opened: str | None, mine: str, theirs: str) -> str:
    """Where only one of the two has touched the part, that one's text."""
    if opened == base(theirs):
        return "mine"
    return "theirs" if opened == base(mine) else ""


def _of_text(kind: str, form: EditorForm, current: Report) -> Clash:
    mine = shown(form.data.get(kind, "")).replace("\r\n", "\n").rstrip().lstrip("\n")
    name = column("text", current.written_in)
    section = next((s for s in current.sections.all() if s.kind == kind), None)
    theirs = (getattr(section, name) or "") if section else ""
    opened = form.data.get(f"base-{kind}")
    chosen = _proposed(opened, mine, theirs)
    return Clash(kind, str(Section.Kind(kind).label), mine, theirs, base(theirs), chosen)


def _of_nothing(form: EditorForm, current: Report) -> Clash:
    ticked, reason = bool(form.data.get("nothing_to_report")), shown(form.data.get("reason", ""))
    mine = _nothing_words(ticked, reason)
    theirs = _nothing_words(current.nothing_to_report, current.no_report_reason)
    rows = [("reason", reason), ("parts", "nothing")]
    if ticked:
        rows.append(("nothing_to_report", "on"))
    now = base_of_nothing(current.nothing_to_report, current.no_report_reason)
    opened = form.data.get("base-nothing")
    own = base_of_nothing(ticked, reason)
    chosen = "mine" if opened == now else "theirs" if opened == own else ""
    return Clash("nothing", gettext("Nothing to report"), mine, theirs, now, chosen, rows)


def _nothing_words(ticked: bool, reason: str) -> str:
    if not ticked and not reason:
        return gettext("There is something to report.")
    return gettext("Nothing to report: %(reason)s") % {"reason": reason.strip()}


def _of_citations(form: EditorForm, current: Report) -> Clash:
    rows = [("parts", "citations")]
    mine = {}
    for pk in form.offered:
        values = {n: shown(form.data.get(f"{n}-{pk}", "")) for n in ("cited", "mark", "evidence")}
        rows += [(f"{name}-{pk}", value) for name, value in values.items() if value]
        if values["cited"]:
            mine[pk] = (values["mark"], values["evidence"])
    theirs = cited_there(current)
    names = Citation.objects.labels(mine.keys() | theirs.keys())
    opened, now = form.data.get("base-citations"), base_of_citations(theirs)
    chosen = "mine" if opened == now else "theirs" if opened == base_of_citations(mine) else ""
    return Clash(
        "citations", gettext("Paragraphs and marks"), cited_words(mine, names),
        cited_words(theirs, names), now, chosen, rows,
    )  # fmt: skip


def cited_words(rows: dict[int, tuple[str, str]], names: dict[int, str]) -> str:
    """One line for each paragraph: its number and document, the mark and the evidence."""
    marks = dict(Citation.Mark.choices)
    lines = [
        " · ".join(filter(None, [names.get(pk, str(pk)), str(marks.get(mark, "")), evidence]))
        for pk, (mark, evidence) in rows.items()
    ]
    return "\n".join(sorted(lines))
