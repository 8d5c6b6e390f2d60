"""The annual report that is drafted: its tree of parts, and how each format writes it."""

import datetime
import io

import docx
import pytest
from django.utils.translation import override
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from openpyxl import load_workbook

from opendata.papers import Block, Paper, book, pdf, web, word
from opendata.papers.annual import annual_report
from opendata.papers.drafted import Draft
from reports.models import Section
from tests import factories as make
from tests.opendata.paper_lines import lines
from tests.opendata.test_page_files import unpacked_pdf

pytestmark = pytest.mark.django_db
FORMULA = "=1+1"


@pytest.fixture
def programme():
    return make.make_document(
        slug="programme", kind="programme", symbol="AG/RES. 1", date=datetime.date(2005, 6, 7),
        texts={"en": "Programme", "es": "Programa"},
    )  # fmt: skip


@pytest.fixture
def told(programme):
    """A department that reports with a printed cell, an institution that cites, one silent."""
    one, two = (
        make.make_paragraph(document=programme, label=label, texts={"en": text})
        for label, text in (("1", "Train officers."), ("2", "Share data."))
    )
    parent = make.make_entity(kind="institution", slug="office", texts={"en": "Office"})
    unit = make.make_entity(
        kind="department", slug="unit", texts={"en": "Unit", "es": "Unidad"}, parent=parent
    )
    agency = make.make_entity(kind="institution", slug="agency", texts={"en": "Agency"})
    silent = make.make_entity(kind="institution", slug="quiet", texts={"en": "Quiet"})
    cycle = make.make_cycle(documents=[programme], asked=[unit, agency, silent], is_legacy=True)
    date = datetime.date(2011, 5, 1)
    theirs = make.make_report(
        entity=agency, date=date, cycle=cycle, citing=[two], texts={"es": "1. Uno\n2. Dos"}
    )
    printed = make.make_report(
        entity=unit, date=date, cycle=cycle, citing=[one], texts={"en": FORMULA}
    )
    for kind, text in (("activities", "1.\nTrain officers."), ("financing", "Fund A")):
        section = Section(report=printed, kind=kind, position=5, markup="plain")
        section.write("en", text=text)
        section.save()
    return theirs, printed


def drafted(programme, language="en", symbol="") -> Paper:
    with override(language):
        return annual_report(Draft(language, symbol, "7"), programme, 2011)


def test_parts_of_the_report(programme, told):
    paper = drafted(programme)
    assert (paper.title, paper.cover.subtitle) == ("Annual report 2011", "Programme")
    assert paper.address.endswith("/en/programmes/programme/")
    assert lines(paper) == [
        (1, "Background"),
        ("note", "[Place for the Secretariat’s introduction]"),
        ("", "Programme, AG/RES. 1"),
        ("", "Adopted: 7 June 2005"),
        ("", "2 of 3 implementers reported on 2011."),
        ("", "They reported on 2 of 2 activities of the programme."),
        (1, "Activities in 2011"),
        (2, "A. Office"),
        (3, "A.1. Unit"),
        ("table", [["1. Train officers.", "not stated", "=1+1", "not stated", "Fund A"]]),
        (2, "B. Agency"),
        ("table", [[
            "2. / Share data.", "not stated",
            "[In Spanish; not yet available in English.] / 1. Uno\n2. Dos",
            "not stated", "not stated",
        ]]),
        (1, "No report received"),
        ("", "Quiet"),
        (1, "By source of financing"),
        ("note", "Sources as the implementers word them. The matrix states no amounts; what is "
                 "counted is who names a source and for how many activities."),
        ("table", [["Fund A", "1", "1"]]),
        (1, "Activities by number"),
        ("table", [["1", "Train officers.", "Unit"], ["2", "Share data.", "Agency"]]),
        (1, "About this draft"),
        ("", paper.cover.made_from),
        ("", "Only published records are in it."),
        ("", "1 text is not in the language of the document, is a machine translation or has an "
             "original that has changed since. A line in square brackets stands above it."),
    ]  # fmt: skip
    assert paper.cover.made_from.startswith("Draft made from data version 7 on ")
    assert paper.marks == 1


def test_a_text_says_its_language_and_is_marked_in_another(programme, told):
    paper = drafted(programme, "es")
    stated, _planned, done, *_rest = paper.tables[0].rows[0]
    assert [(b.language, b.is_mark) for b in done.blocks] == [("es", True), ("en", False)]
    assert book.words(done.blocks[0].html) == "[En inglés; aún no disponible en español.]"
    other = paper.tables[1].rows[0][2]
    assert [(b.language, b.is_mark) for b in other.blocks] == [("es", False)]
    assert paper.headings[3].language == "es"


def written(write, paper) -> io.BytesIO:
    file = io.BytesIO()
    write(paper, file, "The source.")
    file.seek(0)
    return file


@pytest.fixture
def document(programme, told):
    return docx.Document(written(word.write_word, drafted(programme, "en", "CE/INF. 1")))


def test_word_has_headings_a_cover_and_the_data_version(document):
    styles = [(p.style.name, p.text) for p in document.paragraphs]
    assert [text for _style, text in styles[:6]][:3] == [
        "Summits of the Americas", "CE/INF. 1", styles[2][1],
    ]  # fmt: skip
    assert ("Title", "Annual report 2011") in styles
    assert ("Subtitle", "Programme") in styles
    assert [text for style, text in styles if style == "Heading 1"] == [
        "Background", "Activities in 2011", "No report received", "By source of financing",
        "Activities by number", "About this draft",
    ]  # fmt: skip
    facts = document.core_properties
    assert (facts.version, facts.identifier, facts.language) == ("7", "CE/INF. 1", "en")
    assert facts.comments.startswith("Draft made from data version 7 on ")
    assert document.sections[0].footer.paragraphs[0].text.startswith("Draft made from data version")


def test_word_has_a_field_of_contents_that_leads_to_the_headings(document):
    body = document.element.body
    assert [e.text.strip() for e in body.iter(qn("w:instrText"))][0] == 'TOC \\o "1-3" \\h \\z \\u'
    kinds = [e.get(qn("w:fldCharType")) for e in body.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("end") == 1 + 9
    first = next(body.iter(qn("w:fldChar")))
    assert (first.get(qn("w:fldCharType")), first.get(qn("w:dirty"))) == ("begin", "true")
    marks = [e.get(qn("w:name")) for e in body.iter(qn("w:bookmarkStart"))]
    links = [e.get(qn("w:anchor")) for e in body.iter(qn("w:hyperlink"))]
    assert marks == links == [f"part{n}" for n in range(1, 10)]


def test_word_repeats_the_head_of_each_table_on_pages_that_lie(document):
    assert len(document.tables) == 4
    for table in document.tables:
        heads = [row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None
                 for row in table.rows]  # fmt: skip
        assert heads == [True] + [False] * (len(table.rows) - 1)
    turned = [section.orientation for section in document.sections]
    assert turned == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]


def test_word_marks_languages_and_numbers_each_list_anew(document):
    cell = document.tables[1].rows[1].cells[2]
    mark, one, two = cell.paragraphs
    assert mark.runs[0].font.highlight_color is not None
    assert [p.runs[0]._r.rPr.find(qn("w:lang")).get(qn("w:val")) for p in (one, two)] == ["es"] * 2
    lists = [p._p.pPr.numPr.numId.val for p in (one, two)]
    numbering = document.part.numbering_part.element
    starts = numbering.num_having_numId(lists[0]).xpath(".//w:startOverride/@w:val")
    assert (lists[0] == lists[1], starts) == (True, ["1"])


def test_workbook_holds_the_matrix_on_one_sheet_and_no_formula(programme, told):
    found = load_workbook(written(book.write_book, drafted(programme)))
    assert found.sheetnames == [
        "Document", "Activities in 2011", "By source of financing", "Activities by number",
    ]  # fmt: skip
    rows = list(found["Activities in 2011"].values)
    assert rows[0] == (
        "Heading", "Activities stated in AG/RES. 1", "Activities planned for 2011",
        "Activities carried out in 2011", "Activities planned for 2012", "Type of financing",
    )  # fmt: skip
    assert [row[0] for row in rows[1:]] == [
        "Activities in 2011 / A. Office / A.1. Unit", "Activities in 2011 / B. Agency",
    ]  # fmt: skip
    cell = found["Activities in 2011"]["D2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (FORMULA, "s", True)


def test_workbook_cuts_only_what_no_cell_can_hold(programme, told):
    paper = drafted(programme)
    paper.tables[0].rows[0][2].blocks[:] = [Block(f"<p>{'a' * 30_000}</p>", "en")]
    paper.tables[1].rows[0][2].blocks[:] = [Block(f"<p>{'b' * 33_000}</p>", "en")]
    sheet = load_workbook(written(book.write_book, paper))["Activities in 2011"]
    assert [len(row[3] or "") for row in sheet.values][1:] == [30_000, 16_000, 16_000, 1_000]
    assert [row[1] for row in sheet.values][2:] == ["2.\nShare data.", None, None]


def test_html_needs_nothing_beside_it(programme, told):
    text = written(web.write_html, drafted(programme, "es")).read().decode()
    assert '<html lang="es">' in text and "<style>" in text
    assert text.count("<h1") == 1 and text.count("<thead>") == 4
    assert '<div class="text" lang="en"><p>=1+1</p></div>' in text
    assert "src=" not in text and "<link" not in text


@pytest.mark.skipif(not pdf.is_possible(), reason="the pdf extra or Pango is not installed")
def test_pdf_is_tagged(programme, told):
    data = unpacked_pdf(written(pdf.write_pdf, drafted(programme)).read())
    marks = (b"/StructTreeRoot", b"/Lang (en)", b"pdfuaid")
    assert [mark for mark in marks if mark not in data] == []


def test_a_year_without_reports_says_so(programme, told):
    with override("en"):
        paper = annual_report(Draft("en", "", "7"), programme, 1999)
    assert ("", "No report on this programme has been received for 1999.") in lines(paper)
    assert [text for kind, text in lines(paper) if kind == 1][2] == "No report received"
