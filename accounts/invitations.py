"""Invitations: made by whoever may, accepted once by the person they name, taken back."""

from datetime import datetime
from urllib.parse import urlencode

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from countries.models import Entity

from . import mailing
from .audit import record
from .granting import grant
from .models import AuditEvent, Invitation, Membership, User, normalise_email
from .models.invitations import LIFETIME
from .policy import Permission, Role
from .rights import current_rights
from .tokens import hash_of, new_token

Kind = AuditEvent.Kind


class NotAllowed(Exception):
    """Whoever invites may not give this role."""


class AlreadyHeld(Exception):
    """The person holds the role already."""


class NotOpen(Exception):
    """Accepted, taken back, expired or never made."""


class AnotherPerson(Exception):
    """The invitation is for somebody else, or somebody else is there already."""


def may_invite(by: User, role: str, entity: Entity | int | None) -> bool:
    """Whether the person may give the role now: coordinators make contributors, of their own."""
    rights, pk = current_rights(by), getattr(entity, "pk", entity)
    if rights.may(Permission.MANAGE_PEOPLE):
        return True
    own = pk is not None and rights.may(Permission.INVITE_CONTRIBUTORS, pk)
    return role == Role.CONTRIBUTOR and own


def invite(
    email: str, role: str, *, entity: Entity | None = None, language: str, by: User | None
) -> Invitation:
    """Send an invitation to the role of the entity, or (None) of the Secretariat.

    It replaces the one that waits for the same address, role and entity. Without `by` it comes
    from whoever has the machine at hand. The result's `link` is known this once. Raises NotAllowed
    and AlreadyHeld.
    """
    if by is not None and not may_invite(by, role, entity):
        raise NotAllowed
    email = normalise_email(email)
    held = Membership.objects.standing().of_address(email).in_roles(role)
    if (held.of_entity(entity) if entity else held.of_secretariat()).exists():
        raise AlreadyHeld
    try:
        return _invite(email, role, entity, language, by)
    except IntegrityError:  # somebody else did the same at once: now there is one to replace
        return _invite(email, role, entity, language, by)


@transaction.atomic
def _invite(
    email: str, role: str, entity: Entity | None, language: str, by: User | None
) -> Invitation:
    waiting = Invitation.objects.pending().to_address(email).for_entity(entity).to_role(role)
    for earlier in waiting:
        revoke(earlier, by=by)
    now, token = timezone.now(), new_token()
    invitation = Invitation.objects.create(
        email=email, role=role, entity=entity, language=language, token_hash=hash_of(token),
        invited_by=by, invited_at=now, expires_at=now + LIFETIME,
    )  # fmt: skip
    invitation.link = link_with(token, language)
    record(Kind.INVITED, by=by, entity=entity, role=str(role), address=email)
    mailing.queue(
        to=None, address=email, language=language, kind="invitation", is_formal=True,
        context={"invitation": invitation},
        condition={"invitation": invitation.pk},
    )  # fmt: skip
    return invitation


@transaction.atomic
def move(gone: Entity, kept: Entity, *, by: User) -> None:
    """Let invitations to act for `gone` invite to `kept`; none waits there twice."""
    waiting = Invitation.objects.pending()
    there = set(waiting.for_entity(kept).values_list("email", "role"))
    for invitation in waiting.for_entity(gone):
        if (invitation.email, invitation.role) in there:
            revoke(invitation, by=by)
    Invitation.objects.for_entity(gone).update(entity=kept)


@transaction.atomic
def revoke(invitation: Invitation, *, by: User | None) -> None:
    """Take it back; one that was accepted or taken back already stays as it is."""
    waiting = Invitation.objects.pending().with_id(invitation.pk)
    if waiting.update(revoked_at=timezone.now(), revoked_by=by):
        record(
            Kind.INVITATION_REVOKED,
            by=by,
            entity=invitation.entity_id,
            role=invitation.role,
            address=invitation.email,
        )


def found(token_hash: str, at: datetime) -> Invitation:
    """The open invitation with the hash, made by somebody who may still make it.

    Raises NotOpen, whatever the reason.
    """
    invitation = Invitation.objects.open(at).with_token_hash(token_hash).newest_first().first()
    if invitation is None or not _stands(invitation):
        raise NotOpen
    return invitation


def accept_as_new(token_hash: str, *, name: str, language: str, password: str) -> User:
    """Make the account of the invited address and give it the role.

    Raises NotOpen; AnotherPerson when the address has an account by now.
    """
    hashed = make_password(password)  # slow: before the transaction
    try:
        with transaction.atomic():
            invitation = _claimed(token_hash)
            user = User.objects.create(
                email=invitation.email, name=name, language=language, password=hashed
            )
            _take_up(invitation, user)
    except IntegrityError:
        raise AnotherPerson from None
    return user


@transaction.atomic
def accept(token_hash: str, *, by: User) -> Invitation:
    """Give the role to the person who is signed in. Raises NotOpen and AnotherPerson."""
    invitation = _claimed(token_hash)
    if by.email != invitation.email or not by.is_active:
        raise AnotherPerson
    _take_up(invitation, by)
    return invitation


def _claimed(token_hash: str) -> Invitation:
    """The invitation, locked: of two who accept at once the second finds it taken."""
    invitation = Invitation.objects.open(timezone.now()).with_token_hash(token_hash).claimed()
    if invitation is None or not _stands(invitation):
        raise NotOpen
    return invitation


def _take_up(invitation: Invitation, user: User) -> None:
    invitation.accepted_at, invitation.accepted_by = timezone.now(), user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    # The link came by mail: that proves the address.
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    record(Kind.INVITATION_ACCEPTED, by=user, about=user, entity=invitation.entity,
           role=invitation.role)  # fmt: skip
    grant(user, invitation.role, entity=invitation.entity, by=invitation.invited_by)


def _stands(invitation: Invitation) -> bool:
    """What its maker may no longer give is no longer taken."""
    by = invitation.invited_by
    return by is None or may_invite(by, invitation.role, invitation.entity_id)


def link_with(token: str, language: str) -> str:
    """The whole address that the mail names. The token is in the query, which no log keeps."""
    with override(language):
        return f"{settings.BASE_ADDRESS}{reverse('invitation')}?{urlencode({'token': token})}"
