"""A plan of action taken in: meeting, document, themes, objectives, actions."""

import datetime

import pytest

from imports.models import Batch
from imports.notes import Refused
from imports.undoing import CannotUndo, objections, undo
from mandates.models import Document, Heading, Meeting, Paragraph
from publication.translating import kind_named, translate
from reports.models import Action, ActionStep
from tests import factories
from tests.imports.fingerprint import TRACES, fingerprint
from tests.imports.written_matrices import (
    FORMATS,
    PLAN,
    PLAN_HEAD,
    codes,
    done,
    take_in,
    written,
)

pytestmark = pytest.mark.django_db
SPANISH = [
    ["RÍOS", "1. MANTENER LIMPIOS LOS RÍOS.", "LIMPIAR LAS ORILLAS", "REUNIRSE", "CONTINUO"],
    ["", "", "", "IMPRIMIR UNA GUÍA", "REALIZADO EN 2005. CONTINUO"],
]
SPANISH_HEAD = "PLAN DE ACCIÓN\nCONFERENCIA DE LOS RÍOS\nQuito, Ecuador, 2 al 4 de mayo de 2006\n"


@pytest.fixture(autouse=True)
def theme():
    return factories.make_theme(slug="migration")


def import_plan(rows=PLAN, *, kind="txt", language="en", head=PLAN_HEAD, **options):
    data = written("plan-of-action", rows, kind=kind, head=head, language=language)
    return take_in("plan-of-action", data, name=f"a.{kind}", language=language, **options)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_plan_is_a_document_of_its_meeting(kind):
    plan = import_plan(kind=kind)
    names = ("rows", "themes", "objectives", "paragraphs", "actions")
    assert [plan.holds[name] for name in names] == [4, 2, 3, 3, 4]
    document, meeting = Document.objects.get(), Meeting.objects.get()
    assert (document.slug, document.kind, document.numbering) == (
        "quito-2006-plan-of-action", "plan_of_action", "per_section",
    )  # fmt: skip
    assert (document.title_en, document.meeting) == ("PLAN OF ACTION RIVERS CONFERENCE", meeting)
    assert (meeting.name_en, meeting.place_en) == ("RIVERS CONFERENCE", "Quito, Ecuador")
    assert (meeting.starts_on, meeting.ends_on) == (
        datetime.date(2006, 5, 2), datetime.date(2006, 5, 4),
    )  # fmt: skip
    assert plan.coverage.share == 1


def test_objectives_are_paragraphs_numbered_per_theme():
    import_plan()
    assert [
        (p.slug, p.label, p.section.title_en, p.text_en)
        for p in Paragraph.objects.order_by("position")
    ] == [
        ("1.1", "1", "RIVERS", "KEEP THE RIVERS CLEAN."), ("1.2", "2", "RIVERS", "SHIPS"),
        ("2.1", "1", "LAKES", "FISH"),
    ]  # fmt: skip


def test_each_row_is_an_action_with_its_cells_whole():
    import_plan()
    rows = Action.objects.order_by("paragraph__position", "position")
    assert [(a.heading_en, a.text_en, a.activity_en, a.schedule_en, a.state) for a in rows] == [
        ("RIVERS", "CLEAN THE BANKS", "MEET EVERY YEAR", "ONGOING", "ongoing"),
        (None, "CLEAN THE BANKS", "PRINT A GUIDE", "DONE IN 2005. THE SECOND ONE IS ONGOING",
         "not_stated"),
        (None, "COUNT THE SHIPS", "USE A FORM", "DONE IN MAY", "done"),
        ("LAKES", "COUNT THE FISH", None, "AGREED IN JUNE", "not_stated"),
    ]  # fmt: skip
    assert ActionStep.objects.count() == 4


def test_an_empty_cell_continues_only_within_the_same_objective():
    rows = [PLAN[0], ["", "2. SHIPS", "", "USE A FORM", "DONE"]]
    plan = import_plan(rows)
    ships = Action.objects.get(paragraph__slug="1.2")
    assert (ships.text_en, ships.activity_en) == ("USE A FORM", None)
    assert codes(plan).count("action_cell_empty") == 1


def test_a_repeated_theme_is_the_same_theme():
    again = ["RIVERS (continued)", "2. SHIPS", "COUNT THE SHIPS", "USE A FORM", "DONE"]
    plan = import_plan([PLAN[0], again])
    assert Heading.objects.count() == 1
    assert Action.objects.get(paragraph__slug="1.2").heading_en == "RIVERS (continued)"
    assert plan.coverage.share == 1


def test_a_theme_that_comes_up_again_is_the_same_heading_in_each_language():
    english = [[word, f"1. {word}: AIM.", "COUNT THEM", "", ""] for word in
               ("RIVERS", "LAKES", "RIVERS")]  # fmt: skip
    spanish = [[word, f"1. {word}: META.", "CONTARLOS", "", ""] for word in
               ("RÍOS", "LAGOS", "RÍOS")]  # fmt: skip
    import_plan(english)
    import_plan(spanish, language="es", head=SPANISH_HEAD)
    assert [(h.slug, h.title_en, h.title_es) for h in Heading.objects.all()] == [
        ("rivers", "RIVERS", "RÍOS"), ("lakes", "LAKES", "LAGOS"),
    ]  # fmt: skip
    assert [(p.slug, p.section.slug) for p in Paragraph.objects.order_by("position")] == [
        ("1.1", "rivers"), ("2.1", "lakes"), ("3.1", "rivers"),
    ]  # fmt: skip
    assert done(import_plan(english))[:2] == (0, 0)


def test_a_theme_takes_the_heading_that_has_its_address():
    document = factories.make_document(slug="quito-2006-plan-of-action")
    there = factories.make_heading(document=document, slug="lakes", position=7)
    import_plan()
    assert Paragraph.objects.get(slug="2.1").section == there


def test_twice_changes_nothing():
    first = import_plan()
    assert done(first)[0] == 1 + 1 + 3 + 4
    before = fingerprint()
    assert done(import_plan()) == (0, 0, 3 + 4)
    assert fingerprint() == before


def test_another_language_fills_the_same_records():
    import_plan()
    plan = import_plan(SPANISH, language="es", head=SPANISH_HEAD)
    assert (plan.created, plan.updated) == (0, 1 + 1 + 2)
    assert Paragraph.objects.get(slug="1.1").text_es == "MANTENER LIMPIOS LOS RÍOS."
    assert Heading.objects.get(position=1).title_es == "RÍOS"
    action = Action.objects.get(paragraph__slug="1.1", position=1)
    assert (action.activity_es, action.activity_en) == ("IMPRIMIR UNA GUÍA", "PRINT A GUIDE")
    newest = Batch.objects.newest_first()[0]
    undo(newest, by=None)
    action.refresh_from_db()
    assert (action.activity_es, action.activity_en) == (None, "PRINT A GUIDE")


def test_a_plan_without_a_day_needs_a_year():
    with pytest.raises(Refused) as refusal:
        import_plan(head="A PLAN\n")
    assert refusal.value.code == "no_date"
    import_plan(head="A PLAN\n", year=2006)
    document = Document.objects.get()
    assert (document.adopted.isoformat(), document.meeting) == ("2006", None)


def test_undo_gives_back_what_was_before():
    before = fingerprint(without=TRACES)
    import_plan()
    undo(Batch.objects.get(), by=None)
    after = fingerprint(without=TRACES)
    histories = {name for name in before if "historical" in name}
    assert {n: r for n, r in after.items() if n not in histories} == {
        n: r for n, r in before.items() if n not in histories
    }


@pytest.mark.parametrize("batch", ["first", "second"])
def test_a_translation_of_an_action_holds_the_undo_up(batch):
    import_plan()
    import_plan(SPANISH, language="es", head=SPANISH_HEAD)
    first, second = Batch.objects.order_by("pk")
    if batch == "first":
        undo(second, by=None)
    action = Action.objects.get(paragraph__slug="1.1", position=1)
    kind = kind_named("action")
    translate(
        kind, action.pk, "fr", texts={"text": "NETTOYER LES RIVES"}, state="official", by=None,
        source=kind.source_mark(action), target=kind.target_mark(action, "fr"),
    )  # fmt: skip
    with pytest.raises(CannotUndo) as refusal:
        undo({"first": first, "second": second}[batch], by=None)
    assert refusal.value.reasons == ["edited"]
    action.refresh_from_db()
    assert action.text_fr == "NETTOYER LES RIVES"


def test_an_action_that_went_on_holds_the_undo_up():
    import_plan()
    batch = Batch.objects.get()
    action = Action.objects.first()
    ActionStep.objects.create(
        action=action, at=batch.finished_at + datetime.timedelta(seconds=1), by=None,
        from_state="ongoing", to_state="done",
    )  # fmt: skip
    assert objections(batch) == ["built_upon"]
    with pytest.raises(CannotUndo):
        undo(batch, by=None)
