"""Taking an import back: everything as before, or the reason why not."""

import datetime

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from countries.models import Entity
from imports import undoing
from imports.models import Batch
from imports.undoing import CannotUndo, objections, undo
from mandates.models import Document, Paragraph
from publication.changes import changed
from publication.models import Revision
from reports import workflow
from reports.models import Citation, Cycle, RelatedResource, Report, Section, Transition
from tests import factories
from tests.imports.fingerprint import TRACES, fingerprint
from tests.imports.written_pages import MANDATES, TEXTS, done, page, take_in

pytestmark = pytest.mark.django_db
QUITO = "Plan of Action - Quito, Ecuador - May 2001"
ENGLISH = page(
    documents=[(QUITO, [("1", MANDATES["en"]), ("2", MANDATES["en"])])],
    entities=[
        ("Institute of Rivers", [("2019-01-01", "1, 9", TEXTS["en"]), ("2019-01-02", "-", "es")]),
        ("Institute of Lakes", [], ["Guide"]),
    ],
)
SPANISH = page(
    language="es",
    documents=[(QUITO, [("1", MANDATES["es"])])],
    entities=[("Institute of Rivers", [("2019-01-02", "-", TEXTS["es"])])],
)


@pytest.fixture
def theme():
    return factories.make_theme(slug="migration")


@pytest.fixture
def english(theme):
    """The batch of an import into an empty theme."""
    take_in(ENGLISH, create_missing=True)
    return Batch.objects.get()


@pytest.fixture
def editor():
    return factories.make_editor()


def content(*, without=()):
    return fingerprint(without={*TRACES, *without})


def refused(batch):
    """The reasons, after making sure that nothing was changed."""
    before = fingerprint()
    with pytest.raises(CannotUndo) as refusal:
        undo(batch, by=None)
    assert fingerprint() == before
    assert refusal.value.reasons == objections(batch)
    return refusal.value.reasons


def test_undo_deletes_what_the_import_made(theme, editor):
    before = content()
    take_in(ENGLISH, create_missing=True)
    batch, version = Batch.objects.get(), Revision.objects.current().number
    assert content() != before
    undo(batch, by=editor)
    assert content() == before
    assert (batch.state, batch.undone_by) == ("undone", editor)
    assert batch.undone_at is not None
    assert Revision.objects.current().number == version + 1


def test_import_after_an_undo_is_as_the_first(english):
    first = content(without={"imports_origin"})  # the batch is another one
    undo(english, by=None)
    assert done(take_in(ENGLISH, create_missing=True)) == (8, 0, 0)
    assert content(without={"imports_origin"}) == first


def test_undo_gives_back_what_the_import_changed(english):
    before = content()
    take_in(SPANISH)
    assert content() != before
    undo(Batch.objects.newest_first()[0], by=None)
    assert content() == before
    assert Transition.objects.filter(verb="amend_imported").count() == 0


def test_undo_gives_back_citations(english):
    before = content()
    more = ENGLISH.replace(b"      \xe2\x80\xa2 2:", b"      \xe2\x80\xa2 9:")
    assert take_in(more).updated == 1
    assert Citation.objects.unresolved().count() == 0
    undo(Batch.objects.newest_first()[0], by=None)
    assert content() == before


def test_undo_gives_back_the_state_of_each_language(theme):
    document = factories.make_document(aliases=[QUITO])
    paragraph = factories.make_paragraph(
        document=document, label="1", themes=[theme], texts={"en": MANDATES["en"]},
        is_demonstration=True,
    )  # fmt: skip
    paragraph.write("fr", state="machine", text=MANDATES["fr"])
    paragraph.save()
    take_in(ENGLISH)
    paragraph.refresh_from_db()
    assert (paragraph.languages(), paragraph.is_demonstration) == (("en",), False)
    undo(Batch.objects.get(), by=None)
    paragraph.refresh_from_db()
    assert paragraph.state_in("fr") == "machine"
    assert (paragraph.text_fr, paragraph.is_demonstration) == (MANDATES["fr"], True)


def test_later_import_stands_against_an_undo(english):
    take_in(SPANISH)
    assert "later_import" in refused(english)


def test_undoing_the_later_import_first_clears_the_way(english, theme):
    take_in(SPANISH)
    undo(Batch.objects.newest_first()[0], by=None)
    undo(english, by=None)
    assert not Report.objects.exists()


def test_batch_that_was_uploaded_earlier_and_imported_later_counts_as_later(theme):
    waiting = factories.make_batch(theme=theme)
    take_in(ENGLISH, create_missing=True)
    take_in(SPANISH)
    english, spanish = Batch.objects.done().order_by("id")
    spanish.changes.update(batch=waiting)
    Batch.objects.filter(pk=waiting.pk).update(state="done")
    assert "later_import" in refused(english)


def test_edited_paragraph_stands_against_an_undo(english):
    paragraph = Paragraph.objects.first()
    paragraph.nature = Paragraph.Nature.INFORMATIVE
    paragraph.save()
    assert refused(english) == ["edited"]


@pytest.mark.parametrize("model", [Entity, Document, RelatedResource, Cycle])
def test_record_edited_in_the_administration_stands_against_an_undo(english, editor, model):
    LogEntry.objects.create(
        user=editor, action_flag=CHANGE, object_id=model.objects.first().pk, object_repr="x",
        content_type=ContentType.objects.get_for_model(model), action_time=timezone.now(),
    )  # fmt: skip
    assert refused(english) == ["edited"]


def test_later_step_of_a_report_stands_against_an_undo(english):
    workflow.withdraw(Report.objects.first(), by=None, reason="Filed by mistake.")
    assert refused(english) == ["reports_went_on"]


def test_citation_that_a_person_resolved_stands_against_an_undo(english, editor):
    Citation.objects.unresolved().update(
        state="exact", paragraph=factories.make_paragraph(), resolved_by=editor,
        resolved_at=timezone.now(),
    )  # fmt: skip
    assert refused(english) == ["reports_went_on"]


def test_later_edition_stands_against_an_undo(english, theme):
    first = Report.objects.order_by("id").first()
    Report.objects.with_ids([first.pk]).update(state=Report.State.SUPERSEDED)
    factories.make_report(entity=first.entity, themes=[theme], lineage=first, edition=2)
    assert refused(english) == ["reports_went_on", "built_upon"]


def a_report_citing(paragraph):
    factories.make_report(citing=[paragraph])


def an_ambiguous_citation(paragraph):
    factories.make_citation(state="ambiguous", candidates=[paragraph])


def another_theme(paragraph):
    factories.make_paragraph_theme(paragraph=paragraph)


def a_link_to_another_paragraph(paragraph):
    factories.make_paragraph_link(target=paragraph)


def another_paragraph_of_the_document(paragraph):
    factories.make_paragraph(document=paragraph.document)


def a_heading_of_the_document(paragraph):
    factories.make_heading(document=paragraph.document)


def a_report_of_the_entity(paragraph):
    factories.make_report(entity=Entity.objects.first())


def a_meeting_attended_by_the_entity(paragraph):
    factories.make_participation(entity=Entity.objects.first())


def an_entity_asked_in_the_cycle(paragraph):
    factories.make_asked(cycle=Cycle.objects.get(), position=9)


def a_section_on_the_paragraph(paragraph):
    factories.make_section(paragraph=paragraph)


@pytest.mark.parametrize(
    "build",
    [
        a_report_citing,
        an_ambiguous_citation,
        another_theme,
        a_link_to_another_paragraph,
        another_paragraph_of_the_document,
        a_heading_of_the_document,
        a_report_of_the_entity,
        a_meeting_attended_by_the_entity,
        an_entity_asked_in_the_cycle,
        a_section_on_the_paragraph,
    ],
)
def test_what_came_later_stands_against_an_undo(english, build):
    build(Paragraph.objects.first())
    assert refused(english) == ["built_upon"]


def test_records_beside_the_import_stay(english, theme):
    theirs = factories.make_report(citing=[factories.make_paragraph(themes=[theme])])
    undo(english, by=None)
    assert list(Report.objects.all()) == [theirs]
    assert Section.objects.count() == 1


@pytest.mark.parametrize("state", ["preview", "waiting", "running", "failed", "undone"])
def test_only_a_finished_import_is_undone(theme, state):
    moment = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC) if state == "undone" else None
    batch = factories.make_batch(theme=theme, state=state, undone_at=moment)
    assert refused(batch) == ["not_done"]


def test_edit_at_the_same_moment_stands_against_an_undo(english, monkeypatch):
    """Somebody saves a record when it has been asked what stands against the undo."""
    before = fingerprint()
    monkeypatch.setattr(undoing, "objections", lambda batch: changed([Paragraph.objects.first()]))
    with pytest.raises(CannotUndo) as refusal:
        undo(english, by=None)
    assert refusal.value.reasons == ["moved"]
    assert fingerprint() == before


def test_second_undo_at_the_same_moment_finds_nothing(english, monkeypatch):
    stale = Batch.objects.get()
    undo(english, by=None)
    monkeypatch.setattr(undoing, "objections", lambda batch: [])  # asked before the first was done
    with pytest.raises(CannotUndo):
        undo(stale, by=None)
