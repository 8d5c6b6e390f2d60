"""Whatever way the records are written, the index says afterwards what they say."""

import datetime
import json
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse

from countries.models import Entity
from mandates.models import Document, Paragraph, Theme
from publication.changes import changed
from publication.translating import kind_named, translate
from reports import workflow
from reports.models import Report
from search.models import Entry, Word
from search.rebuilding import drift, rebuild
from tests import factories as make
from tests.admin_forms import filled_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def settled():
    """Some records of each kind, indexed."""
    theme, meeting = make.make_theme(), make.make_meeting()
    document = make.make_document(meeting=meeting, symbol="CA/1")
    paragraph = make.make_paragraph(document=document, themes=[theme])
    report = make.make_report(themes=[theme], citing=[paragraph])
    rebuild()
    assert drift() == []
    return report


def words(report: Report) -> str:
    return " ".join(entry.terms for entry in Entry.objects.of_keys([report.pk * 8 + 5]))


def test_drift_is_seen(settled):
    Theme.objects.update(name_en="Radio")
    Entry.objects.of_keys([settled.pk * 8 + 5]).delete()
    Word.objects.all().delete()
    found = drift()
    assert f"report {settled.pk}" in found
    assert f"theme {Theme.objects.get().pk}" in found
    assert "word radio" in found
    with pytest.raises(CommandError, match="differ"):
        call_command("rebuild_search", check=True)
    call_command("rebuild_search")
    call_command("rebuild_search", check=True)
    assert drift() == []


def test_unfinished_words_are_found_while_all_is_made_anew(settled):
    Word.objects.add([("zzword", "enzzword")])
    known = []
    rebuild(lambda done, total: known.append(Word.objects.known(["zzword", "plan"])))
    assert known and known[0] == {"zzword", "plan"}
    assert Word.objects.known(["zzword", "plan"]) == {"plan"}
    assert drift() == []


def test_words_stay_when_something_is_published_meanwhile(settled):
    Word.objects.add([("zzword", "enzzword")])

    def publish(done, total):
        with transaction.atomic():
            changed([])

    rebuild(publish)
    assert Word.objects.known(["zzword"]) == {"zzword"}


def test_rebuild_counts_as_json(settled, capsys):
    call_command("rebuild_search", "--json")
    counts = json.loads(capsys.readouterr().out)["indexed"]
    assert counts == {
        "entity": 1, "theme": 1, "meeting": 1, "document": 1, "paragraph": 1, "report": 1,
        "attachment": 0, "contribution": 0,
    }  # fmt: skip


def test_names_and_dates_are_followed(settled):
    theme, entity, document = Theme.objects.get(), settled.entity, Document.objects.get()
    for record, values in (
        (theme, {"name_en": "Radio"}),
        (entity, {"name_en": "Ruritania"}),
        (document, {"title_en": "Statute", "date": datetime.date(1999, 1, 1)}),
        (document.meeting, {"name_en": "Gathering", "place_en": "Oslo"}),
    ):
        for name, value in values.items():
            setattr(record, name, value)
        record.save()
        changed([record])
        assert drift() == [], record
    assert " teruritania " in words(settled)


def test_marks_and_funding_are_followed(settled):
    citation = settled.citations.get()
    citation.mark = "ongoing"
    citation.save()
    changed([citation])
    assert drift() == []
    assert traits_of(settled) == 8
    funding = make.make_section(report=settled, kind="financing", position=2)
    changed([funding])
    assert drift() == []
    assert traits_of(settled) == 8 + 32
    Entry.objects.update(traits=1)
    assert f"report {settled.pk}" in drift()


def traits_of(report: Report) -> int:
    return {entry.traits for entry in Entry.objects.of_keys([report.pk * 8 + 5])}.pop()


def test_what_is_deleted_is_gone(settled):
    citation = make.make_citation(
        state="ambiguous", candidates=[make.make_paragraph(), make.make_paragraph()]
    )
    rebuild()
    paragraph = citation.candidates.first()
    changed([citation.report, *citation.candidates.all()])
    paragraph_id = paragraph.pk
    paragraph.delete()
    paragraph.pk = paragraph_id
    changed([paragraph])
    assert drift() == []


def test_steps_of_a_report_are_followed(settled, coordinator, reviewer, entity):
    rebuild()  # the people's entities are made past the portal
    theme = Theme.objects.get()
    report = workflow.start(
        entity=entity, themes=[theme], by=coordinator, language="es",
        date=datetime.date(2020, 1, 1),
    )  # fmt: skip
    make.make_section(report=report, texts={"es": "Abrimos bibliotecas."})
    assert drift() == []
    report.refresh_from_db()
    workflow.submit(report, by=None, revision=report.revision, token=uuid4())
    assert (drift(), words(report)) == ([], "")
    workflow.publish(report, by=None, revision=report.revision)
    assert drift() == []
    assert " sbibliotec " in words(report)
    section = report.sections.get()
    edition = workflow.correct_typing(
        report, by=reviewer, texts={section.pk: {"es": "Abrimos museos."}}, note="A slip."
    )
    assert drift() == []
    assert words(report) == ""
    assert " smuse " in words(edition)
    workflow.withdraw(edition, by=None, reason="Filed twice.")
    assert (drift(), words(edition)) == ([], "")


def test_translation_is_followed(settled, reviewer):
    section, kind = settled.sections.get(), kind_named("section")
    translate(
        kind, section.pk, "fr", texts={"text": "Dix écoles."}, state="official",
        source=kind.source_mark(section), target=kind.target_mark(section, "fr"), by=reviewer,
    )  # fmt: skip
    assert drift() == []
    assert " fecol " in words(settled)


def test_administration_is_followed(settled, editor_client):
    for record in (Theme.objects.get(), Paragraph.objects.get(), Entity.objects.get()):
        meta = record._meta
        url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
        # The text of a paragraph is official: it is not written here.
        is_paragraph = isinstance(record, Paragraph)
        changes = {"label": "99"} if is_paragraph else {f"{record.PRIMARY}_en": "Radio"}
        response = editor_client.post(url, filled_in(editor_client.get(url), **changes))
        assert response.status_code == 302, response.context["errors"]
        assert drift() == [], record


@pytest.mark.documents
def test_loaders_imports_and_their_undo_are_followed():
    from imports.models import Batch
    from imports.reference import load_reference
    from imports.undoing import undo
    from tests.conftest import source_documents
    from tests.imports.written_pages import take_in

    load_reference()
    assert drift() == []
    take_in((source_documents() / "000_8d5b63cea4f761ee.txt").read_bytes())
    assert drift() == []
    undo(Batch.objects.get(), by=None)
    assert drift() == []
    assert Entry.objects.of_kind(5).count() == 0
