"""The demonstration of reporting: an open cycle with a report in each state on its way.

Everybody in it is invented. Its dates follow the day it is loaded, so that something is due; loaded
again it stays as it is.
"""

import datetime
import json
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from countries.models import Entity
from mandates.models import Theme
from publication.changes import changed
from publication.languages import LANGUAGES
from reports import workflow
from reports.carrying import prefill
from reports.editing import Draft, save
from reports.models import Asked, Comment, Cycle, Report
from reports.scope import paragraphs_for

SECRETARIAT = "secretariat@demo.example"
STEPS = ("draft", "submitted", "returned", "published")


@transaction.atomic
def load_cycle(folder: Path) -> int:
    """Make the cycle and its reports; returns how many records were created, 0 when it is there."""
    facts = json.loads((folder / "cycle.json").read_text(encoding="utf-8"))
    if Cycle.objects.of_slug(facts["slug"]).exists():
        return 0
    cycle = _cycle(facts)
    for row in facts["reports"]:
        _report(row, cycle)
    changed([cycle])
    return 1 + len(facts["reports"])


def _cycle(facts: dict[str, Any]) -> Cycle:
    now = timezone.now()
    zone = ZoneInfo(facts["time_zone"])
    day = now.astimezone(zone).date() + datetime.timedelta(days=facts["due_in_days"])
    due = datetime.datetime.combine(day, datetime.time(23, 59), zone)
    opened = now - datetime.timedelta(days=facts["opened_days_ago"])
    cycle = Cycle(
        slug=facts["slug"], time_zone=facts["time_zone"], is_demonstration=True,
        opens_at=opened, announced_at=opened, due_at=due,
        closes_at=due + datetime.timedelta(days=facts["open_after_days"]),
    )  # fmt: skip
    for language in LANGUAGES:
        texts = {name: facts[name][language] for name in ("name", "guidance")}
        cycle.write(language, **texts)
    cycle.save()
    cycle.themes.set([Theme.objects.get_by_natural_key(slug) for slug in facts["themes"]])
    entities = Entity.objects.demonstrations().states().order_by("slug")
    Asked.objects.bulk_create(
        Asked(cycle=cycle, entity=entity, position=place) for place, entity in enumerate(entities)
    )
    return cycle


def _report(row: dict[str, Any], cycle: Cycle) -> None:
    """Take a report as far as `until`, by the same steps that people take."""
    report = workflow.start(
        entity=Entity.objects.get_by_natural_key(row["entity"]), cycle=cycle, by=None,
        themes=[Theme.objects.get_by_natural_key(row["theme"])], language=row["language"],
        date=timezone.localdate(timezone=ZoneInfo(cycle.time_zone)),
    )  # fmt: skip
    if row.get("carry"):
        prefill(report, by=None)
    save(report, by=None, revision=report.revision, content=_content(row, report))
    until = STEPS.index(row["until"])
    if until >= STEPS.index("submitted"):
        workflow.submit(report, by=None, revision=report.revision, token=uuid4())
    if row["until"] == "returned":
        workflow.return_(report, by=None, revision=report.revision, note=row["note"])
        _comment(report, row["comments"])
    if row["until"] == "published":
        workflow.publish(report, by=None, revision=report.revision)


def _content(row: dict[str, Any], report: Report) -> Draft:
    marks = row.get("marks")
    if not marks:
        return Draft(sections=row["sections"])
    ids = paragraphs_for(report.pk).order_by("pk").values_list("pk", flat=True)[: len(marks)]
    return Draft(
        sections=row["sections"],
        citations=[(pk, mark, "") for pk, mark in zip(ids, marks, strict=False)],
    )


def _comment(report: Report, rows: list[dict[str, str]]) -> None:
    """Comments have somebody who made them: an account that nobody can sign in to."""
    author = User.objects.with_email(SECRETARIAT).first() or User.objects.create_user(
        SECRETARIAT, name="Demonstration Secretariat", is_active=False
    )
    now = timezone.now()
    Comment.objects.bulk_create(Comment(report=report, by=author, at=now, **row) for row in rows)
