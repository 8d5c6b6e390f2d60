"""The demonstration: marked as such, loaded twice without a change, taken over by real records."""

import json

import pytest
from django.core.management import call_command

from imports.demonstration import FOLDER, load_demonstration
from imports.models import Batch, Origin
from imports.undoing import undo
from mandates.models import Document, Paragraph, Theme
from opendata.bundles import theme_bundle
from reports.models import Asked, Citation, Cycle, Report, Section
from tests.conftest import source_documents
from tests.imports.fingerprint import TRACES, fingerprint
from tests.imports.written_pages import MANDATES, done, page, take_in

PORT_OF_SPAIN = "Declaration of Commitment - Port of Spain, Trinidad and Tobago - April 2009"


@pytest.fixture(scope="module")
def loaded_demonstration(loaded_reference, django_db_blocker):
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield load_demonstration()
        transaction.set_rollback(True)


@pytest.fixture
def demonstration(loaded_demonstration, db):
    return loaded_demonstration


@pytest.fixture
def migration(demonstration):
    return Theme.objects.get_by_natural_key("migration")


def test_everything_it_makes_is_marked(demonstration, migration):
    assert not Report.objects.real().exists()
    assert not Paragraph.objects.exclude(is_demonstration=True).exists()
    assert not Cycle.objects.exclude(is_demonstration=True).exists()
    assert theme_bundle(migration)["demonstration"] is True


def test_migration_has_the_facts_of_the_legacy_page(migration):
    bundle = theme_bundle(migration)
    reports = [report for entity in bundle["entities"] for report in entity["reports"]]
    states = [c["state"] for report in reports for c in report["citations"]]
    assert len(bundle["documents"]) == 11
    assert sum(len(document["paragraphs"]) for document in bundle["documents"]) == 34
    assert len(bundle["entities"]) == 46
    assert len(reports) == 76
    assert sum(not report["text"] for report in reports) == 18
    assert (states.count("exact"), states.count("ambiguous")) == (32, 21)
    assert all(set(p["text"]) == {"en", "es", "fr", "pt-br"} for d in bundle["documents"]
               for p in d["paragraphs"])  # fmt: skip


def test_further_themes_report_through_invented_entities_only(demonstration):
    elsewhere = Report.objects.exclude(themes__slug="migration")
    assert elsewhere.exists()
    assert set(elsewhere.values_list("entity__is_demonstration", flat=True)) == {True}


def test_every_batch_of_it_is_done(demonstration):
    assert set(Batch.objects.values_list("state", "is_demonstration")) == {("done", True)}


def test_second_load_changes_nothing(demonstration):
    before = fingerprint()
    assert demonstration["created"] > 150
    counts = load_demonstration()
    assert (counts["created"], counts["updated"]) == (0, 0)
    assert fingerprint() == before


def test_command_counts(demonstration, capsys):
    call_command("load_demo", "--json")
    counts = json.loads(capsys.readouterr().out)
    assert (counts["created"], counts["updated"]) == (0, 0)
    assert counts["unchanged"] > 150


def real_facts():
    """Everything that is not demonstration, as it stands."""
    return {
        "reports": [
            (r.pk, r.state, r.revision, [s.texts("text") for s in r.sections.all()])
            for r in Report.objects.real().order_by("pk")
        ],
        "paragraphs": [
            (p.pk, p.texts("text")) for p in Paragraph.objects.filter(is_demonstration=False)
        ],
        "asked": list(Asked.objects.filter(cycle__is_demonstration=False).values_list()),
    }


@pytest.mark.documents
def test_real_page_takes_over_the_records_with_the_same_key(migration):
    real_page = (source_documents() / "000_8d5b63cea4f761ee.txt").read_bytes()
    reports = set(Report.objects.for_theme(migration).values_list("pk", flat=True))
    plan = take_in(real_page)
    assert (plan.created, plan.updated) == (8, 34 + 76)
    bundle = theme_bundle(migration)
    taken = {r["id"] for entity in bundle["entities"] for r in entity["reports"]}
    of_migration = Report.objects.for_theme(migration)
    assert of_migration.real().count() == 76
    assert taken == reports
    assert not Paragraph.objects.for_theme(migration).filter(is_demonstration=True).exists()
    assert not Section.objects.filter(
        report__in=of_migration.real(), text_en__icontains="demonstration"
    ).exists()
    assert Asked.objects.filter(cycle__slug="legacy-migration").count() == 46
    real = real_facts()
    assert load_demonstration()["created"] == 0
    assert real_facts() == real
    assert done(take_in(real_page))[:2] == (0, 0)


@pytest.mark.documents
def test_undo_brings_the_demonstration_back(migration):
    before = fingerprint(without=TRACES)
    take_in((source_documents() / "000_8d5b63cea4f761ee.txt").read_bytes())
    undo(Batch.objects.newest_first()[0], by=None)
    assert fingerprint(without=TRACES) == before


def test_order_of_a_real_page_replaces_that_of_the_demonstration(migration):
    numbers = list(
        Paragraph.objects.for_theme(migration)
        .filter(document__slug="mar-del-plata-2005-plan-of-action")
        .values_list("label", flat=True)
    )
    backwards = page(
        documents=[
            (
                "Plan of Action - Mar del Plata, Argentina - November 2005",
                [(number, MANDATES["en"]) for number in reversed(numbers)],
            )
        ],
        entities=[("Peru", []), ("Argentina", [])],
    )
    take_in(backwards)
    document, *_others = theme_bundle(migration)["documents"]
    assert document["slug"] == "mar-del-plata-2005-plan-of-action"
    assert [one["number"] for one in document["paragraphs"]] == numbers[::-1]
    cycle = Cycle.objects.get(slug="legacy-migration")
    assert [row.entity.slug for row in cycle.asked.order_by("position")] == ["peru", "argentina"]


def test_stub_of_a_real_page_takes_the_invented_text_away(migration):
    spanish = Report.objects.for_theme(migration).filter(original_language="es")
    origin = Origin.objects.filter(object_id__in=spanish, key__endswith="|0").first()
    report, (date, printed) = origin.record, origin.key.split("|")[2:4]
    row = (date, printed, "es")
    before = fingerprint(without=TRACES)
    take_in(page(documents=[(PORT_OF_SPAIN, [])], entities=[(str(report.entity), [row])]))
    report.refresh_from_db()
    assert (report.original_language, report.nothing_to_report) == (None, False)
    assert (report.available_in, report.is_demonstration) == (["es"], False)
    assert not report.sections.exists()
    undo(Batch.objects.newest_first()[0], by=None)
    assert fingerprint(without=TRACES) == before


def test_demonstration_never_touches_real_records(reference):
    """Real records are there first, with the demonstration's own keys: nothing is added to them."""
    facts = json.loads((FOLDER / "migration.json").read_text())
    name, report = next(
        (entity["name"], report)
        for entity in facts["entities"]
        for report in entity["reports"]
        if report.get("language") == "es"
    )
    stub = (report["date"], report["paragraphs"], "fr")
    data = page(documents=[(PORT_OF_SPAIN, [("17", MANDATES["en"])])], entities=[(name, [stub])])
    take_in(data)
    before, documents = real_facts(), Document.objects.filter(is_demonstration=False).count()
    load_demonstration()
    assert real_facts() == before
    assert Document.objects.filter(is_demonstration=False).count() == documents
    assert done(take_in(data)) == (0, 0, 2)
    assert Citation.objects.filter(report__is_demonstration=True).exists()
