"""Writing a contribution: nobody but its author's people, and only while it is in their hands."""

from django.db import transaction

from accounts.models import User

from .drafts import Draft, fill
from .models import Contribution
from .workflow import Stale, demand_of_author, hold


@transaction.atomic
def save(
    contribution: Contribution, draft: Draft, *, by: User | None, revision: int
) -> Contribution:
    """Write the draft over the contribution; a new language takes the place of the former one.

    Raises NotAllowed when it is not in the author's hands, or not in this person's; Stale when
    somebody else has saved since `revision`.
    """
    hold(contribution, *Contribution.WRITABLE)
    demand_of_author(contribution, by)
    if contribution.revision != revision:
        raise Stale(contribution)
    fill(contribution, draft)
    contribution.revision += 1
    contribution.skip_history_when_saving = True
    contribution.save()
    contribution.paragraphs.set(draft.paragraphs)
    return contribution
