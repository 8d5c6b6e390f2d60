"""Who watches the steps of reports: functions called in the transaction that takes them."""

from collections.abc import Callable, Sequence

from .models import Transition

Watcher = Callable[[Sequence[Transition]], None]
_watchers: list[Watcher] = []


def on_steps(watcher: Watcher) -> Watcher:
    """Register a function called with the steps just written; an application does when ready."""
    if watcher not in _watchers:
        _watchers.append(watcher)
    return watcher


def taken(steps: Sequence[Transition]) -> None:
    """Tell the watchers. A fault of theirs undoes the step, as it is the same transaction."""
    for watcher in _watchers:
        watcher(steps)
