"""Sheets carried out: what is written, what waits as a correction, and all of it taken back."""

from decimal import Decimal

import pytest

from imports.jobs import import_batch
from imports.sheets import writing
from imports.sheets.kinds import KINDS
from imports.undoing import CannotUndo, objections, undo
from publication.changes import changed
from publication.models import Revision
from reports import workflow
from reports.models import Report, Transition
from tests import factories
from tests.imports.fingerprint import TRACES, fingerprint
from tests.imports.sheet_samples import brought, carried_out, exported, take_in

pytestmark = pytest.mark.django_db
WHY = "Numbers put right."


@pytest.fixture
def theme():
    return factories.make_theme(slug="health")


@pytest.fixture
def paragraph(theme):
    document = factories.make_document(slug="plan")
    return factories.make_paragraph(document=document, label="1", themes=[theme])


@pytest.fixture
def report(theme, paragraph, entity):
    found = factories.make_report(
        entity=entity, themes=[theme], citing=[paragraph], texts={"es": "Diez.", "en": "Ten."}
    )
    factories.make_resource(entity=entity, report=found)
    return found


def content():
    return fingerprint(without={*TRACES, "accounts_mail"})


def one(code: str, key: object) -> dict:
    return next(row for row in exported(code) if row["id"] == key)


def unordered(value: object) -> object:
    return sorted(value) if isinstance(value, list) else value


# Records that are public at once --------------------------------------------------------------


def test_changed_record_is_written_and_readers_see_it(theme, reviewer):
    version = Revision.objects.current().number
    goal = factories.make_goal(number=3)
    row = one("themes", "health") | {"name_en": "Health for all", "goals": ["3"]}
    batch = take_in("themes", [row], by=reviewer)
    assert (batch.state, batch.failure, batch.summary["updated"]) == ("done", [], 1)
    theme.refresh_from_db()
    assert (theme.name_en, list(theme.goals.all())) == ("Health for all", [goal])
    assert theme.history.first().history_user == reviewer
    assert Revision.objects.current().number == version + 1


def test_unchanged_sheet_writes_nothing(theme, paragraph, report, reviewer):
    factories.make_indicator_value()
    before, version = content(), Revision.objects.current().number
    for code in KINDS.paths:
        batch = take_in(code, exported(code), by=reviewer)
        assert (batch.state, batch.summary["unchanged"]) == ("done", batch.summary["rows"])
    assert content() == before
    assert Revision.objects.current().number == version


def test_translation_follows_an_original_that_comes_with_it(theme, reviewer):
    row = {"id": "health", "name_en": "Health for all", "name_es": "Salud para todos"}
    take_in("themes", [row], by=reviewer)
    theme.refresh_from_db()
    assert [theme.is_stale(code) for code in ("es", "fr", "pt-br")] == [False, True, True]


NEW = {
    "themes": {"id": "", "name_en": "Clean water", "name_fr": "Eau propre", "goals": []},
    "entities": {
        "id": "", "kind": "state", "name_en": "Utopia", "iso_3166_1": "QQ", "subregion":
        "caribbean", "aliases": ["Nowhere", "No place"],
    },
    "paragraphs": {
        "id": "", "document": "plan", "number": "14 bis", "text_pt_br": "Abrir escolas.",
        "themes": ["health"],
    },
    "indicators": {
        "id": "", "name_en": "Open schools", "definition_es": "Cuántas.", "name_es": "Escuelas",
        "baseline": Decimal("12.5"), "baseline_year": 2015, "by_sex": True,
        "paragraphs": ["plan/1"], "goals": ["4.1", "4"], "decimals": 1,
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "made"),
    [("themes", "clean-water"), ("entities", "utopia"), ("paragraphs", "plan/14-bis"),
     ("indicators", "open-schools")],
)  # fmt: skip
def test_new_record_is_made_and_taken_back(code, made, paragraph, reviewer):
    factories.make_goal(number=4)
    before = content()
    batch = take_in(code, [NEW[code]], by=reviewer)
    assert (batch.state, batch.failure, batch.summary["created"]) == ("done", [], 1)
    row = {name: unordered(value) for name, value in one(code, made).items()}
    assert {name: row[name] for name in NEW[code] if name != "id"} == {
        name: unordered(value) for name, value in NEW[code].items() if name != "id"
    }
    undo(batch, by=reviewer)
    assert content() == before


CHANGED = {
    "themes": ("health", {"name_en": "Health for all", "goals": ["3"], "aliases": ["x"]}),
    "entities": ("body", {"name_es": "El órgano", "website": "https://example.org/"}),
    "paragraphs": ("plan/1", {
        "text_fr": "Nouveau.", "themes": ["water"], "addressees": ["body"], "goals": ["3"],
        "life_cycle": "retired", "life_cycle_date": "2020-02-03",
    }),
    "indicators": ("schools", {
        "name_fr": "Écoles ouvertes", "target": "7.25", "target_year": 2030, "by_age": True,
        "paragraphs": ["plan/1"], "goals": ["3", "10.a"],
    }),
}  # fmt: skip


@pytest.mark.parametrize("code", CHANGED)
def test_change_is_taken_back(code, paragraph, reviewer):
    factories.make_goal(number=3)
    factories.make_institution(slug="body")
    factories.make_theme(slug="water")
    indicator = factories.make_indicator(slug="schools", target=5, target_year=2025)
    factories.make_indicator_target(indicator=indicator)
    key, changes = CHANGED[code]
    before, row = content(), one(code, key)
    batch = take_in(code, [{"id": key, **changes}], by=reviewer)
    assert (batch.state, batch.failure, batch.summary["updated"]) == ("done", [], 1)
    assert one(code, key) != row
    undo(batch, by=reviewer)
    assert one(code, key) == row
    assert content() == before


def test_what_was_edited_since_is_not_taken_back(theme, reviewer):
    batch = take_in("themes", [{"id": "health", "name_en": "Health for all"}], by=reviewer)
    theme.refresh_from_db()
    theme.name_en = "Health, really"
    theme.save()
    assert objections(batch) == ["edited"]


# Reports --------------------------------------------------------------------------------------


def corrected(report, reviewer, **changes):
    return take_in("reports", [{"id": report.pk, **changes}], by=reviewer, note=WHY)


def test_change_to_a_published_report_waits_as_a_correction(report, paragraph, theme, reviewer):
    other = factories.make_paragraph(document=paragraph.document, label="2", themes=[theme])
    batch = corrected(
        report, reviewer, done_en="Eleven.", planned_es="Más.", date="2016-03-02", symbol="A 1",
        cites=["plan/1", "plan/2"], marks=["plan/2 = under_way"],
        evidence=["plan/1 = https://example.org/"],
    )  # fmt: skip
    assert (batch.state, batch.failure, batch.summary["updated"]) == ("done", [], 1)
    report.refresh_from_db()
    assert (report.state, report.sections.get().text_en) == ("published", "Ten.")
    draft = Report.objects.of_lineage(report.pk).last()
    assert (draft.edition, draft.state, draft.date.day, draft.symbol) == (2, "submitted", 2, "A 1")
    texts = {(s.kind, code): text for s in draft.sections.all()
             for code, text in s.texts("text").items()}  # fmt: skip
    assert texts == {("done", "en"): "Eleven.", ("done", "es"): "Diez.", ("planned", "es"): "Más."}
    cited = draft.citations.values_list("paragraph", "mark", "evidence_url")
    assert list(cited) == [(paragraph.pk, "", "https://example.org/"), (other.pk, "under_way", "")]
    steps = Transition.objects.of_reports([draft.pk]).order_by("id")
    assert [(step.verb, step.note, step.by) for step in steps] == [
        ("correct", WHY, reviewer), ("submit", "", reviewer),
    ]  # fmt: skip


def test_correction_is_published_like_any_other(report, reviewer):
    corrected(report, reviewer, done_en="Eleven.")
    draft = Report.objects.of_lineage(report.pk).last()
    workflow.publish(draft, by=reviewer, revision=draft.revision)
    assert one("reports", report.pk)["done_en"] == "Eleven."
    report.refresh_from_db()
    assert report.state == "superseded"


def test_corrections_are_taken_back(report, reviewer):
    before = content()
    batch = corrected(report, reviewer, done_en="Eleven.")
    assert objections(batch) == []
    undo(batch, by=reviewer)
    assert content() == before


@pytest.mark.parametrize("step", ["publish", "return"])
def test_correction_that_went_on_is_not_taken_back(report, reviewer, step):
    batch = corrected(report, reviewer, done_en="Eleven.")
    draft = Report.objects.of_lineage(report.pk).last()
    if step == "publish":
        workflow.publish(draft, by=reviewer, revision=draft.revision)
    else:
        workflow.return_(draft, by=reviewer, revision=draft.revision, note="No.")
    before = content()
    with pytest.raises(CannotUndo) as refusal:
        undo(batch, by=reviewer)
    assert refusal.value.reasons == ["reports_went_on"]
    assert content() == before


def test_emptied_text_is_left_out_of_the_correction(report, reviewer):
    factories.make_section(report=report, kind="next", texts={"es": "Veinte."})
    corrected(report, reviewer, next_es="", done_en="")
    draft = Report.objects.of_lineage(report.pk).last()
    assert {s.kind: s.texts("text") for s in draft.sections.all()} == {"done": {"es": "Diez."}}


def new_report(entity, **fields):
    row = {
        "id": "", "entity": entity.slug, "date": "2019-05", "themes": ["health"],
        "done_fr": "Vingt écoles.", "done_en": "Twenty schools.", "original_language": "fr",
        "cites": ["plan/1"], "marks": ["plan/1 = done"], "financing_fr": "1 million",
    }  # fmt: skip
    return {**row, **fields}


def test_new_report_is_published_and_taken_back(entity, paragraph, reviewer):
    before = content()
    row = new_report(entity)
    batch = take_in("reports", [row], by=reviewer)
    assert (batch.state, batch.failure, batch.summary["created"]) == ("done", [], 1)
    (there,) = exported("reports")
    wanted = {name: value for name, value in row.items() if name != "id"}
    assert {name: there[name] for name in wanted} == wanted
    undo(batch, by=reviewer)
    assert content() == before


def test_same_new_report_is_not_made_twice(entity, paragraph, reviewer):
    take_in("reports", [new_report(entity)], by=reviewer)
    batch = take_in("reports", [new_report(entity)], by=reviewer)
    assert (batch.state, Report.objects.count()) == ("failed", 1)


# Between preview and writing ------------------------------------------------------------------


def test_row_whose_record_moved_is_not_written(theme, reviewer):
    batch = brought("themes", [{"id": "health", "name_en": "Health for all"}], by=reviewer)
    theme.write("en", name="Health and care")
    theme.save()
    carried_out(batch)
    theme.refresh_from_db()
    assert (batch.state, batch.failure) == ("failed", ["sheet_rows_refused", "1"])
    assert theme.name_en == "Health and care"


@pytest.mark.parametrize("partial", [False, True])
def test_rows_with_errors_stop_all_or_are_left_out(theme, reviewer, partial):
    table = [{"id": "health", "name_en": "Health for all"}, {"id": "nothing", "name_en": "X"}]
    batch = take_in("themes", table, by=reviewer, partial=partial)
    theme.refresh_from_db()
    wanted = ("done", "Health for all") if partial else ("failed", "Theme")
    assert (batch.state, theme.name_en[: len(wanted[1])]) == wanted
    left = writing.kept(batch)["lines"]
    assert [line.cells["id"] for line in left if line.number == 3] == ["nothing"]


def test_writer_who_comes_between_makes_it_compare_again(theme, reviewer, monkeypatch):
    """The rows are compared, somebody else publishes something, and they are compared anew."""
    plans, plan = [], writing.plan_sheet

    def overtaken(*args, **options):
        plans.append(plan(*args, **options))
        if len(plans) == 1:
            changed([theme])
        return plans[-1]

    batch = brought("themes", [{"id": "health", "name_en": "Health for all"}], by=reviewer)
    monkeypatch.setattr(writing, "plan_sheet", overtaken)
    carried_out(batch)
    theme.refresh_from_db()
    assert (batch.state, len(plans), theme.name_en) == ("done", 2, "Health for all")
    assert batch.changes.count() == 1


def test_person_whose_role_is_gone_writes_nothing(theme, reviewer):
    batch = brought("themes", [{"id": "health", "name_en": "Health for all"}], by=reviewer)
    reviewer.memberships.all().delete()
    carried_out(batch)
    assert (batch.state, batch.failure) == ("failed", ["not_allowed"])


def test_sheet_that_is_done_is_not_written_again(paragraph, reviewer):
    batch = take_in("themes", [NEW["themes"]], by=reviewer)
    before = fingerprint()
    import_batch.func(batch.pk)
    assert fingerprint() == before
