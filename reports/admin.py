"""Administration of reporting cycles and resources; reports themselves are only looked at here.

The state of a report changes in reports.workflow alone, and a published edition never does.
"""

from django.contrib import admin
from django.db.models import Prefetch
from django.template.defaultfilters import linebreaks_filter
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from mandates.models import Paragraph
from publication.admin import (
    GuardedAdmin,
    GuardedInline,
    MissingIn,
    PublishedAdmin,
    ReadOnly,
    TranslatedAdmin,
    searching,
)
from publication.languages import ENDONYMS, TextState

from . import followed_admin, timing_admin  # noqa: F401  registers them
from .history import step_words
from .models import (
    Asked,
    Citation,
    Cycle,
    CycleDocument,
    RelatedResource,
    Report,
    ReportTheme,
    Section,
    Transition,
)


class ReportThemeInline(ReadOnly, admin.TabularInline):
    model = ReportTheme
    fields = ["theme", "position"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("theme", "report__entity")


class SectionInline(ReadOnly, admin.StackedInline):
    model = Section
    fk_name = "report"
    fields = [("kind", "markup"), "paragraph", "texts"]
    readonly_fields = ["texts"]

    def get_queryset(self, request):
        found = super().get_queryset(request)
        return found.select_related("report__entity", "paragraph__document")

    @admin.display(description=_("text"))
    def texts(self, section: Section) -> str:
        """Every text there is, in its language and with its state."""
        parts = [
            (
                format_html('<span lang="{}">{}</span>', code, ENDONYMS[code]),
                TextState(section.state_in(code)).label,
                format_html('<div lang="{}">{}</div>', code, linebreaks_filter(text)),
            )
            for code, text in section.texts("text").items()
        ]
        return format_html_join("", "<p><strong>{}</strong>, {}</p>{}", parts)


class CitationInline(ReadOnly, admin.TabularInline):
    model = Citation
    fk_name = "report"
    fields = ["position", "typed", "state", "paragraph", "possible", "mark", "evidence_url"]
    readonly_fields = ["possible"]

    def get_queryset(self, request):
        candidates = Prefetch("candidates", Paragraph.objects.select_related("document"))
        found = super().get_queryset(request).select_related("paragraph__document")
        return found.prefetch_related(candidates)

    @admin.display(description=_("candidates"))
    def possible(self, citation: Citation) -> str:
        return "; ".join(map(str, citation.candidates.all()))


class TransitionInline(ReadOnly, admin.TabularInline):
    model = Transition
    fields = ["at", "step", "from_state", "to_state", "by", "note"]
    readonly_fields = ["step"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")

    @admin.display(description=_("step"))
    def step(self, transition: Transition) -> str:
        return step_words(transition)


class OpenCitations(admin.SimpleListFilter):
    """Reports with citations that the Secretariat may settle, by what is not known of them."""

    title = _("citations")
    parameter_name = "citations"

    def lookups(self, request, model_admin):
        return [(state.value, state.label) for state in Citation.OPEN]

    def queryset(self, request, queryset):
        return queryset.citing_as(self.value()) if self.value() in Citation.OPEN else queryset


@admin.register(Report)
class ReportAdmin(GuardedAdmin):
    list_display = ["entity", "date", "state", "edition", "original_language", "is_demonstration"]
    list_filter = [
        "state",
        "entity__kind",
        ("themes", admin.RelatedOnlyFieldListFilter),
        ("cycle", admin.RelatedOnlyFieldListFilter),
        "original_language",
        OpenCitations,
        "nothing_to_report",
        "filed_by_secretariat",
        "is_demonstration",
    ]
    list_select_related = ["entity"]
    search_fields = [*searching("entity__name", "entity__acronym"), "entity__slug", "symbol"]
    inlines = [ReportThemeInline, SectionInline, CitationInline, TransitionInline]
    fieldsets = [
        (None, {"fields": ["entity", ("date", "date_precision"), "cycle", "symbol"]}),
        (_("Edition"), {"fields": [("edition", "lineage"), ("state", "published_at"), "revision"]}),
        (_("Text"), {"fields": ["original_language", "available_in", "nothing_to_report"]}),
        (_("Filing"), {"fields": ["filed_by_secretariat", "withdrawal_reason"]}),
        (None, {"fields": ["is_demonstration"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("entity")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def view_on_site(self, report: Report) -> str | None:
        """The edition's public page, if it has one."""
        return report.get_absolute_url() if report.state in Report.ONCE_PUBLIC else None


class AskedInline(GuardedInline):
    model = Asked
    autocomplete_fields = ["entity"]
    extra = 0
    classes = ["collapse"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("entity", "cycle")


class CycleDocumentInline(GuardedInline):
    model = CycleDocument
    autocomplete_fields = ["document"]
    extra = 0
    classes = ["collapse"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("document", "cycle")


@admin.register(Cycle)
class CycleAdmin(TranslatedAdmin):
    list_display = ["wording", "opens_at", "due_at", "closes_at", "is_legacy", "is_demonstration"]
    list_filter = ["is_legacy", MissingIn, "is_demonstration"]
    search_fields = [*searching("name"), "slug"]
    autocomplete_fields = ["themes"]
    prepopulated_fields = {"slug": ["name_en"]}
    inlines = [AskedInline, CycleDocumentInline]
    facts = (
        (None, {"fields": ["original_language", "slug", "themes"]}),
        (_("When"), {"fields": ["opens_at", "due_at", "closes_at"]}),
        (None, {"fields": ["is_legacy", "is_demonstration"]}),
    )


@admin.register(RelatedResource)
class RelatedResourceAdmin(PublishedAdmin):
    list_display = ["title", "entity", "theme", "language", "is_demonstration"]
    list_filter = [
        "language",
        ("theme", admin.RelatedOnlyFieldListFilter),
        "is_demonstration",
    ]
    list_select_related = ["entity", "theme"]
    search_fields = ["title", *searching("entity__name")]
    autocomplete_fields = ["entity", "theme", "report"]
