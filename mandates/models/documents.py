"""Adopted documents and the headings their paragraphs stand under."""

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from publication.dates import PartialDate, Precision
from publication.languages import columns, fold
from publication.passages import Passage, called, passage
from publication.translated import Translated, TranslatedQuerySet, language_constraints


class DocumentQuerySet(TranslatedQuerySet):
    def newest_first(self) -> "DocumentQuerySet":
        return self.order_by("-date", "slug")

    def for_theme(self, theme) -> "DocumentQuerySet":
        """Documents with at least one paragraph on the theme."""
        return self.filter(paragraphs__theme_links__theme=theme).distinct()

    def about_theme(self, theme) -> "DocumentQuerySet":
        """Documents with a paragraph on the theme, or adopted at a meeting on it."""
        from .ties import ParagraphTheme

        on_theme = ParagraphTheme.objects.filter(theme=theme, paragraph__document=OuterRef("pk"))
        adopted = self.model.objects.filter(pk=OuterRef("pk"), meeting__themes=theme)
        return self.filter(Exists(on_theme) | Exists(adopted))

    def of_kind(self, kind: str) -> "DocumentQuerySet":
        return self.filter(kind=kind)

    def with_meeting(self, language: str) -> "DocumentQuerySet":
        """With the meeting that adopted each, named for a reader of `language`."""
        from .meetings import Meeting

        return self.prefetch_related(
            Prefetch("meeting", Meeting.objects.read_in(language, "name", "short_name"))
        )

    def at_address(self, slug: str) -> "DocumentQuerySet":
        """The document with its meeting."""
        return self.filter(slug=slug).select_related("meeting")

    def for_export(self) -> "DocumentQuerySet":
        return self.select_related("meeting")

    def with_ids(self, ids) -> "DocumentQuerySet":
        return self.filter(pk__in=ids)

    def citable(self, *, besides=()) -> "DocumentQuerySet":
        """Documents of which a paragraph has been entered, and those with the ids `besides`."""
        from .paragraphs import Paragraph

        entered = Exists(Paragraph.objects.filter(document=OuterRef("pk")))
        return self.filter(entered | Q(pk__in=besides))

    def with_counted(self) -> "DocumentQuerySet":
        """Documents with a paragraph that coverage counts."""
        from .paragraphs import Paragraph

        return self.filter(Exists(Paragraph.objects.counted().filter(document=OuterRef("pk"))))

    def of_meeting(self, meeting) -> "DocumentQuerySet":
        return self.filter(meeting=meeting)

    def programmes(self) -> "DocumentQuerySet":
        """Documents whose numbered activities are planned and reported year by year."""
        return self.of_kind(Document.Kind.PROGRAMME)

    def of_slug(self, slug: str) -> "DocumentQuerySet":
        return self.filter(slug=slug)

    def programmes_and_plans(self) -> "DocumentQuerySet":
        """Documents that are carried out in numbered activities or actions."""
        return self.filter(kind__in=[Document.Kind.PROGRAMME, Document.Kind.PLAN_OF_ACTION])

    def of_meetings(self, meetings) -> "DocumentQuerySet":
        """Documents that any of the meetings adopted."""
        return self.filter(meeting__in=meetings)

    def real(self) -> "DocumentQuerySet":
        return self.filter(is_demonstration=False)

    def demonstrations(self) -> "DocumentQuerySet":
        return self.filter(is_demonstration=True)

    def get_by_natural_key(self, slug: str) -> "Document":
        return self.get(slug=slug)


class Document(Translated):
    PRIMARY = "title"

    class Kind(models.TextChoices):
        DECLARATION = "declaration", _("declaration")
        PLAN_OF_ACTION = "plan_of_action", _("plan of action")
        MANDATES = "mandates", _("mandates")
        COMMITMENT = "commitment", _("commitment")
        PROGRAMME = "programme", _("programme")
        RESOLUTION = "resolution", _("resolution")
        COMMUNIQUE = "communique", _("communiqué")
        STATEMENT = "statement", _("statement")

    class Numbering(models.TextChoices):
        CONTINUOUS = "continuous", _("continuous")
        PER_SECTION = "per_section", _("per section")

    meeting = models.ForeignKey(
        "mandates.Meeting", models.PROTECT, null=True, blank=True, related_name="documents",
        verbose_name=_("adopted at"),
    )  # fmt: skip
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    slug = models.SlugField(_("address part"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=400, null=True)  # noqa: DJ001
    short_title = models.CharField(  # noqa: DJ001
        _("short title"), max_length=120, null=True, blank=True
    )
    source = models.URLField(  # noqa: DJ001
        _("official text"), max_length=500, null=True, blank=True
    )
    symbol = models.CharField(_("symbol"), max_length=60, blank=True)
    date = models.DateField(_("adopted on"))
    date_precision = models.CharField(
        _("known to the"), max_length=5, choices=Precision, default=Precision.DAY
    )
    numbering = models.CharField(
        _("numbering"), max_length=12, choices=Numbering, default=Numbering.CONTINUOUS
    )
    aliases = models.JSONField(
        _("other titles"), default=list, blank=True, help_text=_("Titles that imports recognise.")
    )
    is_demonstration = models.BooleanField(_("demonstration"), default=False)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-date", "slug"]
        constraints = [
            models.CheckConstraint(condition=~Q(slug=""), name="document_slug_not_empty"),
            *language_constraints("document", "title", "short_title", "source"),
        ]

    def __str__(self) -> str:
        return called(self, "title")

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    def get_absolute_url(self) -> str:
        return reverse("reports:document", args=[self.slug])

    @property
    def adopted(self) -> PartialDate:
        return PartialDate(self.date, self.date_precision)

    @property
    def numbers_restart(self) -> bool:
        """True where numbers begin anew in each section, so that one of them names several."""
        return self.numbering == self.Numbering.PER_SECTION

    def short_name(self, language: str) -> Passage | None:
        """The short title for a reader of the language, or the title where there is none."""
        return passage(self, "short_title", language) or passage(self, "title", language)

    def folded_titles(self) -> set[str]:
        fields = [*columns("title"), *columns("short_title")]
        titles = [getattr(self, field) for field in fields] + list(self.aliases)
        return {fold(title) for title in titles if title}


class HeadingQuerySet(TranslatedQuerySet):
    def for_theme(self, theme) -> "HeadingQuerySet":
        """Headings with at least one paragraph on the theme."""
        return self.filter(paragraphs__theme_links__theme=theme).distinct()


class Heading(Translated):
    """A heading inside a document. Where numbers restart, it is part of a paragraph's address."""

    PRIMARY = "title"

    document = models.ForeignKey(
        Document, models.CASCADE, related_name="headings", verbose_name=_("document")
    )
    slug = models.SlugField(_("address part"), max_length=120)
    title = models.CharField(_("title"), max_length=255, null=True)  # noqa: DJ001
    position = models.PositiveIntegerField(_("position"), default=0)
    aliases = models.JSONField(_("other titles"), default=list, blank=True)

    objects = HeadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("heading")
        verbose_name_plural = _("headings")
        ordering = ["document", "position"]
        constraints = [
            models.UniqueConstraint(fields=["document", "slug"], name="heading_slug_once"),
            models.CheckConstraint(condition=~Q(slug=""), name="heading_slug_not_empty"),
            *language_constraints("heading", "title"),
        ]

    def __str__(self) -> str:
        return called(self, "title")
