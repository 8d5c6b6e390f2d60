"""The copy of a report in Word, for those who clear it."""

import io
import zipfile

import docx
import pytest

from reports.models import Report
from reports.word_copy import word_copy
from reports.word_text import add_html
from tests import factories
from tests.people import signed_in

pytestmark = pytest.mark.django_db
State = Report.State


@pytest.fixture
def paragraph():
    return factories.make_paragraph()


@pytest.fixture
def draft(entity, paragraph):
    report = factories.make_report(
        entity=entity,
        state=State.DRAFT,
        texts={
            "es": "## Escuelas\n\nDiez **nuevas**:\n\n1. una\n2. dos\n\n[más](https://a.example/)"
        },
    )
    factories.make_citation(
        report=report, paragraph=paragraph, mark="done", evidence_url="https://b.example/"
    )
    return report


def copy(report, reader="en"):
    data, name = word_copy(Report.objects.for_workspace(report.pk).get(), reader)
    return docx.Document(io.BytesIO(data)), name


def blocks(document):
    return [(block.style.name, block.text) for block in document.paragraphs]


def test_copy_has_real_headings_lists_marks_and_mandates(draft, paragraph):
    document, _name = copy(draft)
    found = blocks(document)
    assert ("Heading 1", "Los mandatos") in found or ("Heading 1", "The mandates") in found
    assert ("Heading 2", f"{paragraph.document.title_es}, {paragraph.label}") in found
    assert any(text == paragraph.text_es for _style, text in found)
    assert any("https://b.example/" in text for _style, text in found)
    assert ("Heading 2", "Escuelas") in found
    assert ("Normal", "Diez nuevas:") in found
    assert [text for style, text in found if style == "List Number"] == ["una", "dos"]
    assert ("Normal", "más (https://a.example/)") in found
    bold = [run.text for block in document.paragraphs for run in block.runs if run.bold]
    assert "nuevas" in bold


def test_copy_is_in_the_language_of_the_report(draft):
    document, name = copy(draft, reader="fr")
    assert document.core_properties.language == "es"
    styles = document.styles.element.xpath("//w:lang/@w:val")
    assert styles
    assert set(styles) == {"es"}
    assert name.endswith(".docx")


def test_copy_says_of_when_it_is(draft):
    facts = copy(draft)[0].core_properties
    assert facts.created == facts.modified == draft.changed_at.replace(microsecond=0)
    assert facts.comments == ""


def test_draft_is_marked_on_every_page(draft):
    document, _name = copy(draft)
    header = document.sections[0].header.paragraphs[0].text
    assert header
    assert header in [text for _style, text in blocks(document)]


def test_published_report_is_not_marked_as_a_draft(entity):
    document, _name = copy(factories.make_report(entity=entity))
    assert document.sections[0].header.paragraphs[0].text == ""


@pytest.mark.parametrize("odd", ["\x0b", "\x00", "\x1f", "\ufffe", "\ufdd0", "&lt;<b>x</b>", "😀"])
def test_characters_that_xml_cannot_hold_stop_nothing(odd):
    document = docx.Document()
    add_html(document, f"<p>a{odd}b</p>")
    document.save(io.BytesIO())
    (block,) = document.paragraphs
    assert block.text.startswith("a")
    assert block.text.endswith("b")


def test_word_copy_is_a_download(draft, coordinator):
    response = signed_in(coordinator).get(f"/en/workspace/reports/{draft.pk}/word/")
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert "sandbox" in response["Content-Security-Policy"]
    assert zipfile.is_zipfile(io.BytesIO(b"".join(response.streaming_content)))


def test_word_copy_is_for_those_who_read_the_report(draft, entity, outsider):
    address = f"/en/workspace/reports/{draft.pk}/word/"
    approver = factories.make_person(role="approver", entity=entity)
    contributor = factories.make_person(role="contributor", entity=entity)
    people = (approver, contributor, outsider, factories.make_person(role="editor"))
    statuses = [signed_in(person).get(address).status_code for person in people]
    assert statuses == [200, 404, 404, 404]


def test_stub_without_a_language_is_copied_too(entity):
    document, _name = copy(factories.make_report(entity=entity, texts={}), reader="fr")
    assert document.core_properties.language == "fr"


def test_copy_has_a_title_longer_than_its_properties_may_be(entity):
    names = [f"{number} " + "larga " * 19 for number in range(3)]
    themes = [factories.make_theme(texts={"es": name.strip()}) for name in names]
    report = factories.make_report(entity=entity, themes=themes, state=State.DRAFT)
    document, _name = copy(report)
    title = document.paragraphs[0].text
    assert len(title) > 255
    assert document.core_properties.title == title[:255]
