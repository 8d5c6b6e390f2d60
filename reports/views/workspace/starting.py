"""Beginning a report, dropping a draft, correcting what is published."""

from contextlib import suppress

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.access import workspace_page
from accounts.policy import Permission
from countries.models import Entity
from publication.languages import page_language

from ... import workflow
from ...carrying import last_report, prefill
from ...models import Cycle, Report
from ...report_titles import report_title
from ...review_forms import ReasonForm
from ...starting import StartForm
from .getting import report_to_write

NOT_OPEN = gettext_lazy("The cycle is not open to this entity, or not on this theme.")


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def start(request: HttpRequest) -> HttpResponse:
    """A new report; the address may name cycle, theme and entity."""
    entities = Entity.objects.with_ids(request.rights.entities_with(Permission.WRITE_REPORTS))
    if not entities:
        raise Http404
    cycles, cycle = Cycle.objects.open_to(entities, timezone.now()), _cycle(request, entities)
    form = StartForm(
        request.POST or None, entities=entities, language=page_language(), cycle=cycle,
        **_named(request, entities),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            return _begun(request, form, cycle)
        except workflow.Taken as taken:
            messages.info(request, _("This report is begun already. Here it is."))
            return redirect("workspace:editor", taken.report.pk)
        except workflow.NotAllowed:
            form.add_error(None, NOT_OPEN)
    elif cycle and cycle not in cycles:
        messages.error(request, NOT_OPEN)
    return render(request, "workspace/start.html", {"form": form, "cycle": cycle, "cycles": cycles})


def _cycle(request: HttpRequest, entities) -> Cycle | None:
    """The one that the address names. Raises Http404 unless it asks one of the entities."""
    slug = request.GET.get("cycle")
    if not slug:
        return None
    return get_object_or_404(Cycle.objects.announced().asking(entities).of_slug(slug))


def _named(request: HttpRequest, entities) -> dict:
    """What the address says beforehand; a name that is not there says nothing."""
    asked = request.GET
    found = {"entity": entities.of_slug(asked.get("entity", "")).first()}
    themes = StartForm.base_fields["themes"].queryset.model.objects
    found["themes"] = list(themes.with_slug(asked.get("theme", "")))
    return {name: value for name, value in found.items() if value}


def _begun(request: HttpRequest, form: StartForm, cycle: Cycle | None) -> HttpResponse:
    wanted = form.cleaned_data
    names = ("entity", "themes", "language", "date", "token")
    report = workflow.start(by=request.user, cycle=cycle, **{name: wanted[name] for name in names})
    if wanted["prefill"] and report.revision == 0 and last_report(report):
        # Sent twice, it is one report, and the other window may be the first to take over.
        with suppress(workflow.Stale, workflow.NotAllowed):
            tell_of_prefill(request, prefill(report, by=request.user))
    return redirect("workspace:editor", report.pk)


def tell_of_prefill(request: HttpRequest, was_anything: bool) -> None:
    if not was_anything:
        said = _(
            "Nothing could be taken over: your last report has no text in this language, and no"
            " paragraph for certain."
        )
        messages.info(request, said)


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, then delete a draft that was never submitted."""
    report = report_to_write(request, pk)
    if request.method == "POST":
        try:
            workflow.discard(report, by=request.user)
        except workflow.NotAllowed:
            messages.error(request, _("What was submitted once stays."))
            return redirect("workspace:editor", pk)
        messages.success(request, _("The draft is deleted."))
        return redirect("workspace:home")
    if report.state != Report.State.DRAFT:
        raise Http404
    context = {"report": report, "title": report_title(report, page_language())}
    return render(request, "workspace/discard.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the next edition of a published report, with the reason."""
    report = report_to_write(request, pk)
    if report.state != Report.State.PUBLISHED:
        messages.info(request, _("Only a published report is corrected."))
        return redirect("workspace:preview", pk)
    form = ReasonForm(
        request.POST or None,
        label=_("What is to be corrected, and why"),
        hint=_("Everybody can read this in the history of the report."),
    )
    if request.method == "POST" and form.is_valid():
        try:
            draft = workflow.correct(report, by=request.user, note=form.cleaned_data["note"])
        except workflow.Taken as taken:
            messages.info(request, _("A correction is begun already. Here it is."))
            return redirect("workspace:editor", taken.report.pk)
        except workflow.NotAllowed:
            form.add_error(None, _("Only a published report is corrected."))
        else:
            return redirect("workspace:editor", draft.pk)
    context = {"form": form, "report": report, "title": report_title(report, page_language())}
    return render(request, "workspace/correct.html", context)
