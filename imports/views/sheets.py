"""Sheets of records: templates out, files in with a preview, the writing, its result, its undo."""

import hashlib

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import secretariat_page
from accounts.policy import Permission

from ..jobs import SILENCE, queue
from ..models import Batch
from ..notes import worded
from ..sheets import books
from ..sheets.forms import ConfirmForm, SheetForm
from ..sheets.kinds import KINDS, SheetKind
from ..sheets.screens import sheet_page
from ..sheets.writing import kept, kind_of, new_batch
from ..undoing import CannotUndo, objections, undo

SHOWN = 20


@require_safe
@secretariat_page(Permission.EDIT_RECORDS)
def listed(request: HttpRequest) -> HttpResponse:
    """What comes in sheets, and what came lately."""
    batches = Batch.objects.sheets().newest_first().for_list()[:SHOWN]
    return render(request, "secretariat/sheets.html", {"kinds": KINDS.every(), "batches": batches})


@require_safe
@secretariat_page(Permission.EDIT_RECORDS)
def template(request: HttpRequest, kind: str, format: str) -> HttpResponse:
    """An empty sheet to fill in."""
    content = books.template(_kind(kind), _format(format))
    return _file(content, f"{kind}-template", format)


@require_http_methods(["GET", "HEAD", "POST"])
@secretariat_page(Permission.EDIT_RECORDS)
def upload(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask for the file; then keep what it would do as a batch."""
    sheet, sent = _kind(kind), request.method == "POST"
    form = SheetForm(*((request.POST, request.FILES) if sent else ()), kind=sheet)
    if not form.is_valid():
        return render(request, "secretariat/sheet_upload.html", {"form": form, "kind": sheet})
    cleaned = form.cleaned_data
    batch = new_batch(
        sheet,
        cleaned["lines"],
        hashlib.sha256(cleaned["data"]).hexdigest(),
        file_name=cleaned["file"].name,
        create_missing=cleaned.get("create_missing", False),
        by=request.user,
    )
    batch.save()
    return redirect("sheets:batch", batch.pk)


@require_safe
@secretariat_page(Permission.EDIT_RECORDS)
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet as it stands: preview, progress, failure or result."""
    return _show(request, _batch(pk), None)


def _show(request: HttpRequest, found: Batch, form: ConfirmForm | None) -> HttpResponse:
    page = sheet_page(found, request.GET.get("show"), request.GET.get("page"))
    startable = Batch.objects.to_start(silent_since=timezone.now() - SILENCE)
    context = {
        "batch": found,
        "page": page,
        "counts": found.summary,
        "writable": found.summary["updated"] + found.summary["created"],
        "form": form or _confirming(found),
        "failure": worded(*found.failure) if found.failure else "",
        "may_start": startable.with_pk(found.pk).exists(),
        "may_undo": found.state == Batch.State.DONE,
    }
    return render(request, "secretariat/sheet.html", context, status=422 if form else 200)


@require_POST
@secretariat_page(Permission.EDIT_RECORDS)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a worker write the rows: all of them, or those without errors."""
    found = _batch(pk)
    form = _confirming(found, request.POST)
    if not form.is_valid():
        return _show(request, found, form)
    said = {"partial": form.cleaned_data["partial"], "note": form.cleaned_data.get("note", "")}
    if found.summary["faulty"] and not said["partial"]:
        messages.error(request, gettext("Some rows have errors, so nothing was written."))
    elif not queue(found, by=request.user, summary={**found.summary, **said}):
        messages.warning(request, gettext("The import is done or on its way already."))
    return redirect("sheets:batch", pk)


@require_safe
@secretariat_page(Permission.EDIT_RECORDS)
def faulty(request: HttpRequest, pk: int, format: str) -> HttpResponse:
    """Only the rows that were not taken, with the reason in a column of its own."""
    found, wanted = _batch(pk), _format(format)
    held = kept(found)
    faults = {row[0]: row[4] for row in held["rows"] if row[2] == "faulty"}
    lines = [line for line in held["lines"] if line.number in faults]
    kind = kind_of(found)
    content, given = books.faulty_rows(kind, lines, faults, wanted)
    return _file(content, f"{kind.code}-errors-{pk}", given)


@require_http_methods(["GET", "HEAD", "POST"])
@secretariat_page(Permission.EDIT_RECORDS)
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, with what stands against it in words; then take the whole sheet back."""
    found = _batch(pk)
    if request.method != "POST":
        reasons = [worded(code) for code in objections(found)]
        context = {"batch": found, "reasons": reasons, "counts": found.summary}
        return render(request, "secretariat/sheet_undo.html", context)
    try:
        undo(found, by=request.user)
    except CannotUndo as refusal:
        for code in refusal.reasons:
            messages.error(request, worded(code))
    else:
        messages.success(request, gettext("The import was taken back."))
    return redirect("sheets:batch", pk)


@require_POST
@secretariat_page(Permission.EDIT_RECORDS)
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw an upload away that has written nothing."""
    if not Batch.objects.sheets().throw_away(_batch(pk).pk):
        messages.error(request, gettext("The import is done or on its way already."))
        return redirect("sheets:batch", pk)
    messages.success(request, gettext("The upload was thrown away."))
    return redirect("sheets:sheets")


def _kind(code: str) -> SheetKind:
    if code not in KINDS.paths:
        raise Http404
    return KINDS.get(code)


def _format(format: str) -> str:
    if format not in books.FORMATS:
        raise Http404
    return format


def _batch(pk: int) -> Batch:
    return get_object_or_404(Batch.objects.sheets().with_people(), pk=pk)


def _confirming(found: Batch, data=None) -> ConfirmForm:
    corrections = found.summary["updated"] and found.layout == "sheet-reports"
    return ConfirmForm(data, corrects=bool(corrections))


def _file(content: bytes, name: str, format: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.{format}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=books.FORMATS[format], headers=headers)
