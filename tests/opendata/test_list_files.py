"""Lists as files: the same columns in each format, filters, completeness, formulas, limits."""

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from mandates.models import Theme
from opendata import kept_files, records, streaming
from opendata.columns import COLUMNS
from opendata.exports import Export
from opendata.models import KeptFile
from reports.models import Report
from tests import factories as make
from tests.access.world import attach

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_connection")]
KINDS = list(COLUMNS)


def get(reader, path):
    return reader.get(f"/data/exports/{path}")


def body(response) -> bytes:
    found = response.getvalue()
    return found


def csv_rows(reader, path) -> list[list[str]]:
    response = get(reader, path)
    assert response["Content-Type"] == "text/csv; charset=utf-8; header=present"
    return list(csv.reader(io.StringIO(body(response).decode(), newline="")))


def sheets(data: bytes) -> dict[str, list[tuple]]:
    book = load_workbook(io.BytesIO(data))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def fill():
    meeting = make.make_meeting(host=make.make_institution())
    document = make.make_document(meeting=meeting)
    theme = make.make_theme()
    paragraph = make.make_paragraph(document=document, themes=[theme])
    report = make.make_report(themes=[theme], citing=[paragraph])
    make.make_action(paragraph=paragraph)
    make.make_indicator_value(indicator=make.make_indicator(paragraphs=[paragraph]))
    make.make_resource(theme=theme)
    attach(report, is_public=True)
    make.make_contribution(paragraphs=[paragraph])
    return report


@pytest.mark.parametrize("kind", KINDS)
def test_every_format_has_the_same_columns_and_records(reader, kind):
    fill()
    names = [column.name for column in COLUMNS[kind]]
    rows = csv_rows(reader, f"{kind}.csv")
    found = json.loads(body(get(reader, f"{kind}.json")))
    book = sheets(body(get(reader, f"{kind}.xlsx")))
    assert rows[0] == list(found["records"][0]) == list(book[kind][0]) == names
    ids = [str(record["id"]) for record in found["records"]]
    assert [row[0] for row in rows[1:-1]] == ids
    assert [str(row[0]) for row in book[kind][1:]] == ids
    assert ids


def test_the_end_proves_that_the_file_is_whole(reader):
    fill()
    fill()
    version = "data_version=0"
    assert csv_rows(reader, "reports.csv")[-1] == ["#end", "rows=2", version]
    found = json.loads(body(get(reader, "reports.json")))
    assert {name: found[name] for name in found if name != "records"} == {
        "kind": "reports", "rows": 2, "data_version": 0, "filters": {}, "complete": True,
    }  # fmt: skip
    about = dict(row[:2] for row in sheets(body(get(reader, "reports.xlsx")))["About"])
    assert [about["rows"], about["data_version"], about["complete"]] == [2, 0, True]


def test_spreadsheet_is_the_portal_s(reader):
    book = load_workbook(io.BytesIO(body(get(reader, "themes.xlsx"))))
    assert book.properties.creator == "Summits of the Americas"


@pytest.mark.parametrize("kind", ["themes", "documents"])
def test_spreadsheet_says_which_columns_may_come_back(reader, kind):
    about = dict(row[:2] for row in sheets(body(get(reader, f"{kind}.xlsx")))["About"])
    said = [name for name, words in about.items() if "brought back" in str(words)]
    assert said == [column.name for column in COLUMNS[kind] if column.is_editable]


@pytest.mark.parametrize("kind", KINDS)
def test_spreadsheet_says_where_it_is_from_and_what_each_column_holds(reader, kind, settings):
    settings.BASE_ADDRESS = "https://portal.example.org"
    rows = sheets(body(get(reader, f"{kind}.xlsx")))["About"][1:]
    assert rows[0] == ("address", f"https://portal.example.org/data/exports/{kind}.xlsx")
    names = [column.name for column in COLUMNS[kind]]
    assert [name for name, _said in rows[-len(names) :]] == names


def test_empty_list_has_its_columns_and_its_end(reader):
    assert [row[0] for row in csv_rows(reader, "reports.csv")] == ["id", "#end"]
    assert json.loads(body(get(reader, "reports.json")))["records"] == []


@pytest.mark.parametrize("query", ["?theme=health&bom=1", "?bom=1&theme=health&page=7"])
def test_filters_are_those_of_the_list(reader, query):
    wanted = make.make_report(themes=[make.make_theme(slug="health")])
    fill()
    response = get(reader, f"reports.csv{query}")
    text = body(response).decode()
    assert text.startswith("\ufeffid,")
    assert [line.split(",")[0] for line in text.splitlines()[1:]] == [str(wanted.pk), "#end"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_filter_without_sense_is_left_out_and_named_at_the_end(reader, language):
    """By its parameter: no file depends on the language of who asks."""
    fill()
    for kind in ("reports", "coverage"):
        response = reader.get(
            f"/data/exports/{kind}.csv?theme=nothing", headers={"Accept-Language": language}
        )
        assert body(response).decode().splitlines()[-1] == (
            "#end,rows=1,data_version=0,ignored=theme"
        )


def test_filters_of_the_other_lists(reader):
    fill()
    state = make.make_entity(slug="peru")
    document = make.make_document(slug="plan", meeting=make.make_meeting(slug="lima"))
    paragraph = make.make_paragraph(document=document, label="7", themes=[make.make_theme()])
    theme = Theme.objects.get(paragraph_links__paragraph=paragraph).slug
    make.make_meeting(kind="ministerial", slug="labour")

    def ids(path):
        return [row[0] for row in csv_rows(reader, path)[1:-1]]

    assert state.slug in ids("entities.csv?kind=states")
    assert state.slug not in ids("entities.csv?kind=institutions")
    assert ids("entities.csv?subregion=caribbean") == []
    assert ids("documents.csv?meeting=lima") == ["plan"]
    assert ids("paragraphs.csv?document=plan") == ids(f"paragraphs.csv?theme={theme}") == ["plan/7"]
    assert ids("meetings.csv?kind=ministerials") == ["labour"]
    assert "lima" in ids("meetings.csv?kind=summits")


@pytest.mark.parametrize("start", "=+-@\t＝＋－＠")
def test_no_cell_is_a_formula(reader, start):
    text = f"{start}HYPERLINK(1)"
    make.make_report(texts={"es": text}, symbol="-5")
    cells = dict(zip(*csv_rows(reader, "reports.csv")[:2], strict=True))
    assert [cells["done_es"], cells["symbol"]] == [f"'{text}", "'-5"]
    book = load_workbook(io.BytesIO(body(get(reader, "reports.xlsx"))))
    types = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in types
    values = dict(zip(*sheets(body(get(reader, "reports.xlsx")))["reports"], strict=True))
    assert values["done_es"] == text
    assert isinstance(values["id"], int)
    assert values["nothing_to_report"] is False


@pytest.mark.parametrize("number", ["-3.2", "9.95", "1200", "0", "99999999999.9999"])
def test_a_number_is_a_number_in_every_format(reader, number):
    make.make_indicator_value(value=Decimal(number))
    rows = csv_rows(reader, "indicator_values.csv")
    assert dict(zip(*rows[:2], strict=True))["value"] == number
    (record,) = json.loads(body(get(reader, "indicator_values.json")))["records"]
    assert record["value"] == number  # a text: no reader rounds it unawares
    book = sheets(body(get(reader, "indicator_values.xlsx")))
    assert dict(zip(*book["indicator_values"], strict=True))["value"] == float(number)


def test_no_text_is_cut_without_saying_so(reader):
    text = "a" * 20_000 + "😀" * 10_000
    report = make.make_report(texts={"es": text})
    book = sheets(body(get(reader, "reports.xlsx")))
    cell = dict(zip(*book["reports"], strict=True))["done_es"]
    assert cell == text[:16_000] + " […]"
    head, *parts = book["Long texts"]
    assert head == ("id", "column", "part", "text")
    assert {part[:2] for part in parts} == {(report.pk, "done_es")}
    assert "".join(part[3] for part in parts) == text
    assert text in body(get(reader, "reports.csv")).decode()


def test_control_characters_do_no_harm(reader):
    report = make.make_report()
    report.sections.update(text_en="a\x0bb\x1fc")
    for ending in ("csv", "json"):
        assert "abc" in body(get(reader, f"reports.{ending}")).decode()
    assert "abc" in str(sheets(body(get(reader, "reports.xlsx"))))


@pytest.mark.parametrize("path", ["drafts.csv", "reports.ods", "reports", "reports.csv/"])
def test_other_kinds_and_formats_are_not_there(reader, path):
    assert get(reader, path).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_only_reading_is_allowed(reader, method):
    assert getattr(reader, method)("/data/exports/reports.csv").status_code == 405


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx"])
def test_head_says_the_same_and_sends_nothing(reader, ending):
    fill()
    response = reader.head(f"/data/exports/reports.{ending}")
    whole = get(reader, f"reports.{ending}")
    body(whole)
    for name in ("Content-Type", "Content-Disposition"):
        assert response[name] == whole[name]
    assert body(response) == b""


def test_name_says_what_of_which_day_and_version(reader, freezer_day):
    response = get(reader, "themes.csv")
    body(response)
    name = 'attachment; filename="summits-themes-2026-11-27-v0.csv"'
    assert response["Content-Disposition"] == name
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("reports.csv?entity=mexico&since=2015&theme=health", "reports-mexico-health-since-2015"),
        ("reports.json?kind=states&sort=entity", "reports-kind-states"),
        ("reports.csv?theme=nothing&theme=health", "reports-health"),
        ("reports.csv?theme=nothing&since=", "reports"),
        ("reports.xlsx?q=Educaci%C3%B3n%20%22..%2F%5C%C2%85X%3A%22%3B", "reports-educacion-x"),
        ("reports.csv?q=%E6%95%99%E8%82%B2", "reports"),
        ("reports.csv?q=" + "a" * 79 + "+bc", "reports-" + "a" * 79),
        ("paragraphs.csv?document=plan", "paragraphs-plan"),
        ("entities.csv?subregion=north_america", "entities-subregion-north-america"),
        ("coverage.csv?columns=documents&format=csv", "coverage-columns-documents"),
    ],
)  # fmt: skip
def test_name_tells_the_filters(reader, freezer_day, path, told):
    make.make_theme(slug="health")
    make.make_entity(slug="mexico")
    make.make_document(slug="plan")
    response = get(reader, path)
    body(response)
    ending = path.partition("?")[0].partition(".")[2]
    name = f'attachment; filename="summits-{told}-2026-11-27-v0.{ending}"'
    assert response["Content-Disposition"] == name


def test_the_end_says_which_filters_were_applied(reader):
    make.make_theme(slug="health")
    query = "?theme=health&since=1990&until=late&q=clinics,%C2%85%22more%22&sort=entity"
    applied = {"q": 'clinics, "more"', "theme": "health", "since": "1990"}
    assert csv_rows(reader, f"reports.csv{query}")[-1] == [
        "#end", "rows=0", "data_version=0", "ignored=until",
        *(f"{name}={value}" for name, value in applied.items()),
    ]  # fmt: skip
    assert json.loads(body(get(reader, f"reports.json{query}")))["filters"] == applied
    about = dict(row[:2] for row in sheets(body(get(reader, f"reports.xlsx{query}")))["About"])
    assert about["filters"] == 'q=clinics, "more", theme=health, since=1990'


@pytest.fixture
def freezer_day(monkeypatch):
    import datetime

    monkeypatch.setattr("opendata.exports.timezone.localdate", lambda: datetime.date(2026, 11, 27))


def test_a_third_long_answer_is_refused_and_a_closed_one_makes_room(reader):
    fill()
    first, second = get(reader, "reports.csv"), get(reader, "reports.json")
    refused = get(reader, "reports.csv")
    assert [refused.status_code, refused["Retry-After"]] == [429, "20"]
    first.close()  # not read at all
    second.close()
    for _again in range(streaming.AT_ONCE + 1):
        body(get(reader, "reports.csv"))


def test_an_answer_that_fails_before_it_begins_holds_no_place(reader, monkeypatch):
    fill()
    with monkeypatch.context() as broken:
        broken.setattr(Export, "file_name", lambda export, ending: 1 / 0)  # asks the database
        for _again in range(streaming.AT_ONCE):
            with pytest.raises(ZeroDivisionError):
                get(reader, "reports.csv")
    response = get(reader, "reports.csv")
    assert response.status_code == 200
    response.close()


def test_coverage_is_not_worked_out_for_who_gets_no_row_of_it(reader, monkeypatch):
    monkeypatch.setattr("opendata.list_filters.coverage_rows", lambda chosen: 1 / 0)
    assert reader.head("/data/exports/coverage.csv").status_code == 200
    on_their_way = [get(reader, "reports.csv") for _place in range(streaming.AT_ONCE)]
    assert get(reader, "coverage.csv").status_code == 429
    for response in on_their_way:
        response.close()


def test_a_long_spreadsheet_is_made_by_a_job(reader, monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setitem(records.KINDS, "reports", replace(records.KINDS["reports"], at_once=1))
    reports = [make.make_report(themes=[make.make_theme(slug=f"t{n}")]) for n in range(2)]
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    waiting = get(reader, "reports.xlsx?since=2000&unknown=1")
    assert [waiting.status_code, waiting["Retry-After"]] == [202, "5"]
    assert 'href="/data/exports/reports.xlsx?since=2000&amp;unknown=1"' in waiting.text
    kept = KeptFile.objects.get()
    assert kept.what == {
        "maker": "list", "kind": "reports", "query": {"since": "2000"}, "ignored": [],
    }  # fmt: skip
    kept_files.make.func(kept.pk)
    found = get(reader, "reports.xlsx?unknown=2&since=2000")
    assert found.status_code == 200
    assert "summits-reports-since-2000-" in found["Content-Disposition"]
    book = sheets(body(found))
    assert [row[0] for row in book["reports"][1:]] == [report.pk for report in reversed(reports)]
    assert ("filters", "since=2000") in book["About"]


def test_a_long_spreadsheet_names_what_was_left_out(reader, monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    monkeypatch.setitem(records.KINDS, "reports", replace(records.KINDS["reports"], at_once=0))
    fill()
    abouts = []
    for query in ("?theme=nothing", ""):
        get(reader, f"reports.xlsx{query}")
        kept_files.make.func(KeptFile.objects.latest("pk").pk)
        book = sheets(body(get(reader, f"reports.xlsx{query}")))
        abouts.append(dict(row[:2] for row in book["About"]))
    assert [about.get("ignored") for about in abouts] == ["theme", None]


def test_what_is_published_meanwhile_shows_in_the_version(reader, monkeypatch):
    from django.db import transaction

    from publication.changes import changed

    monkeypatch.setattr("opendata.records.AT_ONCE", 1)
    monkeypatch.setattr("opendata.exports.csv_text.PIECE", 0)
    fill()
    fill()
    response = get(reader, "reports.csv")
    pieces = iter(response.streaming_content)
    next(pieces)
    with transaction.atomic():
        Report.objects.filter(pk=Report.objects.latest("pk").pk).update(symbol="later")
        changed([])
    rest = b"".join(pieces).decode()
    response.close()
    assert rest.splitlines()[-1] == "#end,rows=2,data_version=0-1"
