from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from mandates.models import Meeting, Participation
from publication.admin import GuardedInline, HistoryAdmin, MissingIn, TranslatedAdmin, searching


class ParticipationInline(GuardedInline):
    model = Participation
    autocomplete_fields = ["entity"]
    extra = 0
    classes = ["collapse"]

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .select_related("entity", "meeting")
            .order_by("entity__slug")
        )


@admin.register(Meeting)
class MeetingAdmin(TranslatedAdmin, HistoryAdmin):
    list_display = ["wording", "kind", "starts_on", "host", "lacking"]
    list_filter = ["kind", MissingIn]
    list_select_related = ["host"]
    search_fields = [*searching("name", "short_name", "place"), "slug"]
    autocomplete_fields = ["host", "themes"]
    prepopulated_fields = {"slug": ["name_en"]}
    inlines = [ParticipationInline]
    facts = (
        (None, {"fields": ["original_language", "slug"]}),
        (_("What it was"), {"fields": ["kind", "ordinal", "host", "website"]}),
        (_("When"), {"fields": ["starts_on", "ends_on", "date_precision"]}),
        (None, {"fields": ["themes"]}),
    )
