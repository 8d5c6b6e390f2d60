"""Translations written through the queue: what is written, what is left alone, what is refused."""

import pytest
from django.db import transaction

from mandates.models import Paragraph
from publication.languages import LANGUAGES, column
from publication.models import Revision
from publication.translating import (
    Moved,
    kind_named,
    kinds,
    lacking,
    stale_in,
    translate,
)
from reports import workflow
from reports.models import Report, Section
from tests import factories

pytestmark = pytest.mark.django_db
KINDS = [
    "entity", "theme", "goal", "meeting", "document", "heading", "paragraph", "section", "cycle",
    "page", "announcement", "action", "indicator", "correction", "contribution", "reply",
]  # fmt: skip


@pytest.fixture
def translator():
    return factories.make_person(role="translator", name="Teresa Tradutora")


@pytest.fixture
def paragraph():
    return factories.make_paragraph(texts={"es": "Abrir *diez* escuelas."})


@pytest.fixture
def section():
    return factories.make_report(texts={"es": "Se abrió **una** escuela."}).sections.get()


def put(kind: str, record, language: str, by, *, state="official", **texts):
    """Translate the record as somebody does who has just read it."""
    found = kind_named(kind)
    record.refresh_from_db()
    return translate(
        found,
        record.pk,
        language,
        texts={**found.texts(record, language), **texts},
        state=state,
        source=found.source_mark(record),
        target=found.target_mark(record, language),
        by=by,
    )


def change_original(record, field="text", to="Otro texto."):
    setattr(record, column(field, record.original_language), to)
    record.save()


def test_every_app_has_put_its_kinds_into_the_queue():
    assert sorted(kind.code for kind in kinds()) == sorted(KINDS)


@pytest.mark.parametrize("code", KINDS)
def test_fields_of_a_kind_are_translated_fields_with_the_main_one_first(code):
    kind = kind_named(code)
    assert kind.fields[0] == kind.model.PRIMARY
    assert set(kind.fields) <= set(kind.model.translated_fields())


def test_translation_is_rendered_labelled_and_dated_by_its_source(paragraph, translator):
    put("paragraph", paragraph, "fr", translator, text="Ouvrir dix écoles.", state="machine")
    paragraph.refresh_from_db()
    assert (paragraph.text_fr, paragraph.html_fr) == (
        "Ouvrir dix écoles.",
        "<p>Ouvrir dix écoles.</p>",
    )
    assert (paragraph.state_fr, paragraph.digest_fr) == ("machine", paragraph.source_digest())
    assert paragraph.history.first().history_user == translator


def test_what_is_written_is_sanitised(section, translator):
    put("section", section, "fr", translator, text="<script>1</script> [x](javascript:1) **a**")
    section.refresh_from_db()
    assert "<script" not in section.html_fr
    assert "href" not in section.html_fr
    assert "<strong>a</strong>" in section.html_fr


def test_original_and_other_languages_are_never_written(section, translator):
    """Even when somebody has changed them in the same moment by another way."""
    names = [name for name in vars(section) if name.endswith(("_es", "_en", "_pt_br"))]
    before = {name: getattr(section, name) for name in names}
    put("section", section, "fr", translator, text="Une école fut ouverte.")
    section.refresh_from_db()
    assert {name: getattr(section, name) for name in names} == before
    assert section.original_language == "es"
    with pytest.raises(ValueError, match="original"):
        put("section", section, "es", translator, text="Otra cosa.")
    section.refresh_from_db()
    assert section.text_es == "Se abrió **una** escuela."


def test_report_keeps_state_and_revision_and_remembers_the_step(section, translator):
    report = section.report
    revision, changed_at = report.revision, report.changed_at
    put("section", section, "pt-br", translator, text="Abriu-se uma escola.")
    report.refresh_from_db()
    assert (report.state, report.revision) == (Report.State.PUBLISHED, revision)
    assert report.changed_at > changed_at
    step = report.transitions.get()
    assert (step.verb, step.from_state, step.to_state, step.by, step.note) == (
        "translated", "published", "published", translator, "pt-br",
    )  # fmt: skip
    assert step.snapshot["sections"][0]["texts"]["pt-br"] == "Abriu-se uma escola."


def test_readers_see_it_at_once(reader, section, translator):
    address = f"/fr/reports/{section.report_id}/"
    assert "Une école" not in reader.get(address).text
    number = Revision.objects.current().number
    put("section", section, "fr", translator, text="Une école.", state="machine")
    assert Revision.objects.current().number == number + 1
    page = reader.get(address).text
    assert "Une école." in page
    assert "Traduction automatique" in page


@pytest.mark.parametrize("moved", ["source", "target"])
def test_nothing_is_written_over_what_the_translator_has_not_read(paragraph, translator, moved):
    kind = kind_named("paragraph")
    marks = {
        "source": kind.source_mark(paragraph),
        "target": kind.target_mark(paragraph, "fr"),
    }
    if moved == "source":
        change_original(paragraph)
    else:
        put("paragraph", paragraph, "fr", translator, text="La première.")
    number = Revision.objects.current().number
    with pytest.raises(Moved) as refusal:
        translate(
            kind, paragraph.pk, "fr", texts={"text": "La mienne."}, state="official",
            by=translator, **marks,
        )  # fmt: skip
    stands = Paragraph.objects.get(pk=paragraph.pk)
    assert refusal.value.record.text_fr == stands.text_fr
    assert stands.text_fr == (None if moved == "source" else "La première.")
    assert Revision.objects.current().number == number


@pytest.mark.parametrize("state", [*Report.WRITABLE, "superseded", "withdrawn"])
def test_reports_that_are_not_submitted_or_public_are_not_there(translator, state):
    section = factories.make_report(state=state, texts={"es": "Secreto."}).sections.get()
    with pytest.raises(Section.DoesNotExist):
        put("section", section, "fr", translator, text="Secret.")
    with pytest.raises(workflow.NotAllowed):
        workflow.translated(section.report, by=translator, language="fr")


def test_submitted_report_is_translated_ahead(translator):
    section = factories.make_report(state="submitted", texts={"es": "Hecho."}).sections.get()
    put("section", section, "fr", translator, text="Fait.")
    assert section.report.transitions.get().to_state == "submitted"


def test_without_the_right_nothing_is_written(section, coordinator):
    with pytest.raises(workflow.NotAllowed):
        put("section", section, "fr", coordinator, text="Fait.")
    section.refresh_from_db()
    assert section.text_fr is None


def test_correction_on_its_way_gets_the_translation_too(section, translator, reviewer):
    draft = workflow.correct(section.report, by=reviewer, note="A wrong year.")
    put("section", section, "fr", translator, text="Une école.", state="machine")
    copied = draft.sections.get()
    assert (copied.text_fr, copied.state_fr) == ("Une école.", "machine")
    assert copied.text_es == section.text_es


def test_translation_taken_away_is_missing_again(paragraph, translator):
    put("paragraph", paragraph, "fr", translator, text="Ouvrir.")
    put("paragraph", paragraph, "fr", translator, text="")
    paragraph.refresh_from_db()
    assert (paragraph.text_fr, paragraph.html_fr) == (None, None)
    assert (paragraph.state_fr, paragraph.digest_fr) == ("missing", "")


# What is missing and what is stale ------------------------------------------------------------


def lacks(code: str, language: str) -> list:
    kind = kind_named(code)
    return list(kind.foreign_to(language).filter(lacking(kind, language)))


def test_record_lacks_a_language_when_one_of_its_texts_does():
    theme = factories.make_theme(texts={"en": "Water"}, description_en="Clean water.")
    assert [lacks("theme", code) for code in LANGUAGES] == [[], [theme], [theme], [theme]]
    theme.write("es", name="Agua")
    theme.save()
    assert lacks("theme", "es") == [theme]
    theme.write("es", description="Agua limpia.")
    theme.save()
    assert lacks("theme", "es") == []


def test_stale_are_those_whose_source_has_changed(paragraph, translator):
    put("paragraph", paragraph, "fr", translator, text="Ouvrir.")
    put("paragraph", paragraph, "en", translator, text="Open.")
    other = factories.make_paragraph()  # in four languages, of unknown age
    paragraphs = Paragraph.objects.all()
    assert stale_in(paragraphs, LANGUAGES) == {code: set() for code in LANGUAGES}
    paragraph.refresh_from_db()
    change_original(paragraph)
    change_original(other)
    put("paragraph", paragraph, "en", translator, text="Open now.")
    assert stale_in(paragraphs, ["en", "fr"]) == {"en": set(), "fr": {paragraph.pk}}


@pytest.mark.parametrize(
    ("code", "make", "main", "field"),
    [
        ("theme", factories.make_theme, "name", "description"),
        ("cycle", factories.make_cycle, "name", "guidance"),
        ("page", factories.make_page, "title", "body"),
    ],
)
def test_changed_body_makes_its_translation_stale_too(translator, code, make, main, field):
    """As one record, read whole and in lists alike; other records keep their marks."""
    record = make(texts={"en": "One"})
    record.write("en", **{field: "A body."})
    record.save()
    put(code, record, "fr", translator, **{main: "Un", field: "Un corps."})
    record.refresh_from_db()
    records = type(record).objects
    for text, stale in (("A body.", set()), ("Another body.", {record.pk}), ("", {record.pk})):
        change_original(record, field, text)
        record.refresh_from_db()
        assert stale_in(records.all(), ["fr"]) == {"fr": stale}
        assert record.is_stale("fr") is bool(stale)
        read = records.read_in("fr", main).get(pk=record.pk)
        assert read.is_stale("fr") is bool(stale)


def test_text_that_a_translation_was_made_from_is_found(paragraph, section, translator):
    put("paragraph", paragraph, "fr", translator, text="Ouvrir.")
    paragraph.refresh_from_db()
    change_original(paragraph)
    assert list(kind_named("paragraph").versions(paragraph))[:2] == [
        "Otro texto.",
        "Abrir *diez* escuelas.",
    ]
    put("section", section, "fr", translator, text="Une école.")
    with transaction.atomic():
        change_original(section)
    assert list(kind_named("section").versions(section)) == ["Se abrió **una** escuela."]
