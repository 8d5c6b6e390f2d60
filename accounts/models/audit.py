"""What people did with accounts and rights: rows that are only ever added."""

from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# The database itself refuses to lose a younger event, by the triggers of the app's migrations.
KEPT_AT_LEAST = timedelta(days=365)


class AppendOnly(Exception):
    """The audit log was to be changed."""


class AuditEventQuerySet(models.QuerySet):
    def of_kind(self, kind: str) -> "AuditEventQuerySet":
        return self.filter(kind=kind)

    def of_entity(self, entity) -> "AuditEventQuerySet":
        return self.filter(entity=entity)

    def with_person(self, words: str) -> "AuditEventQuerySet":
        """Done by or about somebody whose name or address holds the words."""
        people = [Q(**{f"{who}__{field}__icontains": words})
                  for who in ("by", "about") for field in ("name", "email")]  # fmt: skip
        return self.filter(reduce(or_, people))

    def since(self, moment: datetime) -> "AuditEventQuerySet":
        return self.filter(at__gte=moment)

    def before(self, moment: datetime) -> "AuditEventQuerySet":
        return self.filter(at__lt=moment)

    def after(self, event: "AuditEvent | None") -> "AuditEventQuerySet":
        """What follows the event, newest first; everything after None."""
        if event is None:
            return self.newest_first()
        older = Q(at__lt=event.at) | Q(at=event.at, pk__lt=event.pk)
        return self.newest_first().filter(older)

    def forget(self, before: datetime) -> int:
        """Remove what happened before, for `manage.py prune`; returns how many events.

        The database refuses it for events of the last KEPT_AT_LEAST.
        """
        return self.before(before)._raw_delete(self.db)

    def newest_first(self) -> "AuditEventQuerySet":
        return self.select_related("by", "about", "entity").order_by("-at", "-id")

    def update(self, **values: Any) -> NoReturn:
        raise AppendOnly("the audit log is append-only")

    def delete(self) -> NoReturn:
        raise AppendOnly("the audit log is append-only")


class AuditEvent(models.Model):
    """One event: who did what to whom, when, from where. Holds no secret.

    `manage.py prune` removes what is older than the law allows to keep; nothing else may.
    """

    class Kind(models.TextChoices):
        SIGNED_IN = "signed_in", _("signed in")
        SIGN_IN_FAILED = "sign_in_failed", _("sign-in failed")
        SIGN_IN_LIMITED = "sign_in_limited", _("too many attempts")
        SIGNED_OUT = "signed_out", _("signed out")
        PASSWORD_CHANGED = "password_changed", _("password changed")
        PASSWORD_RESET = "password_reset", _("password reset")
        FACTOR_ADDED = "factor_added", _("second factor added")
        FACTOR_REMOVED = "factor_removed", _("second factor removed")
        RESET_ASKED = "reset_asked", _("reset of a second factor asked for")
        RESET_CONFIRMED = "reset_confirmed", _("reset of a second factor confirmed")
        RESET_DROPPED = "reset_dropped", _("reset of a second factor dropped")
        SESSION_ENDED = "session_ended", _("session ended")
        INVITED = "invited", _("invited")
        INVITATION_ACCEPTED = "invitation_accepted", _("invitation accepted")
        INVITATION_REVOKED = "invitation_revoked", _("invitation revoked")
        ROLE_GRANTED = "role_granted", _("role granted")
        ROLE_ENDED = "role_ended", _("role ended")
        HANDED_OVER = "handed_over", _("handed over to a successor")
        DEACTIVATED = "deactivated", _("account closed")
        ACTIVATED = "activated", _("account opened again")
        DENIED = "denied", _("access denied")
        VIEWED_AS = "viewed_as", _("viewed as another person")
        MERGED = "merged", _("records merged")
        DISCARDED = "discarded", _("draft of a newsletter discarded")
        EXPORTED = "exported", _("audit log exported")

    at = models.DateTimeField(_("at"), default=timezone.now)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("by"),
    )  # fmt: skip
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("about"),
    )  # fmt: skip
    # An entity that was merged into another is gone; what was noted about it stays as it is.
    entity = models.ForeignKey(
        "countries.Entity", models.DO_NOTHING, null=True, blank=True, related_name="+",
        db_constraint=False, verbose_name=_("entity"),
    )  # fmt: skip
    address = models.GenericIPAddressField(_("network address"), null=True, blank=True)
    request_id = models.CharField(_("request"), max_length=64, blank=True)
    details = models.JSONField(_("details"), default=dict, blank=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event of the audit log")
        verbose_name_plural = _("audit log")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["-at", "-id"], name="audit_newest_first")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_kind_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise AppendOnly("the audit log is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("the audit log is append-only")
