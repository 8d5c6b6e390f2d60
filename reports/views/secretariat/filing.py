"""Reports that the Secretariat files on behalf of an entity."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from accounts.access import secretariat_page
from accounts.policy import Permission
from publication.languages import page_language

from ... import workflow
from ...attaching import attach
from ...filing_form import FilingForm
from ...models import Attachment, Report


@require_http_methods(["GET", "HEAD", "POST"])
@secretariat_page(Permission.FILE_ON_BEHALF)
def file(request: HttpRequest) -> HttpResponse:
    """Begin a report on behalf of an entity, with the note received; the editor follows."""
    if request.method != "POST":
        form = FilingForm(language=page_language())
    else:
        form = FilingForm(request.POST, request.FILES, language=page_language())
        if form.is_valid() and (report := _begun(request, form)):
            return redirect("workspace:editor", report.pk)
    return render(request, "secretariat/file.html", {"form": form})


def _begun(request: HttpRequest, form: FilingForm) -> Report | None:
    """The draft with its note; None when the form now says why there is none."""
    given = form.cleaned_data
    names = ("entity", "themes", "language", "date", "cycle", "token")
    try:
        report = workflow.start(
            by=request.user, on_behalf=True, **{name: given[name] for name in names}
        )
    except workflow.Taken:
        taken = gettext("The entity has a report open in this cycle on one of these themes.")
        form.add_error("themes", taken)
        return None
    except workflow.NotAllowed:
        form.add_error("themes", gettext("The cycle is not about all of these themes."))
        return None
    return report if _note_kept(request, form, report) else None


def _note_kept(request: HttpRequest, form: FilingForm, report: Report) -> bool:
    """Keep the note beside the draft, once; a draft whose note is refused is not kept either."""
    if Attachment.objects.of_report(report).notes_received().exists():
        return True
    given = form.cleaned_data
    try:
        attach(
            report, by=request.user, file=given["note"], language=given["language"],
            is_note_received=True,
        )  # fmt: skip
    except ValidationError as refused:
        workflow.discard(report, by=request.user)
        form.add_error("note", refused)
        return False
    return True
