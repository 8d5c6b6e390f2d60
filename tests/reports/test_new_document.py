"""Staff enter a document: split, check side by side, correct, publish."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document

from mandates import models
from mandates.models import Paragraph, ParagraphTheme
from tests.factories import make_document, make_meeting, make_paragraph, make_theme
from tests.page_text import said_on, texts
from tests.people import signed_in

pytestmark = pytest.mark.django_db
ADDRESS = "/en/secretariat/documents/new/"


@pytest.fixture
def client(reviewer):
    return signed_in(reviewer)


def data(**changes) -> dict:
    plain = {
        "kind": "mandates", "date": "2025-12-04", "date_precision": "day", "symbol": "",
        "numbering": "continuous", "original": "es", "rule": "numbered",
        "title_es": "Mandatos", "text_es": "SALUD\n1. Abrir.\n2. Cerrar.",
        "title_en": "Mandates", "text_en": "HEALTH\n1. Open.\n2. Close.",
    }  # fmt: skip
    return {**plain, **changes}


def test_splitting_shows_the_languages_side_by_side_and_writes_nothing(client):
    html = client.post(ADDRESS, data(split="")).text
    table = html.partition('<table class="twins"')[2].partition("</table>")[0]
    assert texts(r"<tr>(.*?)</tr>", table)[1:] == [
        "HeadingHEALTHSALUD", "1Open.Abrir.", "2Close.Cerrar.",
    ]  # fmt: skip
    assert "# SALUD\n\n[1] Abrir.\n\n[2] Cerrar." in html
    assert not models.Document.objects.exists()


def test_publishing_writes_document_headings_and_paragraphs(client):
    theme = make_theme()
    meeting = make_meeting(texts={"en": "Tenth Summit"})
    meeting.write("en", name="Tenth Summit", place="Punta Cana, Dominican Republic")
    meeting.save()
    first = data(meeting=meeting.pk, themes=[theme.pk], numbering="per_section", split="")
    client.post(ADDRESS, first)
    marks = {"rule": "marked", "text_es": "# Salud\n[1] Abrir.", "text_en": "# Health\n[1] Open."}
    response = client.post(ADDRESS, {**first, **marks, "publish": ""})
    document = models.Document.objects.get()
    assert document.slug == "punta-cana-2025-mandates"
    assert response.url == "/en/documents/punta-cana-2025-mandates/"
    paragraph = Paragraph.objects.get()
    assert (paragraph.slug, paragraph.label, paragraph.original_language) == ("health-1", "1", "es")
    assert (paragraph.text_es, paragraph.state_es) == ("Abrir.", "original")
    assert (paragraph.text_en, paragraph.state_en) == ("Open.", "official")
    assert list(paragraph.themes.all()) == [theme]
    assert ParagraphTheme.history.get().history_type == "+"
    assert "Open." in client.get(response.url).text


def test_a_file_stands_for_the_pasted_text(client):
    file = SimpleUploadedFile("es.txt", "\ufeff1. Desde el archivo.\r\n2. Más.".encode())
    html = client.post(ADDRESS, data(text_es="", file_es=file, split="")).text
    assert "[1] Desde el archivo.\n\n[2] Más." in html


def test_a_word_document_gives_headings_numbers_and_tables(client):
    word = Document()
    word.add_heading("Salud", 1)
    word.add_paragraph("Abrir las escuelas.", style="List Number")
    word.add_paragraph("Cerrar las brechas.", style="List Number")
    word.add_table(1, 1).cell(0, 0).text = "3. En una tabla."
    file = io.BytesIO()
    word.save(file)
    upload = SimpleUploadedFile("es.docx", file.getvalue())
    html = client.post(ADDRESS, data(text_es="", file_es=upload, split="")).text
    shown = "# Salud\n\n[1] Abrir las escuelas.\n\n[2] Cerrar las brechas.\n\n[3] En una tabla."
    assert shown in html


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text_es": "", "text_en": ""}, "Paste or upload the text in at least one language."),
        ({"title_es": ""}, "A text needs its title."),
        ({"original": "fr"}, "There is no text in the original language."),
        ({"date": "2025-13-45"}, "Enter a valid date."),
        ({"text_es": "1. a\x00b"}, "An invisible control character stands"),
        ({"file_es": SimpleUploadedFile("x.txt", b"\xff\xfe")}, "no plain text in UTF-8."),
        ({"file_es": SimpleUploadedFile("x.doc", b"\xd0\xcf\x11\xe0x")}, "document of an old Word"),
        ({"file_es": SimpleUploadedFile("x.docx", b"PK\x03\x04x")}, "This is no Word document"),
        ({"meeting": "9" * 18}, "Select a valid choice."),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_is_written(client, change, said):
    response = client.post(ADDRESS, data(publish="", **change))
    assert response.status_code == 200
    assert said in response.text
    assert not models.Document.objects.exists()


def test_publishing_costs_the_same_whatever_the_number_of_paragraphs(client):
    themes = [make_theme().pk, make_theme().pk]

    def queries(year, number):
        text = "\n".join(f"{n}. Abrir." for n in range(1, number + 1))
        sent = data(date=f"{year}-12-04", themes=themes, text_es=text, publish="")
        for name in ("text_en", "title_en"):
            del sent[name]
        with CaptureQueriesContext(connection) as captured:
            assert client.post(ADDRESS, sent).status_code == 302
        return len(captured)

    queries(2019, 2)
    assert queries(2020, 2) == queries(2021, 12)


def test_paragraphs_stand_behind_those_of_the_theme_also_after_a_deletion(client, reviewer):
    theme = make_theme()
    first, *_others, last = [make_paragraph(themes=[theme]) for _n in range(3)]
    last.theme_links.update(position=7)
    first.delete()
    answer = client.post(ADDRESS, data(themes=[theme.pk], publish=""))
    assert said_on(client, answer.url) == ["The document is published."]
    written = models.Document.objects.latest("pk")
    links = ParagraphTheme.objects.of_theme(theme).of_documents([written])
    rows = links.values_list("paragraph__label", "position")
    assert list(rows) == [("1", 8), ("2", 9)]
    kept = Paragraph.history.filter(document=written)
    assert set(kept.values_list("history_type", "history_user")) == {("+", reviewer.pk)}


def test_problems_stop_the_publication(client):
    html = client.post(ADDRESS, data(text_es="1. Uno.\n1. Dos.", publish="")).text
    assert "Español: the number 1 stands there twice." in html
    assert not models.Document.objects.exists()


def test_a_document_is_not_entered_twice(client):
    make_document(slug="2025-mandates")
    html = client.post(ADDRESS, data(publish="")).text
    assert "A document with this place, year and title is there already." in html
    assert models.Document.objects.count() == 1
