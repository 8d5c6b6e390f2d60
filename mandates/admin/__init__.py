"""Administration of what was agreed."""

from . import documents, meetings, paragraphs, themes  # noqa: F401  each registers its records
