"""An annual report taken in: activities, implementers, reports, languages, near duplicates."""

import pytest

from countries.models import Entity
from imports.models import Batch
from imports.notes import Refused
from imports.undoing import undo
from mandates.models import Paragraph
from publication.models import Revision
from reports.models import Citation, Cycle, Report, Section, Transition
from tests import factories
from tests.imports.fingerprint import TRACES, fingerprint
from tests.imports.written_matrices import (
    ANNUAL,
    DONE,
    FORMATS,
    PLANNED,
    SPANISH_DONE,
    codes,
    done,
    take_in,
    written,
)

pytestmark = pytest.mark.django_db
SLUG = "rivers-2005-programme"
SPANISH = [
    ["A. Institute of Rivers"],
    ["1.\nPromover los derechos de las familias junto a los ríos.\n\n3. Contar los peces.",
     "Se abrirán cuatro oficinas donde las familias pueden pedir asesoría.", SPANISH_DONE, "", ""],
]  # fmt: skip


@pytest.fixture(autouse=True)
def known():
    factories.make_theme(slug="migration")
    return factories.make_document(slug=SLUG, kind="programme", texts={"en": "Programme on rivers"})


def import_annual(rows=ANNUAL, *, kind="txt", language="en", **options):
    data = written("annual-report", rows, kind=kind, language=language)
    options.setdefault("programme", SLUG)
    return take_in("annual-report", data, name=f"a.{kind}", language=language, **options)


def report_of(name):
    [entity] = Entity.objects.named(name)
    return Report.objects.get(entity=entity)


def sections(report, field="text_en"):
    return [(s.kind, getattr(s, field)) for s in report.sections.order_by("position")]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_row_is_a_report_of_its_implementer(kind):
    plan = import_annual(kind=kind)
    assert (plan.holds["rows"], plan.holds["reports"], plan.holds["paragraphs"]) == (2, 2, 2)
    rivers = report_of("Institute of Rivers")
    assert (rivers.dated.isoformat(), rivers.state, rivers.original_language) == (
        "2011", "published", "en",
    )  # fmt: skip
    assert sections(rivers) == [
        ("activities", ANNUAL[1][0]), ("planned", PLANNED), ("done", DONE),
        ("next", "Two more offices will open."), ("financing", "Voluntary contributions"),
    ]  # fmt: skip
    cited = rivers.citations.order_by("position")
    assert [(c.typed, c.state, c.paragraph.document.slug) for c in cited] == [
        ("1", "exact", SLUG), ("2", "exact", SLUG),
    ]  # fmt: skip


def test_activities_are_numbered_paragraphs_of_the_programme(known):
    import_annual()
    rows = Paragraph.objects.of_document(known)
    assert [(p.slug, p.label, p.text_en) for p in rows] == [
        ("1", "1", "Promote the rights of families along the rivers."),
        ("2", "2", "Offer training to officials."),
    ]
    assert not rows.filter(themes__isnull=False).exists()


def test_a_department_is_part_of_the_organization_above_it():
    factories.make_institution(slug="lakes", texts={"en": "Institute of Lakes"})
    import_annual()
    boats = report_of("Department of Boats").entity
    assert (boats.kind, boats.parent.slug) == ("department", "lakes")


def test_an_unknown_body_below_a_mere_group_is_an_institution():
    plan = import_annual()
    assert report_of("Department of Boats").entity.kind == "institution"
    assert codes(plan).count("body_created") == 2
    assert "Institute of Lakes" in [left.text for left in plan.left]


def test_known_facts_make_an_organization_with_its_four_names_and_its_parents():
    factories.make_institution(slug="organization-of-american-states", texts={"en": "OAS"})
    import_annual([["C. 1. Departamento de Seguridad Pública"], ANNUAL[1]])
    entity = report_of("Department of Public Security").entity
    assert entity.texts("name")["fr"] == "Département de la sécurité publique"
    assert [entity.parent.slug, entity.parent.parent.slug] == [
        "secretariat-for-multidimensional-security", "organization-of-american-states",
    ]  # fmt: skip


def test_the_year_is_a_closed_cycle_about_the_programme(known):
    import_annual()
    cycle = Cycle.objects.get()
    assert (cycle.slug, cycle.is_legacy, cycle.themes.count()) == (f"{SLUG}-2011", True, 0)
    assert [one.entity.slug for one in cycle.asked.order_by("position")] == [
        "institute-of-rivers", "department-of-boats",
    ]  # fmt: skip
    assert set(Report.objects.values_list("cycle", flat=True)) == {cycle.pk}
    assert [one.document for one in cycle.scope.all()] == [known]


def test_twice_changes_nothing():
    first = import_annual()
    version = Revision.objects.current().number
    before = fingerprint()
    second = import_annual()
    assert done(second) == (0, 0, 2 + 2)
    assert first.created == 2 + 2 + 2
    assert fingerprint() == before
    assert Revision.objects.current().number == version


def test_another_language_fills_the_same_records():
    import_annual()
    plan = import_annual(SPANISH, language="es")
    assert Report.objects.count() == 2
    assert done(plan) == (1, 2, 0)  # activity 3; activity 1 and the report
    rivers = report_of("Institute of Rivers")
    assert dict(sections(rivers, "text_es"))["done"] == SPANISH_DONE
    assert dict(sections(rivers))["done"] == DONE
    assert [c.typed for c in rivers.citations.order_by("position")] == ["1", "2", "3"]
    assert done(import_annual(SPANISH, language="es"))[:2] == (0, 0)
    assert done(import_annual())[:2] == (0, 0)


def test_languages_in_either_order_come_to_the_same():
    import_annual(SPANISH, language="es")
    import_annual()
    rivers = report_of("Institute of Rivers")
    assert dict(sections(rivers))["done"] == DONE
    assert dict(sections(rivers, "text_es"))["done"] == SPANISH_DONE
    assert {c.typed for c in rivers.citations.all()} == {"1", "2", "3"}


def test_a_text_is_filed_under_the_language_it_is_written_in():
    plan = import_annual(SPANISH, language="en")
    assert "report_language" in codes(plan)
    assert dict(sections(report_of("Institute of Rivers"), "text_es"))["done"] == SPANISH_DONE


def test_another_text_in_the_same_language_is_left_alone():
    import_annual()
    other = [[ANNUAL[0][0]], [ANNUAL[1][0], PLANNED, "Nothing was done.", "", ""]]
    plan = import_annual(other)
    assert "report_conflict" in codes(plan)
    assert dict(sections(report_of("Institute of Rivers")))["done"] == DONE
    assert plan.coverage.share < 1


def test_another_wording_of_an_activity_is_noted_and_kept_in_the_report():
    import_annual()
    rows = [["C. Institute of Hills"], ["1. Promote families.", "", "Hills were climbed.", "", ""]]
    plan = import_annual(rows)
    assert "activity_otherwise" in codes(plan)
    assert dict(sections(report_of("Institute of Hills")))["activities"] == "1. Promote families."
    assert plan.coverage.share == 1


def test_activities_without_number_are_found_by_their_very_words():
    rows = [ANNUAL[0], ANNUAL[1], ["C. Institute of Hills"],
            ["offer training to officials\n\nSomething else.", "", "Hills were climbed.", "", ""],
    ]  # fmt: skip
    plan = import_annual(rows)
    assert [c.typed for c in report_of("Institute of Hills").citations.all()] == ["2"]
    assert codes(plan).count("activity_without_number") == 1


# Near duplicates ------------------------------------------------------------------------------

AGAIN = [*ANNUAL[:2], ["B.3. Institute of Rivers"],
         [*ANNUAL[1][:2], DONE.replace("May", "June"), *ANNUAL[1][3:]]]  # fmt: skip


def test_a_second_row_with_nearly_the_same_words_is_not_stored_twice():
    plan = import_annual(AGAIN)
    [found] = plan.near_duplicates
    assert (found.entity, found.decision, found.offers) == (
        "Institute of Rivers", "merge", ("merge", "keep"),
    )  # fmt: skip
    assert 0.8 < found.share < 1
    assert (found.mine, found.theirs) == (found.theirs.replace("May", "June"), found.theirs)
    assert Report.objects.count() == 1
    assert plan.as_json()["near_duplicates"] == 1
    assert done(import_annual(AGAIN))[:2] == (0, 0)


def test_a_person_may_keep_both():
    line = str(import_annual(AGAIN).near_duplicates[0].line)
    Report.objects.all()
    plan = import_annual(AGAIN, decisions={line: "keep"})
    assert (plan.created, Report.objects.count()) == (1, 2)
    assert done(import_annual(AGAIN, decisions={line: "keep"}))[:2] == (0, 0)


def test_a_second_row_with_other_words_is_a_report_of_its_own():
    rows = [*ANNUAL[:2], ["B.3. Institute of Rivers"],
            ["2. Offer training to officials.", "", "Hills were climbed by many people.", "", ""],
    ]  # fmt: skip
    plan = import_annual(rows)
    assert plan.near_duplicates == []
    assert Report.objects.count() == 2


def test_each_further_row_with_other_words_is_a_report_of_its_own():
    rows = [*ANNUAL[:2]]
    for words in ("Hills were climbed by many people.", "A library was built beside the port."):
        rows += [["B.3. Institute of Rivers"], ["2. Offer training.", "", words, "", ""]]
    assert import_annual(rows).near_duplicates == []
    assert Report.objects.count() == 3
    assert done(import_annual(rows))[:2] == (0, 0)


def test_the_same_row_in_another_language_is_offered_as_a_language_version():
    rows = [*ANNUAL[:2], *SPANISH]
    plan = import_annual(rows)
    assert plan.near_duplicates[0].offers == ("languages", "keep")
    line = str(plan.near_duplicates[0].line)
    undo(Batch.objects.get(), by=None)
    import_annual(rows, decisions={line: "languages"})
    rivers = report_of("Institute of Rivers")
    assert dict(sections(rivers))["done"] == DONE
    assert dict(sections(rivers, "text_es"))["done"] == SPANISH_DONE


def test_what_an_earlier_report_says_is_shown_and_stored():
    import_annual()
    plan = import_annual(ANNUAL[:2], year=2012)
    [found] = plan.near_duplicates
    assert (found.share, found.decision, found.report) == (
        1, "keep", Report.objects.order_by("pk").first().pk,
    )  # fmt: skip
    assert Report.objects.of_year(2012).count() == 1
    plan = import_annual(ANNUAL[:2], year=2013, decisions={str(found.line): "merge"})
    assert not Report.objects.of_year(2013).exists()


# Bad input, undo ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"programme": "nothing"}, "unknown_programme"), ({"theme": "nothing"}, "unknown_theme"),
        ({"year": 3}, "unknown_year"), ({"language": "de"}, "unknown_language"),
    ],
)  # fmt: skip
def test_bad_options_are_refused_and_store_nothing(options, code):
    before = fingerprint()
    data = written("annual-report", ANNUAL)
    with pytest.raises(Refused) as refusal:
        take_in("annual-report", data, **{"programme": SLUG, **options})
    assert refusal.value.code == code
    assert fingerprint() == before


def test_a_matrix_that_names_no_year_is_refused():
    headings = ["Activities stated", "Programmed activities", "Activities executed"]
    data = written("annual-report", [ANNUAL[0], ["1. Promote.", "A", "B"]], headings=headings)
    with pytest.raises(Refused) as refusal:
        take_in("annual-report", data, programme=SLUG)
    assert refusal.value.code == "no_year"
    assert take_in("annual-report", data, programme=SLUG, year=2009).holds["reports"] == 1


def test_a_person_maps_a_heading_that_is_not_known():
    headings = ["Activities stated", "Wishes for 2011", "Activities executed"]
    data = written("annual-report", [ANNUAL[0], ["1. Promote.", "A", "B"]], headings=headings)
    plan = take_in("annual-report", data, programme=SLUG, year=2011)
    assert plan.column_headings["Wishes for 2011"] == ""
    assert [left.text for left in plan.left] == ["A"]
    undo(Batch.objects.get(), by=None)
    plan = take_in("annual-report", data, programme=SLUG, columns={"wishes for 2011": "planned"})
    assert plan.left == []
    assert dict(sections(report_of("Institute of Rivers")))["planned"] == "A"


def test_undo_takes_departments_before_what_they_are_part_of():
    oas = factories.make_institution(slug="organization-of-american-states", texts={"en": "OAS"})
    import_annual([["C. 1. Departamento de Seguridad Pública"], ANNUAL[1]])
    assert Entity.objects.count() == 3
    undo(Batch.objects.get(), by=None)
    assert list(Entity.objects.all()) == [oas]


def test_undo_gives_back_what_was_before():
    before = fingerprint(without=TRACES)
    import_annual()
    english = fingerprint(without=TRACES)
    import_annual(SPANISH, language="es")
    newest, oldest = Batch.objects.newest_first()
    undo(newest, by=None)
    assert fingerprint(without={*TRACES, "reports_transition"}) == {
        name: rows for name, rows in english.items() if name != "reports_transition"
    }
    undo(oldest, by=None)
    assert not Report.objects.exists() and not Entity.objects.exists()
    assert set(before) == set(fingerprint(without=TRACES))
    assert not any(m.objects.exists() for m in (Section, Citation, Cycle, Transition, Paragraph))
