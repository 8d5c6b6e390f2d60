"""What the workspace's first page says of an entity's cycles, tasks and reports."""

from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from countries.models import Entity
from mandates.models import Theme

from .answered import Share
from .models import Asked, Delegation, Report, Transition

PUBLISHED_SHOWN = 5


class Stand(models.TextChoices):
    """Where an entity stands with a theme, or with one report."""

    NOT_STARTED = "not_started", _("not started")
    IN_PROGRESS = "in_progress", _("in progress")
    AWAITS_APPROVAL = "awaits_approval", _("waits for approval")
    READY = "ready", _("ready to submit")
    RETURNED = "returned", pgettext_lazy("state of a report", "returned")
    SUBMITTED = "submitted", pgettext_lazy("state of a report", "submitted")
    PUBLISHED = "published", pgettext_lazy("state of a report", "published")

    @property
    def tone(self) -> str:
        """The colour of its tag."""
        tones = {"published": "done", "ready": "done", "returned": "error", "submitted": ""}
        return tones.get(self.value, "warn" if self == Stand.AWAITS_APPROVAL else "")


ADVANCE = tuple(Stand)


@dataclass(frozen=True)
class Line:
    """A report with where it stands, the next step's address, why it came back, and its parts."""

    report: Report
    stand: Stand
    url: str
    returned: Transition | None = None
    parts: tuple[Delegation, ...] = ()
    is_being_corrected: bool = False

    @property
    def has_part_to_take(self) -> bool:
        """A part is handed in and waits for being taken over, while it can be."""
        is_written = self.report.state in Report.WRITABLE
        return is_written and any(part.handed_in_at for part in self.parts)


@dataclass(frozen=True)
class Task:
    theme: Theme
    share: Share
    line: Line | None

    @property
    def stand(self) -> Stand:
        return self.line.stand if self.line else Stand.NOT_STARTED

    @property
    def said(self) -> str:
        """ "12 of 34 answered"."""
        counts = {"answered": self.share.answered, "total": self.share.total}
        return gettext("%(answered)d of %(total)d answered") % counts


@dataclass(frozen=True)
class Due:
    """A cycle that is open to the entity; `days` until it is due there, negative when it was."""

    asked: Asked
    days: int
    tasks: tuple[Task, ...]

    @property
    def is_overdue(self) -> bool:
        return self.days < 0

    @property
    def said(self) -> str:
        if self.days == 0:
            return gettext("due today")
        if self.days > 0:
            return ngettext("%(n)d day left", "%(n)d days left", self.days) % {"n": self.days}
        late = -self.days
        return ngettext("%(n)d day overdue", "%(n)d days overdue", late) % {"n": late}


@dataclass(frozen=True)
class Home:
    entity: Entity | None
    entities: list[Entity]
    parts: list[Delegation] = field(default_factory=list)
    dues: list[Due] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def standing(self, *stands: Stand) -> list[Line]:
        return [line for line in self.lines if line.stand in stands]

    @property
    def drafts(self) -> list[Line]:
        return self.standing(Stand.IN_PROGRESS, Stand.AWAITS_APPROVAL, Stand.READY)

    @property
    def to_approve(self) -> list[Line]:
        return self.standing(Stand.AWAITS_APPROVAL)

    @property
    def returned(self) -> list[Line]:
        return self.standing(Stand.RETURNED)

    @property
    def submitted(self) -> list[Line]:
        return self.standing(Stand.SUBMITTED)

    @property
    def published(self) -> list[Line]:
        return self.standing(Stand.PUBLISHED)[:PUBLISHED_SHOWN]
