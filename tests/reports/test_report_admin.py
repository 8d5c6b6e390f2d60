"""Reports in the administration are looked at and never changed."""

import pytest
from django.urls import reverse

from publication.models import Revision
from reports.models import Cycle, Report
from tests.admin_forms import filled_in
from tests.factories import (
    make_citation,
    make_cycle,
    make_document,
    make_entity,
    make_paragraph,
    make_report,
    make_transition,
)

pytestmark = pytest.mark.django_db


def address_of(report, page="change"):
    return reverse(f"admin:reports_report_{page}", args=[report.pk])


@pytest.mark.parametrize("state", Report.State)
def test_no_state_can_be_changed(state, editor_client):
    report = make_report(state=state)
    before = Report.objects.filter(pk=report.pk).values().get()
    for data in ({"state": "published", "_save": "1"}, {"entity": "1", "date": "2000-01-01"}):
        assert editor_client.post(address_of(report), data).status_code == 403
    assert editor_client.post(address_of(report, "delete"), {"post": "yes"}).status_code == 403
    assert Report.objects.filter(pk=report.pk).values().get() == before


def test_report_cannot_be_added(editor_client):
    assert editor_client.get(reverse("admin:reports_report_add")).status_code == 403


def test_list_offers_no_deletion(editor_client):
    report = make_report()
    data = {"action": "delete_selected", "_selected_action": [report.pk], "post": "yes"}
    editor_client.post(reverse("admin:reports_report_changelist"), data)
    assert Report.objects.count() == 1


def test_page_shows_all_that_belongs_to_a_report(editor_client):
    paragraphs = [make_paragraph(label="17"), make_paragraph(label="17")]
    report = make_report(texts={"es": "Se abrieron <10> escuelas.\n\nY dos más."})
    make_citation(report=report, state="ambiguous", candidates=paragraphs)
    make_transition(report=report, note="As the note of 3 March says")
    page = editor_client.get(address_of(report)).content.decode()
    assert '<div lang="es"><p>Se abrieron &lt;10&gt; escuelas.</p>' in page
    assert "document not stated" in page
    assert all(str(paragraph) in page for paragraph in paragraphs)
    assert "As the note of 3 March says" in page


@pytest.fixture
def cited():
    """A report with each kind of citation, and one without any: {state: report}."""
    certain = make_report(citing=[make_paragraph()])
    perhaps, unknown, _uncited = make_report(), make_report(), make_report()
    for _number in range(2):
        make_citation(report=perhaps, state="ambiguous", candidates=[make_paragraph()])
        make_citation(report=unknown, state="unresolved")
    return {"exact": certain, "ambiguous": perhaps, "unresolved": unknown}


@pytest.mark.parametrize("state", ["ambiguous", "unresolved"])
def test_reports_with_citations_to_settle_are_found(cited, state, editor_client):
    address = reverse("admin:reports_report_changelist")
    found = editor_client.get(address, {"citations": state}).context["cl"]
    assert [*found.queryset] == [cited[state]]
    assert found.result_count == 1


def test_filter_of_citations_speaks_the_language_of_the_reader(cited, editor_client):
    address = reverse("admin:reports_report_changelist")
    page = editor_client.get(address, headers={"accept-language": "fr"})
    assert '<a href="?citations=ambiguous">document non précisé</a>' in page.text


@pytest.mark.parametrize("state", ["exact", "no"])
def test_unknown_value_of_the_filter_leaves_all_reports(cited, state, editor_client):
    address = reverse("admin:reports_report_changelist")
    assert editor_client.get(address, {"citations": state}).context["cl"].result_count == 4


def test_page_has_no_input_for_the_report(editor_client):
    form = editor_client.get(address_of(make_report())).context["adminform"].form
    assert list(form.fields) == []


@pytest.mark.parametrize(
    ("state", "public"),
    [("draft", False), ("submitted", False), ("published", True), ("withdrawn", True)],
)
def test_page_leads_to_the_public_page_where_there_is_one(state, public, editor_client):
    report = make_report(state=state)
    page = editor_client.get(address_of(report)).content.decode()
    assert (report.get_absolute_url() in page) == public


# Cycles ---------------------------------------------------------------------------------------


def test_cycle_is_edited_with_who_is_asked_about_what(editor_client):
    cycle = make_cycle(documents=[make_document()], asked=[make_entity()])
    address = reverse("admin:reports_cycle_change", args=[cycle.pk])
    changes = {"name_fr": "Cycle de 2016", "asked__0__position": "5"}
    response = editor_client.post(address, filled_in(editor_client.get(address), **changes))
    assert response.status_code == 302
    assert Cycle.objects.get().name_fr == "Cycle de 2016"
    assert cycle.asked.get().position == 5
    assert Revision.objects.current().number == 1


def test_cycle_due_before_it_opens_is_a_message(editor_client):
    address = reverse("admin:reports_cycle_change", args=[make_cycle().pk])
    dates = {"opens_at_0": "2020-01-02", "opens_at_1": "00:00"}
    dates |= {"due_at_0": "2020-01-01", "due_at_1": "00:00"}
    response = editor_client.post(address, filled_in(editor_client.get(address), **dates))
    errors = response.context["adminform"].form.errors
    assert errors == {"__all__": ["The cycle is due before it opens."]}
