"""`/api/v1/search/` for programs: the shape that others rely on."""

import pytest
from django.db import transaction

from publication.changes import changed
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    theme = make.make_theme(texts={"en": "Education", "es": "Educación"})
    peru = make.make_entity(texts={"en": "Peru", "es": "Perú"})
    report = make.make_report(entity=peru, themes=[theme], texts={"es": "Abrimos <i>escuelas</i>."})
    with transaction.atomic():
        changed([theme, peru, report])
    return report


def test_answer_has_the_shape_that_is_promised(reader, report, settings):
    settings.BASE_ADDRESS = "https://summits.example"
    response = reader.get("/api/v1/search/?q=escuela")
    assert response.json() == {
        "count": 1,
        "results": [
            {
                "kind": "report",
                "id": report.pk,
                "language": "es",
                "url": f"https://summits.example/es/reports/{report.pk}/",
                "title": "Perú: Educación",
                "excerpt": "Abrimos <i>escuelas</i>.",
            }
        ],
    }
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Content-Type"] == "application/json"


def test_language_and_kind_limit_the_answer(reader, report):
    def kinds(query):
        return [row["kind"] for row in reader.get(f"/api/v1/search/?{query}").json()["results"]]

    assert kinds("q=educación") == ["theme", "report"]
    assert kinds("q=educación&kind=theme") == ["theme"]
    assert kinds("q=educación&lang=en") == []
    assert kinds("q=education&lang=es&kind=report") == ["report"]


def test_filters_of_the_page_limit_the_answer(reader, report):
    make.make_citation(report=report, mark="done")
    make.make_section(report=report, kind="financing", texts={"es": "Dos millones."}, position=2)
    other = make.make_report(texts={"es": "Más escuelas."}, date="2019-01-01")
    with transaction.atomic():
        changed([report, other])

    def found(query):
        answer = reader.get(f"/api/v1/search/?q=escuela&{query}").json()
        return [row["id"] for row in answer["results"]]

    assert found("lang=es") == [other.pk, report.pk]
    theme, entity = report.themes.get().slug, report.entity.slug
    for query in ("mark=done", "funding=yes", f"theme={theme}", f"entity={entity}", "until=2016"):
        assert found(query) == [report.pk], query
    assert found("since=2017&entity_kind=state") == [other.pk]
    assert found("mark=ongoing") == []
    cited = report.citations.get().paragraph
    assert found(f"paragraph={cited.document.slug}/{cited.slug}") == [report.pk]


def test_report_without_a_text_is_found_by_name_in_the_language_asked(reader):
    stub = make.make_report(
        texts={}, entity=make.make_entity(texts={"en": "Belize", "es": "Belice"})
    )
    with transaction.atomic():
        changed([stub])
    (row,) = reader.get("/api/v1/search/?q=belize").json()["results"]
    assert (row["kind"], row["language"], row["excerpt"]) == ("report", "en", "")


@pytest.mark.parametrize("query", ["", "q=", "q=-a", "q=%22", "q=zzzz"])
def test_nothing_asked_or_found_is_an_empty_answer(reader, report, query):
    assert reader.get(f"/api/v1/search/?{query}").json() == {"count": 0, "results": []}


def test_filters_left_empty_are_none(reader, report):
    empty = "&".join(f"{name}=" for name in ("lang", "kind", "entity", "since", "page"))
    assert reader.get(f"/api/v1/search/?q=escuela&{empty}").json()["count"] == 1


def test_page_beyond_the_last_is_empty(reader, report):
    body = reader.get("/api/v1/search/?q=escuela&page=2").json()
    assert body == {"count": 1, "results": []}


@pytest.mark.parametrize(
    "query",
    [
        "lang=xx",
        "kind=x",
        "page=0",
        "page=x",
        "page=9999999999999999",
        "mark=32",
        "funding=no",
        "theme=none",
        "document=none",
        "since=0",
        "until=99999",
        "entity=../",
        "paragraph=none/1",
        "paragraph=none",
        "subregion=x",
        "entities=peru",
        "sort=date",
        "lang=es&lang=fr",
    ],
)
def test_odd_values_are_named(reader, query):
    response = reader.get(f"/api/v1/search/?q=a&{query}")
    assert response.status_code == 400
    assert list(response.json()["error"]["parameters"]) == [query.partition("=")[0]]


def test_other_methods_are_refused(reader):
    assert reader.post("/api/v1/search/?q=a").status_code == 405
    assert reader.head("/api/v1/search/?q=a").status_code == 200
