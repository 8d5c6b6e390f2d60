"""What robots may visit beside the records that the sitemaps know: applications say so."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Visited:
    """Pages of one kind: `rows` of what `address` takes and the moment of the last change."""

    rows: Callable[[], Iterable[tuple]]
    address: Callable[..., str]


visited: dict[str, Visited] = {}


def also_visit(name: str, rows: Callable[[], Iterable[tuple]], address: Callable[..., str]) -> None:
    """Register pages for the sitemap `name`; addresses are those of the active language."""
    visited[name] = Visited(rows, address)
