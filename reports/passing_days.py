"""What pages say otherwise because a day has passed, though nobody wrote anything."""

import datetime

from django.db import transaction
from django.utils import timezone

from mandates.models import Meeting
from publication.changes import changed
from publication.models import Revision

from .models import Action


def pass_days(now: datetime.datetime) -> None:
    """Regular work: a new data version when a last day, the eve of a meeting or a year is over.

    Kept pages would else go on to say what was true when they were made.
    """
    written = Revision.objects.current().changed_at
    if written is None:
        return
    zone = timezone.get_default_timezone()
    last, today = timezone.localdate(written, zone), timezone.localdate(now, zone)
    if last < today and _reads_otherwise(last, today):
        with transaction.atomic():
            changed([])


def _reads_otherwise(last: datetime.date, today: datetime.date) -> bool:
    return (
        last.year < today.year  # timelines end with the year
        or Action.objects.overdue(today).due_from(last).exists()
        or Meeting.objects.begun_by(today).beginning_after(last).exists()
    )
