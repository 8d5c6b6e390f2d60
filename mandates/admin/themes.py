from django.contrib import admin

from mandates.models import Goal, Theme
from publication.admin import HistoryAdmin, MissingIn, TranslatedAdmin, searching


@admin.register(Theme)
class ThemeAdmin(TranslatedAdmin, HistoryAdmin):
    list_display = ["wording", "slug", "lacking"]
    list_filter = [MissingIn]
    search_fields = [*searching("name"), "slug"]
    autocomplete_fields = ["goals"]
    prepopulated_fields = {"slug": ["name_en"]}
    facts = ((None, {"fields": ["original_language", "slug", "aliases", "goals"]}),)

    def addresses(self, record: Theme) -> list[str]:
        """The theme's page and its data."""
        return [*super().addresses(record), f"/data/themes/{record.slug}.json"]


@admin.register(Goal)
class GoalAdmin(TranslatedAdmin):
    list_display = ["number", "wording", "lacking"]
    list_display_links = ["number", "wording"]
    search_fields = searching("title")
    facts = ((None, {"fields": ["number", "original_language"]}),)

    def get_readonly_fields(self, request, obj=None):
        """The number is the goal's key: another number would be another goal."""
        return ["number"] if obj else []
