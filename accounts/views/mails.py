"""Mails that a person must look after: given up, or of unknown fate."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from publication.paging import page_numbers

from ..access import secretariat_page
from ..models import Mail
from ..policy import Permission
from ..sending import Settled, settle

PER_PAGE = 50


@require_safe
@secretariat_page(Permission.REMIND)
def mails(request: HttpRequest) -> HttpResponse:
    """Those that need a person; with ?state= those in that state, with ?state=all every one."""
    state = request.GET.get("state", "")
    if state == "all":
        found = Mail.objects.all()
    elif state in Mail.State.values:
        found = Mail.objects.in_state(state)
    else:
        state, found = "", Mail.objects.needing_a_person()
    page = Paginator(found.newest_first(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "state": state,
        "states": Mail.State.choices,
        "pages": page_numbers(page),
        "waiting": Mail.objects.needing_a_person().count(),
    }
    return render(request, "secretariat/mails.html", context)


@require_POST
@secretariat_page(Permission.REMIND)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Say of a mail that it arrived, send it once more, or let it be."""
    mail = get_object_or_404(Mail, pk=pk)
    try:
        settle(mail, request.POST.get("choice", ""))
    except Settled:
        messages.warning(request, gettext("This mail needs nobody any more."))
    else:
        messages.success(request, gettext("Done."))
    return redirect("secretariat:mails")
