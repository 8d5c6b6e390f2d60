"""Administration of the entities that report."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from publication.admin import HistoryAdmin, MissingIn, TranslatedAdmin, searching

from .models import Entity


@admin.register(Entity)
class EntityAdmin(TranslatedAdmin, HistoryAdmin):
    list_display = ["wording", "kind", "subregion", "iso_3166_1", "lacking", "is_demonstration"]
    list_filter = ["kind", "subregion", MissingIn, "is_demonstration"]
    search_fields = [*searching("name", "official_name", "acronym"), "slug", "iso_3166_1"]
    autocomplete_fields = ["parent"]
    prepopulated_fields = {"slug": ["name_en"]}
    facts = (
        (None, {"fields": ["original_language", "slug", "aliases"]}),
        (_("Who it is"), {"fields": ["kind", "parent", "iso_3166_1", "subregion", "website"]}),
        (None, {"fields": ["is_demonstration"]}),
    )
