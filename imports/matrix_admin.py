"""Pages of the matrix import in the administration: upload, and adjusting what the preview says."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from reports.near import LONGEST_DIFF
from reports.word_diff import Run, word_diff

from .layouts import MATRICES
from .matrix_forms import AdjustForm, MatrixForm
from .models import Batch
from .notes import Refused


class MatrixPages:
    """Mixed into the administration of imports."""

    def add_matrix(self, request: HttpRequest) -> HttpResponse:
        """The upload; what is read well leads to its preview."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = MatrixForm(request.POST or None, request.FILES or None, by=request.user)
        if form.is_valid() and form.batch is not None:
            form.batch.save()
            self.log_addition(request, form.batch, "uploaded")
            return HttpResponseRedirect(form.batch.get_absolute_url())
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Take in a matrix"),
            "form": form,
        }
        return TemplateResponse(request, "admin/imports/batch/add_matrix.html", context)

    def adjust(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Compare a previewed matrix once more, by other columns or decisions."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        batch = get_object_or_404(Batch.objects.adjustable(), pk=pk)
        form = AdjustForm(batch, request.POST)
        if form.is_valid():
            try:
                if form.save():
                    messages.success(request, _("Compared once more."))
                else:
                    messages.warning(request, _("The import is done or on its way already."))
            except Refused as refusal:
                messages.error(request, refusal.worded())
        else:
            messages.error(request, _("A choice was not understood; nothing was changed."))
        return HttpResponseRedirect(batch.get_absolute_url())


def adjusting(batch: Batch) -> AdjustForm | None:
    """The form of the preview; None when there is nothing to adjust any more."""
    is_open = batch.layout in MATRICES and batch.state in Batch.ADJUSTABLE and batch.text
    return AdjustForm(batch) if is_open else None


def pairs(batch: Batch, form: AdjustForm | None) -> list[dict]:
    """Near duplicates with the words in which they differ, and the field that decides on each."""
    fields = [field for _near, field in form.pairs] if form else []
    return [
        {**near, "percent": round(100 * near["share"]), "runs": _runs(near),
         "field": fields[number] if fields else None}
        for number, near in enumerate(batch.summary.get("near", []))
    ]  # fmt: skip


def _runs(near: dict) -> list[Run]:
    return word_diff(near["theirs"][:LONGEST_DIFF], near["mine"][:LONGEST_DIFF])
