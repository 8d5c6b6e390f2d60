"""Published reports taken back, corrected in full, or by the short path."""

import re

import pytest

from reports import workflow
from reports.models import Report, Section
from reports.typing_form import TypingForm
from tests.factories import make_report, make_section
from tests.people import signed_in

pytestmark = pytest.mark.django_db
State = Report.State


@pytest.fixture
def desk(reviewer):
    return signed_in(reviewer)


@pytest.fixture
def report(entity):
    return make_report(entity=entity, texts={"en": "Ten scools.", "es": "Diez escuelas."})


def address(report, step: str = "") -> str:
    return f"/en/secretariat/reports/{report.pk}/{step}"


def typing(report, note: str = "A typing error.", **changed) -> dict:
    """The form as it was opened now, with the changes by language of *done*."""
    form = TypingForm(report=Report.objects.get(pk=report.pk))
    sent = {name: text for name, (_section, _code, text) in form.texts.items()}
    for name, (_section, code, _text) in form.texts.items():
        if code.replace("-", "_") in changed:
            sent[name] = changed[code.replace("-", "_")]
    return {**sent, "seen": form.fingerprint, "note": note}


def editions(report) -> list[tuple[int, str]]:
    rows = Report.objects.of_lineage(report.public_id)
    return list(rows.values_list("edition", "state"))


def test_withdrawal_asks_for_the_reason_and_says_it_to_everybody(desk, report, client):
    assert desk.get(address(report, "withdraw/")).status_code == 200
    empty = desk.post(address(report, "withdraw/"), {"note": " "})
    assert "This field is required." in empty.content.decode()

    answer = desk.post(address(report, "withdraw/"), {"note": "Filed <twice>."}, follow=True)

    assert "The report is withdrawn." in answer.content.decode()
    gone = client.get(report.get_absolute_url())
    assert gone.status_code == 410
    assert "Filed &lt;twice&gt;." in gone.content.decode()


@pytest.mark.parametrize("step", ["withdraw/", "correct/"])
def test_a_step_that_comes_too_late_keeps_the_reason(desk, report, step):
    workflow.withdraw(report, by=None, reason="Somebody was faster.")

    answer = desk.post(address(report, step), {"note": "My long reason."})

    assert answer.status_code == 409
    html = answer.content.decode()
    assert "Nothing was done: the report is not published, or no longer." in html
    assert "My long reason.</textarea>" in html


def test_a_correction_begins_as_a_copy_that_the_secretariat_writes(desk, report, reviewer):
    answer = desk.post(address(report, "correct/"), {"note": "A wrong figure."})

    draft = Report.objects.get(edition=2)
    assert answer["Location"] == f"/en/workspace/reports/{draft.pk}/"
    assert (draft.state, draft.filed_by_secretariat, draft.author) == ("draft", True, reviewer)
    assert editions(report) == [(1, "published"), (2, "draft")]
    assert desk.get(answer["Location"]).status_code == 200

    again = desk.post(address(report, "correct/"), {"note": "Another figure."})

    assert again.status_code == 409
    assert "Another edition of this report is on its way already." in again.content.decode()
    assert len(editions(report)) == 2


def test_a_typing_error_is_put_right_in_a_published_edition(desk, report, client, reviewer):
    sent = typing(report, note="A missing letter.", en="Ten schools.")
    form = desk.get(address(report, "typing/")).text
    assert re.findall(r'<textarea name="text_[^>]* lang="(.+?)"', form) == ["en", "es"]

    answer = desk.post(address(report, "typing/"), sent)

    new = Report.objects.get(edition=2)
    assert answer["Location"] == address(new)
    assert editions(report) == [(1, "superseded"), (2, "published")]
    assert new.sections.get().texts("text") == {"en": "Ten schools.", "es": "Diez escuelas."}
    step = new.transitions.get()
    assert (step.verb, step.by, step.note) == ("correct_typing", reviewer, "A missing letter.")
    html = client.get(report.get_absolute_url()).content.decode()
    assert "A missing letter." in html
    assert "Typing errors corrected and published, edition 2" in html
    assert "Renata" not in html


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({}, "No text has been changed."),
        ({"en": "Ten scools.\r\n"}, "No text has been changed."),
        ({"en": "Ten schools.", "note": ""}, "This field is required."),
        ({"en": " ", "es": "Once escuelas."}, "This field is required."),
        ({"en": "Ten\x0bschools."}, "An invisible control character stands in line 1"),
    ],
)
def test_an_error_publishes_nothing_and_keeps_the_texts(desk, report, changed, message):
    answer = desk.post(address(report, "typing/"), typing(report, **changed))

    html = answer.content.decode()
    assert answer.status_code == 200
    assert message in html
    assert changed.get("es", "Diez escuelas.") in html
    assert editions(report) == [(1, "published")]


def test_a_translation_saved_meanwhile_is_not_undone(desk, report):
    sent = typing(report, en="Ten schools.")
    section = report.sections.get()
    section.write("es", text="Diez escuelas nuevas.")
    section.save()

    answer = desk.post(address(report, "typing/"), sent)

    html = answer.content.decode()
    assert answer.status_code == 409
    assert "The texts have changed since you opened them" in html
    assert "Ten schools.</textarea>" in html
    assert editions(report) == [(1, "published")]
    assert "nuevas" in html

    fresh = TypingForm(report=Report.objects.get(pk=report.pk)).fingerprint
    assert f'name="seen" value="{fresh}"' in html


def test_texts_of_another_report_are_not_touched(desk, report):
    other = make_section(report=make_report(texts={}), texts={"en": "Another’s."})
    sent = typing(report, en="Ten schools.") | {f"text_{other.pk}_en": "Overwritten."}

    desk.post(address(report, "typing/"), sent)

    assert Section.objects.get(pk=other.pk).texts("text") == {"en": "Another’s."}
    assert not Section.objects.get(pk=other.pk).report.later_editions.exists()


def test_the_entitys_own_draft_of_a_correction_stays_its_own(desk, report, coordinator):
    draft = workflow.correct(report, by=coordinator, note="A wrong figure.")

    assert desk.get(address(draft)).status_code == 404
    answer = desk.post(address(report, "typing/"), typing(report, en="Ten schools."))
    assert answer.status_code == 409
    assert "Ten schools.</textarea>" in answer.content.decode()
