"""One record merged into another: everything that points at it moves, its address leads on."""

from copy import copy

from django.db import IntegrityError, transaction
from django.utils.translation import override

from accounts import granting, invitations
from accounts.audit import record
from accounts.models import AuditEvent, User
from accounts.rights import current_rights
from countries.models import Entity
from mandates.models import Paragraph, ParagraphLink
from publication.changes import changed
from publication.languages import fold
from publication.merging import moved_along
from publication.redirects import leave_redirects

from .. import asked_twice, workflow
from ..models import Report
from ..resolving import Outdated, settle
from .links import Record, links_of
from .planning import plan


class Changed(Exception):
    """What would be moved, or what stands in the way, is another by now; nothing was written."""


def merge(gone: Record, kept: Record, *, by: User, seen: str) -> None:
    """Merge `gone` into `kept`, all or nothing; `seen` is the mark of the plan that was looked at.

    Raises Changed.
    """
    try:
        _merge(gone, kept, by, seen)
    except (IntegrityError, Outdated) as fault:
        # Somebody has named the one that goes, or decided on a number, in the same moment.
        raise Changed from fault


@transaction.atomic
def _merge(gone: Record, kept: Record, by: User, seen: str) -> None:
    model = type(gone)
    held = {one.pk: one for one in model.objects.with_ids([gone.pk, kept.pk]).held()}
    if len(held) != 2:
        raise Changed
    gone, kept = held[gone.pk], held[kept.pk]
    planned = plan(gone, kept, current_rights(by))
    if planned.obstacles or planned.mark != seen:
        raise Changed
    paths = _path(gone), _path(kept)
    reports = list(_reports(gone))
    _move(gone, kept, by)
    workflow.records_merged(reports, by=by, note=" → ".join(paths))
    if isinstance(kept, Paragraph):
        settle(reports, kept, by=by)
    was = copy(gone)
    gone._history_user = by
    gone.delete()
    leave_redirects({paths[0]: paths[1]})
    entity = kept if isinstance(kept, Entity) else None
    record(AuditEvent.Kind.MERGED, by=by, entity=entity, merged=paths[0], into=paths[1],
           moved=sum(number for _name, number in planned.moves))  # fmt: skip
    changed([was, kept, *reports])


def _move(gone: Record, kept: Record, by: User) -> None:
    if isinstance(gone, Entity):
        asked_twice.move(gone, kept)
        granting.move(gone, kept, by=by)
        invitations.move(gone, kept, by=by)
        _keep_names(gone, kept, by)
    else:
        for link in ParagraphLink.objects.touching(gone).touching(kept):
            link._history_user = by
            link.delete()
    for link in links_of(gone):
        link.move(gone, kept, by)
    for along in moved_along():
        along.move(gone, kept)


def _keep_names(gone: Entity, kept: Entity, by: User) -> None:
    """Imports recognise the one that stays by the names of the one that goes, too."""
    known = kept.folded_names()
    texts = [*gone.texts("name").values(), *gone.texts("official_name").values()]
    texts += [*gone.texts("acronym").values(), *gone.aliases]
    further = [text for text in dict.fromkeys(texts) if fold(text) not in known]
    kept.aliases = [*kept.aliases, *further]
    kept._history_user = by
    kept.save()


def _reports(gone: Record) -> list[Report]:
    """Reports of the entity, or those that cite the paragraph for certain or perhaps."""
    found = Report.objects.all()
    own = isinstance(gone, Entity)
    return list(found.by_entity(gone) if own else found.citing_any([gone]))


def _path(record: Record) -> str:
    with override("en"):
        return record.get_absolute_url().removeprefix("/en")
