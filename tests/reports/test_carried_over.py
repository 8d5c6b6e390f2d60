"""What was carried over from the last report, in the editor: kept, changed, dropped, taken over."""

import pytest
from django.urls import reverse

from publication.languages import digest
from reports.carrying import prefill
from reports.models import Citation, Report, Section
from tests import factories
from tests.people import signed_in

pytestmark = pytest.mark.django_db
WAS = "Se abrió una escuela."


@pytest.fixture
def about(entity):
    return {"entity": entity, "themes": [factories.make_theme()], "texts": {}}


@pytest.fixture
def last(about):
    paragraph = factories.make_paragraph(themes=about["themes"])
    return factories.make_report(**about | {"texts": {"es": WAS}, "citing": [paragraph]})


@pytest.fixture
def empty(about, last):
    return factories.make_report(state=Report.State.DRAFT, original_language="es", **about)


@pytest.fixture
def draft(empty, coordinator):
    prefill(empty, by=coordinator)
    return empty


@pytest.fixture
def browser(coordinator):
    return signed_in(coordinator)


def send(browser, report, *, name="editor", **data):
    revision = Report.objects.get(pk=report.pk).revision
    return browser.post(
        reverse(f"workspace:{name}", args=[report.pk]), {"revision": revision, **data}
    )


def held(report):
    """Texts and citations of the report, and whether each is carried over."""
    texts = Section.objects.of_reports([report])
    marks = Citation.objects.with_reports([report.pk])
    return (
        [(one.text_es, bool(one.carried_from_id)) for one in texts],
        [bool(one.carried_from_id) for one in marks],
    )


CHOICES = {
    "nothing": ({"done": WAS}, [(WAS, True)], [True]),
    "keep": ({"done": WAS, "carried-done": "keep"}, [(WAS, False)], [True]),
    "change": ({"done": "Dos."}, [("Dos.", False)], [True]),
    "change, and keep": ({"done": "Dos.", "carried-done": "keep"}, [("Dos.", False)], [True]),
    "drop": ({"done": WAS, "carried-done": "drop"}, [], [True]),
    "keep the marks": ({"done": WAS, "carried-citations": "keep"}, [(WAS, True)], [False]),
    "no change": ({"done": WAS, "action": "no-change"}, [(WAS, False)], [False]),
    "save": ({"done": WAS, "action": "save"}, [(WAS, True)], [True]),
}


@pytest.mark.parametrize("choice", CHOICES)
def test_each_choice_does_what_it_says(choice, browser, draft):
    sent, texts, marks = CHOICES[choice]
    assert held(draft) == ([(WAS, True)], [True])
    assert send(browser, draft, **sent).status_code == 302
    assert held(draft) == (texts, marks)


def test_last_report_is_taken_over_when_it_is_asked_for(browser, empty):
    page = browser.get(reverse("workspace:editor", args=[empty.pk]))
    assert 'value="take-over"' in page.text
    send(browser, empty, action="save")
    assert held(empty) == ([], [])
    send(browser, empty, action="take-over")
    assert held(empty) == ([(WAS, True)], [True])


def test_text_that_was_dropped_by_a_save_by_itself_has_the_base_of_none(browser, draft):
    """So that the form, emptied by the script, agrees with what is stored."""
    answer = send(browser, draft, name="autosave", **{"done": WAS, "carried-done": "drop"})
    assert answer.json()["bases"] == {"done": digest("")}
    assert send(browser, draft, done="").status_code == 302
    assert held(draft)[0] == []
