"""What ties paragraphs to themes and to each other."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Max, Q
from django.utils.translation import gettext_lazy as _

from .paragraphs import Paragraph, counted


class ParagraphThemeQuerySet(models.QuerySet):
    def of_theme(self, theme) -> "ParagraphThemeQuerySet":
        return self.filter(theme=theme).order_by("position", "id")

    def of_documents(self, documents) -> "ParagraphThemeQuerySet":
        return self.filter(paragraph__document__in=documents)

    def counted(self) -> "ParagraphThemeQuerySet":
        """Of operative, active paragraphs: the ones coverage counts."""
        return self.filter(**counted("paragraph__"))

    def of_paragraph(self, paragraph) -> "ParagraphThemeQuerySet":
        return self.filter(paragraph=paragraph)

    def next_position(self, theme: int) -> int:
        """The place behind the last one on the theme's page."""
        last = self.filter(theme=theme).aggregate(last=Max("position"))["last"]
        return 0 if last is None else last + 1

    def counts_by_theme(self) -> dict[int, int]:
        """How many paragraphs each theme has, by the theme's id; none is left out of the dict."""
        rows = self.order_by().values_list("theme").annotate(paragraphs=Count("paragraph"))
        return dict(rows)


class ParagraphTheme(models.Model):
    """A paragraph belongs to a theme, at a place in the theme's page."""

    paragraph = models.ForeignKey(Paragraph, models.CASCADE, related_name="theme_links")
    theme = models.ForeignKey(
        "mandates.Theme", models.PROTECT, related_name="paragraph_links", verbose_name=_("theme")
    )
    position = models.PositiveIntegerField(_("position"), default=0)

    objects = ParagraphThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("theme of a paragraph")
        verbose_name_plural = _("themes of paragraphs")
        ordering = ["theme", "position"]
        constraints = [
            models.UniqueConstraint(fields=["paragraph", "theme"], name="paragraph_theme_once"),
        ]

    def __str__(self) -> str:
        return f"{self.paragraph}: {self.theme}"


class ParagraphLinkQuerySet(models.QuerySet):
    def touching(self, paragraph: Paragraph) -> "ParagraphLinkQuerySet":
        """Links that lead from or to the paragraph."""
        return self.filter(Q(source=paragraph) | Q(target=paragraph)).order_by("kind", "id")

    def like(
        self, *, source: Paragraph | int, target: Paragraph | int, kind: str
    ) -> "ParagraphLinkQuerySet":
        """The same link; on the same subject the two ends are equal."""
        either = Q(source=source, target=target)
        if kind == ParagraphLink.Kind.SAME_SUBJECT:
            either |= Q(source=target, target=source)
        return self.filter(either, kind=kind)

    def pairs(self) -> list[tuple[int, int]]:
        """Ids of both ends."""
        return list(self.order_by().values_list("source", "target"))


class ParagraphLink(models.Model):
    """Two paragraphs on the same subject, or one that supersedes another."""

    class Kind(models.TextChoices):
        SAME_SUBJECT = "same_subject", _("same subject")
        SUPERSEDES = "supersedes", _("supersedes")

    source = models.ForeignKey(Paragraph, models.CASCADE, related_name="links_out")
    target = models.ForeignKey(
        Paragraph, models.CASCADE, related_name="links_in", verbose_name=_("paragraph")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)

    objects = ParagraphLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link between paragraphs")
        verbose_name_plural = _("links between paragraphs")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "target", "kind"], name="paragraph_link_once"
            ),
            models.CheckConstraint(
                condition=~Q(source=F("target")),
                name="paragraph_link_not_to_itself",
                violation_error_message=_("A paragraph is not linked to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} – {self.target}"

    def clean(self) -> None:
        """On the same subject the link counts from either end: the other way round it is there."""
        ends = {"source": self.source_id, "target": self.target_id}
        known = ParagraphLink.objects.like(**ends, kind=self.kind).exclude(pk=self.pk)
        if None not in ends.values() and known.exists():
            raise ValidationError(_("The two paragraphs are linked so already."), code="linked")
