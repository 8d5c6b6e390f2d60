"""The administration as a whole: every page of every registered record, odd addresses, queries."""

from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.redirects.models import Redirect
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from accounts.models import AuditEvent, Invitation, Mail, Membership, SecondFactorReset, User
from countries.models import Entity
from imports.models import Batch, Change, Origin
from mandates.models import Document, Goal, Heading, Indicator, Meeting, Paragraph, Theme
from pages.models import Announcement, Page
from publication.admin import HistoryAdmin
from publication.languages import LANGUAGES
from reports.models import (
    Action,
    Cycle,
    ExtensionRequest,
    IndicatorValue,
    Nudge,
    RelatedResource,
    Reminder,
    Report,
)
from tests import factories
from tests.accounts.signing_in import sign_in, with_app, with_password
from tests.admin_forms import filled_in
from tests.people import signed_in

pytestmark = pytest.mark.django_db


def a_paragraph(n):
    theme, goal = factories.make_theme(), factories.make_goal(number=n)
    paragraph = factories.make_paragraph(themes=[theme], section=factories.make_heading())
    paragraph.goals.add(goal)
    factories.make_paragraph_link(source=paragraph)
    return paragraph


def a_report(n):
    report = factories.make_report(citing=[a_paragraph(n)], cycle=factories.make_cycle())
    factories.make_citation(report=report, state="ambiguous", candidates=[a_paragraph(n + 8)])
    factories.make_transition(report=report, by=factories.make_editor())
    return report


def a_meeting(n):
    meeting = factories.make_meeting(host=factories.make_entity())
    factories.make_participation(meeting=meeting)
    return meeting


def a_document(n):
    document = factories.make_document(meeting=factories.make_meeting())
    factories.make_heading(document=document)
    return document


def a_cycle(n):
    parts = {"documents": [factories.make_document()], "asked": [factories.make_entity()]}
    return factories.make_cycle(**parts)


def an_action(n):
    report = factories.make_report()
    action = factories.make_action(entities=[factories.make_entity()], linked=[report])
    factories.make_action_step(action=action, by=factories.make_user())
    return action


def an_indicator(n):
    indicator = factories.make_indicator(paragraphs=[factories.make_paragraph()])
    factories.make_indicator_target(indicator=indicator)
    return indicator


def an_event(n):
    by, about = factories.make_user(), factories.make_user()
    return factories.make_audit_event(by=by, about=about, entity=factories.make_entity())


RECORDS = {
    Action: an_action,
    Announcement: lambda n: factories.make_announcement(),
    AuditEvent: an_event,
    Batch: lambda n: factories.make_batch(by=factories.make_editor()),
    Change: lambda n: factories.make_change(),
    Cycle: a_cycle,
    Document: a_document,
    DBTaskResult: lambda n: factories.make_job(),
    Entity: lambda n: factories.make_entity(kind="department"),
    ExtensionRequest: lambda n: factories.make_extension_request(),
    Goal: lambda n: factories.make_goal(number=n),
    Heading: lambda n: factories.make_heading(),
    Indicator: an_indicator,
    IndicatorValue: lambda n: factories.make_indicator_value(),
    Invitation: lambda n: factories.make_invitation(invited_by=factories.make_user()),
    Mail: lambda n: factories.make_mail(to=factories.make_user()),
    Meeting: a_meeting,
    Membership: lambda n: factories.make_membership(granted_by=factories.make_user()),
    Nudge: lambda n: factories.make_nudge(),
    Origin: lambda n: factories.make_origin(),
    Page: lambda n: factories.make_page(slug=("about", "privacy", "contact", "figures")[n - 1]),
    Paragraph: a_paragraph,
    Redirect: lambda n: Redirect.objects.create(site_id=1, old_path=f"/{n}/", new_path="/themes/"),
    RelatedResource: lambda n: factories.make_resource(theme=factories.make_theme()),
    Reminder: lambda n: factories.make_reminder(),
    Report: a_report,
    SecondFactorReset: lambda n: factories.make_second_factor_reset(),
    Theme: lambda n: factories.make_theme(),
    User: lambda n: factories.make_user(),
}
REGISTERED = sorted(admin.site._registry, key=lambda model: model._meta.label)


def admin_address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def pages_of(model, record):
    yield admin_address(model, "changelist")
    yield admin_address(model, "add")
    for page in ("change", "history", "delete"):
        yield admin_address(model, page, record.pk)
    if isinstance(admin.site._registry[model], HistoryAdmin):
        yield admin_address(model, "simple_history", record.pk, record.history.first().pk)


def is_forbidden_on_purpose(model, address, request):
    """Pages and reports are not made or deleted here."""
    of_model = admin.site._registry[model]
    return (address.endswith("/add/") and not of_model.has_add_permission(request)) or (
        address.endswith("/delete/") and not of_model.has_delete_permission(request)
    )


class InlineCode(HTMLParser):
    """What the content security policy would block in a page."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "style" or (tag == "script" and not attrs.get("src")):
            self.found.append(tag)
        for name, value in attrs.items():
            scripted = (value or "").strip().lower().startswith("javascript:")
            if name == "style" or name.startswith("on") or scripted:
                self.found.append(f"{tag} {name}={value}")


def inline_code(response):
    parser = InlineCode()
    parser.feed(response.content.decode())
    return parser.found


# Each in one of the languages in turn; in all of them by `make deep`.
SPOKEN = [
    pytest.param(
        model, language, id=f"{model.__name__}-{language}",
        marks=[] if (number - place) % len(LANGUAGES) == 0 else pytest.mark.deep,
    )
    for number, model in enumerate(REGISTERED)
    for place, language in enumerate(LANGUAGES)
]  # fmt: skip


def test_every_registered_record_is_tried():
    assert set(RECORDS) >= set(REGISTERED)


@pytest.mark.parametrize(("model", "language"), SPOKEN)
def test_pages_answer_in_every_language(model, language, editor_client, rf, editor):
    record = RECORDS[model](1)
    request = rf.get("/")
    request.user = editor
    for address in pages_of(model, record):
        response = editor_client.get(address, headers={"accept-language": language})
        forbidden = is_forbidden_on_purpose(model, address, request)
        assert response.status_code == (403 if forbidden else 200), address
        if not forbidden:
            assert f'<html lang="{language}"' in response.content.decode(), address
        assert inline_code(response) == [], address


def test_first_page_carries_no_inline_code(editor_client):
    response = editor_client.get(reverse("admin:index"))
    assert response.status_code == 200
    assert inline_code(response) == []


def test_list_without_actions_carries_no_style(editor_client, monkeypatch):
    monkeypatch.setattr(admin.site._registry[Theme], "actions_on_top", False)
    assert inline_code(editor_client.get(admin_address(Theme, "changelist"))) == []


def test_administration_is_for_staff():
    client = signed_in(factories.make_user())
    for model in REGISTERED:
        response = client.get(admin_address(model, "changelist"))
        assert response.status_code == 302
        assert response.url.startswith(reverse("admin:login"))
        assert client.get(response.url).status_code == 403


# Odd addresses --------------------------------------------------------------------------------

HOSTILE_QUERIES = [
    "q=" + "%25" * 300,
    "q=" + "+".join("abc" for _ in range(500)),
    "q=%22unclosed+quote",
    "q=%F0%9F%98%80%E2%80%AE%27--",
    "q=%EF%BF%BF%5C%5B",
    "o=99999999999999999999.-1.x",
    "o=1.1.1.2.-2",
    "p=0",
    "p=-1",
    "p=99999999999999999999",
    "p=abc",
    "all=1",
    "e=1",
    "id__in=99999999999999999999999",
    "id__exact=abc",
    "pk=abc",
    "slug__regex=%5B",
    "slug__startswith=a",
    "email__regex=%28",
    "password__startswith=p",
    "kind__exact=" + "9" * 500,
    "kind__isnull=maybe",
    "is_demonstration__exact=7",
    "is_demonstration__exact=" + "9" * 40,
    "themes__id__exact=99999999999999999999999",
    "themes__id__exact=abc",
    "themes__id__exact=-9223372036854775809",
    "document__id__exact=%D9%A9" * 30,
    "document__id__exact=1e999",
    "cycle__id__exact=NaN",
    "entity__user__password__startswith=a",
    "entity__kind__exact=state&entity__kind__exact=x",
    "missing_in=xx",
    "missing_in=en&missing_in=es",
    "_connector=OR&_negated=1",
    "__=1",
    "a__b__c=1",
    "state__exact",
    "history__id__exact=1",
    "_to_field=password",
    "_popup=1&_to_field=id",
    "_facets=1",
    "date__year=99999",
    "changed_at__gte=0000-00-00",
]


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model.__name__)
def test_hostile_query_never_fails(model, editor_client):
    editor_client.raise_request_exception = False
    for query in HOSTILE_QUERIES:
        response = editor_client.get(f"{admin_address(model, 'changelist')}?{query}")
        assert response.status_code < 500, query


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model.__name__)
def test_hostile_start_values_never_fail(model, editor_client):
    editor_client.raise_request_exception = False
    fields = [field.name for field in model._meta.get_fields()] + ["nothing", "__", "_popup"]
    for value in ("abc", "9" * 30, "-1", "1,abc", "%F0%9F%98%80", "", "['x']", "%D9%A9"):
        query = "&".join(f"{field}={value}" for field in fields)
        response = editor_client.get(f"{admin_address(model, 'add')}?{query}")
        assert response.status_code in (200, 403), query


ODD_KEYS = ["abc", "0", "-1", "9" * 30, "1.5", "_5F", "%F0%9F%98%80", "1e9", "_00", "%D9%A9"]


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model.__name__)
def test_odd_key_never_fails(model, editor_client):
    editor_client.raise_request_exception = False
    for key in ODD_KEYS:
        for page in ("change", "history", "delete"):
            address = f"{admin_address(model, 'changelist')}{key}/{page}/"
            assert editor_client.get(address).status_code < 500, address
    for key in (ODD_KEYS[0], RECORDS[model](1).pk):
        for version in ("history/x/", f"history/{'9' * 30}/", "history/%D9%A9/"):
            address = f"{admin_address(model, 'changelist')}{key}/{version}"
            assert editor_client.get(address).status_code < 500, address


@pytest.mark.parametrize("key", ["x", "9" * 30, f"-{2**64}", "%", "１２", "-1", "\x00"])
@pytest.mark.parametrize(
    ("model", "field"), [(Theme, "goals"), (Meeting, "participations__0__entity")]
)
def test_posted_key_that_is_none_is_an_error_of_the_form(model, field, key, editor_client):
    record = RECORDS[model](1)
    address = reverse(f"admin:mandates_{model._meta.model_name}_change", args=[record.pk])
    values = filled_in(editor_client.get(address), **{field: key})
    response = editor_client.post(address, values)
    assert (response.status_code, bool(response.context["errors"])) == (200, True)


@pytest.mark.parametrize("model", [Paragraph, Theme, Document, Meeting])
def test_address_part_that_is_none_is_an_error_of_the_form(model, editor_client):
    address = admin_address(model, "changelist") + f"{RECORDS[model](1).pk}/change/"
    response = editor_client.post(address, filled_in(editor_client.get(address), slug="👩 /\\"))
    assert (response.status_code, "slug" in response.text) == (200, True)
    assert response.context["errors"]


@pytest.mark.parametrize(
    ("model", "rows", "field"), [(Cycle, "asked", "entity"), (Document, "headings", "slug")]
)
def test_form_cannot_claim_any_number_of_rows(model, rows, field, editor_client, monkeypatch):
    monkeypatch.setattr("publication.admin.guarded.MOST_ROWS", 20)
    address = admin_address(model, "changelist") + f"{RECORDS[model](1).pk}/change/"
    values = filled_in(editor_client.get(address), **{f"{rows}__TOTAL_FORMS": "9999"})
    response = editor_client.post(address, values)
    assert response.status_code == 200
    assert response.text.count(f'name="{rows}-19-{field}"') == 1
    assert f'name="{rows}-20-{field}"' not in response.text


def test_what_another_wrote_meanwhile_is_looked_at_again(editor_client):
    cycle = a_cycle(1)
    one, other = factories.make_entity(), factories.make_entity()
    cycle.asked.create(entity=one), cycle.asked.create(entity=other)
    address = reverse("admin:reports_cycle_change", args=[cycle.pk])
    page = editor_client.get(address)
    response = editor_client.post(address, filled_in(page, **{"asked__INITIAL_FORMS": "1"}))
    assert response.status_code == 200
    assert "Nothing was saved" in response.text
    assert {asked.entity for asked in cycle.asked.all()} >= {one, other}


def test_field_to_find_by_may_be_left_empty(editor_client):
    address = reverse("admin:mandates_theme_change", args=[factories.make_theme().pk])
    assert editor_client.get(f"{address}?_to_field").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "",
        "app_label=x&model_name=y&field_name=z",
        "app_label=mandates&model_name=paragraph&field_name=document&page=99999999999999999999",
        "app_label=mandates&model_name=paragraph&field_name=document&term=" + "+".join("a" * 400),
        "app_label=mandates&model_name=paragraph&field_name=text&term=a",
        "app_label=mandates&model_name=paragraph&field_name=document&term=%22%5B%25",
    ],
)
def test_hostile_autocomplete_never_fails(query, editor_client):
    editor_client.raise_request_exception = False
    response = editor_client.get(f"{reverse('admin:autocomplete')}?{query}")
    assert response.status_code < 500


# What lists cost ------------------------------------------------------------------------------


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model.__name__)
def test_list_costs_the_same_with_one_row_and_three(model, editor_client):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            editor_client.get(admin_address(model, "changelist"))
        return [query["sql"] for query in captured]

    RECORDS[model](1)
    queries()  # fills the content-type cache
    with_one = queries()
    RECORDS[model](2), RECORDS[model](3)
    with_three = queries()
    assert len(with_three) == len(with_one), "\n".join(with_three)


def who_took_part(meeting):
    factories.make_participation(meeting=meeting)


def who_is_asked(cycle):
    cycle.asked.create(entity=factories.make_entity())


def what_it_is_about(cycle):
    cycle.scope.create(document=factories.make_document(), position=cycle.scope.count())


def where_it_stands(paragraph):
    paragraph.theme_links.create(theme=factories.make_theme(), position=1)


def what_it_is_linked_to(paragraph):
    factories.make_paragraph_link(source=paragraph)


@pytest.mark.parametrize(
    ("make", "add"),
    [
        (factories.make_meeting, who_took_part),
        (factories.make_cycle, who_is_asked),
        (factories.make_cycle, what_it_is_about),
        (factories.make_paragraph, where_it_stands),
        (factories.make_paragraph, what_it_is_linked_to),
    ],
    ids=lambda one: one.__name__,
)
def test_form_costs_the_same_with_one_row_and_three(make, add, editor_client):
    record = make()

    def queries():
        with CaptureQueriesContext(connection) as captured:
            page = editor_client.get(admin_address(record, "change", record.pk))
        assert page.status_code == 200
        return [query["sql"] for query in captured]

    add(record)
    queries()
    with_one = queries()
    add(record), add(record)
    with_three = queries()
    assert len(with_three) == len(with_one), "\n".join(with_three)


@pytest.mark.parametrize("field", ["document", "section", "addressees", "goals"])
def test_autocomplete_costs_the_same_with_one_row_and_three(field, editor_client):
    query = f"app_label=mandates&model_name=paragraph&field_name={field}"

    def queries():
        with CaptureQueriesContext(connection) as captured:
            response = editor_client.get(f"{reverse('admin:autocomplete')}?{query}")
        assert response.status_code == 200
        return len(captured)

    for n in (1, 2):
        a_paragraph(n).addressees.add(factories.make_entity())
    with_two = queries()
    a_paragraph(3).addressees.add(factories.make_entity())
    assert queries() == with_two


def test_signing_in_sets_the_cookies_that_the_privacy_page_names(client, editor):
    with_app(with_password(editor))
    client.get("/admin/login/?next=/admin/", follow=True)
    assert sign_in(client, editor).status_code == 302
    assert client.get("/admin/").status_code == 200
    session, security = settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME
    assert set(client.cookies) == {session, security}
    client.post(reverse("set_language"), {"language": "fr", "next": "/admin/"})
    assert set(client.cookies) == {session, security, settings.LANGUAGE_COOKIE_NAME}
