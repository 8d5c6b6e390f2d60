from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from mandates.models import Indicator, IndicatorTarget
from publication.admin import GuardedInline, HistoryAdmin, MissingIn, TranslatedAdmin, searching


class IndicatorTargetInline(GuardedInline):
    model = IndicatorTarget
    autocomplete_fields = ["goal"]
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("goal", "indicator")


@admin.register(Indicator)
class IndicatorAdmin(TranslatedAdmin, HistoryAdmin):
    list_display = ["wording", "slug", "target_year", "lacking", "is_demonstration"]
    list_filter = [MissingIn, "is_demonstration"]
    search_fields = [*searching("name"), "slug"]
    autocomplete_fields = ["paragraphs"]
    prepopulated_fields = {"slug": ["name_en"]}
    inlines = [IndicatorTargetInline]
    facts = (
        (None, {"fields": ["original_language", "slug"]}),
        (
            _("From where to where"),
            {"fields": [("baseline", "baseline_year"), ("target", "target_year"), "decimals"]},
        ),
        (_("Broken down"), {"fields": [("by_sex", "by_age", "by_territory")]}),
        (_("What it measures"), {"fields": ["paragraphs", "source_url"]}),
        (None, {"fields": ["is_demonstration"]}),
    )
