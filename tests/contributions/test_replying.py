"""The right of reply, and who has it."""

import pytest

from contributions.models import Reply
from tests import factories
from tests.page_text import said_on
from tests.people import signed_in

pytestmark = pytest.mark.django_db


def address(one):
    return f"/en/workspace/contributions/{one.pk}/reply/"


def test_the_workspace_of_the_state_shows_what_concerns_it(ministry, contribution):
    one = contribution()
    contribution(state="submitted", texts={"en": "Hidden"})
    contribution(about=factories.make_entity(), texts={"en": "Elsewhere"})
    for path in ("/en/workspace/", "/en/workspace/contributions/"):
        page = ministry.get(path).text
        assert "Schools on the river" in page and address(one) in page and "no reply yet" in page
        assert "Hidden" not in page and "Elsewhere" not in page


def test_replied_at_once_and_replaced(ministry, reader, contribution):
    one = contribution()
    sent = ministry.post(address(one), {"language": "es", "text": "No es *así*.", "edition": 0})
    assert sent.url == one.get_absolute_url()
    assert said_on(ministry, sent.url) == ["Your reply is public."]
    assert said_on(ministry, sent.url) == []
    assert "<p>No es <em>así</em>.</p>" in reader.get(one.get_absolute_url()).text
    form = ministry.get(address(one)).context["form"]
    assert (form.initial["text"], form.initial["edition"]) == ("No es *así*.", 1)
    ministry.post(address(one), {"language": "es", "text": "Es así hoy.", "edition": 1})
    page = reader.get(one.get_absolute_url()).text
    assert "Es así hoy." in page and "No es" not in page and "edition 2" in page


def test_two_at_once_see_both(ministry, contribution):
    one = contribution()
    factories.make_reply(contribution=one, texts={"en": "By a colleague."})
    late = ministry.post(address(one), {"language": "en", "text": "By me.", "edition": 0})
    assert late.status_code == 409
    assert "By a colleague." in late.text and "By me." in late.text
    assert late.context["form"]["edition"].value() == 1
    assert Reply.objects.get().text_en == "By a colleague."


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"text": ""}, "text"), ({"text": "x" * 20_001}, "text"), ({"language": "de"}, "language"),
     ({"edition": "x"}, "edition")],
)  # fmt: skip
def test_what_is_typed_wrong_is_said(ministry, contribution, wrong, field):
    given = {"language": "en", "text": "No.", "edition": 0}
    page = ministry.post(address(contribution()), given | wrong)
    assert page.status_code == 200 and field in page.context["form"].errors
    assert not Reply.objects.exists()


def test_withdrawn_meanwhile(ministry, contribution):
    one = contribution(state="withdrawn")
    assert ministry.get(address(one)).url == one.get_absolute_url()
    late = ministry.post(address(one), {"language": "en", "text": "By me.", "edition": 0})
    assert late.status_code == 409 and "By me." in late.text
    assert not Reply.objects.exists()


@pytest.mark.parametrize("role", ["approver", "contributor"])
def test_a_coordinator_alone_replies(contribution, entity, role):
    desk = signed_in(factories.make_person(role=role, entity=entity))
    answer = desk.get(address(contribution()))
    assert answer.status_code == {"approver": 403, "contributor": 404}[role]


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_nothing_is_known_of_it_before_it_is_public(ministry, contribution, state):
    assert ministry.get(address(contribution(state=state))).status_code == 404


def test_author_and_office_do_not_reply(desk, office, contribution):
    one = contribution()
    assert desk.get(address(one)).status_code == office.get(address(one)).status_code == 404
