"""The coverage as files: one row for each entity and each thing it may be asked about."""

import json

import pytest
from django.utils.translation import get_language

from mandates.models import Theme
from opendata.columns import COLUMNS
from opendata.records import rows
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_connection")]
BASE = "http://localhost:8000"
NAMES = [column.name for column in COLUMNS["coverage"]]


@pytest.fixture
def education(db):
    return make.make_theme(slug="education", texts={"en": "Education", "es": "Educación"})


@pytest.fixture
def belize(education):
    """Asked about education, and silent."""
    entity = make.make_entity(slug="belize", texts={"en": "Belize", "es": "Belice"})
    make.make_cycle(slug="round", themes=[education], asked=[entity])
    return entity


@pytest.fixture
def argentina(education, belize):
    """Not asked, with a report that cites a mandate, and one that may mean it."""
    entity = make.make_entity(slug="argentina", texts={"en": "Argentina"}, is_demonstration=True)
    document = make.make_document(slug="plan", texts={"en": "Plan of Action"})
    mandate = make.make_paragraph(document=document, label="2.8", slug="2.8", themes=[education])
    make.make_report(entity=entity, themes=[education], citing=[mandate], date="2015-01-01")
    unsure = make.make_report(entity=entity, themes=[education], date="2018-01-01")
    make.make_citation(report=unsure, state="ambiguous", candidates=[mandate])
    return entity


def records(reader, query=""):
    answer = reader.get(f"/data/exports/coverage.json?{query}")
    return json.loads(answer.getvalue())


def test_row_names_entity_thing_state_and_numbers_in_every_language(reader, argentina):
    first, second = records(reader)["records"]
    assert first == {
        "id": "argentina/theme/education",
        "entity": "argentina", "entity_name_en": "Argentina", "entity_name_es": None,
        "entity_name_fr": None, "entity_name_pt_br": None, "entity_kind": "state",
        "subregion": argentina.subregion, "about_kind": "theme", "about": "education",
        "about_name_en": "Education", "about_name_es": "Educación", "about_name_fr": None,
        "about_name_pt_br": None, "state": "reported", "reports": 2, "perhaps": 0,
        "url": f"{BASE}/coverage/argentina/?theme=education", "is_demonstration": True,
    }  # fmt: skip
    assert (second["id"], second["state"], second["reports"], second["is_demonstration"]) == (
        "belize/theme/education", "silent", 0, False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("document=plan", ("argentina/paragraph/plan/2.8", "2.8", 2, 1, "paragraph=plan/2.8")),
        ("columns=documents", ("argentina/document/plan", "Plan of Action", 2, 1, "document=plan")),
        ("since=2018", ("argentina/theme/education", "Education", 1, 0,
                        "theme=education&since=2018")),
    ],
)  # fmt: skip
def test_filters_of_the_page_serve_the_file(reader, argentina, query, expected):
    first = records(reader, query)["records"][0]
    said = [first[name] for name in ("id", "about_name_en", "reports", "perhaps")]
    assert (*said, first["url"].partition("?")[2]) == expected


def test_filters_that_make_no_sense_are_named_at_the_end(reader, argentina):
    found = records(reader, "state=silent&kind=states&since=never&theme=none")
    assert [one["entity"] for one in found["records"]] == ["belize"]
    assert found["ignored"] == "since, theme"


@pytest.mark.parametrize("query", ["", "columns=documents", "document=plan"])
@pytest.mark.parametrize("uncited", [True, False])
def test_row_is_a_demonstration_where_a_report_on_it_is_one(reader, belize, query, uncited):
    education = Theme.objects.get(slug="education")
    document = make.make_document(slug="plan")
    mandate = make.make_paragraph(document=document, themes=[education])
    make.make_report(entity=belize, themes=[education], citing=[mandate], date="2014-01-01")
    citing = [] if uncited else [mandate]
    make.make_report(
        entity=belize, themes=[education], citing=citing, date="2018-01-01", is_demonstration=True
    )
    marks = [one["is_demonstration"] for one in records(reader, query)["records"]]
    assert marks == [True]
    marks = [one["is_demonstration"] for one in records(reader, f"{query}&until=2017")["records"]]
    assert marks == [False]


@pytest.mark.parametrize("query", ["columns=documents", "document=plan"])
def test_row_is_a_demonstration_where_what_is_asked_about_is_one(reader, belize, query):
    document = make.make_document(slug="plan", is_demonstration=True)
    themes = [Theme.objects.get(slug="education")]
    make.make_paragraph(document=document, themes=themes, is_demonstration=True)
    assert [one["is_demonstration"] for one in records(reader, query)["records"]] == [True]


def test_spreadsheet_is_made_at_once(reader, argentina):
    answer = reader.get("/data/exports/coverage.xlsx?columns=documents")
    assert answer.status_code == 200
    assert answer.getvalue()[:2] == b"PK"


def test_rows_do_not_change_the_language_of_whoever_reads_them(argentina):
    before = get_language()
    found = rows("coverage")
    assert next(found)[0] == "argentina/theme/education"
    assert get_language() == before


def test_without_anybody_asked_there_are_no_rows(reader):
    assert records(reader) == {
        "kind": "coverage", "records": [], "rows": 0, "data_version": 0, "filters": {},
        "complete": True,
    }  # fmt: skip


def test_page_leads_to_files_of_what_it_shows(reader, argentina):
    html = reader.get("/en/coverage/?theme=education&since=2015&page=1").text
    assert 'href="/data/exports/coverage.xlsx?theme=education&amp;since=2015"' in html
    assert 'href="/data/exports/coverage.json"' in reader.get("/en/coverage/").text
