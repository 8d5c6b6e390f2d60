"""Files become records and are taken back: upload, preview, decision, progress, result, undo."""

import re
from pathlib import Path

from playwright.sync_api import FilePayload, Page, expect

from tests.browser.places import EDITOR
from tests.browser.portal import work_on
from tests.imports.written_matrices import ANNUAL_AGAIN, DONE, written
from tests.imports.written_pages import TEXTS, page

PROGRAMME = "ag-res-2141-2005-programme"
SECOND_DONE = DONE.replace("May", "June")


def test_matrix_with_a_near_duplicate_is_taken_in_and_back(visitor, folder):
    tab = visitor.tab
    visitor.sign_in(EDITOR, "/admin/imports/batch/add/matrix/")
    tab.set_input_files("#id_file", text_file("rivers.txt", written("annual-report", ANNUAL_AGAIN)))
    tab.select_option("#id_programme", PROGRAMME)
    tab.get_by_role("button", name="Read the matrix and show a preview").click()
    expect(tab.get_by_text("Nothing is written yet.")).to_be_visible()
    expect(tab.get_by_text("Institute of Rivers (line 18): 91 % the same words")).to_be_visible()
    tab.get_by_label("Keep both").check()
    tab.get_by_role("button", name="Compare once more").click()
    expect(tab.get_by_text("Compared once more.")).to_be_visible()
    expect(tab.get_by_label("Keep both")).to_be_checked()
    batch = number_of(tab)
    take_in(tab, batch, folder)
    programme = f"/en/programmes/{PROGRAMME}/?year=2011"
    visitor.open(programme)
    for text in (DONE, SECOND_DONE):
        expect(tab.get_by_text(text).first).to_be_visible()
    take_back(visitor, batch)
    visitor.open(programme)
    for text in (DONE, SECOND_DONE):
        expect(tab.get_by_text(text)).to_have_count(0)


def test_legacy_page_is_taken_in_and_back(visitor, folder):
    tab = visitor.tab
    visitor.sign_in(EDITOR, "/admin/imports/batch/add/")
    data = page(entities=[("Haiti", [("2009-05-14", "-", TEXTS["en"])])])
    tab.set_input_files("#id_file", text_file("energy.txt", data))
    tab.select_option("#id_theme", "energy")
    tab.get_by_role("button", name="Read the page and show a preview").click()
    expect(tab.get_by_text("Nothing is written yet.")).to_be_visible()
    expect(tab.locator("dt", has_text="of these without citation").locator("+ dd")).to_have_text(
        "1"
    )
    batch = number_of(tab)
    take_in(tab, batch, folder)
    visitor.open("/en/reports/?entity=haiti&theme=energy")
    tab.locator("main .report", has_text="2009").locator("h3 a").click()
    report = visitor.address
    expect(tab.get_by_text(TEXTS["en"]).first).to_be_visible()
    take_back(visitor, batch)
    assert visitor.open(report).status == 404


def text_file(name: str, data: bytes) -> FilePayload:
    return {"name": name, "mimeType": "text/plain", "buffer": data}


def number_of(tab: Page) -> int:
    return int(re.search(r"/batch/(\d+)/change/$", tab.url)[1])


def take_in(tab: Page, batch: int, folder: Path) -> None:
    tab.get_by_role("button", name="Import now").click()
    expect(tab.get_by_text("Waiting for a worker")).to_be_visible()
    work_on(folder, "imports.jobs.import_batch", batch)
    expect(tab.get_by_text("The import is done.")).to_be_visible()  # the page looks by itself


def take_back(visitor, batch: int) -> None:
    tab = visitor.tab
    visitor.open(f"/admin/imports/batch/{batch}/change/")
    tab.get_by_role("link", name="Take the import back").click()
    tab.get_by_role("button", name="Yes, take it back").click()
    expect(tab.get_by_text("The import was taken back.")).to_be_visible()
