"""The workspace: writing, finding paragraphs, two at once, checking, handing in, taking back."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contributions.models import Contribution
from tests import factories
from tests.people import signed_in

pytestmark = pytest.mark.django_db
HOME = "/en/workspace/contributions/"


def address(one, name=""):
    return f"{HOME}{one.pk}/{name}/" if name else f"{HOME}{one.pk}/"


def typed(one=None, **fields):
    given = {"language": "es", "title": "Las escuelas", "text": "Sin **conexión**.", "about": "",
             "source_url": "", "theme": "", "words": "", "token": str(uuid4())}  # fmt: skip
    return given | ({"revision": one.revision} if one else {}) | fields


@pytest.fixture
def mandates():
    theme = factories.make_theme(slug="education")
    make = factories.make_paragraph
    return {
        "schools": make(themes=[theme], texts={"en": "Open a hundred schools.",
                                               "es": "Abrir cien escuelas & más."}),
        "roads": make(texts={"en": "Build roads.", "es": "Construir caminos."}),
    }  # fmt: skip


# A workspace of contributions, and of nothing else -----------------------------------------------


def test_workspace_shows_contributions_and_no_reports(desk, contribution):
    contribution(state="draft")
    page = desk.get("/en/workspace/").text
    assert "Schools on the river" in page and "Write a contribution" in page
    for words in ("Begin a report", "No part of a report", "Nothing is due", "Actions and figures"):
        assert words not in page


@pytest.mark.parametrize(
    "path",
    ["reports/new/", "entities/{slug}/history/", "entities/{slug}/actions/",
     "entities/{slug}/actions/new/"],
)  # fmt: skip
def test_what_is_about_reports_is_not_there_for_an_organization(desk, organization, path):
    assert desk.get(f"/en/workspace/{path.format(slug=organization.slug)}").status_code == 404
    assert desk.post(f"/en/workspace/{path.format(slug=organization.slug)}").status_code in (
        404,
        405,
    )


@pytest.mark.parametrize("state", Contribution.State)
def test_own_pages_answer_by_state(desk, contribution, state):
    one = contribution(state=state)
    writable = state in ("draft", "returned")
    wanted = {
        "": 200 if writable else 302,
        "preview": 200,
        "check": 200 if writable else 302,
        "discard": 200 if state == "draft" else 404,
        "withdraw": 200,
        "reply": 404,
        "submit": 405,
        "take-back": 405,
    }
    found = {name: desk.get(address(one, name)).status_code for name in wanted}
    assert found == wanted


def test_another_organization_s_answers_like_what_is_missing(contribution):
    other = signed_in(factories.make_person(entity=factories.make_organization()))
    one = contribution(state="draft")
    for name in ("", "preview", "check", "discard", "withdraw", "reply"):
        theirs, missing = other.get(address(one, name)), other.get(
            address(one, name).replace(f"/{one.pk}/", "/987654/")
        )  # fmt: skip
        assert (theirs.status_code, missing.status_code) == (404, 404)
    assert other.post(address(one), typed(one)).status_code == 404
    assert other.get(f"{HOME}new/?entity={one.entity.slug}").status_code == 404
    one.refresh_from_db()
    assert one.title_en == "Schools on the river"


def test_lists_ask_the_same_for_one_and_for_three(desk, contribution):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            assert desk.get(HOME).status_code == 200
        return len(seen)

    contribution(state="returned")
    one = asked()
    contribution(state="draft")
    contribution(state="returned")
    assert asked() == one


# Writing ------------------------------------------------------------------------------------------


def test_begun_in_the_language_chosen_and_saved(desk, organization, entity, mandates):
    pk = mandates["schools"].pk
    answer = desk.post(
        f"{HOME}new/", typed(about=entity.pk, source_url="example.org/x", paragraphs=[pk])
    )
    one = Contribution.objects.get()
    assert answer.url == address(one)
    assert (one.state, one.original_language, one.title_es) == ("draft", "es", "Las escuelas")
    assert one.html_es == "<p>Sin <strong>conexión</strong>.</p>"
    assert (one.entity, one.about, one.source_url) == (
        organization,
        entity,
        "https://example.org/x",
    )
    assert [paragraph.pk for paragraph in one.paragraphs.all()] == [pk]


def test_an_address_with_a_capital_is_taken_as_it_is_meant(desk):
    desk.post(f"{HOME}new/", typed(source_url="Https://Example.org/X"))
    assert Contribution.objects.get().source_url == "https://Example.org/X"


def test_the_same_form_twice_begins_one(desk):
    form = typed()
    assert desk.post(f"{HOME}new/", form).url == desk.post(f"{HOME}new/", form).url
    assert Contribution.objects.count() == 1


def test_a_form_changed_after_it_was_sent_loses_no_text(desk):
    form = typed()
    begun = desk.post(f"{HOME}new/", form).url
    late = desk.post(f"{HOME}new/", {**form, "text": "More of it."})
    assert late.status_code == 409
    assert "Sin <strong>conexión</strong>." in late.text and "More of it." in late.text
    assert f'action="{begun}"' in late.text  # where saving again keeps it
    again = {**form, "text": "More of it.", "revision": late.context["form"]["revision"].value()}
    assert desk.post(begun, again).url == begun
    assert Contribution.objects.get().text_es == "More of it."


def test_a_form_of_another_organization_shows_nothing_of_its_text(desk, contribution):
    form = typed()
    desk.post(f"{HOME}new/", form)
    other = signed_in(factories.make_person(entity=factories.make_organization()))
    assert other.get(f"{HOME}new/").status_code == 200
    assert other.post(f"{HOME}new/", {**form, "text": "Mine."}).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"text": "x" * 20_001}, "text"),
        ({"text": "a\x00b"}, "text"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"source_url": "ftp://example.org/study"}, "source_url"),
        ({"language": "de"}, "language"),
        ({"paragraphs": ["9" * 30]}, "paragraphs"),
        ({"about": "999999"}, "about"),
    ],
)
def test_what_is_typed_wrong_is_said_and_stays(desk, wrong, field):
    page = desk.post(f"{HOME}new/", typed(**wrong))
    assert page.status_code == 200 or (page.status_code == 400 and "\x00" in str(wrong))
    if page.status_code == 200:
        assert list(page.context["form"].errors) == [field]
        assert "Error:" in page.text and ("Las escuelas" in page.text or field == "title")
    assert Contribution.objects.count() == 0


def test_only_a_state_can_be_concerned(desk, organization):
    institution = factories.make_institution()
    page = desk.post(f"{HOME}new/", typed(about=institution.pk))
    assert list(page.context["form"].errors) == ["about"]


def test_paragraphs_are_found_by_theme_and_words_without_saving(desk, mandates):
    def found(**asked):
        page = desk.post(f"{HOME}new/", typed(action="find", **asked))
        assert page.status_code == 200
        assert "Sin **conexión**." in page.text
        return [pick.line.id for pick in page.context["picking"].found]

    schools, roads = mandates["schools"].pk, mandates["roads"].pk
    assert found(words="SCHOOLS hundred") == [schools]
    assert found(theme="education") == [schools]
    assert found(theme="education", words="roads") == []
    assert found(words=mandates["roads"].label) == [roads]
    assert found() == []
    assert found(words="schools", paragraphs=[schools]) == []  # it stands among the chosen
    assert Contribution.objects.count() == 0


@pytest.mark.parametrize("gone", ["987654", "9" * 30, "x", ""])
def test_a_paragraph_that_is_gone_unticks_no_other(desk, mandates, gone):
    pk = mandates["schools"].pk
    page = desk.post(f"{HOME}new/", typed(paragraphs=[pk, gone]))
    assert list(page.context["form"].errors) == ["paragraphs"]
    assert [pick.line.id for pick in page.context["picking"].chosen] == [pk]


def test_found_paragraphs_show_words_and_no_markup(desk, mandates):
    page = desk.post("/es/workspace/contributions/new/", typed(action="find", words="cien")).text
    assert "Abrir cien escuelas &amp; más." in page
    assert "&lt;p&gt;" not in page


def test_two_at_once_see_both_texts_and_nothing_is_lost(desk, contribution):
    one = contribution(state="draft")
    seen = one.revision
    desk.post(address(one), typed(one, title="First", text="By a colleague."))
    late = desk.post(address(one), typed(revision=seen, title="Second", text="By me."))
    assert late.status_code == 409
    assert "By a colleague." in late.text and "By me." in late.text
    one.refresh_from_db()
    assert one.title_es == "First"
    again = desk.post(address(one), typed(one, title="Second", text="By me."))
    assert again.status_code == 302
    one.refresh_from_db()
    assert one.title_es == "Second"


def test_what_was_submitted_meanwhile_is_kept_on_the_page(desk, contribution):
    one = contribution(state="submitted")
    late = desk.post(address(one), typed(one, text="By me."))
    assert late.status_code == 409
    assert "not to be changed any more" in late.text and "By me." in late.text


def test_a_returned_one_shows_the_note(desk, office, contribution):
    one = contribution(state="submitted")
    given = {"revision": one.revision, "token": str(uuid4())}
    office.post(
        f"/en/secretariat/contributions/{one.pk}/",
        {**given, "decision": "return", "note": "Name the schools."},
    )
    assert "Name the schools." in desk.get(address(one)).text
    assert "Name the schools." in desk.get("/en/workspace/").text


# Handing in -------------------------------------------------------------------------------------


def test_errors_of_paragraphs_and_words_are_tied_to_their_fields(desk, contribution):
    one = contribution(state="draft")
    sent = {"language": "es", "title": "x", "revision": 1, "action": "find", "words": "x" * 201}
    page = desk.post(address(one), sent | {"paragraphs": [10**9]}).text
    described = re.search(r'<fieldset[^>]*id="id_paragraphs" aria-describedby="(.+?)"', page)[1]
    assert described == "id_paragraphs_helptext id_paragraphs_error"
    assert all(page.count(f'id="{one}"') == 1 for one in described.split())
    assert re.search(r'<input[^>]*name="words"[^>]*aria-describedby="id_words_error"', page)
    assert page.count('id="id_words_error"') == 1


def test_check_page_says_what_is_wanting(desk, contribution):
    one = contribution(state="draft", paragraphs=[])
    page = desk.get(address(one, "check"))
    assert page.context["wanting"] == ["paragraphs"]
    assert "<title>Error: Check your answers" in page.text
    assert "Submit the contribution" not in page.text


def test_submitted_with_a_receipt_once(desk, contribution):
    one = contribution(state="draft")
    form = {"revision": one.revision, "token": str(uuid4())}
    first, again = (desk.post(address(one, "submit"), form) for _ in range(2))
    assert first.url == again.url
    page = desk.get(first.url)
    assert page.status_code == 200 and "Receipt" in page.text
    one.refresh_from_db()
    assert one.state == "submitted"


@pytest.mark.parametrize(
    ("state", "change", "said"),
    [
        ("draft", {"revision": 99}, "Somebody has changed the text"),
        ("draft", {"revision": "x"}, "The page was out of date"),
        ("submitted", {}, "submitted already"),
    ],
)
def test_out_of_order_is_refused_in_words(desk, contribution, state, change, said):
    one = contribution(state=state)
    form = {"revision": one.revision, "token": str(uuid4()), **change}
    page = desk.post(address(one, "submit"), form, follow=True)
    assert said in page.text
    one.refresh_from_db()
    assert one.state == state


def test_taken_back_and_deleted(desk, contribution):
    one = contribution(state="submitted")
    assert desk.post(address(one, "take-back")).url == address(one)
    assert "not with the Secretariat any more" in desk.post(
        address(one, "take-back"), follow=True
    ).text  # fmt: skip
    assert desk.post(address(one, "discard")).url == HOME
    assert not Contribution.objects.exists()


def test_withdrawn_by_its_author_with_a_reason(desk, reader, contribution):
    one = contribution()
    assert desk.post(address(one, "withdraw"), {"note": " "}).context["form"].errors
    assert desk.post(address(one, "withdraw"), {"note": "A wrong figure."}).url == HOME
    page = reader.get(one.get_absolute_url())
    assert page.status_code == 410 and "Withdrawn by: its author" in page.text
    late = desk.post(address(one, "withdraw"), {"note": "Once more."})
    assert late.status_code == 409 and "Once more." in late.text


def test_the_preview_is_the_public_page_with_a_mark(desk, contribution):
    page = desk.get(address(contribution(state="draft"), "preview")).text
    assert "Nobody but your organization can see this page." in page
    assert "Not an official report." in page and 'content="noindex"' in page
