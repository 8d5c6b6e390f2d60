"""What waits for the Secretariat: tabs, filters, order, assignment."""

import datetime
import re

import pytest
from django.utils import timezone

from reports import workflow
from reports.models import Report
from tests.factories import (
    make_asked,
    make_cycle,
    make_entity,
    make_person,
    make_report,
    make_theme,
    make_transition,
)
from tests.page_text import texts
from tests.people import signed_in

pytestmark = pytest.mark.django_db
INBOX = "/en/secretariat/"


@pytest.fixture
def desk(reviewer):
    """The reviewer's browser."""
    return signed_in(reviewer)


def days_ago(days: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days)


def waiting(name: str, state: str = "submitted", days: int = 0, **fields) -> Report:
    """A report of an entity called `name`, submitted so many days ago."""
    fields.setdefault("entity", make_entity(texts={"en": name}))
    fields.setdefault("themes", [make_theme(texts={"en": "Migration"})])
    return make_report(state=state, submitted_at=days_ago(days), **fields)


def page(client, query: str = "") -> str:
    response = client.get(INBOX + query)
    assert response.status_code == 200
    return response.content.decode()


def listed(client, query: str = "") -> list[str]:
    return texts(r"<h2>(.*?)</h2>", page(client, query))


def counts(client, query: str = "") -> dict[str, str]:
    html = page(client, query)
    nav = re.search(r'aria-label="What waits">(.*?)</nav>', html, re.DOTALL)[1]
    return {
        said.rsplit(" ", 1)[0]: said.rsplit(" ", 1)[1] for said in texts(r"<li>(.*?)</li>", nav)
    }


def late_cycle(*asked, **fields):
    return make_cycle(
        announced_at=days_ago(60), opens_at=days_ago(60), due_at=days_ago(5), asked=asked, **fields
    )


def test_what_was_submitted_longest_ago_comes_first_with_the_days(desk):
    waiting("Belize", days=3)
    waiting("Chile", days=12)
    waiting("Peru", days=0)

    html = page(desk)

    assert texts(r"<h2>(.*?)</h2>", html) == [
        f"{n} on Migration" for n in ("Chile", "Belize", "Peru")
    ]
    assert texts(r'<p class="when">(.*?)</p>', html) == ["12 days", "3 days", "today"]


def test_a_returned_report_waits_since_it_was_returned(desk):
    report = waiting("Chile", "returned", days=30)
    make_transition(
        report=report, verb="return", from_state="submitted", to_state="returned", at=days_ago(4)
    )
    make_transition(
        report=report, verb="save", from_state="returned", to_state="returned", at=days_ago(1)
    )

    assert texts(r'<p class="when">(.*?)</p>', page(desk, "?tab=returned")) == ["4 days"]


def test_each_tab_shows_its_own_and_counts_them(desk):
    waiting("Submitted one")
    waiting("Returned one", "returned")
    waiting("Scheduled one", publish_at=timezone.now() + datetime.timedelta(days=1))
    waiting("Draft of the entity", "draft")
    waiting("Draft of the Secretariat", "draft", filed_by_secretariat=True)
    waiting("Half translated", "published", texts={"en": "Done.", "es": "Hecho."})
    everywhere = dict.fromkeys(("en", "es", "fr", "pt-br"), "Done.")
    waiting("Translated", "published", texts=everywhere)
    waiting("Withdrawn", "withdrawn")
    make_report(state="published", texts={})

    assert counts(desk) == {
        "Submitted": "1", "Returned": "1", "Overdue": "0", "Awaiting translation": "1",
        "Scheduled": "1", "All on their way": "4",
    }  # fmt: skip
    on = " on Migration"
    assert listed(desk) == ["Submitted one" + on]
    assert listed(desk, "?tab=returned") == ["Returned one" + on]
    assert listed(desk, "?tab=scheduled") == ["Scheduled one" + on]
    assert listed(desk, "?tab=translation") == ["Half translated" + on]
    assert set(listed(desk, "?tab=open")) == {
        name + on
        for name in ("Submitted one", "Returned one", "Scheduled one", "Draft of the Secretariat")
    }


def test_overdue_are_those_asked_whose_date_has_passed_with_something_unsaid(desk):
    done, said = make_theme(), make_theme()
    late, half, ready, extended = (
        make_entity(slug=name.lower(), texts={"en": name})
        for name in ("Late", "Half", "Ready", "Extended")
    )
    cycle = late_cycle(late, half, ready, themes=[done, said])
    make_asked(cycle=cycle, entity=extended, extended_until=timezone.now() + datetime.timedelta(1))
    make_report(entity=half, cycle=cycle, state="submitted", themes=[said])
    make_report(entity=half, cycle=cycle, state="returned", themes=[done])
    make_report(entity=ready, cycle=cycle, state="submitted", themes=[said])
    make_report(entity=ready, cycle=cycle, state="published", themes=[done])
    late_cycle(late, themes=[said], closes_at=days_ago(1))
    make_cycle(opens_at=days_ago(9), due_at=days_ago(5), asked=[late], themes=[said])

    html = page(desk, "?tab=overdue")

    assert texts(r"<h2>(.*?)</h2>", html) == ["Half", "Late"]
    assert texts(r'<p class="when">(.*?)</p>', html) == ["5 days late"] * 2
    assert re.findall(r"nothing submitted on (\d) theme", html) == ["1", "2"]
    assert counts(desk)["Overdue"] == "2"
    assert listed(desk, f"?tab=overdue&theme={said.slug}") == ["Late"]
    assert listed(desk, "?tab=overdue&entity=half") == ["Half"]
    assert listed(desk, "?tab=overdue&assignee=me") == []


def test_a_report_that_was_withdrawn_in_its_next_edition_is_no_longer_there(desk):
    entity, theme = make_entity(), make_theme()
    cycle = late_cycle(entity, themes=[theme])
    first = make_report(entity=entity, cycle=cycle, themes=[theme], state="superseded")
    second = make_report(entity=entity, cycle=cycle, themes=[theme], lineage=first, edition=2)
    assert counts(desk)["Overdue"] == "0"

    workflow.withdraw(second, by=None, reason="Filed by mistake.")

    assert counts(desk)["Overdue"] == "1"


def test_filters_narrow_the_rows_and_the_counts(desk, reviewer):
    colleague = make_person(role="administrator", name="Col League")
    health, cycle = make_theme(slug="health", texts={"en": "Health"}), make_cycle(slug="2026")
    chile = make_entity(slug="chile", texts={"en": "Chile"})
    waiting("Belize", days=9, cycle=cycle)
    waiting("Peru", days=8, themes=[health], assignee=reviewer)
    waiting("Chile", days=7, entity=chile, assignee=colleague)

    assert listed(desk, "?cycle=2026") == ["Belize on Migration"]
    assert listed(desk, "?theme=health") == ["Peru on Health"]
    assert listed(desk, "?entity=chile") == ["Chile on Migration"]
    assert listed(desk, "?assignee=me") == ["Peru on Health"]
    assert listed(desk, "?assignee=nobody") == ["Belize on Migration"]
    assert listed(desk, f"?assignee={colleague.pk}") == ["Chile on Migration"]
    assert counts(desk, "?theme=health")["Submitted"] == "1"
    assert 'href="?tab=returned&amp;theme=health"' in page(desk, "?theme=health&tab=open")


@pytest.mark.parametrize(
    "query",
    ["?tab=none", "?theme=nowhere", "?assignee=you", "?assignee=" + "9" * 18, "?page=x&cycle=%00"],
)  # fmt: skip
def test_odd_addresses_still_answer(desk, query):
    response = desk.get(INBOX + query)

    assert response.status_code in (200, 400)


def test_what_makes_no_sense_is_named(desk):
    assert "not understood or has more than one value: Theme." in page(desk, "?theme=nowhere")


@pytest.mark.parametrize("tab", ["submitted", "returned", "translation", "open", "overdue"])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    desk, tab, django_assert_num_queries, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    theme = make_theme()
    cycle = late_cycle(themes=[theme])

    def add(name):
        waiting(name, themes=[theme], cycle=cycle)
        waiting(name + "r", "returned", themes=[theme], cycle=cycle)
        waiting(name + "p", "published", themes=[theme], cycle=cycle)
        make_asked(cycle=cycle, entity=make_entity())

    add("One")
    page(desk, f"?tab={tab}")
    with CaptureQueriesContext(connection) as one:
        page(desk, f"?tab={tab}")
    for name in ("Two", "Three"):
        add(name)
    with django_assert_num_queries(len(one)):
        page(desk, f"?tab={tab}")
    assert len(one) <= 20


def test_chosen_reports_are_assigned_together(desk, reviewer):
    colleague = make_person(role="editor", name="Col League")
    mine, others, left = waiting("A"), waiting("B", "returned"), waiting("C")

    answer = desk.post(
        INBOX + "assign/",
        {"report": [mine.pk, others.pk], "to": colleague.pk, "back": INBOX + "?tab=open"},
        follow=True,
    )

    assert answer.redirect_chain == [(INBOX + "?tab=open", 302)]
    assert "2 reports assigned." in answer.content.decode()
    people = dict(Report.objects.values_list("pk", "assignee"))
    assert people == {mine.pk: colleague.pk, others.pk: colleague.pk, left.pk: None}

    desk.post(INBOX + "assign/", {"report": mine.pk, "to": "me"})
    desk.post(INBOX + "assign/", {"report": others.pk, "to": "nobody"})

    people = dict(Report.objects.values_list("pk", "assignee"))
    assert people == {mine.pk: reviewer.pk, others.pk: None, left.pk: None}


def test_nobody_else_can_be_given_a_report(desk, coordinator):
    report, draft = waiting("A"), waiting("B", "draft")

    for chosen, to in ((report.pk, coordinator.pk), (draft.pk, "me"), (10**30, "me"), ("x", "me")):
        answer = desk.post(INBOX + "assign/", {"report": chosen, "to": to}, follow=True)
        assert "Choose reports, and who looks after them." in answer.content.decode()
    assert set(Report.objects.values_list("assignee", flat=True)) == {None}


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/", "x", ""])
def test_no_address_elsewhere_is_led_to(desk, back):
    answer = desk.post(INBOX + "assign/", {"report": waiting("A").pk, "to": "me", "back": back})

    assert (answer.status_code, answer["Location"]) == (302, INBOX)


def test_the_inbox_is_the_secretariats(coordinator, client):
    assert signed_in(coordinator).get(INBOX).status_code == 404
    assert signed_in(make_person(role="translator")).get(INBOX).status_code == 403
    assert client.get(INBOX).status_code == 302
