"""Pages that count reports say above their figures when some of these are invented."""

import pytest

from tests.factories import make_cycle, make_entity, make_meeting, make_report, make_theme

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "coverage/", "coverage/?columns=documents&since=2010", "coverage/belize/",
    "coverage/belize/?theme=education", "coverage/charts/", "coverage/map/",
    "compare/?entity=belize&entity=peru&theme=education", "timeline/?theme=education",
    "countries/", "institutions/", "summits/", "summits/lima/", "ministerials/", "themes/",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_banner_stands_where_invented_reports_are_counted(reader, address):
    theme = make_theme(slug="education")
    make_meeting(slug="lima")
    belize, peru = make_entity(slug="belize"), make_entity(slug="peru")
    make_cycle(themes=[theme], asked=[belize, peru])
    make_report(entity=peru, themes=[theme])
    make_report(entity=belize, themes=[theme], is_demonstration=True, state="draft")
    assert "Demonstration data." not in reader.get(f"/en/{address}").text
    make_report(entity=belize, themes=[theme], is_demonstration=True)
    assert "Demonstration data." in reader.get(f"/en/{address}").text
