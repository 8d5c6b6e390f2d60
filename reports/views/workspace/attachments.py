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
from ...attachment_forms import AttachmentFormSet, LinkForm, UploadForm, attachment_forms
from ...downloads import download
from ...models import Attachment, RelatedResource, Report
from ...models.attachments import AttachmentQuerySet
from ...workflow import NotAllowed
from ...writers import writes
from .getting import report_to_write

P = Permission


@require_http_methods(["GET", "HEAD", "POST"])
def attachments(request: HttpRequest, pk: int) -> HttpResponse:
    """The files and links of the report, in one form: what was typed in one place of the page is
    saved too when a button in another is pressed."""
    if request.method != "POST":
        return _page(request, report_to_write(request, pk, P.SEE_OWN_REPORTS))
    report = report_to_write(request, pk)
    wrong = {}
    for name, (form, save) in _posted(request, report).items():
        if not form.is_valid() or not save(request, report, form):
            wrong[name] = form
    return _page(request, report, **wrong) if wrong else _back(report)


def _posted(request: HttpRequest, report: Report) -> dict:
    """Each form of the page that something is asked of, with what saves it when it is valid."""
    data, forms = request.POST, {}
    if "files-TOTAL_FORMS" in data:
        forms["files"] = (attachment_forms(report, data), _describe)
    if request.FILES or data.get("add") == "files" or not forms:
        forms["upload"] = (UploadForm(data, request.FILES), _attach_all)
    if data.get("add") == "link" or data.get("link-title") or data.get("link-url"):
        forms["link"] = (LinkForm(data), _add_link)
    return forms


def _describe(request: HttpRequest, report: Report, files: AttachmentFormSet) -> bool:
    changed = files.save(commit=False)
    if changed and not _done(request, attaching.describe, report, changed):
        return False
    if changed or "add" not in request.POST:
        messages.success(request, gettext("Saved."))
    return True


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


def _add_link(request: HttpRequest, report: Report, link: LinkForm) -> bool:
    done = _done(request, attaching.add_link, report, **link.cleaned_data)
    if done:
        said = gettext("The link “%(title)s” was added.")
        messages.success(request, said % {"title": link.cleaned_data["title"]})
    return done


@require_POST
def remove_attachment(request: HttpRequest, pk: int, token: UUID) -> HttpResponse:
    report = report_to_write(request, pk)
    found = _attachment(Attachment.objects.of_report(report).without_notes(), token)
    return _removed(request, report, attaching.remove, found, found.name)


@require_POST
def remove_link(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    report = report_to_write(request, pk)
    links = RelatedResource.objects.of_report(report).with_id(link)
    found = links.first() if is_key(link) else None
    if found is None:
        raise Http404
    return _removed(request, report, attaching.remove_link, found, found.title)


def _removed(request: HttpRequest, report: Report, verb, record, name: str) -> HttpResponse:
    if _done(request, verb, record):
        messages.success(request, gettext("“%(name)s” was removed.") % {"name": name})
    return _back(report)


@require_safe
def attachment(request: HttpRequest, pk: int, token: UUID) -> FileResponse:
    """One file, as a download."""
    report = report_to_write(request, pk, P.SEE_OWN_REPORTS)
    return download(_attachment(Attachment.objects.of_report(report), token))


def _attachment(there: AttachmentQuerySet, token: UUID) -> Attachment:
    found = there.with_token(token).first()
    if found is None:
        raise Http404
    return found


def _done(request: HttpRequest, verb, *args, **kwargs) -> bool:
    """Do it; where the report is not being written any more, say so."""
    try:
        verb(*args, **kwargs)
    except NotAllowed:
        messages.error(request, _not_now())
        return False
    return True


def _back(report: Report) -> HttpResponse:
    return redirect("workspace:attachments", report.pk)


def _not_now() -> str:
    return gettext("The report is not being written at the moment, so that nothing was changed.")


def _page(request: HttpRequest, report: Report, *, files=None, upload=None, link=None):
    """The page with the forms that were sent and hold errors, and new ones for the others."""
    language = {"language": report.original_language or request.LANGUAGE_CODE}
    files = files if files is not None else attachment_forms(report)
    wrong = [form for form in (*files, upload, link) if form is not None and form.errors]
    context = {
        "report": report,
        "may_write": report.state in Report.WRITABLE and writes(report, request.rights),
        "used": Attachment.objects.bytes_of_entity(report.entity_id),
        "wrong": wrong,
        "has_errors": bool(wrong or files.non_form_errors()),
        "upload": upload or UploadForm(initial=language),
        "files": files,
        "notes": Attachment.objects.of_report(report).notes_received(),
        "links": RelatedResource.objects.of_report(report),
        "link": link or LinkForm(initial=language),
    }
    return render(request, "workspace/attachments.html", context)
