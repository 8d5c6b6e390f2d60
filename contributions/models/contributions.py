"""What organizations write on what was agreed, beside the official reports."""

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mandates.models import Paragraph
from publication.languages import LANGUAGES, column
from publication.rendering import Markup
from publication.translated import Translated, TranslatedQuerySet, language_constraints


class ContributionQuerySet(TranslatedQuerySet):
    def published(self) -> "ContributionQuerySet":
        return self.filter(state=Contribution.State.PUBLISHED)

    def once_public(self) -> "ContributionQuerySet":
        """Published, or withdrawn since."""
        return self.filter(state__in=Contribution.ONCE_PUBLIC)

    def awaiting_review(self) -> "ContributionQuerySet":
        """Submitted, the longest waiting first."""
        return self.filter(state=Contribution.State.SUBMITTED).order_by("submitted_at", "id")

    def in_state(self, state: str) -> "ContributionQuerySet":
        return self.filter(state=state)

    def reviewable(self) -> "ContributionQuerySet":
        """All that has left its author's hands at least once and may be read by the Secretariat."""
        return self.exclude(state=Contribution.State.DRAFT)

    def real(self) -> "ContributionQuerySet":
        return self.filter(is_demonstration=False)

    def with_ids(self, ids) -> "ContributionQuerySet":
        return self.filter(pk__in=ids)

    def by_entities(self, entities) -> "ContributionQuerySet":
        """Written by any of the entities, given as ids or records."""
        return self.filter(entity__in=entities)

    def by_kind(self, kind: str) -> "ContributionQuerySet":
        """By the kind of their author."""
        return self.filter(entity__kind=kind)

    def about(self, states) -> "ContributionQuerySet":
        """Those that concern any of the states, given as ids or records."""
        return self.filter(about__in=states)

    def by_or_about(self, entity) -> "ContributionQuerySet":
        return self.filter(Q(entity=entity) | Q(about=entity))

    def naming(self, entities) -> "ContributionQuerySet":
        """Written by any of the entities or about it, given as ids or records."""
        return self.filter(Q(entity__in=entities) | Q(about__in=entities))

    def on_paragraphs(self, paragraphs) -> "ContributionQuerySet":
        """On any of the paragraphs, each once; given as ids or records."""
        return self.filter(paragraphs__in=paragraphs).distinct()

    def with_places(self) -> "ContributionQuerySet":
        """With the documents of their paragraphs, and the themes."""
        paragraphs = Paragraph.objects.with_document().prefetch_related("theme_links")
        return self.for_page().prefetch_related(Prefetch("paragraphs", paragraphs))

    def on_paragraph(self, paragraph) -> "ContributionQuerySet":
        return self.filter(paragraphs=paragraph)

    def on_theme(self, theme) -> "ContributionQuerySet":
        """On any paragraph of the theme, each once."""
        links = Contribution.paragraphs.through.objects.filter(paragraph__theme_links__theme=theme)
        return self.filter(pk__in=links.values("contribution"))

    def numbers_by_state(self) -> dict[str, int]:
        """How many are in each state that some are in."""
        rows = self.order_by().values_list("state").annotate(number=Count("pk"))
        return dict(rows)

    def newest_first(self) -> "ContributionQuerySet":
        return self.order_by(F("published_at").desc(nulls_last=True), "-id")

    def in_public_order(self) -> "ContributionQuerySet":
        """What everybody reads, as the list shows it."""
        return self.published().newest_first()

    def latest_change_first(self) -> "ContributionQuerySet":
        return self.order_by("-changed_at", "-id")

    def held(self) -> "ContributionQuerySet":
        """Locked until the transaction ends, with what the steps read."""
        return self.select_related("entity", "about").select_for_update(of=("self",))

    def for_page(self) -> "ContributionQuerySet":
        """With author, state concerned and reply."""
        return self.select_related("entity", "about", "reply")

    def with_replies(self) -> "ContributionQuerySet":
        """`has_reply` says whether the state has answered."""
        replies = self.model.reply.related.related_model.objects
        return self.annotate(has_reply=Exists(replies.to_contribution(OuterRef("pk"))))

    def for_export(self) -> "ContributionQuerySet":
        paragraphs = Paragraph.objects.in_order_of_documents().with_document()
        return self.for_page().prefetch_related(Prefetch("paragraphs", paragraphs))

    def for_robots(self) -> "ContributionQuerySet":
        """Rows of number and last change of those that are real."""
        return self.published().real().order_by("pk").values_list("pk", "changed_at")

    def to_translate(self) -> "ContributionQuerySet":
        """What everybody reads and nothing else: a draft is its author's alone."""
        return self.published().select_related("entity")


def _original_text() -> Q:
    """The text is there in the language of the original."""
    rule = Q()
    for code in LANGUAGES:
        rule |= Q(**{"original_language": code, f"{column('text', code)}__isnull": False})
    return rule


class Contribution(Translated):
    """A text of an invited organization. It is no official report and is counted nowhere.

    `contributions.workflow` alone changes the state, `contributions.editing` the text; nobody but
    the author's own people edits it. `about` is the state that has the right of reply.
    """

    PRIMARY = "title"
    FOLLOWED = ("text",)
    RENDERED = {"text": "html"}
    MARKUP = Markup.MARKDOWN

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("contribution", "draft")
        SUBMITTED = "submitted", pgettext_lazy("contribution", "with the Secretariat")
        RETURNED = "returned", pgettext_lazy("contribution", "returned to you")
        PUBLISHED = "published", pgettext_lazy("contribution", "published")
        WITHDRAWN = "withdrawn", pgettext_lazy("contribution", "withdrawn")

    class Side(models.TextChoices):
        AUTHOR = "author", _("its author")
        SECRETARIAT = "secretariat", _("the Secretariat")

    WRITABLE = (State.DRAFT, State.RETURNED)
    ONCE_PUBLIC = (State.PUBLISHED, State.WITHDRAWN)

    entity = models.ForeignKey(
        "countries.Entity", models.PROTECT, related_name="contributions", verbose_name=_("author")
    )
    about = models.ForeignKey(
        "countries.Entity", models.PROTECT, null=True, blank=True,
        related_name="contributions_about", verbose_name=_("state concerned"),
    )  # fmt: skip
    paragraphs = models.ManyToManyField(
        "mandates.Paragraph", blank=True, related_name="contributions",
        verbose_name=_("paragraphs it speaks of"),
    )  # fmt: skip
    title = models.CharField(_("title"), max_length=200, null=True)  # noqa: DJ001
    text = models.TextField(_("text"), null=True, blank=True)  # noqa: DJ001
    html = models.TextField(null=True, editable=False)  # noqa: DJ001
    source_url = models.URLField(_("link to the source"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    revision = models.PositiveIntegerField(_("revision"), default=0)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("begun by"),
    )  # fmt: skip
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    withdrawal_reason = models.TextField(_("reason for withdrawal"), blank=True)
    withdrawn_by = models.CharField(_("withdrawn by"), max_length=11, choices=Side, blank=True)
    is_demonstration = models.BooleanField(_("demonstration"), default=False)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["-published_at", "-id"]
        indexes = [
            models.Index(fields=["state", "-published_at", "-id"], name="contribution_by_date"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at__isnull=True)
                | (~Q(state="draft") & Q(submitted_at__isnull=False)),
                name="contribution_submitted_has_date",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["published", "withdrawn"], published_at__isnull=False,
                            published_at__gte=F("submitted_at"))
                | Q(state__in=["draft", "submitted", "returned"], published_at__isnull=True),
                name="contribution_published_has_date",
            ),
            models.CheckConstraint(
                condition=(Q(state="withdrawn", withdrawn_by__in=["author", "secretariat"])
                           & ~Q(withdrawal_reason=""))
                | (~Q(state="withdrawn") & Q(withdrawal_reason="", withdrawn_by="")),
                name="contribution_withdrawal_says_why_and_who",
            ),
            models.CheckConstraint(
                condition=Q(about__isnull=True) | ~Q(about=F("entity")),
                name="contribution_not_about_its_author",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | _original_text(),
                name="contribution_handed_in_has_text",
            ),
            models.CheckConstraint(
                condition=Q(source_url="") | Q(source_url__regex=r"^https?://"),
                name="contribution_source_is_on_the_web",
            ),
            *language_constraints("contribution", "title", "text", "html"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.entity_id}: {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("contributions:contribution", args=[self.pk])

    @staticmethod
    def address_of(number: int) -> str:
        return reverse("contributions:contribution", args=[number])

    @property
    def is_writable(self) -> bool:
        return self.state in self.WRITABLE

    @property
    def language(self) -> str:
        """The language it is written in."""
        return self.original_language or LANGUAGES[0]

    @property
    def own_title(self) -> str:
        """The title as its author wrote it."""
        return getattr(self, column("title", self.language)) or ""
