"""Invitations: the only way to an account."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from ..policy import ENTITY_ROLES, SECRETARIAT_ROLES, Role

LIFETIME = timedelta(hours=72)


class InvitationQuerySet(models.QuerySet):
    def open(self, at: datetime) -> "InvitationQuerySet":
        """Invitations that can still be accepted."""
        return self.pending().filter(expires_at__gt=at)

    def pending(self) -> "InvitationQuerySet":
        """Neither accepted nor revoked, expired ones included."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True)

    def lapsed(self, before: datetime) -> "InvitationQuerySet":
        """Expired before the moment, and never accepted."""
        return self.filter(accepted_at__isnull=True, expires_at__lt=before)

    def to_address(self, email: str) -> "InvitationQuerySet":
        return self.filter(email=email)

    def with_token_hash(self, token_hash: str) -> "InvitationQuerySet":
        return self.filter(token_hash=token_hash)

    def with_id(self, pk: int) -> "InvitationQuerySet":
        return self.filter(pk=pk)

    def for_entity(self, entity) -> "InvitationQuerySet":
        """To roles of the entity; of the Secretariat, when None."""
        return self.filter(entity=entity)

    def for_any_entity(self) -> "InvitationQuerySet":
        """To roles of entities, not of the Secretariat."""
        return self.filter(entity__isnull=False)

    def for_entities(self, entities) -> "InvitationQuerySet":
        return self.filter(entity__in=entities)

    def to_role(self, role: str) -> "InvitationQuerySet":
        return self.filter(role=role)

    def claimed(self) -> "Invitation | None":
        """The only one, locked until the transaction ends."""
        return self.select_for_update().first()

    def newest_first(self) -> "InvitationQuerySet":
        return self.select_related("entity", "invited_by").order_by("-invited_at", "-id")


class Invitation(models.Model):
    """Bound to one address, entity and role; works once, for 72 hours. Only a hash is kept."""

    email = models.EmailField(_("e-mail address"), max_length=254)
    entity = models.ForeignKey(
        "countries.Entity", models.PROTECT, null=True, blank=True, related_name="invitations",
        verbose_name=_("entity"),
    )  # fmt: skip
    role = models.CharField(_("role"), max_length=13, choices=Role)
    language = models.CharField(
        _("language of mails"), max_length=5, choices=settings.LANGUAGES, default="en"
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("invited by"),
    )  # fmt: skip
    invited_at = models.DateTimeField(_("invited"))
    expires_at = models.DateTimeField(_("expires"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="invitations",
        verbose_name=_("accepted by"),
    )  # fmt: skip
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("revoked by"),
    )  # fmt: skip

    objects = InvitationQuerySet.as_manager()
    link = ""  # the whole address; known only to whoever has just made the invitation

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-invited_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")) & ~Q(email=""), name="invitation_email_lower_case"
            ),
            models.CheckConstraint(
                condition=Q(role__in=ENTITY_ROLES, entity__isnull=False)
                | Q(role__in=SECRETARIAT_ROLES, entity__isnull=True),
                name="invitation_entity_fits_role",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_by_and_when",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
                name="invitation_accepted_or_revoked",
            ),
            models.CheckConstraint(
                condition=Q(revoked_by__isnull=True) | Q(revoked_at__isnull=False),
                name="invitation_revoked_by_and_when",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("invited_at")), name="invitation_expires_later"
            ),
            # A further invitation replaces the one before.
            models.UniqueConstraint(
                fields=["email", "entity", "role"],
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="invitation_one_pending",
            ),
            models.UniqueConstraint(
                fields=["email", "role"],
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True, entity__isnull=True),
                name="invitation_one_pending_in_secretariat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.get_role_display()}"
