"""Files and links beside a report of one's own."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.policy import Permission
from publication.keys import is_key

from ... import attaching
from ...attachment_forms import LinkForm, UploadForm, attachment_forms
from ...downloads import download
from ...models import Attachment, RelatedResource, Report
from ...workflow import NotAllowed
from ...writers import writes
from .getting import report_to_write

P = Permission


@require_http_methods(["GET", "HEAD", "POST"])
def attachments(request: HttpRequest, pk: int) -> HttpResponse:
    """The files and links of the report; files are posted here, several at once."""
    if request.method != "POST":
        return _page(request, report_to_write(request, pk, P.SEE_OWN_REPORTS))
    report = report_to_write(request, pk)
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid() and _attach_all(request, report, form):
        return redirect("workspace:attachments", report.pk)
    return _page(request, report, form=form)


def _attach_all(request: HttpRequest, report: Report, form: UploadForm) -> bool:
    """Attach what can be; the form says of each other file why not."""
    added = 0
    for file in form.cleaned_data["files"]:
        chosen = {name: form.cleaned_data[name] for name in ("language", "is_public")}
        try:
            attaching.attach(report, by=request.user, file=file, **chosen)
            added += 1
        except ValidationError as refused:
            form.add_error("files", [f"{file.name}: {text}" for text in refused.messages])
        except NotAllowed:
            form.add_error(None, _not_now())
            break
    if added:
        said = ngettext("%(count)d file was added.", "%(count)d files were added.", added)
        messages.success(request, said % {"count": added})
    return not form.errors


@require_POST
def describe_attachments(request: HttpRequest, pk: int) -> HttpResponse:
    """Titles, languages and readers of all files at once."""
    report = report_to_write(request, pk)
    files = attachment_forms(report, request.POST)
    if not files.is_valid():
        return _page(request, report, files=files)
    return _done(request, report, attaching.describe, report, files.save(commit=False))


@require_POST
def remove_attachment(request: HttpRequest, pk: int, token: UUID) -> HttpResponse:
    report = report_to_write(request, pk)
    return _done(request, report, attaching.remove, _attachment(report, token))


@require_POST
def add_link(request: HttpRequest, pk: int) -> HttpResponse:
    report = report_to_write(request, pk)
    link = LinkForm(request.POST)
    if not link.is_valid():
        return _page(request, report, link=link)
    return _done(request, report, attaching.add_link, report, **link.cleaned_data)


@require_POST
def remove_link(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    report = report_to_write(request, pk)
    links = RelatedResource.objects.of_report(report).with_id(link)
    found = links.first() if is_key(link) else None
    if found is None:
        raise Http404
    return _done(request, report, attaching.remove_link, found)


@require_safe
def attachment(request: HttpRequest, pk: int, token: UUID) -> FileResponse:
    """One file, as a download."""
    return download(_attachment(report_to_write(request, pk, P.SEE_OWN_REPORTS), token))


def _attachment(report: Report, token: UUID) -> Attachment:
    found = Attachment.objects.of_report(report).with_token(token).first()
    if found is None:
        raise Http404
    return found


def _done(request: HttpRequest, report: Report, verb, *args, **kwargs) -> HttpResponse:
    """Do it and show the page again, with what came of it."""
    try:
        verb(*args, **kwargs)
    except NotAllowed:
        messages.error(request, _not_now())
    else:
        messages.success(request, gettext("Saved."))
    return redirect("workspace:attachments", report.pk)


def _not_now() -> str:
    return gettext("The report is not being written at the moment, so that nothing was changed.")


def _page(request: HttpRequest, report: Report, *, form=None, files=None, link=None):
    language = {"language": report.original_language or request.LANGUAGE_CODE}
    context = {
        "report": report,
        "may_write": report.state in Report.WRITABLE and writes(report, request.rights),
        "used": Attachment.objects.bytes_of_entity(report.entity_id),
        "form": form or link,  # the one that was sent and holds errors
        "upload": form or UploadForm(initial=language),
        "files": files if files is not None else attachment_forms(report),
        "links": RelatedResource.objects.of_report(report),
        "link": link or LinkForm(initial=language),
    }
    return render(request, "workspace/attachments.html", context)
