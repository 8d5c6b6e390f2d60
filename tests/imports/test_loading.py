"""What an import writes: texts, conflicts, citations, sections, unknown names, several writers."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from countries.models import Entity
from imports import loading, sisca
from imports.models import Batch, Origin
from imports.notes import Refused
from imports.sisca import Options, import_page
from mandates.models import Document, Paragraph
from publication.changes import changed
from reports import workflow
from reports.models import Citation, RelatedResource, Report, Section, Transition
from tests import factories
from tests.imports.written_pages import LIMA, MANDATES, TEXTS, codes, done, page, said, take_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def theme():
    return factories.make_theme(slug="migration", texts={"en": "Migration", "es": "Migración"})


@pytest.fixture
def lima():
    return a_document(LIMA, datetime.date(2018, 4, 14))


@pytest.fixture
def peru():
    return factories.make_entity(slug="peru", texts={"en": "Peru", "es": "Perú"})


def a_document(title, date, **fields):
    return factories.make_document(aliases=[title], date=date, **fields)


def one_report(date="2019-05-06", citations="-", body=TEXTS["en"], **fields):
    """A page of the Lima document with paragraph 1, and one report of Peru."""
    paragraphs = fields.pop("paragraphs", [("1", MANDATES["en"])])
    return page(
        documents=[(LIMA, paragraphs)], entities=[("Peru", [(date, citations, body)])], **fields
    )


# Texts ----------------------------------------------------------------------------------------


def test_report_is_published_with_its_text_and_one_step(theme, lima, peru):
    editor = factories.make_editor()
    take_in(one_report(citations="1"), by=editor)
    (report,) = Report.objects.published()
    (section,) = report.sections.all()
    (step,) = report.transitions.all()
    assert (report.entity, report.date, report.original_language) == (
        peru,
        datetime.date(2019, 5, 6),
        "en",
    )
    assert (section.kind, section.markup) == (Section.Kind.DONE, "plain")
    assert section.texts("text") == {"en": TEXTS["en"]}
    assert section.html_en == f"<p>{TEXTS['en']}</p>"
    assert (step.verb, step.by, step.to_state) == ("file_imported", editor, "published")
    assert step.snapshot["sections"][0]["texts"] == {"en": TEXTS["en"]}
    assert step.snapshot["citations"][0]["typed"] == "1"


def test_text_is_filed_under_its_own_language(theme, lima, peru):
    plan = take_in(one_report(body=TEXTS["pt-br"], paragraphs=[("1", MANDATES["fr"])]))
    assert Section.objects.get().texts("text") == {"pt-br": TEXTS["pt-br"]}
    assert Paragraph.objects.get().texts("text") == {"fr": MANDATES["fr"]}
    assert said(plan) == [
        ("paragraph_language", ("1", "fr")),
        ("report_language", ("Peru", "pt-br")),
    ]


def test_line_breaks_and_lists_stay(theme, lima, peru):
    body = f"{TEXTS['en']}\n\n  • First point;\n    o deeper.\n1. One"
    take_in(one_report(body=body))
    assert Section.objects.get().text_en == body


def test_second_language_fills_the_same_records(theme, lima, peru):
    take_in(one_report())
    plan = take_in(one_report(body=TEXTS["es"], language="es", paragraphs=[("1", MANDATES["es"])]))
    assert done(plan) == (0, 2, 0)
    assert Section.objects.get().texts("text") == {"en": TEXTS["en"], "es": TEXTS["es"]}
    assert Paragraph.objects.get().texts("text") == {"en": MANDATES["en"], "es": MANDATES["es"]}
    assert Report.objects.get().original_language == "en"
    verbs = Transition.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["file_imported", "amend_imported"]


def test_stub_says_where_the_text_exists_until_it_is_there(theme, lima, peru):
    take_in(one_report(body="es"))
    report = Report.objects.get()
    assert (report.original_language, report.nothing_to_report) == (None, False)
    assert report.available_in == ["es"]
    plan = take_in(one_report(body=TEXTS["es"], language="es", paragraphs=[]))
    report.refresh_from_db()
    assert plan.updated == 1
    assert report.original_language == "es"


def test_four_identical_stubs_are_four_reports(theme, lima, peru):
    stubs = [("2016-12-20", "-", "es")] * 4
    stubbed = page(documents=[(LIMA, [])], entities=[("Peru", stubs)])
    assert done(take_in(stubbed)) == (4, 0, 0)
    assert done(take_in(stubbed)) == (0, 0, 4)
    bodies = [("2016-12-20", "-", f"{TEXTS['es']} ({n})") for n in range(4)]
    spanish = page(language="es", documents=[(LIMA, [])], entities=[("Perú", bodies)])
    assert done(take_in(spanish)) == (0, 4, 0)
    texts = Section.objects.order_by("report_id").values_list("text_es", flat=True)
    assert list(texts) == [body for _date, _citations, body in bodies]


def test_other_text_in_the_same_language_is_a_conflict(theme, lima, peru):
    take_in(one_report())
    plan = take_in(one_report(body=f"{TEXTS['en']} More.", paragraphs=[("1", "To do otherwise.")]))
    assert done(plan) == (0, 0, 2)
    assert said(plan) == [
        ("paragraph_conflict", ("1", "en")),
        ("report_conflict", ("Peru", "en")),
    ]
    assert Section.objects.get().text_en == TEXTS["en"]
    assert Paragraph.objects.get().text_en == MANDATES["en"]


def test_withdrawn_report_gets_no_text(theme, lima, peru):
    take_in(one_report())
    workflow.withdraw(Report.objects.get(), by=None, reason="Filed by mistake.")
    plan = take_in(one_report(body=TEXTS["es"], language="es", paragraphs=[]))
    assert codes(plan) == ["report_corrected"]
    assert Section.objects.get().languages() == ("en",)


def test_corrected_report_gets_no_text(theme, lima, peru):
    take_in(one_report())
    first = Report.objects.get()
    Report.objects.with_ids([first.pk]).update(state=Report.State.SUPERSEDED)
    factories.make_report(entity=peru, themes=[theme], lineage=first, edition=2)
    plan = take_in(one_report(body=TEXTS["es"], language="es", paragraphs=[]))
    assert codes(plan) == ["report_corrected"]
    assert not Section.objects.existing_in("es").exists()


def test_record_renamed_since_is_still_the_same(theme, lima, peru):
    take_in(one_report())
    peru.slug = "republic-of-peru"
    peru.save()
    theme.slug = "mobility"
    theme.save()
    assert done(take_in(one_report(), theme="mobility")) == (0, 0, 2)


# Citations ------------------------------------------------------------------------------------


def citations_of(plan):
    return {state: number for state, number in plan.counts()["citations"].items() if number}


def test_number_means_paragraphs_adopted_by_the_day_of_the_report(theme, lima, peru):
    before, same_day = one_report("2018-04-13", "1"), one_report("2018-04-14", "1")
    assert citations_of(take_in(before)) == {"unresolved": 1}
    assert citations_of(take_in(same_day)) == {"exact": 1}
    assert Citation.objects.unresolved().get().typed == "1"


def test_months_compare_as_months(theme, peru):
    a_document(LIMA, datetime.date(2018, 4, 1), date_precision="month")
    assert citations_of(take_in(one_report("2018-04-01", "1"))) == {"exact": 1}
    assert citations_of(take_in(one_report("2018-03-31", "1"))) == {"unresolved": 1}


def test_number_in_two_documents_is_ambiguous(theme, lima, peru):
    quito = a_document("Quito Plan - Quito, Ecuador - May 2010", datetime.date(2010, 5, 1))
    numbered = [("1", MANDATES["en"])]
    plan = take_in(
        page(
            documents=[(LIMA, numbered), (quito.aliases[0], numbered)],
            entities=[("Peru", [("2019-01-01", "1", TEXTS["en"])])],
        )
    )
    citation = Citation.objects.get()
    assert (citation.state, citation.paragraph) == ("ambiguous", None)
    assert {p.document for p in citation.candidates.all()} == {lima, quito}
    assert said(plan) == [("ambiguous_citation", ("1", f"{lima.slug}/1, {quito.slug}/1"))]


def test_number_cited_twice_is_kept_once(theme, lima, peru):
    plan = take_in(one_report(citations="1, 7, 1"))
    assert citations_of(plan) == {"exact": 1, "unresolved": 1}
    assert [c.typed for c in Citation.objects.order_by("position")] == ["1", "7"]
    assert codes(plan) == ["unresolved_citation", "repeated_citation"]
    assert citations_of(take_in(one_report(citations="1, 7, 1"))) == citations_of(plan)


def test_long_citation_is_kept_as_typed(theme, lima, peru, client):
    """And the same page changes nothing the second time."""
    typed = "see the paragraphs on schools of the plan of action " * 12
    text = one_report(citations=f"1; {typed}")
    take_in(text)
    exact, unclear = Citation.objects.order_by("position")
    assert (exact.state, unclear.typed) == ("exact", typed.strip())
    assert typed.strip() in client.get(Report.objects.get().get_absolute_url()).text
    assert done(take_in(text))[:2] == (0, 0)


def test_citation_becomes_exact_when_its_paragraph_comes(theme, lima, peru):
    take_in(one_report(citations="2"))
    more = one_report(citations="2", paragraphs=[("1", MANDATES["en"]), ("2", MANDATES["en"])])
    assert done(take_in(more)) == (1, 1, 1)
    citation = Citation.objects.get()
    assert (citation.state, citation.paragraph.label) == ("exact", "2")
    assert done(take_in(more)) == (0, 0, 3)


def test_exact_citation_becomes_ambiguous_when_another_document_comes(theme, lima, peru):
    take_in(one_report(citations="1"))
    quito = a_document("Quito Plan - Quito, Ecuador - May 2010", datetime.date(2010, 5, 1))
    numbered = [("1", MANDATES["en"])]
    report = ("Peru", [("2019-05-06", "1", TEXTS["en"])])
    more = page(documents=[(LIMA, numbered), (quito.aliases[0], numbered)], entities=[report])
    assert done(take_in(more)) == (1, 1, 1)
    assert Citation.objects.get().candidates.count() == 2


def test_citation_that_a_person_resolved_stays(theme, lima, peru):
    take_in(one_report(citations="2"))
    paragraph = Paragraph.objects.get()
    Citation.objects.update(
        state="exact", paragraph=paragraph, resolved_by=factories.make_editor(),
        resolved_at=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC),
    )  # fmt: skip
    more = one_report(citations="2", paragraphs=[("1", MANDATES["en"]), ("2", MANDATES["en"])])
    assert done(take_in(more)) == (1, 0, 2)
    assert Citation.objects.get().paragraph == paragraph


# Sections -------------------------------------------------------------------------------------


def test_run_in_heading_is_part_of_the_address(theme, peru):
    document = a_document(LIMA, datetime.date(2018, 4, 14), numbering="per_section")
    factories.make_heading(
        document=document, slug="decent-work", texts={"en": "Decent Work", "es": "Trabajo decente"}
    )
    factories.make_theme(slug="health", texts={"en": "Health"})
    paragraphs = [
        ("1", f"Decent Work {MANDATES['en']}"),
        ("1", f"Health {MANDATES['en']}"),
        ("1", MANDATES["en"]),
    ]
    take_in(one_report(paragraphs=paragraphs))
    found = Paragraph.objects.order_by("position").values_list("slug", "section__slug")
    assert list(found) == [
        ("decent-work-1", "decent-work"),
        ("health-1", "health"),
        ("migration-1", "migration"),
    ]


def test_a_sentence_that_begins_with_a_themes_name_has_no_heading(theme, peru):
    a_document(LIMA, datetime.date(2018, 4, 14), numbering="per_section")
    factories.make_theme(slug="health", texts={"en": "Health"})
    take_in(one_report(paragraphs=[("1", "Health services for migrants must be within reach.")]))
    found = Paragraph.objects.get()
    assert (found.slug, found.opens_with_heading) == ("migration-1", False)
    assert found.html_en == "<p>Health services for migrants must be within reach.</p>"


def test_spanish_heading_is_the_same_heading(theme, peru):
    document = a_document(LIMA, datetime.date(2018, 4, 14), numbering="per_section")
    factories.make_heading(
        document=document, slug="decent-work", texts={"en": "Decent Work", "es": "Trabajo decente"}
    )
    take_in(one_report(paragraphs=[("1", f"Decent Work {MANDATES['en']}")]))
    spanish = [("1", f"Trabajo decente {MANDATES['es']}")]
    take_in(one_report(paragraphs=spanish, language="es", body="en"))
    assert Paragraph.objects.get().languages() == ("en", "es")


def test_number_too_long_for_an_address_is_left_out(theme, lima, peru):
    plan = take_in(one_report(paragraphs=[("1" * 41, MANDATES["en"])]))
    assert codes(plan) == ["number_without_address"]
    assert not Paragraph.objects.exists()


# Names ----------------------------------------------------------------------------------------


def test_unknown_names_are_left_out_and_reported(theme, lima):
    plan = take_in(page(documents=[("Charter - Nowhere, Peru - May 2001", [("1", MANDATES["en"])])],
                        entities=[("Peru", [("2019-01-01", "-", TEXTS["en"])])]))  # fmt: skip
    assert done(plan) == (0, 0, 0)
    assert codes(plan) == ["unknown_document", "unknown_entity"]
    assert (plan.holds["reports"], plan.holds["paragraphs"]) == (1, 1)
    assert not Report.objects.exists()


def test_unknown_names_are_created_when_asked(theme):
    data = page(
        documents=[("Plan of Action - Quito, Ecuador - May 2001", [("1", MANDATES["en"])])],
        entities=[("River Institute (RI)", [("2019-01-01", "1", TEXTS["en"])], ["Guide"])],
    )
    plan = take_in(data, create_missing=True)
    assert done(plan) == (5, 0, 0)
    assert codes(plan) == ["document_created", "entity_created"]
    document, entity = Document.objects.get(), Entity.objects.get()
    assert (document.slug, document.kind) == ("quito-2001-plan-of-action", "plan_of_action")
    assert document.adopted.isoformat() == "2001-05"
    assert (entity.slug, entity.kind) == ("river-institute-ri", "institution")
    assert done(take_in(data, create_missing=True)) == (0, 0, 3)
    assert done(take_in(data)) == (0, 0, 3)


def test_name_of_two_entities_is_left_out(theme, lima):
    for slug in ("one", "two"):
        factories.make_institution(slug=slug, aliases=["River Institute"])
    plan = take_in(page(documents=[(LIMA, [])], entities=[("River Institute", [])]))
    assert codes(plan) == ["ambiguous_entity"]


def test_title_of_two_documents_is_left_out(theme, peru):
    for _n in range(2):
        a_document(LIMA, datetime.date(2018, 4, 14))
    plan = take_in(one_report())
    assert codes(plan) == ["ambiguous_document"]


def test_entity_under_two_names_is_noted_and_kept_in_order(theme, lima):
    oas = factories.make_institution(texts={"en": "Organization"}, aliases=["OAS"])
    report = ("2019-01-01", "-", TEXTS["en"])
    data = page(documents=[(LIMA, [])], entities=[("OAS", [report]), ("Organization", [report])])
    plan = take_in(data)
    assert codes(plan) == ["entity_twice"]
    assert [link.position for link in theme.report_links.order_by("report_id")] == [0, 1]
    assert Report.objects.by_entity(oas).count() == 2
    assert done(take_in(data)) == (0, 0, 2)


def test_long_name_is_found_again(theme, lima):
    data = page(documents=[(LIMA, [])], entities=[("Institute " * 30, [])])
    assert done(take_in(data, create_missing=True)) == (1, 0, 0)
    assert done(take_in(data, create_missing=True)) == (0, 0, 0)


def test_resources_with_long_titles_are_told_apart_and_the_cut_is_noted(theme, lima, peru):
    long = "A study of the schools along the rivers. " * 11
    titles = [f"{long}{end}" for end in ("One", "Two", "Three" * 40)]
    data = page(documents=[(LIMA, [])], entities=[("Peru", [], titles)])
    plan = take_in(data)
    stored = RelatedResource.objects.order_by("position").values_list("title", flat=True)
    assert list(stored) == [*titles[:2], titles[2][:500]]
    assert said(plan) == [("resource_cut", (titles[2][:80],))]
    assert done(take_in(data))[:2] == (0, 0)


# Several writers ------------------------------------------------------------------------------


@pytest.fixture
def meanwhile(monkeypatch):
    """Has a page imported by somebody else between the next plan and its writing."""
    plan_page, pages = sisca.plan_page, []

    def slow_plan(*args, **options):
        plan = plan_page(*args, **options)
        if pages:
            take_in(pages.pop())
        return plan

    monkeypatch.setattr(sisca, "plan_page", slow_plan)
    return pages.append


def test_report_filed_meanwhile_is_not_filed_again(theme, lima, peru, meanwhile):
    meanwhile(one_report())
    plan = take_in(one_report(body=f"{TEXTS['en']} More."))
    assert done(plan) == (0, 0, 2)
    assert codes(plan) == ["report_conflict"]
    assert Report.objects.count() == 1


def test_text_filled_meanwhile_is_not_overwritten(theme, lima, peru, meanwhile):
    take_in(one_report())
    spanish = {"language": "es", "paragraphs": []}
    meanwhile(one_report(body=TEXTS["es"], **spanish))
    plan = take_in(one_report(body=f"{TEXTS['es']} Y más.", **spanish))
    assert codes(plan) == ["report_conflict"]
    assert Section.objects.get().text_es == TEXTS["es"]


@pytest.mark.parametrize("fault", [IntegrityError, loading.Outdated])
def test_import_gives_up_when_others_are_faster_each_time(theme, lima, peru, monkeypatch, fault):
    def too_late(plan, batch):
        with transaction.atomic():
            changed([])
        raise fault

    monkeypatch.setattr(sisca, "write", too_late)
    with pytest.raises(Refused) as refusal:
        take_in(one_report())
    assert refusal.value.code == "busy"


def test_plan_that_cannot_be_stored_is_no_fault_of_others(theme, lima, peru, monkeypatch):
    asked = []

    def fail(plan, batch):
        asked.append(plan)
        raise IntegrityError

    monkeypatch.setattr(sisca, "write", fail)
    with pytest.raises(IntegrityError):
        take_in(one_report())
    assert len(asked) == 1


def test_fault_while_writing_leaves_nothing(theme, lima, peru, monkeypatch):
    def fail(*args, **options):
        raise RuntimeError

    monkeypatch.setattr(workflow, "file_imported", fail)
    with pytest.raises(RuntimeError):
        take_in(one_report(citations="1"))
    for model in (Report, Paragraph, Section, Citation, Origin, Batch):
        assert not model.objects.exists()


def test_dry_run_says_the_same_and_stores_nothing(theme, lima, peru):
    data = one_report(citations="1")
    plan = sisca.plan_import(sisca.read_page(data), Options("migration"))
    assert not Report.objects.exists()
    assert take_in(data).as_json() == plan.as_json()


def test_batch_tells_what_was_taken_in(theme, lima, peru):
    editor = factories.make_editor()
    data = one_report(citations="1")
    import_page(data, Options("migration"), file_name="migration.txt", by=editor)
    batch = Batch.objects.get()
    assert (batch.state, batch.theme, batch.language) == ("done", theme, "en")
    assert (batch.file_name, batch.by, batch.text) == ("migration.txt", editor, "")
    assert len(batch.file_hash) == 64
    assert batch.summary["created"] == 2
    assert batch.summary["new"]["reports"] == {"Peru": 1}
