"""What was agreed: meetings, the documents they adopted, numbered paragraphs, themes."""

from .corrections import Correction
from .documents import Document, Heading
from .indicators import Indicator, IndicatorTarget
from .meetings import Meeting, Participation
from .paragraphs import Paragraph
from .proposals import LinkProposal
from .themes import Goal, Theme
from .ties import ParagraphLink, ParagraphTheme

__all__ = [
    "Correction",
    "Document",
    "Goal",
    "Heading",
    "Indicator",
    "IndicatorTarget",
    "LinkProposal",
    "Meeting",
    "Paragraph",
    "ParagraphLink",
    "ParagraphTheme",
    "Participation",
    "Theme",
]
