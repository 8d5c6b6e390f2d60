"""Actions and figures that an entity keeps in the workspace."""

import datetime
import re
import uuid

import pytest
from django.db import transaction
from django.utils import timezone

from publication.changes import changed
from publication.models import Revision
from reports import acting
from reports.models import Action, IndicatorValue
from tests.factories import (
    make_action,
    make_document,
    make_entity,
    make_indicator,
    make_indicator_value,
    make_paragraph,
    make_report,
)
from tests.page_text import texts
from tests.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(coordinator):
    return signed_in(coordinator)


@pytest.fixture
def paragraph():
    return make_paragraph(document=make_document(slug="plan"), label="3")


@pytest.fixture
def own(entity, paragraph):
    return make_action(
        paragraph=paragraph, entities=[entity], kept_by=entity, texts={"es": "Formar."}
    )


def address(entity, tail: str = "") -> str:
    return f"/en/workspace/entities/{entity.slug}/actions/{tail}"


def written(**changes) -> dict:
    plain = {
        "language": "es", "text": "Formar docentes.", "activity": "", "schedule": "2027",
        "state": "planned", "due_on": "", "due_precision": "day", "revision": "1",
    }  # fmt: skip
    return {**plain, **changes}


def test_an_action_is_recorded_on_a_paragraph_and_public_at_once(
    client, coordinator, entity, paragraph
):
    with transaction.atomic():
        changed([])
    before = Revision.objects.get().number
    first = client.get(address(entity, "new/?document=plan&paragraph=3")).text
    assert f'<option value="{paragraph.pk}" selected>' in first
    report = make_report(entity=entity)
    data = written(paragraph=paragraph.pk, due_on="2027-02-10", due_precision="month",
                   reports=[report.pk], token=uuid.uuid4())  # fmt: skip
    response = client.post(address(entity, "new/?document=plan"), data)
    assert response.url == address(entity)
    action = Action.objects.get()
    assert (action.text_es, action.schedule_es, action.original_language) == (
        "Formar docentes.", "2027", "es",
    )  # fmt: skip
    assert (action.kept_by, list(action.entities.all())) == (entity, [entity])
    assert list(action.reports.all()) == [report]
    assert action.due_on == datetime.date(2027, 2, 28)
    step = action.steps.get()
    assert (step.by, step.from_state, step.to_state) == (coordinator, "", "planned")
    assert Revision.objects.get().number > before
    assert "Formar docentes." in client.get(action.get_absolute_url()).text


def test_the_same_form_sent_twice_makes_one_action(client, entity, paragraph):
    shown = client.get(address(entity, "new/?document=plan"))
    (token,) = re.findall(r'name="token" value="([^"]+)"', shown.text)
    data = written(paragraph=paragraph.pk, token=token)
    answers = [client.post(shown.request["PATH_INFO"] + "?document=plan", data, follow=True)
               for _n in range(2)]  # fmt: skip
    action = Action.objects.get()
    assert action.steps.count() == 1
    for answer in answers:
        assert answer.redirect_chain == [(address(entity), 302)]
        assert address(entity, f"{action.pk}/") in answer.text
    again = client.get(address(entity, "new/?document=plan")).text
    (other,) = re.findall(r'name="token" value="([^"]+)"', again)
    client.post(address(entity, "new/?document=plan"), {**data, "token": other})
    assert Action.objects.count() == 2


def test_two_windows_at_the_same_moment_make_one_action(
    coordinator, entity, paragraph, monkeypatch
):
    """Neither has seen the other's step when it looks."""
    values = {"language": "es", "text": "Formar.", "state": "planned", "due_on": None,
              "due_precision": "day"}  # fmt: skip
    told = {"entity": entity, "paragraph": paragraph, "by": coordinator, "at": timezone.now()}
    token, caused_by = uuid.uuid4(), acting._caused_by
    first = acting.record(values, **told, token=token)
    answers = iter([None])
    monkeypatch.setattr(acting, "_caused_by", lambda one: next(answers, caused_by(one)))
    assert acting.record(values, **told, token=token) == first
    assert Action.objects.get().steps.count() == 1


@pytest.mark.parametrize("token", ["", "x"])
def test_a_new_action_without_its_token_is_not_recorded(client, entity, paragraph, token):
    data = written(paragraph=paragraph.pk, token=token)
    assert client.post(address(entity, "new/?document=plan"), data).status_code == 200
    assert not Action.objects.exists()


def test_only_documents_with_a_paragraph_are_offered(client, entity, paragraph):
    make_document(slug="empty")
    page = client.get(address(entity, "new/"))
    assert [slug for slug, _title in page.context["documents"]] == ["plan"]


@pytest.mark.parametrize(
    ("precision", "last"),
    [("day", (2028, 2, 10)), ("month", (2028, 2, 29)), ("year", (2028, 12, 31))],
)
def test_a_vague_date_stands_for_its_last_day(client, entity, own, precision, last):
    data = written(due_on="2028-02-10", due_precision=precision)
    assert client.post(address(entity, f"{own.pk}/"), data).status_code == 302
    assert Action.objects.get().due_on == datetime.date(*last)


def test_editing_raises_the_revision_and_keeps_a_step(client, entity, own):
    client.post(address(entity, f"{own.pk}/"), written(state="done"))
    action = Action.objects.get()
    assert (action.revision, action.state, action.text_es) == (2, "done", "Formar docentes.")
    step = action.steps.get()
    assert (step.from_state, step.to_state) == ("not_stated", "done")
    assert step.snapshot["texts"]["text"] == {"es": "Formar docentes."}


def test_a_stale_edit_changes_nothing_and_shows_both(client, entity, own):
    client.post(address(entity, f"{own.pk}/"), written(text="Primero."))
    response = client.post(address(entity, f"{own.pk}/"), written(text="Segundo."))
    assert response.status_code == 409
    assert "Primero." in response.text
    assert "Segundo." in response.text
    assert Action.objects.get().text_es == "Primero."
    assert Action.objects.get().steps.count() == 1


def test_the_words_of_a_document_are_not_the_entitys_to_change(client, entity, paragraph):
    action = make_action(paragraph=paragraph, entities=[entity], texts={"en": "Official words."})
    shown = client.get(address(entity, f"{action.pk}/")).text
    assert 'name="text"' not in shown
    client.post(address(entity, f"{action.pk}/"), written(text="Mine.", state="done"))
    action.refresh_from_db()
    assert (action.text_en, action.state) == ("Official words.", "done")


def test_links_of_others_stay(client, entity, own):
    other, mine = make_report(), make_report(entity=entity)
    own.reports.set([other])
    client.post(address(entity, f"{own.pk}/"), written(reports=[mine.pk]))
    assert set(own.reports.all()) == {other, mine}
    client.post(address(entity, f"{own.pk}/"), written(revision="2"))
    assert set(own.reports.all()) == {other}


def ticked(client, entity, action) -> list[str]:
    """The reports that the form opens with, as a browser would send them back."""
    html = client.get(address(entity, f"{action.pk}/")).text
    boxes = re.findall(r'<input type="checkbox" name="reports"[^>]*>', html)
    return [re.search(r'value="(\d+)"', box)[1] for box in boxes if " checked" in box]


def test_a_link_stays_when_the_next_edition_is_published(client, entity, own):
    first = make_report(entity=entity, state="superseded")
    second = make_report(entity=entity, lineage=first, edition=2)
    own.reports.set([first])
    client.post(address(entity, f"{own.pk}/"), written(reports=ticked(client, entity, own)))
    assert list(own.reports.all()) == [second]
    client.post(address(entity, f"{own.pk}/"), written(revision="2"))
    assert not own.reports.exists()


def test_links_that_the_form_does_not_offer_stay(client, entity, own, monkeypatch):
    monkeypatch.setattr(acting, "REPORTS_OFFERED", 1)
    newest, older = (make_report(entity=entity, date=f"{year}-01-01") for year in (2020, 2010))
    gone = make_report(entity=entity, state="withdrawn")
    own.reports.set([newest, older, gone])
    client.post(address(entity, f"{own.pk}/"), written(reports=ticked(client, entity, own)))
    assert set(own.reports.all()) == {newest, older, gone}
    newest.delete()
    older.delete()
    client.post(address(entity, f"{own.pk}/"), written(revision="2"))
    assert list(own.reports.all()) == [gone]


def test_reports_of_others_and_drafts_cannot_be_linked(client, entity, own):
    make_report(entity=entity)
    for report in (make_report(), make_report(entity=entity, state="draft")):
        response = client.post(address(entity, f"{own.pk}/"), written(reports=[report.pk]))
        assert response.status_code == 200
    assert own.reports.count() == 0


@pytest.mark.parametrize(
    "change",
    [
        {"text": ""}, {"text": "a\x00b"}, {"text": "x" * 4001}, {"state": "late"},
        {"due_on": "31/12/2027"}, {"due_on": "0001-01-01"}, {"due_precision": "hour"},
        {"language": "de"}, {"revision": "x"}, {"revision": "9" * 30},
    ],
)  # fmt: skip
def test_nonsense_changes_nothing(client, entity, own, change):
    response = client.post(address(entity, f"{own.pk}/"), written(**change))
    assert response.status_code == 200
    own.refresh_from_db()
    assert (own.revision, own.text_es) == (1, "Formar.")


def test_another_entitys_action_is_not_there(client, entity, paragraph):
    foreign = make_action(paragraph=paragraph, entities=[make_entity()])
    assert client.get(address(entity, f"{foreign.pk}/")).status_code == 404
    assert client.get(address(entity, f"{'9' * 25}/")).status_code == 404


def test_actions_past_their_day_come_first(client, entity, own, paragraph):
    make_action(
        paragraph=paragraph, entities=[entity], state="planned", texts={"en": "Late."},
        due_on=datetime.date(2020, 1, 1), position=99,
    )  # fmt: skip
    html = client.get(address(entity)).text
    assert texts(r'<div class="passage"[^>]*>(.*?)</div>', html) == ["Late.", "Formar."]


# Figures --------------------------------------------------------------------------------------


@pytest.fixture
def schools():
    return make_indicator(slug="schools", by_sex=True)


def figures(entity, tail: str = "") -> str:
    return f"/en/workspace/entities/{entity.slug}/indicators/schools/{tail}"


def test_a_value_is_stated_and_replaced(client, coordinator, entity, schools):
    for value in ("120", "130.5"):
        client.post(figures(entity), {"year": "2016", "value": value, "sex": "female"})
    value = IndicatorValue.objects.get()
    assert (value.value, value.sex, value.entity) == (130.5, "female", entity)
    assert value.recorded_by == coordinator
    assert [float(old.value) for old in value.history.all()] == [130.5, 120]


def test_what_an_indicator_is_not_broken_down_by_is_not_asked(client, entity, schools):
    html = client.get(figures(entity)).text
    assert ('name="sex"' in html, 'name="age"' in html) == (True, False)
    client.post(figures(entity), {"year": "2016", "value": "1", "age": "15"})
    assert IndicatorValue.objects.get().age == ""


@pytest.mark.parametrize(
    "data",
    [
        {"year": "1989", "value": "1"}, {"year": "x", "value": "1"}, {"year": "2016"},
        {"year": "2016", "value": "NaN"}, {"year": "2016", "value": "1e400"},
        {"year": "2016", "value": "1", "sex": "both"}, {"year": "9" * 30, "value": "1"},
        {"year": "2016", "value": "1", "evidence_url": "javascript:alert(1)"},
        {"year": "2016", "value": "1", "evidence_url": "ftp://example.org/table"},
    ],
)  # fmt: skip
def test_a_nonsensical_value_is_refused(client, entity, schools, data):
    assert client.post(figures(entity), data).status_code == 200
    assert not IndicatorValue.objects.exists()


@pytest.mark.parametrize(("language", "typed"), [("es", "1234,5"), ("pt-br", "1234,5")])
def test_numbers_are_typed_as_the_language_writes_them(client, entity, schools, language, typed):
    there = figures(entity).replace("/en/", f"/{language}/")
    client.post(there, {"year": "2016", "value": typed})
    assert float(IndicatorValue.objects.get().value) == 1234.5


def test_a_value_is_taken_back_and_nobody_elses(client, entity, schools):
    mine = make_indicator_value(indicator=schools, entity=entity)
    other = make_indicator_value(indicator=schools)
    assert client.post(figures(entity, f"values/{other.pk}/withdraw/")).status_code == 404
    client.post(figures(entity, f"values/{mine.pk}/withdraw/"))
    assert list(IndicatorValue.objects.all()) == [other]
