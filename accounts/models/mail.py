"""Mails on their way: queued in the transaction that causes them, sent by a worker."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MailQuerySet(models.QuerySet):
    def due(self, at: datetime) -> "MailQuerySet":
        """Queued, and not to wait longer."""
        return self.filter(state=Mail.State.QUEUED, next_at__lte=at).order_by("next_at", "id")

    def sending_since_before(self, moment: datetime) -> "MailQuerySet":
        """Taken up by a worker that gave no answer since."""
        return self.filter(state=Mail.State.SENDING, taken_at__lt=moment)

    def over(self, before: datetime) -> "MailQuerySet":
        """Sent or dropped, and queued before the moment."""
        return self.filter(state__in=[Mail.State.SENT, Mail.State.DROPPED], queued_at__lt=before)

    def needing_a_person(self) -> "MailQuerySet":
        """Given up, or of unknown fate."""
        return self.filter(state__in=[Mail.State.FAILED, Mail.State.UNKNOWN])

    def take(self, pk: int, at: datetime) -> "Mail | None":
        """Mark a queued mail that is due as being sent; None when another worker was first."""
        waiting = self.due(at).filter(pk=pk).order_by()
        taken = {"state": Mail.State.SENDING, "taken_at": at, "attempts": F("attempts") + 1}
        return self.select_related("to").get(pk=pk) if waiting.update(**taken) else None

    def taken_up(self, mail: "Mail") -> "MailQuerySet":
        """The mail, as long as it is on its way by the same worker."""
        return self.filter(pk=mail.pk, state=Mail.State.SENDING, taken_at=mail.taken_at)

    def with_id(self, pk: int) -> "MailQuerySet":
        return self.filter(pk=pk)

    def with_key(self, key: str) -> "Mail | None":
        """The mail that the reason caused."""
        return self.filter(key=key).first()

    def in_state(self, *states: str) -> "MailQuerySet":
        return self.filter(state__in=states)

    def of_kinds(self, kinds) -> "MailQuerySet":
        return self.filter(kind__in=kinds)

    def to_address(self, address: str) -> "MailQuerySet":
        """Mails to an address without an account."""
        return self.filter(to=None, address=address)

    def newest_first(self) -> "MailQuerySet":
        return self.order_by("-queued_at", "-id")


class Mail(models.Model):
    """One mail to one person, in that person's language, as plain text and HTML.

    A mail is sent at most once by itself. When a worker dies while handing it over nobody knows
    whether it went out: its state is *unknown*, and a person decides.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("queued")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        DROPPED = "dropped", _("not sent any more")
        FAILED = "failed", _("given up")
        UNKNOWN = "unknown", _("fate unknown")

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="mails",
        verbose_name=_("person"),
    )  # fmt: skip
    address = models.EmailField(_("address"), max_length=254)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    kind = models.CharField(_("kind"), max_length=40)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"))
    is_formal = models.BooleanField(_("formal notice"), default=False)
    # The same reason never causes a second mail.
    key = models.CharField(max_length=120, unique=True, null=True, blank=True)  # noqa: DJ001
    # What must still hold when the mail goes out, such as a role: checked by accounts.sending.
    condition = models.JSONField(default=dict, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    queued_at = models.DateTimeField(_("queued"), default=timezone.now)
    next_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    taken_at = models.DateTimeField(_("taken up"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    error = models.CharField(_("error"), max_length=300, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-queued_at", "-id"]
        indexes = [models.Index(fields=["state", "next_at"], name="mail_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="mail_sent_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(taken_at__isnull=False),
                name="mail_sending_was_taken",
            ),
            models.CheckConstraint(
                condition=~Q(subject="") & ~Q(text="") & ~Q(address=""),
                name="mail_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.address}"

    @property
    def needs_a_person(self) -> bool:
        return self.state in (self.State.FAILED, self.State.UNKNOWN)
