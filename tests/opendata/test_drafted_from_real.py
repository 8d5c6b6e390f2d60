"""Documents drafted from the imported 002 and 003: every cell in its order, and nobody's name."""

import io
import re

import docx
import pytest
from django.core.management import call_command

from imports.matrix import MatrixOptions, import_matrix
from imports.models import Contact
from mandates.models import Document, Theme
from opendata.papers.annual import annual_report
from opendata.papers.compendium import compendium
from opendata.papers.drafted import Draft
from opendata.papers.word import write_word
from tests.conftest import source_documents
from tests.opendata.paper_lines import lines

pytestmark = [pytest.mark.django_db, pytest.mark.documents]
NAME = "002_cb8c4f2c047c8b3d.txt"
CELL = re.compile(r"^ *\t", re.MULTILINE)
MARKER = re.compile(r"^\s*(?:[•·▪●‣◦\-–—*]\s+|o\s+(?=[A-Z])|\d{1,2}[.)]\s+(?=\S))+")
LONE_MARKER = re.compile(r"^\s*(?:[•·▪●‣◦\-–—*]|\d{1,2}[.)])\s*$", re.MULTILINE)


def ink(text: str) -> str:
    """The text without white space, and without what Word puts before the items of a list."""
    lines_of_it = LONE_MARKER.sub("", text).split("\n")
    return "".join("".join(MARKER.sub("", line).split()) for line in lines_of_it)


# Lines of cells that a draft has in its own words, or not at all.
IMPLEMENTERS = [49, 166, 235, 291, 324, 326, 400, 435, 468, 498, 647, 862, 894, 1049]
GROUPS = [429, 433, 1047]
COLUMNS = [
    *(51, 54, 57, 58, 59), *(238, 239, 242, 243, 244), *(437, 440, 443, 444, 445),
    *(489, 492, 495, 496), *(1051, 1054, 1057, 1058, 1059),
]  # fmt: skip
TWICE = [897, 930, 977, 1030]  # the second block of the IOM, merged as a near duplicate
AFTER = [1088]  # an empty cell, with what follows the table
WITH_HEADING = [169]  # a heading and the text below it in one cell


def cells_of_source() -> list[tuple[int, str]]:
    """Line and text of every cell that is not empty; the parser of the import has no part in it."""
    text = (source_documents() / NAME).read_text(encoding="utf-8-sig")
    starts = list(CELL.finditer(text))
    ends = [*(match.start() for match in starts[1:]), len(text)]
    found = [
        (text.count("\n", 0, match.end()) + 1, text[match.end() : end])
        for match, end in zip(starts, ends, strict=True)
    ]
    return [(line, cell) for line, cell in found if cell.strip()]


@pytest.fixture
def document():
    call_command("load_reference", verbosity=0)
    data = (source_documents() / NAME).read_bytes()
    import_matrix(data, MatrixOptions("annual-report", "en"), file_name=NAME)
    programme = Document.objects.get(slug="ag-res-2141-2005-programme")
    paper = annual_report(Draft("en", "", "1"), programme, 2011)
    file = io.BytesIO()
    write_word(paper, file, "")
    return docx.Document(file)


def test_every_cell_of_the_matrix_is_in_the_draft_in_its_order(document):
    rows = [row for table in document.tables for row in table.rows[1:]]
    cells = ["\n".join(p.text for p in cell.paragraphs) for row in rows for cell in row.cells]
    drafted, place, missing = "\n".join(map(ink, cells)), 0, []
    for line, cell in cells_of_source():
        text = ink(cell.partition("\n")[2] if line in WITH_HEADING else cell)
        at = drafted.find(text, place)
        if at < 0:
            missing.append(line)
        else:
            place = at + len(text)
    assert missing == sorted([*IMPLEMENTERS, *GROUPS, *COLUMNS, *TWICE, *AFTER])


def test_implementers_stand_under_their_organizations_in_the_order_of_the_paper(document):
    told = [(p.style.name, p.text) for p in document.paragraphs if "Heading" in p.style.name]
    names = [
        "A. Inter-American Commission on Human Rights",
        "B. Executive Secretariat for Integral Development",
        "B.1. Migration and Development Program",
        "B.2. Inter-American Network for Labor Administration",
        "B.3. Office of Education and Culture",
        "C. Secretariat for Multidimensional Security",
        "C.1. Department of Public Security",
        "D. Organization of American States",
        "D.1. Summits of the Americas Secretariat",
        "E. Andean Community",
        "F. South American Conference on Migration",
        "G. International Organization for Migration",
        "H. Office of the United Nations High Commissioner for Refugees",
        "I. International Labour Organization",
        "J. Inter-American Institute of Human Rights",
    ]
    headings = [text for style, text in told if style in ("Heading 2", "Heading 3")]
    assert headings == names
    assert len(document.tables) == 12 + 2
    heads = [[cell.text for cell in table.rows[0].cells] for table in document.tables[:12]]
    assert heads == [[
        "Activities stated in AG/RES. 2141 (XXXV-O/05)", "Activities planned for 2011",
        "Activities carried out in 2011", "Activities planned for 2012", "Type of financing",
    ]] * 12  # fmt: skip


def test_no_contact_person_is_in_a_compendium(db):
    call_command("load_reference", verbosity=0)
    name = "003_c0a188fc665f9a55.txt"
    data = (source_documents() / name).read_bytes()
    import_matrix(data, MatrixOptions("compendium", "en"), file_name=name)
    paper = compendium(Draft("en", "", "1"), Theme.objects.get(slug="migration"))
    said = str(lines(paper))
    contacts = [line.strip() for one in Contact.objects.all() for line in one.text.split("\n")]
    assert len([line for line in contacts if line]) == 17
    assert [line for line in contacts if line and line in said] == []
    assert "@" not in said
    assert "CE/AM/INF.23/08 corr. 1" in said
