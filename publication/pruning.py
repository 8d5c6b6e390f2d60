"""What `manage.py prune` throws away beside what every site has: applications say so."""

from collections.abc import Callable
from datetime import datetime

Pruner = Callable[[datetime], dict[str, int]]
_pruners: list[Pruner] = []


def also_prune(pruner: Pruner) -> Pruner:
    """Register a function that throws away what is over, and says how many of each."""
    if pruner not in _pruners:
        _pruners.append(pruner)
    return pruner


def prune_also(now: datetime) -> dict[str, int]:
    return {name: number for pruner in _pruners for name, number in pruner(now).items()}
