"""What a state answers to a contribution that concerns it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from publication.rendering import Markup
from publication.translated import Translated, TranslatedQuerySet, language_constraints

from .contributions import Contribution


class ReplyQuerySet(TranslatedQuerySet):
    def to_contribution(self, contribution) -> "ReplyQuerySet":
        return self.filter(contribution=contribution)

    def public(self) -> "ReplyQuerySet":
        """Those beside a contribution that is public."""
        return self.filter(contribution__state=Contribution.State.PUBLISHED)

    def to_translate(self) -> "ReplyQuerySet":
        return self.public().select_related("contribution", "entity")

    def of_theme(self, theme) -> "ReplyQuerySet":
        return self.filter(contribution__in=Contribution.objects.on_theme(theme))


class Reply(Translated):
    """The one reply to a contribution, in its current edition; its history keeps the earlier ones.

    Nobody moderates it: it is public at the moment the state's coordinator sends it.
    """

    PRIMARY = "text"
    RENDERED = {"text": "html"}
    MARKUP = Markup.MARKDOWN

    contribution = models.OneToOneField(
        Contribution, models.CASCADE, related_name="reply", verbose_name=_("contribution")
    )
    entity = models.ForeignKey(
        "countries.Entity", models.PROTECT, related_name="replies", verbose_name=_("state")
    )
    text = models.TextField(_("text"), null=True)  # noqa: DJ001
    html = models.TextField(null=True, editable=False)  # noqa: DJ001
    edition = models.PositiveIntegerField(_("edition"), default=1)
    first_at = models.DateTimeField(_("first published"))
    published_at = models.DateTimeField(_("published"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("sent by"),
    )  # fmt: skip
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("reply to a contribution")
        verbose_name_plural = _("replies to contributions")
        ordering = ["contribution"]
        constraints = [
            models.CheckConstraint(
                condition=Q(edition=1, published_at=F("first_at"))
                | Q(edition__gt=1, published_at__gte=F("first_at")),
                name="reply_first_edition_is_first",
            ),
            *language_constraints("reply", "text", "html"),
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id}: {self.edition}"

    def get_absolute_url(self) -> str:
        return f"{self.contribution.get_absolute_url()}#reply"
