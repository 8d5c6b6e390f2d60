"""Administration of what was sent and asked about dates: rows to look at, written elsewhere."""

from django.contrib import admin

from publication.admin import GuardedAdmin, ReadOnly

from .models import ExtensionRequest, Nudge, Reminder


class LookedAt(ReadOnly, GuardedAdmin):
    actions = None

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Reminder)
class ReminderAdmin(LookedAt):
    list_display = ["asked", "user", "step", "due_at", "at"]
    list_filter = ["step"]
    list_select_related = ["asked__cycle", "asked__entity", "user"]
    search_fields = ["user__email"]


@admin.register(Nudge)
class NudgeAdmin(LookedAt):
    list_display = ["asked", "by", "at", "note"]
    list_select_related = ["asked__cycle", "asked__entity", "by"]
    search_fields = ["note"]
    fields = ["asked", "by", "at", "note"]


@admin.register(ExtensionRequest)
class ExtensionRequestAdmin(LookedAt):
    list_display = ["asked", "until", "asked_by", "asked_at", "granted", "decided_by"]
    list_filter = ["granted"]
    list_select_related = ["asked__cycle", "asked__entity", "asked_by", "decided_by"]
    search_fields = ["reason"]
