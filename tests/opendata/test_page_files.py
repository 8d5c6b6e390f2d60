"""Pages as Word documents and PDF files: what they hold, in which languages, when they are made."""

import datetime
import io
import re
import zlib

import docx
import pytest
from django.urls import reverse
from docx.oxml.ns import qn

from mandates.models import Meeting
from opendata import kept_files
from opendata.kept_files import Busy, forget, path_of, wanted
from opendata.models import KeptFile
from opendata.page_files import made
from opendata.papers import pdf
from publication.languages import TextState
from publication.models import Revision
from reports.models import Citation, Report
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


@pytest.fixture
def report():
    theme = make.make_theme(slug="health", texts={"en": "Health"})
    document = make.make_document(slug="lima-2018", texts={"en": "Lima"})
    paragraph = make.make_paragraph(
        document=document, label="7", themes=[theme], texts={"en": "Open schools."}
    )
    return make.make_report(
        entity=make.make_entity(slug="peru", texts={"en": "Peru"}), themes=[theme],
        citing=[paragraph], texts={"es": "- Se abrieron.\n- Se pagaron."},
        date=datetime.date(2018, 5, 1),
    )  # fmt: skip


def what(kind, name, ending="docx", language="en"):
    return {
        "maker": "page",
        "kind": kind,
        "name": str(name),
        "ending": ending,
        "language": language,
    }


def word(kind, name, language="en"):
    file = io.BytesIO()
    said = made(what(kind, name, language=language), file)
    return said, docx.Document(file)


def told(document) -> list[tuple[str, str]]:
    return [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]


def languages(document) -> dict[str, str]:
    """The runs that say their own language."""
    return {
        run.text: run._r.rPr.find(qn("w:lang")).get(qn("w:val"))
        for paragraph in document.paragraphs
        for run in paragraph.runs
        if run._r.rPr is not None and run._r.rPr.find(qn("w:lang")) is not None
    }


def test_report_as_a_word_document(report):
    (name, content_type), document = word("report", report.pk)
    today = datetime.date.today().isoformat()
    assert name.startswith(f"report-{report.pk}-en-20")
    assert len(name) == len(f"report-{report.pk}-en-{today}.docx")
    assert content_type.endswith("wordprocessingml.document")
    assert told(document)[:-1] == [
        ("Title", "Peru on Health"),
        ("Normal", "Peru, 1 May 2018"),
        ("Heading 1", "What was done"),
        ("Caption", "In Spanish; not yet available in English."),
        ("List Bullet", "Se abrieron."),
        ("List Bullet", "Se pagaron."),
        ("Heading 1", "What it cites"),
        ("Heading 2", "Lima, 7"),
        ("Normal", "Open schools."),
    ]
    assert "data version 0" in told(document)[-1][1]
    assert f"https://summits.example/en/reports/{report.pk}/" in told(document)[-1][1]
    assert document.core_properties.language == "en"
    assert languages(document) == {"Se abrieron.": "es", "Se pagaron.": "es"}


def test_document_says_what_it_is_and_of_which_data_version(report):
    moment = datetime.datetime(2026, 5, 1, 23, 30, tzinfo=datetime.UTC)
    Revision.objects.update_or_create(pk=1, defaults={"number": 3, "changed_at": moment})
    _said, document = word("report", report.pk, "es")
    facts = document.core_properties
    assert (facts.author, facts.comments) == ("Cumbres de las Américas", "")
    assert facts.created == facts.modified == moment


def test_document_is_in_the_language_asked_for(report):
    (name, _type), document = word("report", report.pk, "pt-br")
    assert document.core_properties.language == "pt-BR"
    assert "-pt-br-" in name
    assert {text: language for text, language in languages(document).items() if "Se " in text} == {
        "Se abrieron.": "es", "Se pagaron.": "es",
    }  # fmt: skip


@pytest.mark.parametrize(("kind", "name", "words"), [
    ("theme", "health", ["Health", "What was agreed", "Lima, 7", "What was reported", "Peru"]),
    ("entity", "peru", ["Peru", "Reports", "1 May 2018 · Health", "Se abrieron."]),
])  # fmt: skip
def test_theme_and_country_hold_what_their_pages_hold(report, kind, name, words):
    texts = [text for _style, text in told(word(kind, name)[1])]
    assert [text for text in words if text not in texts] == []


@pytest.mark.parametrize(("kind", "name"), [("theme", "health"), ("entity", "peru")])
def test_machine_translation_is_marked_above_the_text(report, kind, name):
    section = report.sections.get()
    section.write("en", state=TextState.MACHINE, text="They were opened.")
    section.save()
    for which, key in ((kind, name), ("report", report.pk)):
        lines = told(word(which, key)[1])
        place = lines.index(("Normal", "They were opened."))
        assert lines[place - 1] == ("Caption", "Machine translation."), which


def test_theme_and_country_say_what_each_report_cites(report):
    def somewhere(place):
        meeting = make.make_meeting(texts={"en": place})
        meeting.write("en", short_name=place)
        meeting.save()
        document = make.make_document(meeting=meeting)
        return make.make_paragraph(document=document, label="17")

    maybe = [somewhere("Plata 2005"), somewhere("Trinidad 2009")]
    state = Citation.State
    make.make_citation(report=report, position=1, state=state.AMBIGUOUS, candidates=maybe)
    make.make_citation(report=report, position=2, state=state.UNRESOLVED, typed="99")
    make.make_report(entity=report.entity, themes=report.themes.all(), texts={"en": "Done."})
    for kind, name in (("theme", "health"), ("entity", "peru")):
        said = [text for _style, text in told(word(kind, name)[1]) if text.startswith("cites")]
        assert said == [
            "cites 7 Lima, 17, document not stated: Plata 2005 or Trinidad 2009, 99 not found",
            "cites no paragraph",
        ], kind


@pytest.mark.parametrize(("awaited", "said"), [
    (["pt-br"], "A text exists in Portuguese; it has not reached the portal yet."),
    ([], "No text has reached the portal yet."),
])  # fmt: skip
def test_report_without_text_says_what_its_page_says(report, awaited, said):
    report.sections.all().delete()
    report.available_in, report.original_language = awaited, None
    report.save()
    for kind, name in (("theme", "health"), ("entity", "peru"), ("report", report.pk)):
        assert ("Caption", said) in told(word(kind, name)[1]), kind


def test_summit_holds_what_it_adopted_and_who_took_part(report):
    meeting = make.make_meeting(slug="lima", texts={"en": "Eighth Summit"})
    document = make.make_document(meeting=meeting, texts={"en": "Commitment"})
    make.make_paragraph(document=document, label="3", texts={"fr": "Ouvrir."})
    make.make_participation(meeting=meeting, entity=report.entity)
    texts = told(word("meeting", "lima")[1])
    assert ("Heading 3", "Commitment, 3") in texts
    assert ("Normal", "Ouvrir.") in texts
    assert ("Normal", "Peru: 0 reports") in texts


@pytest.mark.parametrize(
    ("place", "last", "said"),
    [("Lima", None, "Lima, 13 April 2018"), (None, None, "13 April 2018"),
     ("Lima", datetime.date(2018, 4, 14), "Lima, 13–14 April 2018")],
)  # fmt: skip
def test_summit_says_where_and_when_as_far_as_it_is_known(place, last, said):
    meeting = make.make_meeting(slug="lima", starts_on=datetime.date(2018, 4, 13), ends_on=last)
    Meeting.objects.filter(pk=meeting.pk).update(place_en=place)
    assert told(word("meeting", "lima")[1])[1] == ("Normal", said)


def test_demonstration_says_so(report):
    Report.objects.update(is_demonstration=True)
    _said, document = word("report", report.pk)
    mark = "Demonstration: invented records, to show how the portal works."
    assert ("Normal", mark) in told(document)
    assert document.sections[0].header.paragraphs[0].text == mark


@pytest.mark.skipif(not pdf.is_possible(), reason="the pdf extra or Pango is not installed")
def test_pdf_is_tagged_and_names_its_language(report):
    file = io.BytesIO()
    name, content_type = made(what("report", report.pk, "pdf", "es"), file)
    data = file.getvalue()
    assert [name[-4:], content_type, data[:5]] == [".pdf", "application/pdf", b"%PDF-"]
    plain = unpacked_pdf(data)
    for mark in (b"/MarkInfo", b"/StructTreeRoot", b"/Lang (es)", b"pdfuaid"):
        assert mark in plain, mark


def unpacked_pdf(data: bytes) -> bytes:
    """The file with what is packed in it."""
    streams = re.findall(rb"stream\n(.*?)\nendstream", data, re.DOTALL)
    return data + b"".join(map(unpacked, streams))


def unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def test_a_file_is_made_once_for_each_data_version(report, reader):
    address = reverse("files:page_file", args=["report", report.pk, "docx"])
    waiting = reader.get(address)
    assert [waiting.status_code, waiting["Retry-After"]] == [202, "5"]
    assert f'href="{address}"' in waiting.text
    assert reader.get(address).status_code == 202
    kept = KeptFile.objects.get()
    kept_files.make.func(kept.pk)
    kept_files.make.func(kept.pk)  # a worker that died is followed by another
    found = reader.get(address)
    assert found["Content-Disposition"].startswith(f'attachment; filename="report-{report.pk}-en')
    assert told(docx.Document(io.BytesIO(found.getvalue())))[0] == ("Title", "Peru on Health")
    Revision.objects.update_or_create(pk=1, defaults={"number": 1})
    assert reader.get(address).status_code == 202
    assert KeptFile.objects.count() == 2


@pytest.mark.usefixtures("kept_connection")
def test_a_file_that_is_gone_from_the_disk_is_made_again(report, reader):
    address = reverse("files:page_file", args=["report", report.pk, "docx"])
    for _time in range(2):
        assert reader.get(address).status_code == 202
        kept = KeptFile.objects.get()
        kept_files.make.func(kept.pk)
        found = reader.get(address)
        assert found.status_code == 200
        found.close()
        path_of(KeptFile.objects.get()).unlink()


@pytest.mark.parametrize("state", [*Report.OPEN, Report.State.WITHDRAWN])
def test_no_document_of_what_is_not_published(reader, state):
    report = make.make_report(state=state)
    address = reverse("files:page_file", args=["report", report.pk, "docx"])
    assert reader.get(address).status_code == 404
    assert KeptFile.objects.count() == 0


@pytest.mark.parametrize("name", ["x", "9" * 19, "9" * 300, "0"])
def test_odd_numbers_are_not_there(reader, name):
    assert reader.get(f"/en/data/files/report/{name}.docx").status_code == 404


def test_without_the_extra_there_is_no_pdf(report, reader, monkeypatch):
    monkeypatch.setattr(pdf, "is_possible", lambda: False)
    page = reader.get(report.get_absolute_url())
    assert f"/en/data/files/report/{report.pk}.docx" in page.text
    assert ".pdf" not in page.text
    assert reader.get(f"/en/data/files/report/{report.pk}.pdf").status_code == 404


def test_too_many_wishes_are_refused(reader, report, monkeypatch):
    monkeypatch.setattr(kept_files, "MOST_WAITING", 1)
    wanted(what("report", report.pk))
    with pytest.raises(Busy):
        wanted(what("report", report.pk, language="es"))
    assert reader.get(f"/es/data/files/report/{report.pk}.docx").status_code == 429


def test_prune_forgets_earlier_versions_and_leaves_the_present_one(report, folder):
    kept = [wanted(what("report", report.pk, language=code)) for code in ("en", "es")]
    for one in kept:
        kept_files.make.func(one.pk)
    old = datetime.datetime.now(datetime.UTC) + kept_files.STAY + datetime.timedelta(minutes=1)
    assert forget(old) == 0
    KeptFile.objects.filter(pk=kept[0].pk).update(version=7)
    assert forget(old) == 1
    left = KeptFile.objects.get()
    assert [path.name for path in (folder / "kept").iterdir()] == [path_of(left).name]


def test_paragraphs_of_one_number_are_told_apart_by_their_sections():
    document = make.make_document(
        slug="panama", numbering="per_section", meeting=make.make_meeting(slug="panama-2015"),
        texts={"en": "Mandates"},
    )  # fmt: skip
    for slug, title in (("health", "Health"), ("energy", "Energy")):
        section = make.make_heading(document=document, slug=slug, texts={"en": title})
        make.make_paragraph(document=document, section=section, label="1")
    _said, file = word("meeting", "panama-2015")
    named = [text for style, text in told(file) if text.startswith("Mandates")]
    assert sorted(named) == [
        "Mandates, Energy", "Mandates, Energy, 1", "Mandates, Health", "Mandates, Health, 1",
    ]  # fmt: skip
