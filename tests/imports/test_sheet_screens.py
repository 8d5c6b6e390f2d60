"""The Secretariat's screens for sheets: templates, upload, preview, confirmation, result, undo."""

import csv
import dataclasses
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from imports.models import Batch
from imports.sheets import tables
from imports.sheets.kinds import KINDS
from imports.sheets.tables import REASON, read_lines
from opendata.exports.csv_text import END
from publication.languages import LANGUAGES
from reports.sheet_archive import Unreadable
from tests import factories
from tests.imports.fingerprint import TRACES, fingerprint
from tests.imports.sheet_samples import as_csv, as_xlsx, exported
from tests.people import signed_in

pytestmark = pytest.mark.django_db
HOME = "/en/secretariat/sheets/"


@pytest.fixture(autouse=True)
def immediate(settings):
    """Jobs run when they are queued, in the same transaction."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def desk(reviewer):
    return signed_in(reviewer)


@pytest.fixture(autouse=True)
def health():
    return factories.make_theme(slug="health", texts={"en": "Health", "es": "Salud"})


def bring_in(desk, code, data, *, name="sheet.csv", **fields):
    file = SimpleUploadedFile(name, data)
    return desk.post(f"{HOME}{code}/in/", {"file": file, **fields}, follow=True)


def confirm(desk, page, **fields):
    batch = page.context["batch"]
    return desk.post(f"{HOME}{batch.pk}/confirm/", fields, follow=True)


def figures(page) -> list[int]:
    """What the head counts: changed, new, as before, faulty."""
    return [int(n) for n in re.findall(r"<dd>(\d+)</dd>", page.text)][:4]


def test_records_are_taken_out_where_they_are_brought_in(desk):
    home = desk.get(HOME).text
    for kind in KINDS.every():
        for ending in ("xlsx", "csv"):
            link = f'href="/data/exports/{kind.code}.{ending}"'
            assert link in home
            assert link in desk.get(f"{HOME}{kind.code}/in/").text
            assert desk.head(f"/data/exports/{kind.code}.{ending}").status_code == 200


@pytest.mark.parametrize("written", [as_csv, as_xlsx])
def test_line_that_ends_a_file_is_no_record(monkeypatch, written):
    monkeypatch.setattr(tables, "RECORDS", dataclasses.replace(tables.RECORDS, rows=2))
    table = [{"id": "a", "name_en": "A"}, {"id": "b", "name_en": "B"}]
    end = {"id": END, "name_en": "rows=2"}
    assert [one.cells["id"] for one in read_lines(written([*table, end]), [*end])] == ["a", "b"]
    with pytest.raises(Unreadable, match="2"):
        read_lines(written([*table, {"id": "c", "name_en": "C"}, end]), [*end])


@pytest.mark.parametrize("written", [as_csv, as_xlsx])
def test_unchanged_sheet_says_that_nothing_changes(desk, written):
    page = bring_in(desk, "themes", written(exported("themes")))
    assert figures(page) == [0, 0, 1, 0]
    assert "0 changed: every row says what is stored." in page.text
    assert "/confirm/" not in page.text


def test_edit_is_shown_confirmed_written_and_taken_back(desk, health):
    before = fingerprint(without=TRACES)
    page = bring_in(desk, "themes", as_csv([{"id": "health", "name_en": "Good health"}]))
    assert figures(page) == [1, 0, 0, 0]
    assert re.findall(r"<(ins|del)>.*?</span>(.*?)<span", page.text) == [
        ("del", "Health"), ("ins", "Good health"),
    ]  # fmt: skip
    health.refresh_from_db()
    assert health.name_en == "Health"
    page = confirm(desk, page)
    health.refresh_from_db()
    assert (page.context["batch"].state, health.name_en) == ("done", "Good health")
    undo = f"{HOME}{page.context['batch'].pk}/undo/"
    assert "Yes, take it back" in desk.get(undo).text
    assert desk.post(undo, follow=True).context["batch"].state == "undone"
    after = fingerprint(without=TRACES)
    assert after == before


def with_errors():
    return as_csv(
        [
            {"id": "health", "name_en": "Good health", "goals": ""},
            {"id": "wealth", "name_en": "Wealth", "goals": "=1+1"},
            {"id": "health", "name_en": "Health", "goals": "99"},
        ]
    )


def test_errors_are_named_by_row_and_cell_and_nothing_is_written(desk, health):
    page = bring_in(desk, "themes", with_errors())
    assert figures(page) == [1, 0, 0, 2]
    rows = re.findall(r'<th scope="row">(\d+)</th>.*?<code lang="en">(\w+)</code></td>'
                      r"<td>(.*?)</td>", page.text)  # fmt: skip
    assert rows == [
        ("3", "id", "No record has this identifier."),
        ("4", "id", "The same record stands in an earlier row."),
    ]
    page = confirm(desk, page)
    health.refresh_from_db()
    assert (page.context["batch"].state, health.name_en) == ("preview", "Health")


def test_rows_without_errors_are_written_and_the_others_come_back(desk, health):
    page = confirm(desk, bring_in(desk, "themes", with_errors()), partial="on")
    health.refresh_from_db()
    assert (page.context["batch"].state, health.name_en) == ("done", "Good health")
    for format in ("csv", "xlsx"):
        answer = desk.get(f"{HOME}{page.context['batch'].pk}/errors.{format}")
        assert answer["Content-Disposition"].endswith(f'.{format}"')
        lines = read_lines(answer.content, KINDS.get("themes").names())
        assert [line.cells for line in lines] == [
            {"id": "wealth", "name_en": "Wealth", "goals": "=1+1"},
            {"id": "health", "name_en": "Health", "goals": "99"},
        ]
    first = next(csv.DictReader(io.StringIO(desk.get(
        f"{HOME}{page.context['batch'].pk}/errors.csv").content.decode("utf-8-sig"))))  # fmt: skip
    assert first[REASON] == "id: No record has this identifier."
    assert first["goals"] == "'=1+1"


def test_new_records_are_made_when_asked_for(desk):
    data = as_csv([{"id": "wealth", "name_en": "Wealth"}])
    assert figures(bring_in(desk, "themes", data)) == [0, 0, 0, 1]
    assert figures(bring_in(desk, "themes", data, create_missing="on")) == [0, 1, 0, 0]


def test_correction_needs_a_reason(desk, entity):
    report = factories.make_report(entity=entity)
    page = bring_in(desk, "reports", as_csv([{"id": report.pk, "done_en": "Eleven."}]))
    refused = confirm(desk, page)
    assert refused.status_code == 422
    assert "note" in refused.context["form"].errors
    done = confirm(desk, page, note="A number was wrong.")
    assert done.context["batch"].state == "done"
    assert "The corrections wait in the inbox" in done.text


@pytest.mark.parametrize("code", KINDS.paths)
@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_template_has_the_columns_that_may_be_filled_in(desk, code, format):
    answer = desk.get(f"{HOME}{code}/template.{format}")
    if format == "csv":
        names = answer.content.decode("utf-8-sig").strip().split(",")
    else:
        book = load_workbook(io.BytesIO(answer.content))
        names = [cell.value for cell in book.worksheets[0][1]]
        about = {row[0].value: row[1].value for row in book.worksheets[1].iter_rows(min_row=2)}
        assert list(about) == names
        assert all(about.values())
    assert names == KINDS.get(code).template_names()


def test_upload_that_wrote_nothing_is_thrown_away(desk):
    page = bring_in(desk, "themes", with_errors())
    desk.post(f"{HOME}{page.context['batch'].pk}/discard/")
    assert not Batch.objects.exists()


def test_sheet_that_is_done_is_not_thrown_away(desk):
    page = confirm(desk, bring_in(desk, "themes", with_errors()), partial="on")
    desk.post(f"{HOME}{page.context['batch'].pk}/discard/")
    assert Batch.objects.get().state == "done"


REFUSED = {
    "nothing": (b"", "The submitted file is empty."),
    "no rows": (b"id,name_en\n", "The file has no rows below its head."),
    "foreign column": (b"id,password\nx,y\n", "Column not known: password."),
    "no identifier": (b"name_en\nx\n", "Column not found: id."),
    "doubled column": (b"id,id\nx,y\n", "A column stands there twice."),
    "binary": (b"\x89PNG\x00\x00", "The file is not in UTF-8. Save it as “CSV UTF-8”."),
    "damaged": (b"PK\x03\x04nothing", "This is not a spreadsheet in the XLSX format, or it is "
                "damaged."),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_file_that_is_no_sheet_is_refused_in_one_line(desk, name):
    data, reason = REFUSED[name]
    page = bring_in(desk, "themes", data)
    assert page.context["form"].errors == {"file": [reason]}
    assert not Batch.objects.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_reasons_are_in_the_readers_language(desk, language):
    page = bring_in(desk, "themes", with_errors())
    shown = desk.get(f"/{language}/secretariat/sheets/{page.context['batch'].pk}/").text
    wanted = {
        "en": "No record has this identifier.", "es": "Ningún registro tiene este identificador.",
        "fr": "Aucune fiche n’a cet identifiant.",
        "pt-br": "Nenhum registro tem este identificador.",
    }  # fmt: skip
    assert wanted[language] in shown


@pytest.mark.parametrize("query", ["show=nothing", "page=0", "page=%D9%A3", "page=999999999999999"])
def test_odd_query_shows_a_page(desk, query):
    page = bring_in(desk, "themes", with_errors())
    assert desk.get(f"{HOME}{page.context['batch'].pk}/?{query}").status_code == 200


def test_preview_asks_the_same_few_questions_however_many_rows(desk, django_assert_num_queries):
    counts = []
    for rows in (1, 3):
        themes = [factories.make_theme(texts={"en": "Old"}) for _ in range(rows)]
        data = as_csv([{"id": theme.slug, "name_en": "New"} for theme in themes])
        pk = bring_in(desk, "themes", data).context["batch"].pk
        with django_assert_num_queries(7) as seen:
            desk.get(f"{HOME}{pk}/")
        counts.append(len(seen))
    assert counts[0] == counts[1]
