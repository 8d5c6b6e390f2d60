"""A document is drafted from a programme's page: one click, the progress, the file."""

import sqlite3

import docx
from playwright.sync_api import expect

from tests.browser.places import CHIEF
from tests.browser.portal import work_on

PROGRAMME = "/en/programmes/ag-res-2141-2005-programme/"


STEPS = (
    "UPDATE opendata_drafteddocument SET stage = ?, steps_done = ?, steps_in_all = 4 WHERE id = ?"
)


def progress(folder, number, *, stage, done=0):
    with sqlite3.connect(folder / "portal.sqlite3") as connection:
        connection.execute(STEPS, [stage, done, number])


def test_annual_report_from_the_programme_to_the_file(visitor, folder, tmp_path):
    tab = visitor.tab
    visitor.sign_in(CHIEF, PROGRAMME)
    tab.get_by_role("link", name="Draft the annual report").click()
    expect(tab.get_by_label("Programme")).to_have_value("ag-res-2141-2005-programme")
    tab.get_by_label("Year").fill("2011")
    tab.get_by_label("Language of the document").select_option("pt-br")
    tab.get_by_label("Document symbol").fill("CE/INF. 7")
    tab.clock.install()
    tab.get_by_role("button", name="Word").click()
    expect(tab.get_by_text("Waiting for a worker")).to_be_visible()
    number = int(tab.url.rstrip("/").rpartition("/")[2])
    # A request that fails is not the last one, and what is told changes in its place.
    way = tab.get_by_role("link", name="Show how far it is now")
    way.focus()
    tab.route(f"**/{number}/", lambda route: route.abort(), times=1)
    with tab.expect_event("requestfailed"):
        tab.clock.fast_forward("00:03")
    progress(folder, number, stage="running", done=1)
    expect(tab.get_by_label("1 of 4 parts are written")).to_have_attribute("value", "1")
    expect(way).to_be_focused()
    progress(folder, number, stage="waiting")
    work_on(folder, "opendata.drafting.make", number)
    link = tab.locator("a[download]")  # the page looks by itself
    expect(link).to_be_visible()
    with tab.expect_download() as taken:
        link.click()
    file = tmp_path / "report.docx"
    taken.value.save_as(file)
    texts = [paragraph.text for paragraph in docx.Document(file).paragraphs]
    assert {"Relatório anual 2011", "CE/INF. 7", "Sumário"} <= set(texts)
    assert taken.value.suggested_filename.startswith(
        "annual-report-ag-res-2141-2005-programme-2011-pt-br-"
    )
