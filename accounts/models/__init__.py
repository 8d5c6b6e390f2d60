"""Who may act: people, the roles they hold, the invitations that led to them, and what they did."""

from .audit import AuditEvent
from .invitations import Invitation
from .mail import Mail
from .memberships import Membership
from .people import User, normalise_email
from .second_factor import SecondFactorReset

__all__ = [
    "AuditEvent",
    "Invitation",
    "Mail",
    "Membership",
    "SecondFactorReset",
    "User",
    "normalise_email",
]
