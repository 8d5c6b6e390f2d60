"""How to cite a page: in words on the page, and for programs that keep references."""

import datetime
import re

import pytest
from django.db import transaction
from django.utils import timezone

from mandates.models import Document
from opendata.citing import Cited, Work
from publication.changes import changed
from tests.factories import (
    make_action,
    make_document,
    make_entity,
    make_goal,
    make_heading,
    make_indicator,
    make_institution,
    make_meeting,
    make_paragraph,
    make_report,
    make_theme,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def version(db):
    with transaction.atomic():
        changed([])


def pages() -> dict[str, str]:
    """A page of each kind that is cited, with its title."""
    theme = make_theme(slug="health", texts={"en": "Health"})
    document = make_document(slug="miami-1994", texts={"en": "Plan of Action"})
    mandate = make_paragraph(document=document, label="3", themes=[theme])
    programme = Document.Kind.PROGRAMME
    make_document(slug="migrants", kind=programme, texts={"en": "Programme on migrants"})
    make_indicator(slug="literacy", texts={"en": "Literacy"})
    make_goal(number=4, texts={"en": "Quality education"})
    action = make_action(paragraph=mandate)
    chile = make_entity(slug="chile", texts={"en": "Chile"})
    report = make_report(entity=chile, themes=[theme])
    make_institution(slug="oas", texts={"en": "OAS"})
    make_meeting(slug="lima-2018", texts={"en": "Eighth Summit"})
    return {
        "/en/themes/health/": "Health",
        "/en/documents/miami-1994/": "Plan of Action",
        "/en/documents/miami-1994/3/": "Paragraph 3, Plan of Action",
        "/en/programmes/migrants/": "Programme on migrants",
        "/en/indicators/literacy/": "Literacy",
        "/en/sdg/4/": "Quality education",
        f"/en/actions/{action.pk}/": "Action on paragraph 3, Plan of Action",
        "/en/countries/chile/": "Chile",
        "/en/institutions/oas/": "OAS",
        "/en/summits/lima-2018/": "Eighth Summit",
        f"/en/reports/{report.pk}/": "Chile on Health, 1 March 2016",
        "/en/data/": "Data of the portal",
    }


def test_every_page_offers_what_its_links_give(reader):
    for path, title in pages().items():
        html = reader.get(path).text
        assert 'id="citation"' in html, path
        assert "data version 1" in re.search(r'id="citation">(.*?)</p>', html)[1], path
        for ending in ("bib", "ris"):
            assert f'href="/data/cite{path}cite.{ending}"' in html, path
            answer = reader.get(f"/data/cite{path}cite.{ending}")
            assert answer.status_code == 200, path
            assert title in answer.text, path
            assert "data version 1 of" in answer.text
            assert f"http://localhost:8000{path}" in answer.text
            assert answer["Content-Disposition"] == f'attachment; filename="citation.{ending}"'


def test_citation_is_in_the_language_of_the_page(reader):
    make_theme(slug="health", texts={"en": "Health", "es": "Salud"})
    said = reader.get("/data/cite/es/themes/health/cite.ris")
    assert "TI  - Salud" in said.text
    assert said["Content-Language"] == "es"


ABSENT = [
    "en/themes/none", "xx/themes/health", "en", "en/workspace", "en/about", "en/reports/9",
    "en/programmes/none", "en/indicators/none", "en/sdg/18", "en/actions/9", f"en/actions/{9**40}",
]  # fmt: skip


@pytest.mark.parametrize("path", ABSENT)
def test_what_is_not_cited_is_not_found(reader, path):
    assert reader.get(f"/data/cite/{path}/cite.bib").status_code == 404


def test_withdrawn_report_is_not_cited(reader):
    report = make_report(state="withdrawn")
    assert reader.get(f"/data/cite/en/reports/{report.pk}/cite.bib").status_code == 404


def test_odd_titles_stay_within_their_field():
    work = Work("100% {of} \\write18 & a_b\r\nER  - x")
    cited = Cited(work, "http://x/en/a/", "en", 3, None)
    assert r"100\% \{of\} \textbackslash{}write18 \& a\_b ER - x" in cited.bibtex()
    assert [line[:2] for line in cited.ris().splitlines()] == [
        "TY", "AU", "TI", "PY", "DA", "PB", "UR", "N1", "LA", "ER",
    ]  # fmt: skip


def test_report_is_cited_with_who_wrote_it_when_and_which_edition(reader):
    chile = make_entity(slug="chile", texts={"en": "Chile", "fr": "Chili"})
    first = make_report(entity=chile, state="superseded", date=datetime.date(2024, 3, 22))
    make_report(
        entity=chile, lineage=first, edition=2, date=datetime.date(2024, 3, 1),
        date_precision="month",
    )  # fmt: skip
    ris = reader.get(f"/data/cite/fr/reports/{first.pk}/cite.ris").text.splitlines()
    assert {"AU  - Chili", "PY  - 2024", "DA  - 2024/03/", "ET  - 2"} <= set(ris)
    assert "PB  - Secrétariat des Sommets des Amériques" in ris
    bibtex = reader.get(f"/data/cite/fr/reports/{first.pk}/cite.bib").text
    for field in ("author = {{Chili}}", "year = {2024}", "date = {2024-03}", "edition = {2}"):
        assert f"  {field},\n" in bibtex


def test_document_and_its_paragraphs_are_cited_with_who_adopted_them_and_when(reader):
    lima = make_meeting(slug="lima-2018", texts={"en": "Eighth Summit"})
    document = make_document(
        meeting=lima, slug="lima-2018-plan", date=datetime.date(2018, 4, 14),
        texts={"en": "Plan"}, numbering="per_section",
    )  # fmt: skip
    heading = make_heading(document=document, slug="health", texts={"en": "Health"})
    make_paragraph(document=document, section=heading, label="2")
    for path in ("documents/lima-2018-plan/", "documents/lima-2018-plan/health-2/"):
        ris = set(reader.get(f"/data/cite/en/{path}cite.ris").text.splitlines())
        assert {"AU  - Eighth Summit", "PY  - 2018", "DA  - 2018/04/14"} <= ris
        shown = reader.get(f"/en/{path}").text
        said = re.search(r'id="citation">(.*?)</p>', shown)[1]
        assert said.startswith("Eighth Summit, “")
        assert "”, 14 April 2018. Summits of the Americas Secretariat, data version 1, " in said
    assert "TI  - Paragraph 2 (Health), Plan" in ris


def test_invented_record_is_cited_as_one(reader):
    lima = make_meeting(slug="lima-2018", texts={"en": "Eighth Summit"})
    plan = make_document(
        meeting=lima, slug="plan", texts={"en": "Plan"}, is_demonstration=True
    )  # fmt: skip
    mandate = make_paragraph(document=plan, label="3", is_demonstration=True)
    chile = make_entity(slug="chile", texts={"en": "Chile"})
    report = make_report(entity=chile, is_demonstration=True)
    action = make_action(paragraph=mandate, is_demonstration=True)
    make_indicator(slug="literacy", texts={"en": "Literacy"}, is_demonstration=True)
    make_institution(slug="invented", texts={"en": "Invented"}, is_demonstration=True)
    paths = (
        "/documents/plan/", "/documents/plan/3/", f"/reports/{report.pk}/",
        f"/actions/{action.pk}/", "/indicators/literacy/", "/institutions/invented/",
    )  # fmt: skip
    for path in paths:
        shown = reader.get(f"/en{path}").text
        assert re.search(r'id="citation">(.*?)</p>', shown)[1].endswith(" (demonstration)"), path
        bibtex = reader.get(f"/data/cite/en{path}cite.bib").text
        assert re.search(r"note = \{data version 1 of .* \(demonstration\)\}", bibtex), path
        ris = reader.get(f"/data/cite/fr{path}cite.ris").text
        assert re.search(r"N1  - .* \(démonstration\)\r\n", ris), path
    shown = reader.get("/en/countries/chile/").text
    assert "demonstration" not in re.search(r'id="citation">(.*?)</p>', shown)[1]
    assert "demonstration" not in reader.get("/data/cite/en/countries/chile/cite.ris").text


def test_citation_says_who_publishes_and_when_it_was_read(reader):
    make_theme(slug="health", texts={"en": "Health"})
    answer = reader.get("/data/cite/en/themes/health/cite.bib")
    today = timezone.localdate()
    assert f"  urldate = {{{today}}},\n" in answer.text
    assert "  publisher = {{Summits of the Americas Secretariat}},\n" in answer.text
    assert answer["Cache-Control"] == "no-cache"
    ris = reader.get("/data/cite/en/themes/health/cite.ris").text.splitlines()
    assert {f"Y2  - {today:%Y/%m/%d}", "PB  - Summits of the Americas Secretariat"} <= set(ris)
