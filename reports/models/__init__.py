"""What was done: reports with their sections and citations, who was asked, and who writes."""

from .actions import Action, ActionStep
from .attachments import Attachment
from .citations import Citation, Resolution
from .comments import Comment
from .cycles import Asked, Cycle, CycleDocument
from .delegations import DelegatedParagraph, DelegatedText, Delegation
from .extensions import ExtensionRequest
from .indicator_values import IndicatorValue
from .reminders import Nudge, Reminder
from .report_themes import ReportTheme
from .reports import Report
from .resources import RelatedResource
from .sections import Section
from .standings import Standing
from .transitions import Transition

__all__ = [
    "Action",
    "ActionStep",
    "Asked",
    "Attachment",
    "Citation",
    "Comment",
    "Cycle",
    "CycleDocument",
    "DelegatedParagraph",
    "DelegatedText",
    "Delegation",
    "ExtensionRequest",
    "IndicatorValue",
    "Nudge",
    "RelatedResource",
    "Reminder",
    "Report",
    "ReportTheme",
    "Resolution",
    "Section",
    "Standing",
    "Transition",
]
