"""The Secretariat's queue and review: publish word for word, return, withdraw."""

import datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import granting
from contributions.models import Contribution
from reports import workflow as reporting
from tests import factories
from tests.people import signed_in

pytestmark = pytest.mark.django_db
QUEUE = "/en/secretariat/contributions/"


def decide(office, one, decision, **fields):
    given = {"revision": one.revision, "token": str(uuid4()), "decision": decision, "note": ""}
    return office.post(f"{QUEUE}{one.pk}/", given | fields)


def test_queue_shows_what_waits_and_counts_the_rest(office, contribution):
    first = contribution(state="submitted", texts={"en": "First"})
    for state in ("draft", "returned", "published", "withdrawn"):
        contribution(state=state)
    found = office.get(QUEUE).context["queue"]
    assert [row.contribution for row in found.rows] == [first]
    assert [(tab.state, tab.count) for tab in found.tabs] == [
        ("submitted", 1), ("returned", 1), ("published", 1), ("withdrawn", 1),
    ]  # fmt: skip
    assert office.get(f"{QUEUE}?state=draft").context["queue"].state == "submitted"


def test_menu_leads_there(office, db):
    assert f'href="{QUEUE}"' in office.get("/en/secretariat/").text


def test_queue_asks_the_same_for_one_and_for_three(office, contribution):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            office.get(QUEUE)
        return len(seen)

    contribution(state="submitted")
    one = asked()
    contribution(state="submitted")
    contribution(state="submitted")
    assert asked() == one


def test_published_word_for_word(office, reader, contribution):
    one = contribution(state="submitted")
    before = (one.title_en, one.text_en)
    assert decide(office, one, "publish", title="Else", text="Else").status_code == 302
    one.refresh_from_db()
    assert (one.state, one.title_en, one.text_en) == ("published", *before)
    assert reader.get(one.get_absolute_url()).status_code == 200
    assert 'id="decision"' not in office.get(f"{QUEUE}{one.pk}/").text


def test_nothing_is_returned_without_reasons(office, contribution):
    one = contribution(state="submitted")
    page = decide(office, one, "return")
    assert list(page.context["form"].errors) == ["note"]
    assert decide(office, one, "return", note="Name the schools.").status_code == 302
    one.refresh_from_db()
    assert one.state == "returned"


def test_the_office_does_not_read_what_is_in_its_author_s_hands(office, contribution):
    one = contribution(state="returned", texts={"en": "Working title"})
    page = office.get(f"{QUEUE}{one.pk}/").text
    assert "in its author’s hands again" in page
    assert "Working title" not in page and "are not connected" not in page
    assert "Working title" not in office.get(f"{QUEUE}?state=returned").text
    assert office.get(f"{QUEUE}{contribution(state='draft').pk}/").status_code == 404


def test_too_late_is_said_and_what_was_typed_stays(office, contribution):
    one = contribution(state="submitted")
    Contribution.objects.update(state="draft", submitted_at=None)  # taken back meanwhile
    assert decide(office, one, "publish").status_code == 404
    one = contribution(state="submitted")
    late = decide(office, one, "return", note="Name the schools.", revision=one.revision + 1)
    assert late.status_code == 409 and "Name the schools." in late.text
    decide(office, one, "publish")
    late = decide(office, one, "return", note="Name the schools.")
    assert late.status_code == 409 and "Name the schools." in late.text
    one.refresh_from_db()
    assert one.state == "published"


def test_the_same_decision_twice_is_one(office, contribution):
    one = contribution(state="submitted")
    token = str(uuid4())
    for _ in range(2):
        assert decide(office, one, "publish", token=token).status_code == 302
    assert one.steps.count() == 1


def test_withdrawn_by_the_office(office, reader, contribution):
    one = contribution()
    page = f"{QUEUE}{one.pk}/withdraw/"
    assert office.post(page, {"note": ""}).context["form"].errors
    assert office.post(page, {"note": "It insults a person."}).status_code == 302
    answer = reader.get(one.get_absolute_url())
    assert answer.status_code == 410 and "Withdrawn by: the Secretariat" in answer.text
    assert office.post(page, {"note": "Again."}).status_code == 409


def test_withdrawn_for_the_side_at_whose_desk_it_is_done(reviewer, organization, contribution):
    granting.grant(reviewer, "coordinator", entity=organization, by=None)
    desk = signed_in(reviewer)
    for page, side in ((QUEUE, "secretariat"), ("/en/workspace/contributions/", "author")):
        one = contribution()
        desk.post(f"{page}{one.pk}/withdraw/", {"note": "A wrong figure."})
        one.refresh_from_db()
        assert one.withdrawn_by == side


def test_a_translator_does_not_moderate(contribution):
    desk = signed_in(factories.make_person(role="translator"))
    one = contribution(state="submitted")
    for path in (QUEUE, f"{QUEUE}{one.pk}/", f"{QUEUE}{one.pk}/withdraw/"):
        assert desk.get(path).status_code == 403


def test_nobody_s_text_is_open_in_the_administration(contribution):
    from django.contrib import admin

    from contributions.models import Reply, Step

    assert not {Contribution, Reply, Step} & set(admin.site._registry)


def test_the_office_files_no_report_for_who_contributes(office, organization, entity):
    offered = office.get("/en/secretariat/file/").context["form"].fields["entity"].queryset
    assert entity in offered and organization not in offered


@pytest.mark.parametrize("on_behalf", [False, True])
def test_no_report_is_begun_for_who_contributes(organization, on_behalf):
    with pytest.raises(reporting.NotAllowed):
        reporting.start(
            entity=organization, themes=[factories.make_theme()], by=None, language="en",
            date=datetime.date(2026, 1, 1), on_behalf=on_behalf,
        )  # fmt: skip
