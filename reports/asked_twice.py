"""The asking of one entity moved to another that may be asked in the same cycles already."""

from countries.models import Entity

from .models import Asked


def move(gone: Entity, kept: Entity) -> None:
    """Where both are asked in a cycle, one asking is left: with the later date, and what was sent
    and asked for in either. Only one of them may wait for an answer about time."""
    there = {one.cycle_id: one for one in Asked.objects.of_entities([kept])}
    for one in Asked.objects.of_entities([gone]):
        twin = there.get(one.cycle_id)
        if twin is None:
            one.entity = kept
            one.save(update_fields=["entity"])
            continue
        _join(one, twin)


def _join(one: Asked, twin: Asked) -> None:
    dates = [at for at in (one.extended_until, twin.extended_until) if at]
    twin.extended_until = max(dates, default=None)
    twin.save(update_fields=["extended_until"])
    one.nudges.update(asked=twin)
    sent = set(twin.reminders.values_list("user", "step", "due_at"))
    for reminder in one.reminders.all():
        if (reminder.user_id, reminder.step, reminder.due_at) not in sent:
            reminder.asked = twin
            reminder.save(update_fields=["asked"])
    one.extension_requests.update(asked=twin)
    one.delete()
