"""Paragraphs in the administration: what is official changes with a public note alone."""

import pytest
from django.urls import reverse

from mandates.models import Correction, Paragraph, ParagraphLink
from publication.languages import TextState
from tests.admin_forms import filled_in
from tests.factories import make_paragraph, make_paragraph_link

pytestmark = pytest.mark.django_db


@pytest.fixture
def paragraph():
    found = make_paragraph(texts={"es": "Abrir escuelas.", "en": "Open schools."})
    found.write("fr", state=TextState.MACHINE, text="Ouvrir des écoles.")
    found.save()
    return found


def save(client, paragraph, **changes):
    address = reverse("admin:mandates_paragraph_change", args=[paragraph.pk])
    return client.post(address, filled_in(client.get(address), **changes))


@pytest.mark.parametrize("typed", ["Abrir diez escuelas.", ""])
def test_official_text_is_refused_and_what_was_typed_stays(editor_client, paragraph, typed):
    answer = save(editor_client, paragraph, text_es=typed)
    form = answer.context["adminform"].form
    assert "text_es" in form.errors
    assert form["text_es"].value() == typed
    link = f'<a href="/en/secretariat/records/paragraphs/{paragraph.pk}/correct/es/">'
    assert link in answer.content.decode()
    assert Paragraph.objects.get().text_es == "Abrir escuelas."
    assert not Correction.objects.exists()


def test_official_translation_is_refused(editor_client, paragraph):
    answer = save(editor_client, paragraph, text_en="Open ten schools.")
    assert list(answer.context["adminform"].form.errors) == ["text_en"]


def test_machine_translation_new_language_and_facts_are_written(editor_client, paragraph):
    changes = {"text_fr": "Créer des écoles.", "text_pt_br": "Abrir escolas.", "label": "99"}
    assert save(editor_client, paragraph, **changes).status_code == 302
    now = Paragraph.objects.get()
    assert (now.text_fr, now.text_pt_br, now.label) == (*list(changes.values())[:2], "99")


def test_earlier_version_does_not_come_back_over_what_is_official_now(editor_client, paragraph):
    """Neither in other words nor by taking a text away that came later."""
    earlier = paragraph.history.latest()
    paragraph.write("pt-br", state=TextState.OFFICIAL, text="Abrir escolas.")
    paragraph.write("es", state=TextState.ORIGINAL, text="Abrir diez escuelas.")
    paragraph.save()
    address = reverse(
        "admin:mandates_paragraph_simple_history", args=[paragraph.pk, earlier.history_id]
    )
    answer = editor_client.post(address, filled_in(editor_client.get(address)))
    assert set(answer.context["adminform"].form.errors) == {"text_es", "text_pt_br"}
    now = Paragraph.objects.get()
    assert (now.text_es, now.text_pt_br) == ("Abrir diez escuelas.", "Abrir escolas.")


def test_earlier_facts_come_back(editor_client, paragraph):
    earlier = paragraph.history.latest()
    paragraph.label = "99"
    paragraph.save()
    address = reverse(
        "admin:mandates_paragraph_simple_history", args=[paragraph.pk, earlier.history_id]
    )
    assert editor_client.post(address, filled_in(editor_client.get(address))).status_code == 302
    assert Paragraph.objects.get().label != "99"


@pytest.mark.parametrize(("kind", "number"), [("same_subject", 1), ("supersedes", 2)])
def test_link_on_the_same_subject_is_there_from_either_end(editor_client, paragraph, kind, number):
    link = make_paragraph_link(target=paragraph, kind=kind)
    new = {"TOTAL_FORMS": "1", "0__target": link.source_id, "0__kind": kind}
    answer = save(editor_client, paragraph, **{f"links_out__{name}": new[name] for name in new})
    assert ParagraphLink.objects.count() == number
    said = "The two paragraphs are linked so already." in answer.content.decode()
    assert said == (number == 1)
