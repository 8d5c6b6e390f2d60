"""Translations as a spreadsheet: what goes out, what comes back, and what is refused."""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from accounts.granting import end
from mandates.models import Paragraph
from publication.models import Revision
from reports.sheet_archive import Unreadable
from reports.sheet_reading import MOST_ROWS, SheetRow, read_sheet
from reports.translation_sheets import COLUMNS
from reports.translation_upload import plan
from tests.factories import make_paragraph, make_person, make_report, make_theme
from tests.people import signed_in

pytestmark = pytest.mark.django_db
LIST = "/en/secretariat/translations/"
OUT, IN = f"{LIST}fr/spreadsheet/", f"{LIST}spreadsheet/"


@pytest.fixture
def translator():
    return make_person(role="translator", name="Teresa Tradutora")


@pytest.fixture
def desk(translator):
    return signed_in(translator)


@pytest.fixture
def paragraph():
    return make_paragraph(texts={"es": "Abrir diez escuelas."})


def taken_out(desk, query="?state=all&kind=paragraph") -> Workbook:
    answer = desk.get(OUT + query)
    assert answer.status_code == 200
    return load_workbook(BytesIO(answer.content))


def rows_of(book: Workbook) -> list[dict]:
    head, *rows = book.worksheets[0].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def as_file(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def fill(book: Workbook, row: int = 2, **cells) -> Workbook:
    places = {name: n for n, name in enumerate(COLUMNS, 1)}
    for name, value in cells.items():
        book.worksheets[0].cell(row, places[name], value)
    return book


def bring_in(desk, content: bytes, name="translations.xlsx"):
    return desk.post(IN, {"file": SimpleUploadedFile(name, content)})


def confirm(desk, page):
    return desk.post(f"{IN}confirm/", {"plan": page.context["token"]})


def faults(page) -> list[tuple]:
    return [(fault.row, fault.column, str(fault.reason)) for fault in page.context["plan"].faults]


# Out ------------------------------------------------------------------------------------------


def test_each_text_has_a_row(desk):
    theme = make_theme(texts={"en": "Water", "fr": "Eau"}, description_en="Clean\r\nwater.")
    book = taken_out(desk, "?kind=theme")
    first, second = rows_of(book)
    assert (first["key"], second["key"]) == (
        f"theme/{theme.pk}/name",
        f"theme/{theme.pk}/description",
    )
    assert {k: second[k] for k in ("from", "source", "into", "translation", "state", "kind")} == {
        "from": "en", "source": "Clean\nwater.", "into": "fr", "translation": None,
        "state": "official", "kind": "Themes",
    }  # fmt: skip
    assert first["address"] == f"http://testserver{LIST}theme/{theme.pk}/fr/"
    assert first["translation"] == "Eau"


def test_filters_of_the_list_hold_for_the_file(desk, paragraph):
    make_theme(texts={"es": "Agua"})
    assert [row["key"] for row in rows_of(taken_out(desk, "?kind=paragraph"))] == [
        f"paragraph/{paragraph.pk}/text"
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "＝", "＋", "－", "＠"])
def test_text_is_never_a_formula(desk, start):
    text = f"{start}HYPERLINK(1)"
    made = make_paragraph(texts={"es": text, "fr": text})
    answer = desk.get(f"{OUT}?state=all&kind=paragraph")
    archive = ZipFile(BytesIO(answer.content))
    sheets = b"".join(archive.read(n) for n in archive.namelist() if "sheet" in n)
    assert b"<f>" not in sheets
    cells = [cell for row in load_workbook(BytesIO(answer.content)).worksheets[0] for cell in row]
    assert {cell.data_type for cell in cells if cell.value} == {"s"}
    if not start.startswith("\t"):
        quoted = [cell.quotePrefix for cell in cells if cell.value == text]
        assert quoted == [True, True]
    page = bring_in(desk, answer.content)
    assert (page.context["plan"].changes, page.context["plan"].unchanged) == ([], 1), made


@pytest.mark.parametrize(
    "text", ["long " * 7000, "a\x0bb", "_x000B_ as such", "😀" * 16_500, "x\ufffe"]
)
def test_what_a_spreadsheet_would_lose_is_left_out_and_named(desk, text):
    made, other = make_paragraph(texts={"es": text}), make_paragraph(texts={"es": "Uno."})
    book = taken_out(desk)
    assert [row["key"] for row in rows_of(book)] == [f"paragraph/{other.pk}/text"]
    _head, (key, address, reason) = book.worksheets[1].iter_rows(values_only=True)
    assert key == f"paragraph/{made.pk}/text"
    assert address.endswith(f"/paragraph/{made.pk}/fr/")
    assert "on screen" in reason


def test_longest_text_that_fits_goes_out_whole(desk):
    text = "é" * 32_766
    make_paragraph(texts={"es": text})
    (row,) = rows_of(taken_out(desk))
    assert row["source"] == text


def test_too_many_are_refused_with_their_number(desk, monkeypatch):
    monkeypatch.setattr("reports.translation_sheets.MOST_ROWS", 1)
    make_paragraph(texts={"es": "Uno."})
    make_paragraph(texts={"es": "Dos."})
    answer = desk.get(OUT, follow=True)
    assert "these are 2." in answer.text


def test_drafts_do_not_go_out(desk):
    make_report(state="draft", texts={"es": "Secreto."})
    assert rows_of(taken_out(desk, "?state=all&kind=section")) == []


# In -------------------------------------------------------------------------------------------


def test_unchanged_file_changes_nothing(desk, paragraph):
    make_paragraph(texts={"es": "  Dos.\r\n\r\nTres.", "fr": " Deux.\r\nTrois.  "})
    theme = make_theme(texts={"en": "Water", "fr": "Eau"}, description_en="x")
    number = Revision.objects.current().number
    page = bring_in(desk, as_file(taken_out(desk, "?state=all")))
    made = page.context["plan"]
    # The titles of the paragraphs' two documents among them.
    assert (made.changes, made.faults, made.unchanged, made.empty) == ([], [], 4, 2)
    assert "Nothing of this file is to be written." in page.text
    assert Revision.objects.current().number == number
    assert theme.history.count() == 1


def test_file_that_came_back_filled_in_is_previewed_then_written(desk, translator, paragraph):
    book = fill(taken_out(desk), translation="Ouvrir dix écoles.", state="machine")
    page = bring_in(desk, as_file(book))
    paragraph.refresh_from_db()
    assert paragraph.text_fr is None
    assert "Ouvrir dix écoles." in page.text
    result = confirm(desk, page).context["result"]
    assert (result.written, result.already, result.left) == (1, 0, [])
    paragraph.refresh_from_db()
    assert (paragraph.text_fr, paragraph.state_fr) == ("Ouvrir dix écoles.", "machine")
    assert paragraph.history.first().history_user == translator
    again = confirm(desk, page).context["result"]
    assert (again.written, again.already, again.left) == (0, 1, [])


def test_texts_of_a_record_are_written_together(desk):
    theme = make_theme(texts={"en": "Water"}, description_en="Clean.")
    book = taken_out(desk, "?kind=theme")
    fill(book, 2, translation="Eau")
    fill(book, 3, translation="Propre.")
    confirm(desk, bring_in(desk, as_file(book)))
    theme.refresh_from_db()
    assert (theme.name_fr, theme.description_fr, theme.history.count()) == ("Eau", "Propre.", 2)


def test_main_text_is_wanted_with_the_others(desk):
    make_theme(texts={"en": "Water"}, description_en="Clean.")
    page = bring_in(desk, as_file(fill(taken_out(desk, "?kind=theme"), 3, translation="Propre.")))
    assert [(row, column) for row, column, _reason in faults(page)] == [(3, "translation")]
    assert page.context["plan"].changes == []


def test_number_is_a_text(desk):
    theme = make_theme(texts={"en": "Year 2015"})
    confirm(desk, bring_in(desk, as_file(fill(taken_out(desk, "?kind=theme"), translation=2015))))
    theme.refresh_from_db()
    assert theme.name_fr == "2015"


@pytest.mark.parametrize("moved", ["source", "target"])
@pytest.mark.parametrize("when", ["before the preview", "after it"])
def test_nothing_is_written_over_a_later_change(desk, paragraph, moved, when):
    content = as_file(fill(taken_out(desk), translation="Ouvrir."))
    page = bring_in(desk, content)
    assert len(page.context["plan"].changes) == 1
    if moved == "source":
        paragraph.text_es = "Abrir doce escuelas."
    else:
        paragraph.write("fr", text="Déjà.")
    paragraph.save()
    if when == "after it":
        result = confirm(desk, page).context["result"]
        assert (result.written, len(result.left)) == (0, 1)
    else:
        ((row, column, reason),) = faults(bring_in(desk, content))
        assert (row, column) == (2, "source" if moved == "source" else "translation")
        assert "has changed since" in reason
    paragraph.refresh_from_db()
    assert paragraph.text_fr == (None if moved == "source" else "Déjà.")


FAULTS = {
    "unknown key": ({"key": "paragraph/999999/text"}, "key"),
    "huge key": ({"key": f"paragraph/{'9' * 18}/text"}, "key"),
    "unknown kind": ({"key": "user/1/email"}, "key"),
    "foreign field": ({"key": "paragraph/{pk}/html"}, "key"),
    "no key": ({"key": "DROP TABLE"}, "key"),
    "unknown language": ({"into": "xx"}, "into"),
    "no language": ({"into": None}, "into"),
    "language of the original": ({"into": "es"}, "into"),
    "odd state": ({"state": "original"}, "state"),
    "tampered version": ({"version": "0" * 64}, "source"),
    "no version": ({"version": "x"}, "version"),
    "formula": ({"translation": "=1+1"}, "translation"),
    "yes or no": ({"translation": True}, "translation"),
    "cut off": ({"translation": "x" * 32_767}, "translation"),
    "control character": ({"translation": "a_x0000_b"}, "translation"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_row_with_a_fault_is_named_and_the_others_are_written(desk, paragraph, name):
    cells, column = FAULTS[name]
    other = make_paragraph(texts={"es": "Dos."})
    cells = {k: v.format(pk=paragraph.pk) if isinstance(v, str) else v for k, v in cells.items()}
    book = fill(taken_out(desk), 2, **{"translation": "Un.", **cells})
    if cells.get("into", "") is None:
        fill(book, 2).worksheets[0]["H2"] = None
    page = bring_in(desk, as_file(fill(book, 3, translation="Deux.")))
    assert [(row, where) for row, where, _reason in faults(page)] == [(2, column)]
    confirm(desk, page)
    texts = list(Paragraph.objects.order_by("pk").values_list("text_es", "text_fr"))
    assert texts == [("Abrir diez escuelas.", None), ("Dos.", "Deux.")], other


def test_empty_cell_takes_nothing_away(desk):
    made = make_paragraph(texts={"es": "Uno.", "fr": "Un."})
    book = taken_out(desk)
    book.worksheets[0]["I2"] = None
    ((row, column, reason),) = faults(bring_in(desk, as_file(book)))
    assert (row, column, reason) == (
        2,
        "translation",
        "Empty: the translation that is there stays.",
    )
    made.refresh_from_db()
    assert made.text_fr == "Un."


def test_same_text_twice_is_a_fault(desk, paragraph):
    book = fill(taken_out(desk), translation="Un.")
    sheet = book.worksheets[0]
    sheet.append([cell.value for cell in sheet[2]])
    assert [row for row, _column, _reason in faults(bring_in(desk, as_file(book)))] == [3]


def test_drafts_cannot_be_reached_by_their_keys(desk, paragraph):
    """Nor does the answer tell them from what is not there."""
    section = make_report(state="draft", texts={"es": "Secreto."}).sections.get()
    found = []
    for pk in (section.pk, 987_654):
        book = fill(taken_out(desk), key=f"section/{pk}/text", translation="Un.")
        found.append(faults(bring_in(desk, as_file(book))))
    assert found[0] == found[1]
    assert found[0][0][1] == "key"


def test_report_withdrawn_meanwhile_is_left(desk, reviewer):
    from reports import workflow

    section = make_report(texts={"es": "Hecho."}).sections.get()
    page = bring_in(desk, as_file(fill(taken_out(desk, "?kind=section"), translation="Fait.")))
    workflow.withdraw(section.report, by=reviewer, reason="By mistake.")
    result = confirm(desk, page).context["result"]
    assert (result.written, len(result.left)) == (0, 1)
    section.refresh_from_db()
    assert section.text_fr is None


def test_rights_are_asked_again_when_it_is_confirmed(desk, translator, paragraph):
    page = bring_in(desk, as_file(fill(taken_out(desk), translation="Un.")))
    end(translator.memberships.get(), by=None)
    assert confirm(desk, page).status_code == 404
    paragraph.refresh_from_db()
    assert paragraph.text_fr is None


@pytest.mark.parametrize("change", ["another person", "tampered", "empty"])
def test_plan_is_the_persons_own_and_whole(desk, reviewer, paragraph, change):
    token = bring_in(desk, as_file(fill(taken_out(desk), translation="Un."))).context["token"]
    client = signed_in(reviewer) if change == "another person" else desk
    token = {"tampered": token[:-1] + "!", "empty": ""}.get(change, token)
    answer = client.post(f"{IN}confirm/", {"plan": token})
    assert (answer.status_code, answer.url) == (302, IN)
    paragraph.refresh_from_db()
    assert paragraph.text_fr is None


def test_preview_takes_few_queries(desk, django_assert_num_queries):
    columns = dict.fromkeys(COLUMNS, "")
    row = {**columns, "into": "fr", "translation": "Un."}
    records = [make_paragraph(texts={"es": "Uno."}) for _n in range(3)]
    rows = [
        SheetRow(n, {**row, "key": f"paragraph/{one.pk}/text"}, {}) for n, one in enumerate(records)
    ]
    for some in (rows[:1], rows):
        with django_assert_num_queries(1):
            assert len(plan(some).faults) == len(some)


# Files that are not what they say -------------------------------------------------------------


def packed(**members: bytes) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def replaced(content: bytes, member: str, new: bytes) -> bytes:
    file = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name in old.namelist():
            archive.writestr(name, new if name == member else old.read(name))
    return file.getvalue()


def plain_sheet(*rows: list) -> bytes:
    book = Workbook()
    for row in rows or [list(COLUMNS)]:
        book.active.append(row)
    return as_file(book)


def sparse() -> bytes:
    book = Workbook()
    book.active.append(list(COLUMNS))
    book.active.cell(1_048_576, 16_384, "far")
    return as_file(book)


SHEET = "xl/worksheets/sheet1.xml"
BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
HOSTILE = {
    "nothing": lambda: b"\x00",
    "a text": lambda: b"key,kind\n1,2\n",
    "half a file": lambda: plain_sheet()[:900],
    "no sheet": lambda: packed(a=b"<x/>"),
    "packed a thousand times": lambda: packed(a=b"0" * 20_000_000),
    "unpacks to too much": lambda: packed(**{f"m{n}": bytes([n]) * 900_000 for n in range(40)}),
    "too many members": lambda: packed(**{f"m{n}": b"" for n in range(200)}),
    "entities": lambda: replaced(plain_sheet(), SHEET, BOMB),
    "entities in another encoding": lambda: replaced(
        plain_sheet(), SHEET, BOMB.decode().encode("utf-16")
    ),
    "a million cells": lambda: replaced(
        plain_sheet(), SHEET, b"<worksheet><sheetData><row>" + b"<c/>" * 1_000_000
    ),
    "broken sheet": lambda: replaced(plain_sheet(), SHEET, b"<worksheet><sheet"),
    "too large": lambda: b"PK" + b"0" * (5 * 1024 * 1024),
    "foreign column": lambda: plain_sheet([*COLUMNS, "=password"]),
    "column missing": lambda: plain_sheet(list(COLUMNS)[1:]),
    "column twice": lambda: plain_sheet([*COLUMNS, "key"]),
    "too many rows": lambda: plain_sheet(list(COLUMNS), *[["x"]] * (MOST_ROWS + 1)),
    "path that climbs": lambda: packed(**{"..__..__etc__passwd": b"x"}),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_with_a_reason(desk, name):
    page = bring_in(desk, HOSTILE[name]())
    assert page.status_code == 200
    ((_field, (error,)),) = page.context["form"].errors.items()
    assert error
    assert re.search(r'class="errors"', page.text)


def test_far_cell_costs_nothing():
    """A sheet that claims a million rows is read as far as ours can go."""
    assert read_sheet(sparse(), list(COLUMNS)) == []


def test_member_that_lies_about_its_size_is_refused():
    content = bytearray(packed(**{"xl__a.xml": b"<a>" + b" " * 5_000_000}))
    place = content.rindex(b"PK\x01\x02") + 24
    content[place : place + 4] = (100).to_bytes(4, "little")
    with pytest.raises(Unreadable):
        read_sheet(bytes(content), list(COLUMNS))


def test_form_without_a_file_says_so(desk):
    page = desk.post(IN, {})
    assert page.status_code == 200
    assert "file" in page.context["form"].errors
