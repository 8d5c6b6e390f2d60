"""The demonstration of contributions: two invented organizations, their texts, and one reply.

They take the same steps that people take; loaded again they stay as they are.
"""

import datetime
import json
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import transaction

from contributions import workflow
from contributions.drafts import Draft
from contributions.models import Contribution, Reply, Step
from countries.models import Entity
from mandates.models import Paragraph
from publication.changes import changed
from publication.languages import LANGUAGES

NAMES = UUID("6f3c2a52-0b0e-4f7c-9a55-2f3d7b1f0a11")
"""Under it every text has a token of its own, by which a second load finds it."""


@transaction.atomic
def load_contributions(folder: Path) -> int:
    """Make what is not there yet; returns how many records were created."""
    facts = json.loads((folder / "contributions.json").read_text(encoding="utf-8"))
    made: list[Any] = [
        _entity(row) for row in facts["entities"] if not Entity.objects.of_slug(row["slug"])
    ]
    for row in facts["contributions"]:
        token = uuid5(NAMES, row["key"])
        if not Step.objects.with_token(token).exists():
            made.append(_contribution(row, token))
    if made:
        changed(made)
    return len(made)


def _entity(row: dict[str, Any]) -> Entity:
    entity = Entity(slug=row["slug"], kind=row["kind"], is_demonstration=True)
    for language in LANGUAGES:
        entity.write(language, name=row["name"][language])
    entity.save()
    return entity


def _contribution(row: dict[str, Any], token: UUID) -> Contribution:
    draft = Draft(
        language=row["language"], title=row["title"], text=row["text"],
        about=Entity.objects.get_by_natural_key(row["about"]) if row["about"] else None,
        source_url=row["source_url"],
        paragraphs=[Paragraph.objects.get_by_natural_key(*place) for place in row["paragraphs"]],
    )  # fmt: skip
    entity = Entity.objects.get_by_natural_key(row["entity"])
    made = workflow.start(entity=entity, draft=draft, by=None, token=token)
    workflow.submit(made, by=None, revision=made.revision, token=uuid4())
    workflow.publish(made, by=None, revision=made.revision)
    # As if it had happened on its day, which the facts name.
    day = _noon(row["published"])
    Contribution.objects.with_ids([made.pk]).update(submitted_at=day, published_at=day)
    if answer := row.get("reply"):
        texts = {"language": answer["language"], "text": answer["text"]}
        workflow.reply(made, by=None, edition=0, **texts)
        day = _noon(answer["date"])
        Reply.objects.to_contribution(made).update(first_at=day, published_at=day)
    return made


def _noon(day: str) -> datetime.datetime:
    return datetime.datetime.combine(
        datetime.date.fromisoformat(day), datetime.time(12), datetime.UTC
    )
