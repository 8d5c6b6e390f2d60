"""Roles that people hold, of an entity or of the Secretariat, from when until when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..policy import ENTITY_ROLES, SECRETARIAT_ROLES, Role


class MembershipQuerySet(models.QuerySet):
    def current(self) -> "MembershipQuerySet":
        """Roles that hold now, of people who may sign in."""
        return self.filter(ended_at__isnull=True, user__is_active=True)

    def standing(self) -> "MembershipQuerySet":
        """Not ended, whether or not the person may sign in."""
        return self.filter(ended_at__isnull=True)

    def with_id(self, pk: int) -> "MembershipQuerySet":
        return self.filter(pk=pk)

    def of_person(self, user) -> "MembershipQuerySet":
        return self.filter(user=user)

    def of_address(self, email: str) -> "MembershipQuerySet":
        """Of the person with this address, in lower case."""
        return self.filter(user__email=email)

    def roles_of(self, user) -> "MembershipQuerySet":
        """Rows of entity id (None for the Secretariat) and role, of those that hold now."""
        return self.current().of_person(user).order_by().values_list("entity", "role")

    def roles_and_kinds_of(self, user) -> "MembershipQuerySet":
        """The same with the entity's kind between the two."""
        return (
            self.current().of_person(user).order_by().values_list("entity", "entity__kind", "role")
        )

    def of_entity(self, entity) -> "MembershipQuerySet":
        return self.filter(entity=entity)

    def of_entities(self, entities) -> "MembershipQuerySet":
        """Of any of the entities, given as ids or records."""
        return self.filter(entity__in=entities)

    def of_secretariat(self) -> "MembershipQuerySet":
        return self.filter(entity__isnull=True)

    def of_any_entity(self) -> "MembershipQuerySet":
        """Not of the Secretariat."""
        return self.filter(entity__isnull=False)

    def in_roles(self, *roles: str) -> "MembershipQuerySet":
        return self.filter(role__in=roles)

    def locked(self) -> "MembershipQuerySet":
        """Locked, with the people, until the transaction ends."""
        return self.select_related("user").select_for_update(of=["self", "user"])

    def newest_first(self) -> "MembershipQuerySet":
        return self.select_related("user", "entity", "granted_by", "ended_by").order_by(
            "-since", "-id"
        )

    def with_people(self) -> "MembershipQuerySet":
        return self.select_related("user", "entity").order_by("user__email", "id")


class Membership(models.Model):
    """A person acts for an entity, or for the Secretariat (no entity), in a role.

    Written by `accounts.granting` alone. An ended one stays: it says who acted when.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships",
        verbose_name=_("person"),
    )  # fmt: skip
    entity = models.ForeignKey(
        "countries.Entity", models.PROTECT, null=True, blank=True, related_name="memberships",
        verbose_name=_("entity"),
    )  # fmt: skip
    role = models.CharField(_("role"), max_length=13, choices=Role)
    since = models.DateTimeField(_("since"), default=timezone.now)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("granted by"),
    )  # fmt: skip
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("ended by"),
    )  # fmt: skip

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("role of a person")
        verbose_name_plural = _("roles of people")
        ordering = ["user", "entity", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "entity", "role"], condition=Q(ended_at__isnull=True),
                name="membership_once_per_entity",
            ),
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(ended_at__isnull=True, entity__isnull=True),
                name="membership_once_in_secretariat",
            ),
            models.CheckConstraint(
                condition=Q(role__in=ENTITY_ROLES, entity__isnull=False)
                | Q(role__in=SECRETARIAT_ROLES, entity__isnull=True),
                name="membership_entity_fits_role",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_at__gte=F("since")),
                name="membership_ends_after_start",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
