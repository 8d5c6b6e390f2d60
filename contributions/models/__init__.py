"""What organizations contribute beside the official reports, and what states reply."""

from .contributions import Contribution
from .replies import Reply
from .steps import Step

__all__ = ["Contribution", "Reply", "Step"]
