"""What people decided and translated here stays, whatever a page says when it comes again."""

import datetime

import pytest

from publication.translating import kind_named, translate
from reports.citation_queue import Choice, waiting
from reports.models import Citation
from reports.resolving import resolve, undo
from tests import factories
from tests.imports.written_pages import LIMA, MANDATES, TEXTS, codes, done, page, take_in

pytestmark = pytest.mark.django_db
QUITO = "Quito Plan - Quito, Ecuador - May 2010"


@pytest.fixture(autouse=True)
def known():
    factories.make_theme(slug="migration", texts={"en": "Migration", "es": "Migración"})
    factories.make_document(aliases=[LIMA], date=datetime.date(2018, 4, 14))
    factories.make_document(aliases=[QUITO], date=datetime.date(2010, 5, 1))
    factories.make_entity(slug="peru", texts={"en": "Peru", "es": "Perú"})


def a_page(language: str = "en") -> bytes:
    numbered = [("1", MANDATES[language])]
    return page(
        language=language,
        documents=[(LIMA, numbered), (QUITO, numbered)],
        entities=[("Peru", [("2019-01-01", "1", TEXTS[language])])],
    )


def test_resolved_citation_stays_and_the_page_changes_nothing(reviewer):
    take_in(a_page())
    (group,) = waiting()
    resolution = resolve([Choice(group, group.candidates[0]).token], by=reviewer)
    assert done(take_in(a_page())) == (0, 0, 3)
    citation = Citation.objects.get()
    assert (citation.state, citation.paragraph) == ("exact", group.candidates[0])
    undo(resolution, by=reviewer)
    assert done(take_in(a_page())) == (0, 0, 3)
    assert Citation.objects.get().state == "ambiguous"
    assert [one.candidates for one in waiting()] == [group.candidates]


def test_translation_stays_and_the_pages_own_is_named():
    """A page in Spanish fills what is missing in Spanish, and nothing else."""
    take_in(a_page())
    kind = kind_named("section")
    section = kind.records().get()
    translate(
        kind, section.pk, "es", texts={"text": "Lo nuestro."}, state="official",
        source=kind.source_mark(section), target=kind.target_mark(section, "es"),
        by=factories.make_person(role="translator"),
    )  # fmt: skip
    plan = take_in(a_page("es"))
    section.refresh_from_db()
    assert (section.text_en, section.text_es) == (TEXTS["en"], "Lo nuestro.")
    assert "report_conflict" in codes(plan)
