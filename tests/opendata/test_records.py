"""Records as rows: the columns, their values, the order, and how few queries it takes."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mandates.models import Paragraph
from opendata.columns import COLUMNS
from opendata.records import KINDS, rows
from opendata.report_rows import Known
from publication.dates import Precision
from reports.models import Citation, Report, Section
from tests import factories as make
from tests.access.world import attach

pytestmark = pytest.mark.django_db
BASE = "http://localhost:8000"


def as_dicts(code: str, records=None) -> list[dict]:
    """The rows by column, without what is empty."""
    names = [column.name for column in COLUMNS[code]]
    found = [dict(zip(names, row, strict=True)) for row in rows(code, records)]
    return [
        {name: value for name, value in row.items() if value not in (None, [])} for row in found
    ]


def test_report_with_everything(settings):
    settings.BASE_ADDRESS = BASE
    document = make.make_document(slug="quito-2001-plan")
    one, two, other = (
        make.make_paragraph(document=document, label=label) for label in ("1", "2", "7")
    )
    later = make.make_document(slug="quito-2002-plan", date=datetime.date(2016, 1, 1))
    report = make.make_report(
        entity=make.make_entity(slug="chile", texts={"es": "Chile", "fr": "Chili"}),
        themes=[make.make_theme(slug="trade"), make.make_theme(slug="health")],
        date=datetime.date(2016, 3, 1),
        date_precision=Precision.MONTH,
        texts={"es": "Se abrió."},
        cycle=make.make_cycle(slug="first"),
        symbol="S/1",
    )
    planned = Section.Kind.PLANNED
    make.make_section(report=report, kind=planned, position=1, texts={"es": "Primero."})
    second = Section(report=report, kind=planned, position=2)
    second.write("es", text="Luego.")
    second.write("en", text="Then.", state="machine")
    second.save()
    link = "https://example.org/x"
    make.make_citation(report=report, paragraph=one, mark="done", evidence_url=link)
    make.make_citation(report=report, paragraph=two, position=1)
    make.make_citation(
        report=report, position=2, state=Citation.State.AMBIGUOUS, typed="7",
        candidates=[make.make_paragraph(document=later, label="7"), other],
    )  # fmt: skip
    make.make_citation(report=report, position=3, state=Citation.State.UNRESOLVED, typed="99")
    assert as_dicts("reports") == [
        {
            "id": report.pk,
            "url": f"{BASE}/reports/{report.pk}/",
            "edition": 1,
            "entity": "chile",
            "entity_name_es": "Chile",
            "entity_name_fr": "Chili",
            "date": "2016-03",
            "themes": ["health", "trade"],
            "cycle": "first",
            "symbol": "S/1",
            "original_language": "es",
            "machine_translated": ["en"],
            "nothing_to_report": False,
            "filed_by_secretariat": False,
            "cites": ["quito-2001-plan/1", "quito-2001-plan/2"],
            "marks": ["quito-2001-plan/1 = done"],
            "evidence": [f"quito-2001-plan/1 = {link}"],
            "ambiguous": ["7 = quito-2001-plan/7 or quito-2002-plan/7"],
            "unresolved": ["99"],
            "done_es": "Se abrió.",
            "planned_en": "Then.",
            "planned_es": "Primero.\n\nLuego.",
            "published_on": "2016-03-01",  # in Washington, where the site's clock stands
            "is_demonstration": False,
        }
    ]


def test_later_edition_has_the_number_of_the_first():
    first = make.make_report(state=Report.State.SUPERSEDED)
    make.make_report(lineage=first, edition=2, entity=first.entity)
    assert [(row["id"], row["edition"]) for row in as_dicts("reports")] == [(first.pk, 2)]


def test_paragraph_with_everything(settings):
    settings.BASE_ADDRESS = BASE
    document = make.make_document(slug="quito-2001-plan")
    paragraph = make.make_paragraph(
        document=document, label="14 bis", texts={"fr": "Ouvrir."}, position=29,
        section=make.make_heading(document=document, slug="health"),
        themes=[make.make_theme(slug="trade")], life_cycle="retired",
        life_cycle_date=datetime.date(2020, 5, 4), affected_groups=["youth", "women"],
    )  # fmt: skip
    paragraph.goals.add(make.make_goal(number=4))
    paragraph.addressees.add(make.make_entity(slug="chile"))
    assert as_dicts("paragraphs") == [
        {
            "id": "quito-2001-plan/14-bis",
            "url": f"{BASE}/documents/quito-2001-plan/14-bis/",
            "document": "quito-2001-plan",
            "number": "14 bis",
            "section": "health",
            "position": 29,
            "text_fr": "Ouvrir.",
            "original_language": "fr",
            "nature": "operative",
            "life_cycle": "retired",
            "life_cycle_date": "2020-05-04",
            "themes": ["trade"],
            "addressees": ["chile"],
            "affected_groups": ["youth", "women"],
            "goals": ["4"],
            "is_demonstration": False,
        }
    ]


def test_file_and_link_beside_reports(settings):
    settings.BASE_ADDRESS = BASE
    peru, trade = make.make_entity(slug="peru"), make.make_theme(slug="trade")
    first = make.make_report(state=Report.State.SUPERSEDED, entity=peru, themes=[trade])
    report = make.make_report(lineage=first, edition=2, entity=peru, themes=[trade])
    draft = make.make_report(state=Report.State.DRAFT, entity=peru, themes=[trade])
    public = attach(report, is_public=True)
    attach(report, is_public=False)
    attach(draft, is_public=True)
    said = {"entity": peru, "title": "Guide", "language": "es"}
    known = make.make_resource(theme=trade, url="https://example.org/", **said)
    beside = make.make_resource(report=report, **said)
    make.make_resource(report=draft, **said)
    assert as_dicts("attachments") == [
        {"id": str(public.token), "url": f"{BASE}/reports/{first.pk}/files/{public.token}/",
         "report": first.pk, "entity": "peru", "title": "Annex", "language": "en",
         "name": "annex.txt", "content_type": "text/plain", "size": 5, "sha256": "0" * 64,
         "is_demonstration": False},
    ]  # fmt: skip
    assert sorted(as_dicts("resources"), key=lambda row: row["id"]) == [
        {"id": known.pk, "entity": "peru", "theme": "trade", "title": "Guide", "language": "es",
         "address": "https://example.org/", "is_demonstration": False},
        {"id": beside.pk, "entity": "peru", "report": first.pk, "title": "Guide",
         "language": "es", "address": "", "is_demonstration": False},
    ]  # fmt: skip


def test_action_and_indicator(settings):
    settings.BASE_ADDRESS = BASE
    document = make.make_document(slug="quito-2001-plan")
    paragraph = make.make_paragraph(document=document, label="1")
    peru = make.make_entity(slug="peru")
    action = make.make_action(
        paragraph=paragraph, entities=[peru], kept_by=peru, state="planned", texts={"es": "Abrir."},
        due_on=datetime.date(2016, 12, 31), due_precision="year",
    )  # fmt: skip
    first = make.make_report(state=Report.State.SUPERSEDED, entity=peru)
    later = make.make_report(lineage=first, edition=2, entity=peru)
    action.reports.set([first, later, make.make_report(state=Report.State.DRAFT)])
    assert as_dicts("actions") == [
        {"id": action.pk, "url": f"{BASE}/actions/{action.pk}/", "paragraph": "quito-2001-plan/1",
         "position": action.position, "entities": ["peru"], "kept_by": "peru", "text_es": "Abrir.",
         "original_language": "es", "state": "planned", "due": "2016", "reports": [str(first.pk)],
         "is_demonstration": False},
    ]  # fmt: skip
    indicator = make.make_indicator(
        slug="schools", texts={"fr": "Écoles"}, paragraphs=[paragraph], baseline=Decimal("12.50"),
        baseline_year=2010, target=Decimal("100"), target_year=2030,
    )  # fmt: skip
    indicator.targets.create(goal=make.make_goal(number=4), part="1")
    value = make.make_indicator_value(
        indicator=indicator, entity=peru, year=2015, sex="female", value=Decimal("1200.0000")
    )
    [row] = as_dicts("indicators")
    assert {name: row[name] for name in row if not name.startswith(("unit", "definition"))} == {
        "id": "schools", "url": f"{BASE}/indicators/schools/", "name_fr": "Écoles",
        "original_language": "fr", "source_url": "", "baseline": Decimal("12.5"),
        "baseline_year": 2010, "target": Decimal("100"), "target_year": 2030, "by_sex": False,
        "by_age": False, "by_territory": False, "paragraphs": ["quito-2001-plan/1"],
        "goals": ["4.1"], "is_demonstration": False, "decimals": 0,
    }  # fmt: skip
    assert as_dicts("indicator_values") == [
        {"id": value.pk, "indicator": "schools", "entity": "peru", "year": 2015, "sex": "female",
         "age": "", "territory": "", "value": Decimal("1200"), "evidence": "",
         "is_demonstration": False},
    ]  # fmt: skip


def test_theme_entity_document_and_meeting(settings):
    settings.BASE_ADDRESS = BASE
    theme = make.make_theme(slug="trade", texts={"en": "Trade"}, aliases=["Commerce"])
    body = make.make_institution(slug="bank", texts={"en": "Bank"})
    meeting = make.make_meeting(
        slug="quito",
        texts={"es": "Cumbre"},
        host=body,
        ends_on=datetime.date(2015, 4, 11),
        ordinal=3,
    )
    meeting.themes.add(theme)
    make.make_document(slug="plan", texts={"en": "Plan"}, meeting=meeting, symbol="P/1")
    assert as_dicts("themes") == [
        {"id": "trade", "url": f"{BASE}/themes/trade/", "name_en": "Trade",
         "original_language": "en", "aliases": ["Commerce"]}
    ]  # fmt: skip
    assert as_dicts("entities") == [
        {"id": "bank", "url": f"{BASE}/institutions/bank/", "kind": "institution",
         "name_en": "Bank", "original_language": "en", "subregion": "", "website": "",
         "is_demonstration": False}
    ]  # fmt: skip
    assert as_dicts("meetings") == [
        {"id": "quito", "url": f"{BASE}/summits/quito/", "kind": "summit", "ordinal": 3,
         "name_es": "Cumbre", "original_language": "es", "host": "bank", "starts_on": "2015-04-10",
         "ends_on": "2015-04-11", "themes": ["trade"], "website": ""}
    ]  # fmt: skip
    assert as_dicts("documents") == [
        {"id": "plan", "url": f"{BASE}/documents/plan/", "meeting": "quito",
         "kind": "plan_of_action", "title_en": "Plan", "original_language": "en",
         "symbol": "P/1", "date": "2015-04-11", "numbering": "continuous",
         "is_demonstration": False}
    ]  # fmt: skip


@pytest.mark.parametrize("state", [*Report.OPEN, Report.State.SUPERSEDED, Report.State.WITHDRAWN])
def test_only_what_is_published_leaves(state):
    make.make_report(state=state)
    assert as_dicts("reports", Report.objects.published()) == []
    assert as_dicts("reports", Report.objects.all()) == []


def test_rows_stand_in_the_order_asked_for(monkeypatch):
    monkeypatch.setattr("opendata.records.AT_ONCE", 2)
    reports = [make.make_report(date=datetime.date(2010 + n, 1, 1)) for n in (3, 1, 5, 2, 4)]
    asked = Report.objects.published().newest_first()
    assert [row["date"][:4] for row in as_dicts("reports", asked)] == [
        "2015", "2014", "2013", "2012", "2011",
    ]  # fmt: skip
    assert len(reports) == 5


@pytest.mark.parametrize(("code", "queries"), [
    ("reports", 8), ("themes", 3), ("entities", 2), ("paragraphs", 5), ("documents", 2),
    ("meetings", 3), ("attachments", 2), ("resources", 2), ("actions", 4), ("indicators", 5),
    ("indicator_values", 2),
])  # fmt: skip
def test_a_portion_takes_the_same_queries_with_one_row_and_with_three(code, queries):
    def fill():
        meeting = make.make_meeting(host=make.make_institution())
        document = make.make_document(meeting=meeting)
        paragraph = make.make_paragraph(document=document)
        report = make.make_report(themes=[make.make_theme()], citing=[paragraph])
        action = make.make_action(paragraph=paragraph, entities=[report.entity])
        action.reports.add(report)
        indicator = make.make_indicator(paragraphs=[paragraph])
        indicator.targets.create(goal=make.make_goal(number=next(goals)))
        make.make_indicator_value(indicator=indicator)
        make.make_resource(report=report)
        attach(report, is_public=True)

    goals = iter(range(1, 9))
    asked = []
    for _again in range(2):
        fill()
        if asked:
            fill()
        with CaptureQueriesContext(
            connection,
        ) as captured:
            found = list(rows(code))
        asked.append((len(found) >= len(asked) + 1, len(captured)))
    assert asked == [(True, queries), (True, queries)]


def test_columns_are_named_once_and_say_what_they_hold():
    for code, columns in COLUMNS.items():
        names = [column.name for column in columns]
        assert len(set(names)) == len(names), code
        assert names[0] == "id"
        assert all(column.about for column in columns)
    assert set(COLUMNS) == set(KINDS)


def test_rows_are_not_kept_in_memory(monkeypatch):
    """A portion is asked for when the one before it has been read."""
    monkeypatch.setattr("opendata.records.AT_ONCE", 1)
    for _n in range(3):
        make.make_paragraph()
    reading = rows("paragraphs", Paragraph.objects.in_order_of_documents())
    next(reading)
    with CaptureQueriesContext(connection) as captured:
        next(reading)
    assert len(captured) > 0


@pytest.mark.parametrize(
    ("gone", "left"), [("document__slug", [[]]), ("slug", []), ("none", [["plan/1"]])]
)
def test_what_is_merged_within_the_moment_breaks_no_export(gone, left, monkeypatch):
    paragraph = make.make_paragraph(document=make.make_document(slug="plan"), label="1")
    make.make_report(citing=[paragraph])
    known = Known.of
    monkeypatch.setattr(
        Known, "of", lambda self, keys: {} if self.names[0] == gone else known(self, keys)
    )
    place = [column.name for column in COLUMNS["reports"]].index("cites")
    assert [row[place] for row in rows("reports")] == left
