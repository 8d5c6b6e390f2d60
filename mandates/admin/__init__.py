"""Administration of what was agreed."""

from . import (  # noqa: F401  each registers its records
    documents,
    indicators,
    meetings,
    paragraphs,
    themes,
)
