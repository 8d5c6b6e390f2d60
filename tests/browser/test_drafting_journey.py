"""A document is drafted from a programme's page: one click, the progress, the file."""

import docx
from playwright.sync_api import expect

from tests.browser.places import CHIEF
from tests.browser.portal import work_on

PROGRAMME = "/en/programmes/ag-res-2141-2005-programme/"


def test_annual_report_from_the_programme_to_the_file(visitor, folder, tmp_path):
    tab = visitor.tab
    visitor.sign_in(CHIEF, PROGRAMME)
    tab.get_by_role("link", name="Draft the annual report").click()
    expect(tab.get_by_label("Programme")).to_have_value("ag-res-2141-2005-programme")
    tab.get_by_label("Year").fill("2011")
    tab.get_by_label("Language of the document").select_option("pt-br")
    tab.get_by_label("Document symbol").fill("CE/INF. 7")
    tab.get_by_role("button", name="Word").click()
    expect(tab.get_by_text("Waiting for a worker")).to_be_visible()
    number = int(tab.url.rstrip("/").rpartition("/")[2])
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
