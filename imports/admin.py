"""Administration of imports: upload, preview, confirm, watch, undo; and the traces they leave."""

from django.contrib import admin, messages
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from mandates.models import Paragraph
from publication.admin import GuardedAdmin
from reports.models import Report

from .forms import UploadForm
from .jobs import SILENCE, queue
from .layouts import SHEETS
from .matrix_admin import MatrixPages, adjusting, pairs
from .models import Batch, Change, Origin
from .notes import worded
from .summaries import grouped, listed
from .undoing import CannotUndo, objections, undo


@admin.register(Batch)
class BatchAdmin(MatrixPages, GuardedAdmin):
    form = UploadForm
    fields = ["file", "theme", "language", "create_missing"]
    list_display = ["file_name", "theme", "state", "holds", "done", "by", "created_at"]
    list_filter = ["state", ("theme", admin.RelatedOnlyFieldListFilter), "is_demonstration"]
    list_select_related = ["theme", "by"]
    search_fields = ["file_name"]
    actions = None
    add_form_template = "admin/imports/batch/add_form.html"

    @admin.display(description=gettext_lazy("on the page"))
    def holds(self, batch: Batch) -> str:
        if "reports" not in batch.summary:
            return "–"
        numbers = {name: batch.summary[name] for name in ("paragraphs", "reports")}
        return _("%(paragraphs)d paragraphs, %(reports)d reports") % numbers

    @admin.display(description=gettext_lazy("records"))
    def done(self, batch: Batch) -> str:
        if "created" not in batch.summary:
            return "–"
        numbers = {name: batch.summary[name] for name in ("created", "updated", "unchanged")}
        return _("%(created)d new, %(updated)d changed, %(unchanged)d as before") % numbers

    # Rights. Uploading and confirming is adding; taking back is changing.

    def has_delete_permission(self, request, obj=None):
        """Only what has not written anything is thrown away; a whole import is taken back."""
        untouched = obj is None or obj.state in (Batch.State.PREVIEW, Batch.State.FAILED)
        return untouched and super().has_delete_permission(request, obj)

    # Pages

    def get_urls(self):
        confirm = self.admin_site.admin_view(require_POST(self.confirm))
        undo = self.admin_site.admin_view(self.undo)
        add_matrix = self.admin_site.admin_view(self.add_matrix)
        adjust = self.admin_site.admin_view(require_POST(self.adjust))
        return [
            path("<int:pk>/confirm/", confirm, name="imports_batch_confirm"),
            path("<int:pk>/undo/", undo, name="imports_batch_undo"),
            path("add/matrix/", add_matrix, name="imports_batch_add_matrix"),
            path("<int:pk>/adjust/", adjust, name="imports_batch_adjust"),
            *super().get_urls(),
        ]

    def save_model(self, request, obj, form, change):
        obj.by = request.user
        super().save_model(request, obj, form, change)

    def response_add(self, request, obj, post_url_continue=None):
        return HttpResponseRedirect(obj.get_absolute_url())

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The batch as it stands: preview, progress, failure or result."""
        batch = self.get_object(request, str(self._key_or_404(object_id)))
        if batch is None:
            raise Http404
        if not self.has_view_permission(request, batch):
            raise PermissionDenied
        if batch.layout in SHEETS:
            return HttpResponseRedirect(batch.get_absolute_url())
        silent_since = timezone.now() - SILENCE
        adjust = adjusting(batch) if self.has_add_permission(request) else None
        startable = Batch.objects.to_start(silent_since=silent_since).filter(pk=batch.pk)
        context = {
            **self._context(request, batch),
            "held": listed(batch.summary),
            "adjust": adjust,
            "pairs": pairs(batch, adjust),
            "percent": 100 * batch.summary.get("coverage", 1),
            "notes": grouped(batch.summary.get("notes", [])),
            "failure": worded(*batch.failure) if batch.failure else "",
            "may_start": self.has_add_permission(request) and startable.exists(),
            "may_undo": batch.state == Batch.State.DONE
            and self.has_change_permission(request, batch),
            "may_delete": self.has_delete_permission(request, batch),
        }
        return TemplateResponse(request, "admin/imports/batch/batch.html", context)

    def confirm(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Have a worker carry out the batch, once or again."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        batch = get_object_or_404(Batch.objects.pages(), pk=pk)
        if queue(batch, by=request.user):
            self.log_change(request, batch, "confirmed")
        else:
            messages.warning(request, _("The import is done or on its way already."))
        return HttpResponseRedirect(batch.get_absolute_url())

    def undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask, with what stands against it in words; then take the whole batch back."""
        batch = get_object_or_404(Batch.objects.pages().with_people(), pk=pk)
        if not self.has_change_permission(request, batch):
            raise PermissionDenied
        if request.method == "POST":
            return self._undo(request, batch)
        context = {
            **self._context(request, batch),
            "reasons": [worded(code) for code in objections(batch)],
            "held": listed(batch.summary),
        }
        return TemplateResponse(request, "admin/imports/batch/undo.html", context)

    def _undo(self, request: HttpRequest, batch: Batch) -> HttpResponse:
        try:
            undo(batch, by=request.user)
        except CannotUndo as refusal:
            for code in refusal.reasons:
                messages.error(request, worded(code))
        else:
            self.log_change(request, batch, "undone")
            messages.success(request, _("The import was taken back."))
        return HttpResponseRedirect(batch.get_absolute_url())

    def _context(self, request: HttpRequest, batch: Batch) -> dict:
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "batch": batch,
            "counts": batch.summary,
            "title": batch.file_name or str(batch),
            "changes": reverse("admin:imports_change_changelist") + f"?batch__id__exact={batch.pk}",
        }


# What the names of records are made of comes along.
RECORDS = GenericPrefetch(
    "record",
    [
        Paragraph.objects.select_related("document"),
        Report.objects.select_related("entity"),
    ],
)


class TraceAdmin(GuardedAdmin):
    """Rows that imports leave. Whoever may see imports may see them; nobody writes them."""

    actions = None
    list_select_related = ["batch", "content_type"]
    list_display_links = None

    def has_module_permission(self, request):
        return False  # reached from their import

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("imports.view_batch")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related(RECORDS)

    @admin.display(description=gettext_lazy("record"))
    def of_record(self, trace):
        return trace.record


@admin.register(Change)
class ChangeAdmin(TraceAdmin):
    list_display = ["of_record", "content_type", "action", "batch"]
    list_filter = ["action", ("batch", admin.RelatedOnlyFieldListFilter)]
    fields = ["batch", "action", "content_type", "of_record", "before"]


@admin.register(Origin)
class OriginAdmin(TraceAdmin):
    list_display = ["of_record", "key", "kind", "batch"]
    list_filter = ["kind", ("batch", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["key"]
    fields = ["batch", "kind", "key", "content_type", "of_record"]
