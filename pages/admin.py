"""Administration of the institutional pages and the announcement above every page."""

from django.contrib import admin

from publication.admin import HistoryAdmin, MissingIn, TranslatedAdmin, searching

from .models import Announcement, Page


@admin.register(Page)
class PageAdmin(TranslatedAdmin, HistoryAdmin):
    """The pages are those that have an address; their texts are what can be edited."""

    list_display = ["wording", "slug", "lacking", "changed_at"]
    list_filter = [MissingIn]
    search_fields = [*searching("title", "body"), "slug"]
    readonly_fields = ["slug"]
    facts = ((None, {"fields": ["slug", "original_language"]}),)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Announcement)
class AnnouncementAdmin(TranslatedAdmin, HistoryAdmin):
    list_display = ["wording", "is_shown", "lacking", "changed_at"]
    list_filter = ["is_shown", MissingIn]
    search_fields = searching("text")
    facts = ((None, {"fields": ["is_shown", "original_language"]}),)
