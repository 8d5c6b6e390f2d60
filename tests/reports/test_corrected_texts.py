"""Official texts put right by staff: the note is public, the old wording stays."""

import re

import pytest

from countries.models import Entity
from mandates.correcting import Moved, correct_text, mark
from mandates.models import Correction, Paragraph
from publication.languages import TextState
from publication.models import Revision
from tests.factories import make_document, make_entity, make_paragraph
from tests.page_text import said_on, texts
from tests.people import signed_in

pytestmark = pytest.mark.django_db
RECORDS = "/en/secretariat/records/"


@pytest.fixture
def paragraph():
    words = {"es": "Abrir diez esuelas.", "en": "Open ten schools.", "fr": "Ouvrir dix écoles."}
    document = make_document(slug="plan", texts={"en": "Plan"})
    return make_paragraph(document=document, label="17", texts=words)


@pytest.fixture
def desk(reviewer):
    return signed_in(reviewer)


def address(paragraph, language="es", page="en"):
    return f"/{page}/secretariat/records/paragraphs/{paragraph.pk}/correct/{language}/"


def correct(desk, paragraph, language="es", page="en", **typed):
    data = {
        "seen": mark(paragraph, language), "text": "Abrir diez escuelas.",
        "note": "A letter was missing.", **typed,
    }  # fmt: skip
    return desk.post(address(paragraph, language, page), data)


def test_corrected_text_is_published_with_its_note(desk, paragraph, reviewer, reader):
    before = Revision.objects.get().number if Revision.objects.exists() else 0
    answer = correct(desk, paragraph)
    assert (answer.status_code, answer.url) == (302, paragraph.get_absolute_url())
    assert said_on(desk, answer.url) == ["The text is corrected; your note is on this page."]
    now = Paragraph.objects.get()
    assert (now.text_es, now.html_es) == ("Abrir diez escuelas.", "<p>Abrir diez escuelas.</p>")
    one = Correction.objects.get()
    assert (one.language, one.before, one.after, one.by) == (
        "es", "Abrir diez esuelas.", "Abrir diez escuelas.", reviewer,
    )  # fmt: skip
    assert (one.original_language, one.note_en) == ("en", "A letter was missing.")
    assert Revision.objects.get().number == before + 1
    version = now.history.first()
    assert (version.history_user, version.history_date) == (reviewer, one.at)
    page = reader.get("/es/documents/plan/17/").content.decode()
    assert "<p>Abrir diez escuelas.</p>" in page
    assert '<p lang="en">A letter was missing.</p>' in page
    assert texts(r"<del>(.*?)</del>", page) == ["[eliminado: esuelas]"]


def test_note_is_in_the_language_it_was_written_in(desk, paragraph):
    correct(desk, paragraph, page="fr", note="Il manquait une lettre.")
    one = Correction.objects.get()
    assert (one.original_language, one.note_fr, one.note_en) == (
        "fr", "Il manquait une lettre.", None,
    )  # fmt: skip


def test_translations_of_a_corrected_original_are_older_than_it(desk, paragraph):
    correct(desk, paragraph)
    now = Paragraph.objects.get()
    assert {code: now.is_stale(code) for code in ("en", "fr")} == {"en": True, "fr": True}
    assert now.state_en == TextState.OFFICIAL


def test_corrected_translation_follows_the_original_and_leaves_the_others_alone(desk, paragraph):
    correct(desk, paragraph, "en", text="Open 10 schools.")
    now = Paragraph.objects.get()
    assert (now.text_en, now.text_es) == ("Open 10 schools.", "Abrir diez esuelas.")
    assert (now.state_en, now.is_stale("en"), now.digest_fr) == (TextState.OFFICIAL, False, "")


def test_search_finds_the_new_wording(desk, paragraph, reader):
    assert paragraph.get_absolute_url() not in reader.get("/en/search/?q=escuelas").text
    correct(desk, paragraph)
    assert paragraph.get_absolute_url() in reader.get("/en/search/?q=escuelas").text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"note": " "}, "This field is required."),
        ({"text": "Abrir diez esuelas."}, "The text has not been changed."),
        ({"text": "Abrir diez esuelas.\r\n"}, "The text has not been changed."),
        ({"text": ""}, "This field is required."),
        ({"text": "a\x00b"}, "An invisible control character stands"),
    ],
)
def test_refusal_is_said_and_writes_nothing(typed, said, desk, paragraph):
    answer = correct(desk, paragraph, **typed)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert Paragraph.objects.get().text_es == "Abrir diez esuelas."
    assert not Correction.objects.exists()


def test_text_changed_meanwhile_is_shown_beside_what_was_typed(desk, paragraph):
    seen = mark(paragraph, "es")
    correct(desk, paragraph)
    answer = correct(desk, paragraph, seen=seen, text="Abrir once escuelas.", note="Eleven.")
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "The text has changed since you opened it" in html
    assert "Abrir once escuelas.</textarea>" in html and "Eleven.</textarea>" in html
    assert texts(r"<(?:ins|del)>(.*?)</", html.replace("</span>", "")) != []
    assert Correction.objects.count() == 1


def test_writer_that_comes_second_changes_nothing(paragraph, reviewer):
    seen = mark(paragraph, "es")
    given = {"note": "Why.", "written_in": "en", "seen": seen, "by": reviewer}
    correct_text(paragraph, "es", text="Uno.", **given)
    with pytest.raises(Moved):
        correct_text(paragraph, "es", text="Dos.", **given)
    assert Paragraph.objects.get().text_es == "Uno."


@pytest.mark.parametrize("language", ["fr", "pt-br", "xx"])
def test_only_official_texts_are_corrected_here(language, desk, paragraph):
    Paragraph.objects.filter(pk=paragraph.pk).update(state_fr=TextState.MACHINE)
    assert desk.get(address(paragraph, language)).status_code == 404
    assert desk.get(f"/en/secretariat/records/paragraphs/{10**19}/correct/es/").status_code == 404


def test_changes_and_timeline_say_it(desk, paragraph, reader):
    correct(desk, paragraph)
    page = reader.get("/en/changes/?paragraph=plan/17").content.decode()
    assert page.count("<p>A letter was missing.</p>") == 1
    line = reader.get("/en/timeline/?paragraph=plan/17").content.decode()
    assert line.count("Text corrected") == 1


def test_name_of_who_corrected_is_not_public(desk, paragraph, reviewer, reader):
    correct(desk, paragraph)
    for path in ("documents/plan/17/", "changes/?paragraph=plan/17", "timeline/?paragraph=plan/17"):
        assert reviewer.name not in reader.get(f"/en/{path}").content.decode()


# Finding the record -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "/es/documents/plan/17/", "https://portal.example/pt-br/documents/plan/17/?x=1#reports",
        "documents/plan/17", "/documents/plan/17/",
    ],
)  # fmt: skip
def test_paragraph_is_found_by_the_address_of_its_page(typed, desk, paragraph):
    html = desk.get(RECORDS, {"address": typed}).content.decode()
    links = re.findall(r'href="(/en/secretariat/records/paragraphs/[^"]+)"', html)
    assert links == [address(paragraph, code) for code in ("en", "es", "fr")]


def test_entity_is_found_and_has_no_text_to_correct(desk):
    make_entity(slug="chile", texts={"en": "Chile"})
    html = desk.get(RECORDS, {"address": "/en/countries/chile/"}).content.decode()
    assert '<h2><a href="/en/countries/chile/">Chile</a></h2>' in html
    assert "/correct/" not in html
    change = f"/admin/countries/entity/{Entity.objects.get().pk}/change/"
    assert f'<a href="{change}">' in html


@pytest.mark.parametrize("typed", ["", "x", "/en/themes/migration/", "http://[", "a" * 501])
def test_address_without_a_record_is_said(typed, desk):
    answer = desk.get(RECORDS, {"address": typed})
    assert answer.status_code == 200
    assert answer.context["about"] is None
    assert answer.context["form"].errors
