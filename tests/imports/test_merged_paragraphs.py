"""A paragraph that was merged into another, or got another address, is known again."""

import datetime

import pytest

from accounts.rights import current_rights
from mandates.models import Paragraph
from publication.redirects import leave_redirects
from reports.merging import merge, plan
from tests import factories
from tests.imports.written_pages import LIMA, MANDATES, TEXTS, done, page, take_in

pytestmark = pytest.mark.django_db
SECOND = "To teach the children of workers who live abroad in their own language."
PAGE = page(
    documents=[(LIMA, [("1", MANDATES["en"]), ("2", SECOND)])],
    entities=[("Bank of the Americas", [("2019-05-06", "1", TEXTS["en"])])],
)


@pytest.fixture
def paragraphs():
    factories.make_theme(slug="migration", texts={"en": "Migration"})
    factories.make_institution(texts={"en": "Bank of the Americas"})
    document = factories.make_document(aliases=[LIMA], date=datetime.date(2018, 4, 14))
    take_in(PAGE)
    return list(document.paragraphs.order_by("position"))


def test_page_taken_in_again_makes_no_merged_paragraph_anew(paragraphs):
    kept, gone = paragraphs
    administrator = factories.make_person(role="administrator")
    merge(gone, kept, by=administrator, seen=plan(gone, kept, current_rights(administrator)).mark)
    assert done(take_in(PAGE))[:2] == (0, 0)
    assert [(one.pk, one.text_en) for one in Paragraph.objects.all()] == [(kept.pk, MANDATES["en"])]


def test_renamed_paragraph_is_found_at_its_new_address(paragraphs):
    _first, second = paragraphs
    before = second.get_absolute_url().removeprefix("/en")
    Paragraph.objects.filter(pk=second.pk).update(slug="2-bis")
    leave_redirects({before: before.replace("/2/", "/2-bis/")})
    assert done(take_in(PAGE))[:2] == (0, 0)
    assert Paragraph.objects.count() == 2
