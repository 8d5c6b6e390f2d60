"""Saving a draft: what is written, what it costs, and that nobody's text is written over."""

import pytest

from reports import workflow
from reports.carrying import keep_carried, prefill
from reports.editing import Draft, OutOfScope, save
from reports.models import Citation, Report, Section
from reports.plain_text import as_markdown
from reports.workflow import NotAllowed, Stale
from tests import factories

pytestmark = pytest.mark.django_db
State = Report.State


@pytest.fixture
def theme(db):
    return factories.make_theme()


@pytest.fixture
def draft(entity, theme):
    return factories.make_report(
        entity=entity, themes=[theme], state=State.DRAFT, texts={}, original_language="es"
    )


def texts(report):
    """Kind and text of each section, in the report's language."""
    rows = Section.objects.filter(report=report).order_by("position")
    return {s.kind: getattr(s, f"text_{report.original_language}") for s in rows}


def cited(report):
    rows = Citation.objects.filter(report=report).order_by("position")
    return [(c.paragraph_id, c.mark, c.evidence_url) for c in rows]


def write(report, by, revision=None, **content):
    revision = report.revision if revision is None else revision
    return save(report, by=by, revision=revision, content=Draft(**content))


def test_first_text_is_kept_in_the_report_s_language(draft, coordinator):
    assert write(draft, coordinator, sections={"done": "Se abrió **una** escuela."}) == 1
    section = Section.objects.get(report=draft)
    assert section.original_language == "es"
    assert section.text_es == "Se abrió **una** escuela."
    assert section.html_es == "<p>Se abrió <strong>una</strong> escuela.</p>"
    assert section.text_en is None
    assert section.markup == "markdown"
    assert Report.objects.get(pk=draft.pk).revision == 1


def test_sections_that_are_not_named_stay(draft, coordinator):
    write(draft, coordinator, sections={"done": "Uno.", "next": "Dos."})
    write(draft, coordinator, sections={"done": "Uno y medio."})
    assert texts(draft) == {"done": "Uno y medio.", "next": "Dos."}
    write(draft, coordinator, sections={"next": ""})
    assert texts(draft) == {"done": "Uno y medio."}


def test_changed_original_leaves_its_translation_older_than_it(entity, theme, coordinator):
    both = {"es": "Se abrió.", "en": "It was opened."}
    report = factories.make_report(entity=entity, themes=[theme], state=State.DRAFT, texts=both)
    write(report, coordinator, sections={"done": "Se abrieron dos."})
    section = report.sections.get()
    assert (section.text_en, section.is_stale("en")) == ("It was opened.", True)


def test_citations_are_added_changed_and_dropped(draft, theme, coordinator):
    first, second, third = (factories.make_paragraph(themes=[theme]) for _n in range(3))
    rows = [(first.pk, "done", "https://example.org/"), (second.pk, "", "")]
    write(draft, coordinator, citations=rows)
    assert cited(draft) == rows
    write(draft, coordinator, citations=[(second.pk, "ongoing", ""), (third.pk, "", "")])
    assert cited(draft) == [(second.pk, "ongoing", ""), (third.pk, "", "")]
    write(draft, coordinator, citations=[])
    assert cited(draft) == []


def test_typed_number_of_an_import_stays_beside_citations(draft, theme, coordinator):
    factories.make_citation(report=draft, state="ambiguous", typed="17")
    paragraph = factories.make_paragraph(themes=[theme])
    write(draft, coordinator, citations=[(paragraph.pk, "", "")])
    write(draft, coordinator, citations=[])
    assert [c.typed for c in Citation.objects.filter(report=draft)] == ["17"]


def test_paragraph_out_of_scope_is_not_cited(draft, theme, coordinator):
    within, other = factories.make_paragraph(themes=[theme]), factories.make_paragraph()
    for rows in (
        [(other.pk, "", "")],
        [(within.pk, "", ""), (other.pk, "", "")],
        [(10**9, "", "")],
    ):
        with pytest.raises(OutOfScope):
            write(draft, coordinator, sections={"done": "Uno."}, citations=rows)
    assert (cited(draft), texts(draft)) == ([], {})
    assert Report.objects.get(pk=draft.pk).revision == 0


def test_documents_of_the_cycle_narrow_the_scope(entity, theme, coordinator):
    within, other = (
        factories.make_paragraph(themes=[theme]),
        factories.make_paragraph(themes=[theme]),
    )
    cycle = factories.make_cycle(themes=[theme], documents=[within.document])
    report = factories.make_report(
        entity=entity, themes=[theme], cycle=cycle, state=State.DRAFT, texts={},
        original_language="es",
    )  # fmt: skip
    write(report, coordinator, citations=[(within.pk, "done", "")])
    with pytest.raises(OutOfScope):
        write(report, coordinator, citations=[(other.pk, "done", "")])


def test_nothing_to_report_has_its_reason_and_loses_it(draft, coordinator):
    write(draft, coordinator, nothing_to_report=True, reason="No programme this year.")
    draft.refresh_from_db()
    assert (draft.nothing_to_report, draft.no_report_reason) == (True, "No programme this year.")
    write(draft, coordinator, nothing_to_report=False, reason="No programme this year.")
    draft.refresh_from_db()
    assert (draft.nothing_to_report, draft.no_report_reason) == (False, "")


def test_stale_save_changes_nothing_and_says_what_is_there_now(draft, coordinator):
    colleague = factories.make_person(entity=draft.entity)
    write(draft, colleague, 0, sections={"done": "El texto de la colega."})
    with pytest.raises(Stale) as stale:
        write(draft, coordinator, 0, sections={"done": "El mío."})
    assert stale.value.current.revision == 1
    assert texts(draft) == {"done": "El texto de la colega."}


@pytest.mark.parametrize("state", [state for state in State if state not in Report.WRITABLE])
def test_text_that_was_handed_in_is_not_written(state, entity, coordinator):
    report = factories.make_report(entity=entity, state=state)
    with pytest.raises(NotAllowed):
        write(report, coordinator, sections={"done": "Later."})
    assert texts(report) == {"done": "Ten schools were opened."}


@pytest.mark.parametrize("role", ["approver", "contributor", "editor", "translator"])
def test_others_do_not_write(role, draft):
    person = factories.make_person(role=role, entity=draft.entity)
    with pytest.raises(NotAllowed):
        write(draft, person, sections={"done": "No."})
    assert texts(draft) == {}


def test_right_taken_away_ends_with_the_next_save(draft, coordinator):
    from accounts.granting import end

    write(draft, coordinator, sections={"done": "Uno."})
    end(coordinator.memberships.get(), by=None)
    with pytest.raises(NotAllowed):
        write(draft, coordinator, sections={"done": "Dos."})
    assert texts(draft) == {"done": "Uno."}


def test_secretariat_writes_what_it_files_on_behalf(draft, reviewer):
    Report.objects.filter(pk=draft.pk).update(filed_by_secretariat=True)
    write(draft, reviewer, sections={"done": "Nota recibida."})
    assert texts(draft) == {"done": "Nota recibida."}


def test_edit_ends_an_approval(draft, coordinator):
    approver = factories.make_person(role="approver", entity=draft.entity)
    Report.objects.filter(pk=draft.pk).update(approved_by=approver, approved_revision=0)
    write(draft, coordinator, sections={"done": "Uno."})
    draft.refresh_from_db()
    assert (draft.approved_by, draft.approved_revision) == (None, None)


@pytest.mark.parametrize("number", [1, 3])
def test_saving_costs_the_same_for_one_section_and_three(
    number, draft, coordinator, django_assert_num_queries
):
    kinds = ["done", "next", "partners"][:number]
    with django_assert_num_queries(5):  # savepoint, revision, sections, writing, release
        write(draft, coordinator, sections=dict.fromkeys(kinds, "Uno."))


# Carried over ---------------------------------------------------------------------------------


@pytest.fixture
def last(entity, theme):
    """What the entity reported before, in Spanish, on two paragraphs, one of another theme."""
    paragraphs = [factories.make_paragraph(themes=[theme]), factories.make_paragraph()]
    report = factories.make_report(
        entity=entity, themes=[theme], texts={"es": "Se abrió."}, citing=paragraphs
    )
    report.citations.update(mark="under_way")
    return report


def test_prefill_marks_what_it_took_over(draft, last, coordinator):
    assert prefill(draft, by=coordinator) is True
    section = draft.sections.get()
    assert (section.text_es, section.carried_from) == ("Se abrió.", last)
    citation = draft.citations.get()
    assert (citation.paragraph.theme_links.count(), citation.mark) == (1, "under_way")
    assert citation.carried_from == last


def test_prefill_twice_takes_over_once_and_never_over_one_s_own_text(draft, last, coordinator):
    write(draft, coordinator, sections={"done": "Lo mío."})
    for _time in range(2):
        prefill(draft, by=coordinator)
    assert texts(draft) == {"done": "Lo mío."}
    assert draft.citations.count() == 1


def test_what_nobody_is_asked_to_write_is_not_taken_over(draft, last, coordinator):
    for position, kind in enumerate(Section.PRINTED, 1):
        factories.make_section(report=last, kind=kind, position=position, texts={"es": "Impreso."})
    prefill(draft, by=coordinator)
    assert texts(draft) == {"done": "Se abrió."}


def test_text_of_another_language_is_not_taken_over(draft, entity, theme, coordinator):
    factories.make_report(entity=entity, themes=[theme], texts={"fr": "Ouvert."})
    prefill(draft, by=coordinator)
    assert texts(draft) == {}


@pytest.mark.parametrize("which", ["draft", "other_entity", "other_theme"])
def test_only_the_entity_s_own_published_reports_are_taken_over(
    which, draft, entity, theme, coordinator
):
    fields = {"entity": entity, "themes": [theme], "texts": {"es": "Se abrió."}}
    if which == "draft":
        fields["state"] = State.DRAFT
    elif which == "other_entity":
        fields["entity"] = factories.make_entity()
    else:
        fields["themes"] = [factories.make_theme()]
    factories.make_report(**fields)
    assert prefill(draft, by=coordinator) is False
    assert texts(draft) == {}


def test_what_is_changed_is_one_s_own_and_what_is_kept_is_confirmed(draft, last, coordinator):
    factories.make_section(report=last, kind="next", position=2, texts={"es": "Seguir."})
    prefill(draft, by=coordinator)
    write(draft, coordinator, sections={"done": "Se abrió.", "next": "Seguir más."})
    carried = {s.kind: s.carried_from_id for s in draft.sections.all()}
    assert carried == {"done": last.pk, "next": None}
    write(draft, coordinator, sections={"done": "Se abrió."}, kept=frozenset({"done"}))
    assert draft.sections.get(kind="done").carried_from is None
    assert draft.citations.get().carried_from == last


def test_no_change_since_confirms_everything_at_once(draft, last, coordinator):
    prefill(draft, by=coordinator)
    with pytest.raises(workflow.Incomplete) as incomplete:
        workflow.submit(draft, by=coordinator, revision=draft.revision, token=None)
    assert [field for field, _message in incomplete.value.problems] == ["done", "citations"]
    revision = keep_carried(draft, by=coordinator, revision=draft.revision)
    workflow.submit(draft, by=coordinator, revision=revision, token=None)
    assert Report.objects.get(pk=draft.pk).state == State.SUBMITTED


def test_imported_text_reads_the_same_in_markdown():
    from publication.rendering import Markup, render

    plain = "Se abrió *una* [sede].\n• Quito_Norte\n• Loja\n1. Uno\n2. Dos\nFin <b>."
    assert as_markdown(plain) == (
        "Se abrió \\*una\\* \\[sede\\].\n\n- Quito\\_Norte\n- Loja\n1. Uno\n2. Dos\n\nFin \\<b\\>."
    )
    marks = str.maketrans("", "", "\n")
    html = render(as_markdown(plain), Markup.MARKDOWN).translate(marks)
    assert html == render(plain, Markup.PLAIN).translate(marks)
