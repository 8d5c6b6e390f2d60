"""What the API gives of each record, and what it may be asked."""

import pytest

from reports.models import Report
from tests.factories import (
    make_citation,
    make_document,
    make_entity,
    make_institution,
    make_meeting,
    make_paragraph,
    make_report,
    make_section,
    make_theme,
)

pytestmark = pytest.mark.django_db


def get(reader, address: str, status: int = 200) -> dict:
    answer = reader.get(f"/api/v1/{address}")
    assert answer.status_code == status, answer.content
    return answer.json()


def results(reader, address: str) -> list[dict]:
    return get(reader, address)["results"]


# Texts and languages --------------------------------------------------------------------------


def test_text_comes_in_every_language_with_its_state(reader):
    make_theme(slug="health", texts={"es": "Salud", "fr": "Santé"})
    assert get(reader, "themes/health/")["name"] == {
        "es": {"text": "Salud", "state": "original", "stale": False},
        "fr": {"text": "Santé", "state": "official", "stale": False},
    }


@pytest.mark.parametrize(
    ("language", "text", "found", "fallback"),
    [("fr", "Santé", "fr", False), ("pt-br", "Salud", "es", True)],
)
def test_one_language_marks_what_stands_in_for_it(reader, language, text, found, fallback):
    make_theme(slug="health", texts={"es": "Salud", "fr": "Santé"})
    state = "original" if found == "es" else "official"
    theme = get(reader, f"themes/health/?lang={language}")
    assert theme["name"] == {
        "text": text, "language": found, "state": state, "stale": False, "fallback": fallback,
    }  # fmt: skip
    assert theme["description"] is None
    assert theme["page"] == f"http://localhost:8000/{language}/themes/health/"


# Reports --------------------------------------------------------------------------------------


def test_report_is_whole(reader):
    theme = make_theme(slug="migration")
    entity = make_entity(slug="chile")
    paragraph = make_paragraph(document=make_document(slug="miami-1994"), label="3", themes=[theme])
    report = make_report(
        entity=entity, themes=[theme], texts={"es": "Se hizo."}, date_precision="month"
    )
    make_citation(report=report, paragraph=paragraph, mark="done")
    other = make_paragraph(document=make_document(slug="quebec-2001"), label="17")
    make_citation(report=report, state="ambiguous", candidates=[other], position=1)
    found = get(reader, f"reports/{report.pk}/")
    assert results(reader, "reports/") == [found]
    assert found["id"] == report.pk
    assert found["entity"]["slug"] == "chile"
    assert (found["themes"], found["date"]) == (["migration"], "2016-03")
    assert found["page"] == f"http://localhost:8000/reports/{report.pk}/"
    assert found["is_demonstration"] is False
    assert found["sections"] == [
        {
            "kind": "done",
            "paragraph": None,
            "text": {"es": {"text": "Se hizo.", "state": "original", "stale": False}},
        }
    ]
    assert found["citations"] == [
        {
            "number": "3", "state": "exact", "candidates": [], "mark": "done",
            "paragraph": {"document": "miami-1994", "slug": "3", "label": "3"},
            "evidence_url": None,
        },
        {
            "number": "17", "state": "ambiguous", "paragraph": None, "mark": None,
            "candidates": [{"document": "quebec-2001", "slug": "17", "label": "17"}],
            "evidence_url": None,
        },
    ]  # fmt: skip
    assert results(reader, "citations/?state=exact") == [
        {
            "report": report.pk, "entity": "chile", "date": "2016-03", "is_demonstration": False,
            **found["citations"][0],
        }
    ]  # fmt: skip


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_what_is_not_published_is_not_there(reader, state):
    report = make_report(state=state)
    make_citation(report=report)
    assert results(reader, "reports/") == []
    assert results(reader, "citations/") == []
    get(reader, f"reports/{report.pk}/", 404)


def test_withdrawn_report_is_gone_with_its_reason(reader):
    report = make_report(state="withdrawn", withdrawal_reason="Filed by mistake.")
    error = get(reader, f"reports/{report.pk}/", 410)["error"]
    assert (error["code"], error["message"]) == ("gone", "Filed by mistake.")


def test_the_current_edition_stands_at_the_reports_number(reader):
    first = make_report(state=Report.State.SUPERSEDED)
    second = make_report(entity=first.entity, lineage=first, edition=2, texts={"en": "Twelve."})
    found = get(reader, f"reports/{first.pk}/")
    assert (found["id"], found["edition"]) == (first.pk, 2)
    get(reader, f"reports/{second.pk}/", 404)


def test_reports_are_filtered_as_on_the_screen(reader):
    theme = make_theme(slug="health")
    kept = make_report(themes=[theme], texts={"es": "Vacunas para todos"})
    make_report(themes=[theme], entity=make_institution())
    make_report()
    address = "reports/?theme=health&kind=states&year=2016&language=es"
    assert [one["id"] for one in results(reader, address)] == [kept.pk]


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("since=never", ["since"]),
        ("since=2020&until=2015", ["until"]),
        ("theme=none&year=1", ["theme", "year"]),
        ("themes=health", ["themes"]),
        ("year=2015&year=2016", ["year"]),
        ("lang=de", ["lang"]),
        ("limit=0", ["limit"]),
        ("limit=101&cursor=-1", ["cursor", "limit"]),
        ("cursor=9223372036854775808", ["cursor"]),
        ("sort=entity", ["sort"]),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(reader, query, wrong):
    error = get(reader, f"reports/?{query}", 400)["error"]
    assert sorted(error["parameters"]) == wrong


def test_what_a_form_left_empty_is_not_asked(reader):
    report = make_report()
    assert [one["id"] for one in results(reader, "reports/?theme=&year=&q=")] == [report.pk]


# The others -----------------------------------------------------------------------------------


def test_entities_by_kind(reader):
    make_entity(slug="chile"), make_institution(slug="oas")
    assert [one["slug"] for one in results(reader, "entities/?kind=state")] == ["chile"]
    assert get(reader, "entities/oas/")["page"] == "http://localhost:8000/institutions/oas/"


def test_paragraph_by_its_two_slugs(reader):
    theme, document = make_theme(slug="health"), make_document(slug="miami-1994")
    make_paragraph(document=document, label="14 bis", themes=[theme])
    found = get(reader, "paragraphs/miami-1994/14-bis/")
    assert (found["document"], found["label"], found["themes"]) == (
        "miami-1994", "14 bis", ["health"],
    )  # fmt: skip
    assert results(reader, "paragraphs/?theme=health&document=miami-1994") == [found]
    assert results(reader, "paragraphs/?theme=other") == []
    get(reader, "paragraphs/miami-1994/15/", 404)


def test_documents_of_a_theme_come_once(reader):
    theme, document = make_theme(slug="health"), make_document(slug="miami-1994")
    for _ in range(2):
        make_paragraph(document=document, themes=[theme])
    assert [one["slug"] for one in results(reader, "documents/?theme=health")] == ["miami-1994"]


def test_meeting_with_its_documents(reader):
    meeting = make_meeting(slug="lima-2018")
    make_document(slug="lima-commitment", meeting=meeting)
    found = get(reader, "meetings/lima-2018/")
    assert [one["slug"] for one in found["documents"]] == ["lima-commitment"]


# Pages ----------------------------------------------------------------------------------------


def test_pages_hold_every_record_once(reader):
    slugs = {make_theme().slug for _ in range(5)}
    address, seen = "/api/v1/themes/?limit=2", []
    while address:
        page = reader.get(address.removeprefix("http://localhost:8000")).json()
        seen += [one["slug"] for one in page["results"]]
        address = page["next"]
        if len(seen) == 2:
            make_theme(slug="aaa-meanwhile")
    assert sorted(seen) == sorted(slugs | {"aaa-meanwhile"})


@pytest.mark.parametrize(
    ("name", "make", "queries"),
    [
        ("reports", lambda: make_report(citing=[make_paragraph()]), 9),
        ("citations", make_citation, 4),
        ("entities", make_entity, 3),
        ("themes", make_theme, 4),
        ("meetings", make_meeting, 5),
        ("documents", make_document, 3),
        ("paragraphs", lambda: make_paragraph(themes=[make_theme()]), 6),
    ],
)
def test_a_list_has_a_fixed_number_of_queries(
    reader, django_assert_num_queries, name, make, queries
):
    for _ in range(2):
        make()
        with django_assert_num_queries(queries):
            reader.get(f"/api/v1/{name}/")
        make()


def test_sections_are_in_their_order(reader):
    report = make_report(texts={})
    make_section(report=report, kind="next", position=2)
    make_section(report=report, kind="done", position=1)
    kinds = [one["kind"] for one in get(reader, f"reports/{report.pk}/")["sections"]]
    assert kinds == ["done", "next"]


@pytest.mark.parametrize("slug", ["Sõv", "a b", " ", "a" * 121, "٣"])
def test_slug_is_ascii_as_the_document_says(reader, slug):
    error = get(reader, f"paragraphs/?document={slug}", 400)["error"]
    assert list(error["parameters"]) == ["document"]
