"""The real legacy page after the reference facts alone: its figures, twice, and in Spanish."""

import pytest

from countries.models import Entity
from imports.legacy_page import parse, read
from imports.models import Batch
from mandates.models import Paragraph
from publication.models import Revision
from reports.models import Asked, Citation, Report
from tests.conftest import source_documents
from tests.imports.written_pages import TEXTS, codes, done, take_in, written_again

pytestmark = [pytest.mark.django_db, pytest.mark.documents]
REAL_PAGE = "000_8d5b63cea4f761ee.txt"


@pytest.fixture(scope="module")
def real_page():
    return (source_documents() / REAL_PAGE).read_bytes()


def test_real_page_after_reference_alone(reference, real_page):
    plan = take_in(real_page)
    assert plan.counts() == {
        "documents": 11,
        "paragraphs": 34,
        "entities": 46,
        "reports": 76,
        "stubs": 18,
        "uncited": 26,
        "citations": {"exact": 32, "ambiguous": 21, "unresolved": 0},
        "resources": 8,
        "created": 34 + 76 + 8,
        "updated": 0,
        "unchanged": 0,
    }
    assert Paragraph.objects.count() == 34
    assert Report.objects.published().count() == 76
    assert Asked.objects.count() == 46
    assert set(codes(plan)) == {"paragraph_language", "report_language", "ambiguous_citation"}
    assert {c.typed for c in Citation.objects.ambiguous()} == {"17"}


def test_real_page_twice_changes_nothing(reference, real_page):
    first = take_in(real_page)
    version = Revision.objects.current().number
    second = take_in(real_page)
    assert done(second) == (0, 0, 118)
    expected = {**first.counts(), "created": 0, "unchanged": 118}
    assert second.counts() == expected
    assert Batch.objects.count() == 1
    assert Revision.objects.current().number == version


def test_spanish_page_fills_the_stubs_of_the_same_records(reference, real_page):
    take_in(real_page)
    stubs = Report.objects.filter(original_language=None, nothing_to_report=False)
    assert stubs.count() == 18
    spanish = written_again(parse(read(real_page)), "es", TEXTS)
    plan = take_in(spanish)
    assert (plan.created, plan.updated) == (0, 17)
    assert Report.objects.count() == 76
    assert [report.available_in for report in stubs] == [["pt-br"]]
    filled = Report.objects.filter(available_in=["es"], sections__text_es__startswith=TEXTS["es"])
    assert filled.count() == 17
    assert done(take_in(spanish))[:2] == (0, 0)


def test_real_page_keeps_its_order(reference, real_page):
    rows = parse(read(real_page))
    take_in(real_page)
    asked = [row.entity for row in Asked.objects.select_related("entity")]
    known = [Entity.objects.named(row.name) for row in rows.entities]
    assert [[entity] for entity in asked] == known
