"""What was done: reports with their sections and citations, and who was asked."""

from .citations import Citation
from .cycles import Asked, Cycle, CycleDocument
from .reports import Report, ReportTheme, Section
from .resources import RelatedResource
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
