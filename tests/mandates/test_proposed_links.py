"""Links between paragraphs that read alike: proposed, confirmed, rejected for good."""

import datetime
import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django_tasks_db.models import DBTaskResult

from mandates.alike import alike
from mandates.models import LinkProposal, Paragraph, ParagraphLink
from mandates.proposing import REJECT, decide, propose
from publication.models import Revision
from tests.factories import (
    make_document,
    make_link_proposal,
    make_paragraph,
    make_paragraph_link,
)
from tests.page_text import texts
from tests.people import signed_in

pytestmark = pytest.mark.django_db
PAGE = "/en/secretariat/records/links/"
RIGHTS = "Guarantee the protection of the human rights of all migrant workers and their families."
AGAIN = (
    "Comply with international instruments and guarantee the human rights of all migrants,"
    " including migrant workers and their families."
)
TRADE = "Conclude negotiations on tariffs and customs procedures for agricultural products."
BANKS = "Reduce the average cost of transferring remittances through banks and cooperatives."


@pytest.fixture
def older():
    return make_document(date=datetime.date(1994, 12, 11), slug="miami")


@pytest.fixture
def newer():
    return make_document(date=datetime.date(1998, 4, 19), slug="santiago")


@pytest.fixture
def pair(older, newer):
    """The older paragraph and the newer one, among others about something else."""
    make_paragraph(document=older, label="1", texts={"en": TRADE})
    make_paragraph(document=newer, label="1", texts={"en": BANKS})
    return (
        make_paragraph(document=older, label="2.8", texts={"en": RIGHTS}),
        make_paragraph(document=newer, label="36", texts={"en": AGAIN}),
    )


@pytest.fixture
def desk(reviewer):
    return signed_in(reviewer)


def proposals():
    return list(LinkProposal.objects.values_list("source", "target", "state"))


# Likeness -----------------------------------------------------------------------------------------


def test_texts_on_one_subject_are_alike_and_others_are_not():
    found = alike({1: RIGHTS, 2: TRADE, 3: AGAIN, 4: BANKS}, 0.2)
    assert list(found) == [(1, 3)]
    assert 0.2 < found[1, 3] < 1


def test_same_text_is_wholly_alike_and_endings_and_accents_do_not_count():
    one = "Protección de trabajadores migratorios, derechos, familiares, fronteras, remesas."
    other = "PROTECCION del trabajador migratorio, derecho, familiar, fronterizo, remesas"
    found = alike({1: one, 2: one, 3: other, 4: TRADE}, 0.5)
    assert [found[1, 2], found[1, 3]] == [pytest.approx(1), pytest.approx(1)]


def test_short_texts_say_too_little():
    assert alike({1: "Open schools.", 2: "Open schools."}, 0.1) == {}


# Proposing ----------------------------------------------------------------------------------------


def test_newer_paragraph_is_proposed_with_the_older_one(pair):
    old, new = pair
    assert propose() == {"made": 1, "open": 1, "taken_away": 0}
    assert proposals() == [(new.pk, old.pk, "open")]
    assert propose() == {"made": 0, "open": 1, "taken_away": 0}


def test_others_write_while_texts_are_compared_and_what_they_delete_is_left_out(pair, monkeypatch):
    def compared(*given):
        assert connection.savepoint_ids == []  # no transaction within that of the test
        found = alike(*given)
        Paragraph.objects.with_ids([pair[0].pk]).delete()
        return found

    monkeypatch.setattr("mandates.proposing.alike", compared)
    assert propose() == {"made": 0, "open": 0, "taken_away": 0}


def test_command_tells_what_it_did(pair):
    out = StringIO()
    call_command("propose_links", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"made": 1, "open": 1, "taken_away": 0}


def test_paragraphs_of_one_document_are_not_proposed(older):
    for label, text in (("1", RIGHTS), ("2", AGAIN), ("3", TRADE), ("4", BANKS)):
        make_paragraph(document=older, label=label, texts={"en": text})
    assert propose()["made"] == 0


@pytest.mark.parametrize("change", [{"nature": "informative"}, {"is_demonstration": True}])
def test_informative_ones_and_the_demonstration_are_left_out(pair, change):
    type(pair[0]).objects.filter(pk=pair[0].pk).update(**change)
    assert propose()["made"] == 0


@pytest.mark.parametrize("kind", ParagraphLink.Kind)
def test_what_is_linked_already_is_not_proposed(pair, kind):
    make_paragraph_link(source=pair[0], target=pair[1], kind=kind)
    assert propose()["open"] == 0


def test_rejected_proposal_does_not_come_back(pair, reviewer):
    propose()
    decide({LinkProposal.objects.get().pk: REJECT}, by=reviewer)
    assert propose() == {"made": 0, "open": 0, "taken_away": 0}
    assert [state for _source, _target, state in proposals()] == ["rejected"]


def test_open_proposal_goes_when_the_texts_are_no_longer_alike(pair):
    propose()
    pair[0].write("en", text=BANKS)
    pair[0].save()
    assert propose()["taken_away"] == 1
    assert (pair[1].pk, pair[0].pk, "open") not in proposals()


# On screen ----------------------------------------------------------------------------------------


def test_both_texts_stand_side_by_side(desk, pair):
    propose()
    html = desk.get(PAGE).content.decode()
    assert texts(r'<div class="side">\s*(.*?)\s*<p class="meta">', html) == [AGAIN, RIGHTS]
    assert "1 proposal" in html


@pytest.mark.parametrize(
    ("kind", "words"),
    [("same_subject", ("Same subject",) * 2), ("supersedes", ("Superseded by", "Supersedes"))],
)
def test_confirmed_link_is_shown_on_both_pages(kind, words, desk, pair, reader, reviewer):
    propose()
    one = LinkProposal.objects.get()
    before = Revision.objects.get().number if Revision.objects.exists() else 0
    answer = desk.post(PAGE, {f"choice-{one.pk}": kind})
    assert (answer.status_code, answer.url) == (302, PAGE)
    link = ParagraphLink.objects.get()
    assert (link.source, link.target, link.kind) == (pair[1], pair[0], kind)
    assert link.history.get().history_user == reviewer
    for paragraph, said in zip(pair, words, strict=True):
        assert f"<dt>{said}</dt>" in reader.get(paragraph.get_absolute_url()).content.decode()
    one.refresh_from_db()
    assert (one.state, one.decided_by) == ("confirmed", reviewer)
    assert Revision.objects.get().number == before + 1


def test_rejected_one_is_looked_at_once_more_and_confirmed(desk, pair):
    propose()
    one = LinkProposal.objects.get()
    desk.post(PAGE, {f"choice-{one.pk}": "reject"})
    assert "No proposal waits" in desk.get(PAGE).content.decode()
    assert "rejected by" in desk.get(PAGE + "?state=rejected").content.decode()
    desk.post(PAGE + "?state=rejected", {f"choice-{one.pk}": "same_subject"})
    assert ParagraphLink.objects.count() == 1


def test_confirmed_twice_is_one_link(desk, pair):
    propose()
    one = LinkProposal.objects.get()
    for _n in range(2):
        desk.post(PAGE, {f"choice-{one.pk}": "same_subject"})
    desk.post(PAGE, {f"choice-{one.pk}": "reject"})
    assert ParagraphLink.objects.count() == 1
    assert LinkProposal.objects.get().state == "confirmed"


@pytest.mark.parametrize(
    "sent",
    [{}, {"choice-1": "burn"}, {"choice-x": "reject"}, {"choice-" + "9" * 30: "reject"},
     {"choice-999999": "reject"}, {"choice-": "reject"}],
)  # fmt: skip
def test_odd_choices_do_nothing(sent, desk):
    make_link_proposal()
    assert desk.post(PAGE, sent).status_code == 302
    assert [state for *_ends, state in proposals()] == ["open"] or "choice-1" in sent


def test_comparing_anew_is_a_job(desk):
    assert desk.post(PAGE + "look/").url == PAGE
    assert [job.task_path for job in DBTaskResult.objects.all()] == [
        "mandates.proposing.propose_links"
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_page_takes_the_same_queries(rows, desk, django_assert_num_queries):
    for _n in range(rows):
        make_link_proposal()
    with django_assert_num_queries(7):
        desk.get(PAGE + "?page=x")
