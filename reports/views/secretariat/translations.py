"""The translation workbench: the queue, and the page on which a record is translated."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import secretariat_page
from accounts.policy import Permission
from publication.keys import is_key
from publication.languages import LANGUAGES, page_language
from publication.paging import page_numbers
from publication.translated import Translated
from publication.translating import Kind, Moved, kind_named, translate

from ...filters import chips
from ...translation_form import TranslationForm, plain
from ...workbench import Workbench, place
from ...workbench_filters import Wanted, selects, wanted
from ...workflow import NotAllowed


@require_safe
@secretariat_page(Permission.TRANSLATE)
def queue(request: HttpRequest) -> HttpResponse:
    """How far each language is, and what waits for a translator."""
    asked = wanted(request.GET, page_language())
    bench = Workbench(asked)
    page = bench.page(request.GET.get("page"))
    offered = selects(asked)
    set_here = [select for select in offered if select.name != "into"]
    context = {
        "asked": asked,
        "bench": bench,
        "page": page,
        "numbers": page_numbers(page),
        "selects": offered,
        "chips": chips(set_here, request.GET),
        "clear": f"?{urlencode({'into': asked.language})}",
    }
    return render(request, "secretariat/translations.html", context)


@require_safe
@secretariat_page(Permission.TRANSLATE)
def first(request: HttpRequest, language: str) -> HttpResponse:
    """Lead to the first record of the queue."""
    if language not in LANGUAGES:
        raise Http404
    asked = wanted(request.GET, page_language(), language)
    return redirect(_onward(request, asked, Workbench(asked).first()))


@require_http_methods(["GET", "HEAD", "POST"])
@secretariat_page(Permission.TRANSLATE)
def translation(request: HttpRequest, kind: str, pk: int, language: str) -> HttpResponse:
    """Translate the texts of one record into one language."""
    found = _kind_or_404(kind, language)
    record = _record(found, pk)
    if record is None or language == record.original_language:
        return _gone(request)
    asked = wanted(request.GET, page_language(), language)
    form = TranslationForm(found, record, language, request.POST or None)
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        return _save(request, asked, form)
    return _page(request, asked, form)


def _kind_or_404(code: str, language: str) -> Kind:
    if language not in LANGUAGES:
        raise Http404
    try:
        return kind_named(code)
    except KeyError:
        raise Http404 from None


def _record(kind: Kind, pk: int) -> Translated | None:
    """A record that is to be translated; None for a missing one and for one not public yet."""
    if not is_key(pk):
        return None
    record = kind.records().in_bulk([pk]).get(pk)
    return record if record is not None and record.original_language else None


def _save(request: HttpRequest, asked: Wanted, form: TranslationForm) -> HttpResponse:
    kind, pk = form.kind, form.record.pk
    if form.says_something:
        try:
            translate(kind, pk, asked.language, by=request.user, **form.values)
        except Moved as moved:
            return _conflict(request, asked, kind, moved.record)
        except (kind.model.DoesNotExist, NotAllowed):
            return _gone(request)
        messages.success(request, gettext("The translation is saved."))
    elif "next" not in request.POST:
        messages.info(request, gettext("Nothing was changed."))
    if "next" in request.POST:
        return redirect(_onward(request, asked, Workbench(asked).after(kind, pk)))
    return redirect(_address(kind, pk, asked))


def _conflict(request: HttpRequest, asked: Wanted, kind: Kind, record: Translated) -> HttpResponse:
    """Show what stands now beside what was typed; saving again is then a choice."""
    marks = TranslationForm(kind, record, asked.language).current_marks()
    data = request.POST.copy()
    for name, mark in marks.items():
        data[name] = mark
    form = TranslationForm(kind, record, asked.language, data)
    return _page(request, asked, form, conflict=True, status=HTTPStatus.CONFLICT)


def _page(
    request: HttpRequest, asked: Wanted, form: TranslationForm, *, conflict: bool = False,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    bench, kind, pk = Workbench(asked), form.kind, form.record.pk
    before, after = bench.before(kind, pk), bench.after(kind, pk)
    context = {
        "asked": asked,
        "form": form,
        "kind": kind,
        "record": form.record,
        "place": place(kind, form.record, asked.reader),
        "state": form.record.state_in(asked.language),
        "is_stale": form.record.is_stale(asked.language),
        "is_preview": "preview" in request.POST,
        "conflict": conflict,
        "waiting": len(bench.keys),
        "before": _address(*before, asked) if before else "",
        "after": _address(*after, asked) if after else "",
        "listed": asked.list_url,
        "public": _public(form),
    }
    return render(request, "secretariat/translation.html", context, status=status)


def _public(form: TranslationForm) -> str:
    """Where readers find the record, if it has a page of its own."""
    owner: Any = form.kind.owner(form.record)
    return owner.get_absolute_url() if hasattr(owner, "get_absolute_url") else ""


def _gone(request: HttpRequest) -> HttpResponse:
    """The record is not to be translated (any more); what was typed is given back."""
    if request.method != "POST":
        raise Http404
    hidden = {"csrfmiddlewaretoken", "source", "target", "state", "follows", "next", "preview"}
    typed = [plain(text) for name, text in request.POST.items() if name not in hidden]
    context = {"typed": [text for text in typed if text]}
    return render(request, "secretariat/translation_gone.html", context, status=404)


def _onward(request: HttpRequest, asked: Wanted, following: tuple[Kind, int] | None) -> str:
    if following is None:
        messages.info(request, gettext("This was the last text of the queue."))
        return asked.list_url
    return _address(*following, asked)


def _address(kind: Kind, pk: int, asked: Wanted) -> str:
    path = reverse("secretariat:translation", args=[kind.code, pk, asked.language])
    return f"{path}?{asked.query}" if asked.query else path
