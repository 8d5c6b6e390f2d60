"""Who may do what, in one place to read.

A person holds roles: some of an entity, some of the Secretariat. A role is a list of permissions
with a description in plain words. Rights are worked out from the roles that hold at the moment of
the request, so that a role taken away is gone on the next one.
"""

from dataclasses import dataclass, field
from enum import StrEnum, auto

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from countries.models import Entity


class Role(models.TextChoices):
    COORDINATOR = "coordinator", _("coordinator")
    APPROVER = "approver", _("approver")
    CONTRIBUTOR = "contributor", _("contributor")
    TRANSLATOR = "translator", _("translator")
    EDITOR = "editor", _("editor")
    ADMINISTRATOR = "administrator", _("administrator")


ENTITY_ROLES = (Role.COORDINATOR, Role.APPROVER, Role.CONTRIBUTOR)
SECRETARIAT_ROLES = (Role.TRANSLATOR, Role.EDITOR, Role.ADMINISTRATOR)


class Permission(StrEnum):
    # Of an entity
    SEE_OWN_REPORTS = auto()
    WRITE_REPORTS = auto()
    SUBMIT_REPORTS = auto()
    APPROVE_REPORTS = auto()
    DELEGATE = auto()
    WRITE_DELEGATED_PARTS = auto()
    ASK_FOR_EXTENSION = auto()
    INVITE_CONTRIBUTORS = auto()
    KEEP_ACTIONS = auto()
    CONTRIBUTE = auto()
    REPLY = auto()
    # Of the Secretariat
    SEE_INBOX = auto()
    REVIEW_REPORTS = auto()
    PUBLISH_REPORTS = auto()
    CORRECT_REPORTS = auto()
    WITHDRAW_REPORTS = auto()
    FILE_ON_BEHALF = auto()
    MODERATE_CONTRIBUTIONS = auto()
    RESOLVE_CITATIONS = auto()
    MANAGE_CYCLES = auto()
    REMIND = auto()
    TRANSLATE = auto()
    EDIT_RECORDS = auto()
    ENTER_ADMIN = auto()
    RESET_SECOND_FACTORS = auto()
    MANAGE_PEOPLE = auto()
    SEE_AUDIT = auto()
    VIEW_AS = auto()


P = Permission


@dataclass(frozen=True)
class Grant:
    """What a role stands for: a sentence for people, and its permissions."""

    says: str | Promise
    permissions: frozenset[Permission]


EDITS = frozenset(
    {P.SEE_INBOX, P.REVIEW_REPORTS, P.PUBLISH_REPORTS, P.CORRECT_REPORTS}
    | {P.WITHDRAW_REPORTS, P.FILE_ON_BEHALF, P.RESOLVE_CITATIONS, P.MANAGE_CYCLES}
    | {P.REMIND, P.TRANSLATE, P.EDIT_RECORDS, P.ENTER_ADMIN, P.RESET_SECOND_FACTORS}
    | {P.MODERATE_CONTRIBUTIONS}
)
"""What an editor does, and with it an administrator."""

GRANTS: dict[str, Grant] = {
    Role.COORDINATOR: Grant(
        _(
            "Writes, delegates and submits the reports of the entity, keeps its actions and "
            "figures, invites its contributors, and replies to contributions about it. For a "
            "civil-society organization or a human-rights institution: writes its contributions."
        ),
        frozenset(
            {P.SEE_OWN_REPORTS, P.WRITE_REPORTS, P.SUBMIT_REPORTS, P.DELEGATE}
            | {P.ASK_FOR_EXTENSION, P.INVITE_CONTRIBUTORS, P.KEEP_ACTIONS}
            | {P.CONTRIBUTE, P.REPLY}
        ),
    ),
    Role.APPROVER: Grant(
        _("Reads the entity’s reports and approves them where the entity asks for it."),
        frozenset({P.SEE_OWN_REPORTS, P.APPROVE_REPORTS}),
    ),
    Role.CONTRIBUTOR: Grant(
        _("Fills in the parts handed over by a coordinator, and sees nothing else."),
        frozenset({P.WRITE_DELEGATED_PARTS}),
    ),
    Role.TRANSLATOR: Grant(
        _("Translates texts that are published or on their way."),
        frozenset({P.TRANSLATE}),
    ),
    Role.EDITOR: Grant(
        _(
            "Reviews, returns, publishes, corrects and withdraws reports; moderates contributions; "
            "runs cycles and imports."
        ),
        EDITS,
    ),
    Role.ADMINISTRATOR: Grant(
        _("Does all that an editor does, manages people and roles, and reads the audit log."),
        EDITS | {P.MANAGE_PEOPLE, P.SEE_AUDIT, P.VIEW_AS},
    ),
}
"""Every role's permissions; those of an entity's role hold for that entity alone, as far as its
kind goes: see `permissions_of`."""


def permissions_of(role: str, kind: str | None = None) -> frozenset[Permission]:
    """What the role stands for, of an entity of the kind or (None) of the Secretariat.

    Who contributes does not report, who reports does not contribute, and states alone reply.
    """
    granted = GRANTS[role].permissions
    if kind is None:
        return granted
    if kind in Entity.CONTRIBUTING:
        return granted & {P.CONTRIBUTE}
    return granted - ({P.CONTRIBUTE} if kind == Entity.Kind.STATE else {P.CONTRIBUTE, P.REPLY})


def roles_with(permission: Permission) -> list[str]:
    """The roles that carry the permission."""
    return [role for role, grant in GRANTS.items() if permission in grant.permissions]


EDITED_APPS = frozenset({"countries", "mandates", "reports", "imports", "pages", "redirects"})
"""Applications whose records EDIT_RECORDS opens in the administration."""

ADMINISTERED_APPS = frozenset({"accounts", "django_tasks_database"})
"""Those that MANAGE_PEOPLE opens there: people, to look at, and mails and jobs that failed."""


@dataclass(frozen=True)
class Rights:
    """What one person may do, worked out once for a request."""

    secretariat: frozenset[Permission] = frozenset()
    entities: dict[int, frozenset[Permission]] = field(default_factory=dict)

    def may(self, permission: Permission, entity: int | None = None) -> bool:
        """Whether the permission holds, for the entity with this id or for the Secretariat."""
        if entity is None:
            return permission in self.secretariat
        return permission in self.entities.get(entity, ())

    def entities_with(self, permission: Permission) -> list[int]:
        """Ids of the entities for which the permission holds."""
        return [pk for pk, granted in self.entities.items() if permission in granted]

    @property
    def none(self) -> bool:
        return not self.secretariat and not self.entities


def rights_of(roles: "list[tuple[int | None, str | None, str]]") -> Rights:
    """Rights from rows of entity id (None for the Secretariat), the entity's kind, and role."""
    secretariat: frozenset[Permission] = frozenset()
    entities: dict[int, frozenset[Permission]] = {}
    for entity, kind, role in roles:
        if entity is None:
            secretariat |= permissions_of(role)
        else:
            entities[entity] = entities.get(entity, frozenset()) | permissions_of(role, kind)
    return Rights(secretariat, entities)
