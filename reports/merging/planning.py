"""What merging two records would do, to be looked at before it is done."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from accounts.models import Invitation, Membership
from accounts.policy import Rights
from countries.models import Entity
from publication.languages import digest
from publication.merging import moved_along

from ..models import Asked
from .links import Record, links_of
from .obstacles import Obstacle, obstacles


@dataclass(frozen=True, slots=True)
class Plan:
    """`gone` goes into `kept`; `moves` are rows of a name and a number, none is nought."""

    gone: Record
    kept: Record
    moves: list[tuple[str, int]] = field(default_factory=list)
    obstacles: list[Obstacle] = field(default_factory=list)

    @property
    def mark(self) -> str:
        """Changes whenever something else would be moved."""
        rows = [f"{name} {number}" for name, number in self.moves]
        return digest(type(self.gone).__name__, str(self.gone.pk), str(self.kept.pk), *rows)


def plan(gone: Record, kept: Record, rights: Rights) -> Plan:
    found = obstacles(gone, kept, rights)
    if type(gone) is not type(kept) or gone.pk == kept.pk:
        return Plan(gone, kept, obstacles=found)
    moves = [(str(one.label), one.count(gone)) for one in links_of(gone) if one.label]
    if isinstance(gone, Entity):
        moves += [
            (_("cycles in which it is asked"), Asked.objects.of_entities([gone]).count()),
            (_("roles of people"), Membership.objects.of_entity(gone).count()),
            (_("invitations"), Invitation.objects.for_entity(gone).count()),
        ]
    moves += [(str(along.label), along.count(gone)) for along in moved_along()]
    return Plan(gone, kept, [(name, number) for name, number in moves if number], found)
