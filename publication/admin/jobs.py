"""Jobs as administrators see them: what waits, what failed, and trying that again."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_tasks_db.models import DBTaskResult

from .. import jobs
from .guarded import GuardedAdmin

admin.site.unregister(DBTaskResult)  # the stock list can do nothing with what failed


@admin.register(DBTaskResult)
class JobAdmin(GuardedAdmin):
    list_display = ["task_path", "status", "attempts", "enqueued_at", "finished_at", "failure"]
    list_filter = ["status"]
    ordering = ["-enqueued_at"]
    fields = ["task_path", "args_kwargs", "status", "attempts", "enqueued_at", "started_at"]
    fields += ["finished_at", "run_after", "exception_class_path", "traceback"]
    readonly_fields = fields
    actions = ["try_again", "drop"]

    @admin.display(description=_("attempts"))
    def attempts(self, job: DBTaskResult) -> int:
        return len(job.worker_ids)

    @admin.display(description=_("failure"))
    def failure(self, job: DBTaskResult) -> str:
        return job.exception_class_path.rpartition(".")[2] or "–"

    @admin.action(description=_("Try failed jobs again"))
    def try_again(self, request, queryset):
        number = jobs.try_again([job.pk for job in queryset])
        said = ngettext("%(n)d job is queued again.", "%(n)d jobs are queued again.", number)
        messages.success(request, said % {"n": number})

    @admin.action(description=_("Drop failed jobs"))
    def drop(self, request, queryset):
        number = jobs.drop([job.pk for job in queryset])
        said = ngettext("%(n)d job was dropped.", "%(n)d jobs were dropped.", number)
        messages.success(request, said % {"n": number})

    # Administrators look and act; nobody writes a job by hand.

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
