"""Translations as a spreadsheet: out, in with a preview, and the writing of what was previewed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import secretariat_page
from accounts.policy import Permission
from publication.languages import LANGUAGES, page_language

from ...sheet_archive import Unreadable
from ...sheet_reading import TRANSLATIONS, read_sheet
from ...translation_sheets import COLUMNS, TooMany, translation_sheet
from ...translation_upload import plan
from ...translation_writing import carry_out, read_signed, signed
from ...workbench import Workbench
from ...workbench_filters import wanted

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 100  # rows of a preview


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("As it was taken out here, with the translations filled in; XLSX, 5 MB at "
                    "most, 2,000 texts at most."),
        widget=forms.FileInput(attrs={"accept": f".xlsx,{XLSX}"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Adds the `plan` of the file, and the `token` that carries it."""
        cleaned = super().clean()
        if file := cleaned.get("file"):
            try:
                TRANSLATIONS.check_size(file.size)
                cleaned["plan"] = plan(read_sheet(file.read(), list(COLUMNS)))
            except Unreadable as refusal:
                self.add_error("file", refusal.reason)
        return cleaned


@require_safe
@secretariat_page(Permission.TRANSLATE)
def sheet(request: HttpRequest, language: str) -> HttpResponse:
    """The queue as a file."""
    if language not in LANGUAGES:
        raise Http404
    bench = Workbench(wanted(request.GET, page_language(), language))
    try:
        content = translation_sheet(bench, request.build_absolute_uri)
    except TooMany as refusal:
        text = gettext(
            "A spreadsheet holds 2,000 texts; these are %d. Choose fewer by the filters."
        )
        messages.warning(request, text % refusal.count)
        return redirect(bench.asked.list_url)
    name = f"translations-{language}-{timezone.localdate().isoformat()}.xlsx"
    disposition = f'attachment; filename="{name}"'
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=XLSX, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@secretariat_page(Permission.TRANSLATE)
def upload(request: HttpRequest) -> HttpResponse:
    """Ask for the file; then show what it would change."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if not form.is_valid():
        return render(request, "secretariat/translation_upload.html", {"form": form})
    made = form.cleaned_data["plan"]
    try:
        token = signed(made, request.user)
    except Unreadable as refusal:
        form.add_error("file", refusal.reason)
        return render(request, "secretariat/translation_upload.html", {"form": form})
    context = {
        "plan": made,
        "changes": made.changes[:SHOWN],
        "faults": made.faults[:SHOWN],
        "token": token,
    }
    return render(request, "secretariat/translation_preview.html", context)


@require_POST
@secretariat_page(Permission.TRANSLATE)
def confirm(request: HttpRequest) -> HttpResponse:
    """Write what was previewed. Sent twice, it finds everything there."""
    try:
        changes = read_signed(request.POST.get("plan", ""), request.user)
    except BadSignature:
        messages.error(request, gettext("This preview is too old or not yours: bring the file in "
                                        "again."))  # fmt: skip
        return redirect("secretariat:translation_upload")
    result = carry_out(changes, request.user)
    return render(request, "secretariat/translation_result.html", {"result": result})
