"""Every step of a contribution. Nothing else assigns its state.

Verbs take keyword arguments, `by=` the person (None for the site's own commands), run in one
transaction, check the person's rights as they are at that moment, and leave one `Step` each with
the contribution as it then stood. Each locks the contribution, so that of two at once the second
finds what the first has left. `revision` is the one that the person looked at.

The Secretariat decides whether a text is published. It never changes one.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from accounts.policy import Permission as P
from accounts.rights import may
from countries.models import Entity
from publication.changes import changed
from publication.languages import column

from . import notifications
from .drafts import Draft, fill, rewrite
from .models import Contribution, Reply, Step

State, Side, Verb = Contribution.State, Contribution.Side, Step.Verb


class NotAllowed(Exception):
    """The step does not lead on from the contribution's state, or is not this person's to take."""


class Stale(Exception):
    """Somebody else has saved meanwhile; `current` is the contribution as it now is."""

    def __init__(self, current: Any) -> None:
        super().__init__(f"{current.pk} has changed")
        self.current = current


class Incomplete(Exception):
    """Something is wanting; `problems` names the fields."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(", ".join(problems))
        self.problems = problems


# In the author's hands ------------------------------------------------------------------------


@transaction.atomic
def start(
    *, entity: Entity, draft: Draft, by: User | None, token: UUID | None = None
) -> Contribution:
    """Begin a contribution that says what the draft does; the same `token` again gives the same
    one. Raises NotAllowed for an entity that does not contribute, or without the right.
    """
    if known := _caused_by(token):
        return known.contribution
    if not entity.contributes:
        raise NotAllowed("an entity that reports does not contribute")
    if by is not None and not may(by, P.CONTRIBUTE, entity):
        raise NotAllowed(f"not without {P.CONTRIBUTE}")
    contribution = Contribution(
        entity=entity, author=by, is_demonstration=entity.is_demonstration, revision=1
    )
    fill(contribution, draft)
    contribution.skip_history_when_saving = True
    try:
        with transaction.atomic():
            contribution.save()
            contribution.paragraphs.set(draft.paragraphs)
            _note(contribution, Verb.START, State.DRAFT, by, token=token)
    except IntegrityError:  # two windows at the same moment
        if known := _caused_by(token):
            return known.contribution
        raise
    return contribution


@transaction.atomic
def discard(contribution: Contribution, *, by: User | None) -> None:
    """Delete a draft, with all that the portal knows of it. What is or was public stays."""
    hold(contribution, State.DRAFT)
    demand_of_author(contribution, by)
    number = contribution.pk
    contribution.delete()
    Contribution.history.filter(id=number).delete()  # the deletion itself leaves a row, too


@transaction.atomic
def submit(contribution: Contribution, *, by: User | None, revision: int, token: UUID) -> Step:
    """Hand it to the Secretariat; nobody writes in it until it is returned or taken back.

    The same `token` again changes nothing and gives the same step. Raises Incomplete when something
    is wanting, Stale for another revision.
    """
    if known := _held_step(contribution, token):
        return known
    hold(contribution, *Contribution.WRITABLE, revision=revision)
    demand_of_author(contribution, by)
    if wanting := problems(contribution):
        raise Incomplete(wanting)
    step = _step(contribution, Verb.SUBMIT, State.SUBMITTED, by, token=token,
                 submitted_at=timezone.now())  # fmt: skip
    _tell(notifications.submitted, contribution, by)
    return step


@transaction.atomic
def take_back(contribution: Contribution, *, by: User | None) -> Step:
    """Take it out of the Secretariat's hands again: it is a draft like any other."""
    hold(contribution, State.SUBMITTED)
    demand_of_author(contribution, by)
    return _step(contribution, Verb.TAKE_BACK, State.DRAFT, by, submitted_at=None)


def problems(contribution: Contribution) -> list[str]:
    """The fields that are wanting before it can be handed in."""
    wanting = []
    if not contribution.own_title:
        wanting.append("title")
    if not getattr(contribution, column("text", contribution.language)):
        wanting.append("text")
    if not contribution.paragraphs.exists():
        wanting.append("paragraphs")
    return wanting


# In the Secretariat's hands -------------------------------------------------------------------


@transaction.atomic
def return_(
    contribution: Contribution, *, by: User | None, revision: int, note: str,
    token: UUID | None = None,
) -> Step:  # fmt: skip
    """Give it back to its author, with what stands in the way of publishing it."""
    if known := _held_step(contribution, token):
        return known
    hold(contribution, State.SUBMITTED, revision=revision)
    _demand(by, P.MODERATE_CONTRIBUTIONS)
    note = _said(note, "a return")
    step = _step(contribution, Verb.RETURN, State.RETURNED, by, note=note, token=token)
    _tell(notifications.returned, contribution, by, note=note)
    return step


@transaction.atomic
def publish(
    contribution: Contribution, *, by: User | None, revision: int, token: UUID | None = None
) -> Step:
    """Show it to everybody, word for word as it was handed in; the state concerned is told."""
    if known := _held_step(contribution, token):
        return known
    hold(contribution, State.SUBMITTED, revision=revision)
    _demand(by, P.MODERATE_CONTRIBUTIONS)
    step = _step(
        contribution, Verb.PUBLISH, State.PUBLISHED, by, token=token, published_at=timezone.now()
    )
    _tell(notifications.published, contribution, by)
    changed([contribution])
    return step


@transaction.atomic
def withdraw(contribution: Contribution, *, by: User | None, side: str, reason: str) -> Step:
    """Take it from public view, with its reply; its page stays, and says who did so and why.

    `side` is for whom the person acts, the author or the Secretariat: somebody may act for both.
    Raises NotAllowed when it is not published, ValueError without a reason.
    """
    reason = _said(reason, "a withdrawal")
    hold(contribution, State.PUBLISHED)
    if side == Side.AUTHOR:
        demand_of_author(contribution, by)
    else:
        _demand(by, P.MODERATE_CONTRIBUTIONS)
    step = _step(contribution, Verb.WITHDRAW, State.WITHDRAWN, by, note=reason,
                 withdrawal_reason=reason, withdrawn_by=side)  # fmt: skip
    _tell(notifications.withdrawn, contribution, by)
    changed([contribution])
    return step


# The state concerned --------------------------------------------------------------------------


@transaction.atomic
def reply(
    contribution: Contribution, *, by: User | None, language: str, text: str, edition: int
) -> Reply:
    """Publish the state's reply at once; a later one takes its place, and the history keeps both.

    `edition` is that of the reply the person saw, 0 for none. Raises NotAllowed when the
    contribution is not public, concerns no state, or is not this person's to answer; Stale when
    somebody else has replied meanwhile; ValueError without a text.
    """
    text = _said(text, "a reply")
    hold(contribution, State.PUBLISHED)
    if contribution.about is None:
        raise NotAllowed("it concerns no state")
    if by is not None and not may(by, P.REPLY, contribution.about):
        raise NotAllowed(f"not without {P.REPLY}")
    now = timezone.now()
    said = Reply.objects.to_contribution(contribution).first()
    if (said.edition if said else 0) != edition:
        raise Stale(said or contribution)
    said = said or Reply(contribution=contribution, edition=0, first_at=now)
    said.entity, said.by = contribution.about, by
    said.edition, said.published_at = edition + 1, now
    rewrite(said, language, text=text)  # a translation of the former words would be untrue
    said._history_user = by
    said.save()
    note = str(said.edition)
    _note(contribution, Verb.REPLY, contribution.state, by, note=note)
    _tell(notifications.replied, contribution, by, reply=said)
    changed([contribution])
    return said


# What the verbs are made of -------------------------------------------------------------------


def hold(contribution: Contribution, *states: str, revision: int | None = None) -> None:
    """Bring it up to date and keep others from writing it until the transaction ends.

    Raises NotAllowed unless it is there in one of the states; Stale for another revision.
    """
    try:
        contribution.refresh_from_db(from_queryset=Contribution.objects.held())
    except Contribution.DoesNotExist:
        raise NotAllowed("the contribution is not there any more") from None
    if contribution.state not in states:
        raise NotAllowed(f"not from {contribution.state}")
    if revision is not None and contribution.revision != revision:
        raise Stale(contribution)


def demand_of_author(contribution: Contribution, by: User | None) -> None:
    """Raises NotAllowed for whoever does not write for its author now."""
    if by is not None and not may(by, P.CONTRIBUTE, contribution.entity):
        raise NotAllowed(f"not without {P.CONTRIBUTE}")


def _demand(by: User | None, permission: P) -> None:
    if by is not None and not may(by, permission):
        raise NotAllowed(f"not without {permission}")


def _said(note: str, step: str) -> str:
    if not note.strip():
        raise ValueError(f"{step} needs words")
    return note.strip()


def _held_step(contribution: Contribution, token: UUID | None) -> Step | None:
    """The step of this one that the token has caused, once whoever is at it has finished."""
    if token is None:
        return None
    hold(contribution, *State)
    if (known := _caused_by(token)) and known.contribution_id != contribution.pk:
        raise NotAllowed("the token is another contribution's")
    return known


def _caused_by(token: UUID | None) -> Step | None:
    return Step.objects.with_token(token).first() if token else None


def _step(
    contribution: Contribution, verb: Verb, to: str, by: User | None, *, note: str = "",
    token: UUID | None = None, **fields: Any,
) -> Step:  # fmt: skip
    """Change the state, which makes open forms stale, and write the step."""
    left = contribution.state
    for name, value in {**fields, "state": to, "revision": contribution.revision + 1}.items():
        setattr(contribution, name, value)
    contribution.__dict__.pop("skip_history_when_saving", None)
    contribution._history_user = by
    contribution.save()
    return _note(contribution, verb, left, by, note=note, token=token)


def _note(
    contribution: Contribution, verb: Verb, left: str, by: User | None, *, note: str = "",
    token: UUID | None = None,
) -> Step:  # fmt: skip
    return Step.objects.create(
        contribution=contribution, verb=verb, from_state=left, to_state=contribution.state, by=by,
        at=timezone.now(), note=note, token=token, snapshot=snapshot(contribution),
    )  # fmt: skip


def snapshot(contribution: Contribution) -> dict[str, Any]:
    """What the contribution says: texts by field and language, and all that stands beside."""
    paragraphs = contribution.paragraphs.in_order_of_documents().with_document()
    return {
        "language": contribution.language,
        "texts": {name: contribution.texts(name) for name in ("title", "text")},
        "about": contribution.about and contribution.about.slug,
        "source_url": contribution.source_url,
        "paragraphs": [f"{one.document.slug}/{one.slug}" for one in paragraphs],
        "revision": contribution.revision,
    }


def _tell(
    tidings: Callable[..., None], contribution: Contribution, by: User | None, **said: Any
) -> None:
    """Mails of the step; the site's own commands tell nobody of what they do."""
    if by is not None:
        tidings(contribution, by=by, **said)
