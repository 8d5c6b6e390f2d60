"""What is dear to work out and follows from published content alone: once for each data version."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

from .models import Revision

MOST = 200  # results of one data version in each process

_kept: dict[Hashable, Any] = {}
_version: tuple = (0, None)
_lock = Lock()


def kept(key: Hashable, make: Callable[[], Any]) -> Any:
    """What `make` gives, kept in this process under `key` until the data version changes.

    Before the first change there is no version to keep anything under. The version is read before
    `make` runs, so that a change meanwhile makes the result stale and never fresh.
    """
    revision = Revision.objects.current()
    version = (revision.number, revision.changed_at)
    if not revision.number:
        return make()
    with _lock:
        if version == _version and key in _kept:
            return _kept[key]
    result = make()
    with _lock:
        _keep(version, key, result)
    return result


def _keep(version: tuple, key: Hashable, result: Any) -> None:
    global _version
    if version != _version:
        _kept.clear()
        _version = version
    if len(_kept) < MOST:
        _kept[key] = result
