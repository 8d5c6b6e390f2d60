"""A compendium taken in: a report per organization and reference document; contacts are private."""

import pytest

from imports.models import Batch, Contact
from imports.undoing import undo
from reports.models import Report, Section
from tests import factories
from tests.imports.written_matrices import COMPENDIUM, FORMATS, codes, done, take_in, written

pytestmark = pytest.mark.django_db
ANNEX = (
    "\n\n\nIV. ANNEX I:\nPROGRAMMES OF THE INSTITUTE OF LAKES\n\n"
    "\tName of project\n\tNational societies\n\tGeographic coverage\n"
    "\tNumber of beneficiaries\n\tContact person\n\n"
    "\tBoats for families.\n\tPeru\n\tLake Titicaca\n\t200\n\tAna Quispe\n\nana@example.org\n\n"
    "\tFish for schools.\n\tChile\n\tAll lakes\n\t\n\t\n"
)


@pytest.fixture(autouse=True)
def theme():
    return factories.make_theme(slug="migration")


def import_compendium(rows=COMPENDIUM, *, kind="txt", more="", **options):
    data = written("compendium", rows, kind=kind) + more.encode()
    return take_in("compendium", data, name=f"a.{kind}", **options)


def with_annex():
    rows = [*COMPENDIUM[:2], [*COMPENDIUM[2][:2], "Annex 1"]]
    return import_compendium(rows, more=ANNEX)


def texts(report):
    return [(s.kind, s.position, s.text_en) for s in report.sections.order_by("position", "pk")]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_report_per_organization_and_reference_document(kind):
    plan = import_compendium(kind=kind)
    assert (plan.holds["rows"], plan.holds["entities"], plan.holds["reports"]) == (3, 2, 2)
    rivers, lakes = Report.objects.order_by("pk")
    assert (rivers.symbol, rivers.dated.isoformat()) == ("RV/INF.2/08", "2008-05-01")
    assert texts(rivers) == [("done", 0, f"{COMPENDIUM[0][1]}\n\n{COMPENDIUM[1][1]}")]
    assert (lakes.symbol, lakes.dated.isoformat()) == ("", "2008")
    assert texts(lakes) == [("done", 0, COMPENDIUM[2][1]), ("source", 1, COMPENDIUM[2][2])]
    assert codes(plan).count("compendium_year") == 1
    assert plan.coverage.share == 1


def test_twice_changes_nothing():
    import_compendium()
    assert done(import_compendium()) == (0, 0, 2)


def test_programmes_of_an_annex_stand_in_the_report_that_names_it():
    with_annex()
    lakes = Report.objects.get(entity__name_en="Institute of Lakes")
    assert texts(lakes)[1:] == [
        ("done", 1, "Boats for families."), ("partners", 1, "Peru"),
        ("territory", 1, "Lake Titicaca"), ("beneficiaries", 1, "200"),
        ("done", 2, "Fish for schools."), ("partners", 2, "Chile"), ("territory", 2, "All lakes"),
        ("source", 3, "Annex 1"),
    ]  # fmt: skip


def test_a_language_version_goes_into_the_report_of_the_same_reference_document():
    words = "El instituto abrió cuatro oficinas donde las familias reciben asesoría."
    lakes = ["Institute of Rivers", "Nothing was done on the lakes in that year.", "RV/INF.3/08"]
    rows = [lakes, COMPENDIUM[0], [COMPENDIUM[0][0], words, COMPENDIUM[0][2]]]
    line = str(import_compendium(rows, year=2008).near_duplicates[0].line)
    undo(Batch.objects.get(), by=None)
    import_compendium(rows, year=2008, decisions={line: "languages"})
    done_in = Section.objects.filter(kind="done").order_by("pk")
    assert [(s.report.symbol, s.text_en, s.text_es) for s in done_in] == [
        ("RV/INF.3/08", lakes[1], None), ("RV/INF.2/08", COMPENDIUM[0][1], words),
    ]  # fmt: skip


def test_contact_persons_are_kept_apart_and_told_nobody(client):
    plan = with_annex()
    contact = Contact.objects.get()
    assert (contact.position, contact.text) == (1, "Ana Quispe\n\nana@example.org")
    assert str(contact) == f"{contact.report_id}: 1"
    for words in ("Quispe", "ana@example.org"):
        assert words not in str(plan.as_json())
        assert words not in str(Batch.objects.values())
        page = client.get(contact.report.get_absolute_url(), headers={"accept-language": "en"})
        assert page.status_code == 200 and words not in page.content.decode()


def test_undo_takes_contact_persons_along():
    with_annex()
    undo(Batch.objects.get(), by=None)
    assert not Contact.objects.exists() and not Report.objects.exists()


def test_two_organizations_of_one_name_are_left_out():
    for slug in ("rivers-1", "rivers-2"):
        factories.make_institution(slug=slug, texts={"en": "Institute of Rivers"})
    plan = import_compendium()
    assert "ambiguous_entity" in codes(plan)
    assert COMPENDIUM[0][1] in [left.text for left in plan.left]
    assert plan.coverage.share < 1
