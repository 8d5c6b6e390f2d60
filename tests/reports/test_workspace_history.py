"""Every step of an entity's reports, for its own people."""

import pytest

from reports import workflow
from reports.models import Report
from tests import factories
from tests.people import signed_in

pytestmark = pytest.mark.django_db
State = Report.State


@pytest.fixture
def page(coordinator):
    return signed_in(coordinator)


def test_history_has_every_step_of_every_report(page, coordinator, reviewer, entity):
    report = factories.make_report(entity=entity, state=State.SUBMITTED)
    workflow.return_(report, by=reviewer, revision=0, note="Which year?")
    factories.make_transition(report=factories.make_report())
    text = page.get(f"/en/workspace/entities/{entity.slug}/history/").content.decode()
    assert "Which year?" in text
    assert "Renata Revisora" in text
    assert text.count('class="when"') == 1


@pytest.mark.parametrize("number", [1, 3])
def test_history_takes_the_same_queries_for_any_number_of_steps(
    number, page, entity, django_assert_num_queries
):
    for _n in range(number):
        factories.make_transition(report=factories.make_report(entity=entity))
    address = f"/en/workspace/entities/{entity.slug}/history/"
    page.get(address)
    with django_assert_num_queries(9):
        page.get(address)


def test_long_history_is_read_a_page_at_a_time(page, entity):
    report = factories.make_report(entity=entity)
    for _n in range(30):
        factories.make_transition(report=report)
    address = f"/en/workspace/entities/{entity.slug}/history/"
    counts = [
        page.get(f"{address}?page={n}").content.decode().count('class="when"') for n in (1, 2)
    ]
    assert counts == [25, 5]
    for odd in ("0", "-1", "abc", "9" * 40, ""):
        assert page.get(f"{address}?page={odd}").status_code == 200
