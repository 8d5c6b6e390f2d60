"""What was agreed: meetings, the documents they adopted, numbered paragraphs, themes."""

from .documents import Document, Heading
from .meetings import Meeting, Participation
from .paragraphs import Paragraph, ParagraphLink, ParagraphTheme
from .themes import Goal, Theme

__all__ = [
    "Document",
    "Goal",
    "Heading",
    "Meeting",
    "Paragraph",
    "ParagraphLink",
    "ParagraphTheme",
    "Participation",
    "Theme",
]
