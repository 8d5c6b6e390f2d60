"""What was done: reports with their sections and citations, and who was asked."""

from .citations import Citation
from .cycles import Asked, Cycle, CycleDocument
from .report_themes import ReportTheme
from .reports import Report
from .resources import RelatedResource
from .sections import Section
from .transitions import Transition

__all__ = [
    "Asked",
    "Citation",
    "Cycle",
    "CycleDocument",
    "RelatedResource",
    "Report",
    "ReportTheme",
    "Section",
    "Transition",
]
