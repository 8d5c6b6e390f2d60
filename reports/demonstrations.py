"""Whether what is counted holds invented reports: pages that count must say so."""

from publication.kept import kept

from .models import Report


def are_published() -> bool:
    """Whether any published report was written for the demonstration.

    Pages that count reports of everybody ask this, and not which of them they count: one rule for
    all, and no figure that holds an invented report without the banner above it.
    """
    return kept("demonstrations", Report.objects.published().demonstrations().exists)
