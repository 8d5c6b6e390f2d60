"""The page of a search: what it says, what it keeps of the address, and what it costs."""

import pytest
from django.db import transaction

from publication.changes import changed
from search import patience
from tests import factories as make

pytestmark = pytest.mark.django_db


def indexed(*records):
    with transaction.atomic():
        changed(records)
    return records[0]


@pytest.fixture
def schools():
    """A report in Spanish that can be read in English, too."""
    theme = make.make_theme(texts={"en": "Education", "es": "Educación"}, slug="education")
    peru = make.make_entity(texts={"en": "Peru", "es": "Perú"}, slug="peru")
    report = make.make_report(
        entity=peru, themes=[theme], texts={"es": "Abrimos escuelas <b>rurales</b> & más."}
    )
    indexed(theme, peru, report)
    return report


def results(response):
    return response.context["search"].results


def test_without_words_the_page_says_how_to_ask(reader):
    response = reader.get("/en/search/")
    assert response.status_code == 200
    assert "How to ask" in response.text
    assert response.context["search"].results == []
    assert not response.cookies


def test_excluding_alone_finds_nothing_and_says_why(reader, schools):
    response = reader.get("/en/search/?q=-escuelas")
    assert results(response) == []
    assert "only what is not wanted" in response.text


def test_result_is_marked_escaped_and_in_its_language(reader, schools):
    response = reader.get("/en/search/?q=escuela+rural")
    (result,) = results(response)
    assert (result.ranked.kind.code, result.language) == ("report", "es")
    assert result.excerpt_html == (
        "Abrimos <mark>escuelas</mark> &lt;b&gt;<mark>rurales</mark>&lt;/b&gt; &amp; más."
    )
    assert '<div class="passage" lang="es">' in response.text
    assert result.url == f"/en/reports/{schools.pk}/"


def test_title_is_marked_and_in_the_readers_language(reader, schools):
    (result,) = results(reader.get("/es/search/?q=per%C3%BA&kind=report"))
    assert result.title_html == "<mark>Perú</mark>: Educación"


def test_record_in_two_languages_is_one_result(reader):
    theme = make.make_theme(texts={"en": "Radio", "es": "Radio", "fr": "Radio"})
    indexed(theme)
    response = reader.get("/es/search/?q=radio")
    assert [(one.ranked.record, one.language) for one in results(response)] == [(theme.pk, "es")]
    assert response.context["search"].found.total == 1
    assert dict(response.context["search"].found.counted.facets["language"]) == {
        "en": 1, "es": 1, "fr": 1,
    }  # fmt: skip


def test_reader_gets_the_own_language_although_another_says_it_more_often(reader):
    energy = "Energy for all: renewable energy, energy that is saved."
    theme = make.make_theme(texts={"en": "Energy", "fr": "Énergie"})
    for code, text in (("en", energy), ("fr", "Un approvisionnement en énergie.")):
        theme.write(code, description=text)
    theme.save()
    indexed(theme)
    (result,) = results(reader.get("/fr/search/?q=%C3%A9nergie"))
    assert (result.language, result.title_html) == ("fr", "<mark>Énergie</mark>")


def test_only_published_reports_are_found(reader):
    for state in ("draft", "submitted", "returned", "superseded", "withdrawn", "published"):
        indexed(make.make_report(state=state, texts={"en": f"Quinoa {state}"}))
    found = results(reader.get("/en/search/?q=quinoa"))
    assert [one.excerpt for one in found] == ["Quinoa published"]


def test_tabs_count_each_kind_under_the_filters(reader, schools):
    indexed(make.make_report(texts={"en": "Education of another body"}))
    shown = reader.get("/en/search/?q=education").context["search"]
    assert [(tab.label, tab.count) for tab in shown.tabs] == [
        ("Everything", 3), ("Reports", 2), ("Themes", 1),
    ]  # fmt: skip
    shown = reader.get("/en/search/?q=education&entity=peru&kind=report").context["search"]
    assert [(tab.label, tab.count) for tab in shown.tabs] == [("Everything", 1), ("Reports", 1)]


def test_each_facet_is_counted_under_the_other_filters(reader, schools):
    other = indexed(make.make_report(texts={"en": "Education again"}, date="2019-01-01"))
    shown = reader.get("/en/search/?q=education&kind=report&entity=peru").context["search"]
    offered = {select.name: [o.text for o in select.options[1:]] for select in shown.selects}
    assert offered["entity"] == ["Peru (1)", f"{other.entity.name_en} (1)"]
    assert offered["lang"] == ["Spanish (1)"]
    assert offered["since"] == ["2016"]
    assert [result.id for result in shown.results] == [schools.pk]


def test_language_limits_the_texts(reader):
    indexed(make.make_report(texts={"en": "Radio schools", "es": "Escuelas de radio"}))
    for code, wanted in (("en", "Radio schools"), ("es", "Escuelas de radio"), ("fr", None)):
        found = results(reader.get(f"/en/search/?q=radio&lang={code}"))
        assert [one.excerpt for one in found] == ([wanted] if wanted else [])


def test_years_and_documents_limit_what_is_found(reader):
    document = make.make_document(slug="a-plan")
    paragraph = make.make_paragraph(document=document, texts={"en": "Open libraries."})
    citing = make.make_report(citing=[paragraph], texts={"en": "Libraries."}, date="2010-05-05")
    indexed(document, paragraph, citing, make.make_report(texts={"en": "More libraries."}))
    found = results(reader.get("/en/search/?q=libraries&document=a-plan"))
    assert [one.ranked.kind.code for one in found] == ["paragraph", "report"]
    found = results(reader.get("/en/search/?q=libraries&since=2009&until=2010"))
    assert [one.id for one in found] == [citing.pk]


def test_newest_first_when_asked(reader):
    old = indexed(make.make_report(texts={"en": "Radio radio radio"}, date="2001-01-01"))
    new = indexed(make.make_report(texts={"en": "Radio"}, date="2011-01-01"))
    best, dated = reader.get("/en/search/?q=radio"), reader.get("/en/search/?q=radio&sort=date")
    assert [one.id for one in results(best)] == [old.pk, new.pk]
    assert [one.id for one in results(dated)] == [new.pk, old.pk]


def test_odd_values_are_left_out_and_named(reader, schools):
    address = "/en/search/?q=escuelas&theme=nothing&kind=x&lang=xx&since=0&until=99999999999999"
    response = reader.get(address + "&page=x&sort=up&entity=../&meeting=9&document=%F0%9F%98%80")
    assert [one.id for one in results(response)] == [schools.pk]
    assert set(response.context["search"].ignored) == {
        "What is found", "Language of the text", "Theme", "From year", "Until year", "Order",
        "Entity", "Meeting", "Document",
    }  # fmt: skip


def test_last_of_two_values_counts_and_the_other_is_named_once(reader, schools):
    address = "/en/search/?q=radio&q=escuelas&lang=fr&lang=es&theme=health&theme=nothing"
    shown = reader.get(address + "&entity=&entity=peru&kind=report&kind=report").context["search"]
    assert [one.id for one in shown.results] == [schools.pk]
    assert shown.ignored == ["Words", "Language of the text", "Theme"]


def test_words_beyond_the_longest_query_are_cut_off(reader, schools):
    shown = reader.get("/en/search/", {"q": "escuelas" + " " * 192 + "radio"}).context["search"]
    assert [one.id for one in shown.results] == [schools.pk]
    assert (len(shown.words), shown.ignored) == (200, [])


@pytest.mark.parametrize("q", ["a", "%", "*", "'", '"', "AND NOT (", "o" * 3000, "-", "\\", "x:*"])
def test_odd_queries_are_answered(reader, schools, q):
    response = reader.get("/en/search/", {"q": q})
    assert response.status_code == (400 if len(q) > 2000 else 200)
    assert results(response) == [] if response.status_code == 200 else True


def test_pages_of_twenty_keep_the_query(reader):
    theme = make.make_theme()
    reports = [make.make_report(themes=[theme], texts={"en": "Radio"}) for _ in range(23)]
    indexed(*reports)
    second = reader.get("/en/search/?q=radio&kind=report&page=2")
    assert len(results(second)) == 3
    assert 'href="?q=radio&amp;kind=report&amp;page=1"' in second.text
    last = reader.get("/en/search/?q=radio&kind=report&page=99999999999999999999")
    assert len(results(last)) == 3


def test_mistyped_name_is_taken_for_the_nearest(reader, schools):
    assert 'Did you mean: <a href="?q=Peru">Peru</a>' in reader.get("/en/search/?q=Peruu").text
    assert reader.get("/en/search/?q=Perxxx").context["search"].help.meant == ""
    response = reader.get("/en/search/?q=Educaton")
    assert 'Did you mean: <a href="?q=Education">Education</a>' in response.text


def test_where_nothing_is_found_ways_on_are_offered(reader, schools):
    shown = reader.get("/en/search/?q=escuelas+zzzz&entity=peru").context["search"]
    assert shown.help.words == [("escuelas", "?q=escuelas")]
    shown = reader.get("/en/search/?q=escuelas&lang=fr").context["search"]
    assert shown.help.unfiltered == "?q=escuelas"


def test_file_beside_a_published_report_is_found_when_public(reader, schools):
    from tests.access.world import attach

    public, private = attach(schools, is_public=True), attach(schools, is_public=False)
    indexed(schools)
    (result,) = results(reader.get("/en/search/?q=annex"))
    assert (result.ranked.kind.code, result.id) == ("attachment", public.pk)
    assert str(public.token) in result.url
    assert str(private.token) not in result.url


def test_queries_are_as_many_for_one_result_as_for_three(reader, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    theme = make.make_theme()
    indexed(theme, make.make_report(themes=[theme], texts={"en": "Radio"}))
    reader.get("/en/search/?q=radio")  # names of the filters are read once for a data version
    with CaptureQueriesContext(connection) as captured:
        assert len(results(reader.get("/en/search/?q=radio"))) == 1
        once = len(captured)
    indexed(*(make.make_report(themes=[theme], texts={"en": "Radio"}) for _ in range(2)))
    reader.get("/en/search/?q=radio")
    with django_assert_num_queries(once):
        assert len(results(reader.get("/en/search/?q=radio"))) == 3


def test_search_that_takes_too_long_is_ended_with_a_page(reader, schools, monkeypatch):
    monkeypatch.setattr(patience, "STEPS", 1)
    monkeypatch.setattr("search.views.within", lambda: patience.within(0.0001))
    monkeypatch.setattr("search.views.screen", _endless)
    response = reader.get("/es/search/?q=escuelas")
    assert response.status_code == 503
    assert "Esto tarda demasiado" in response.text
    assert reader.get("/livez").status_code == 200


def _endless(query, language):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 100000000) "
            "SELECT count(*) FROM n"
        )


def test_suggestions_come_in_the_readers_language(reader, schools):
    rows = reader.get("/es/search/suggestions/?q=educ").json()["suggestions"]
    assert rows == [
        {"text": "Educación", "also": "", "kind": "tema", "url": "/es/themes/education/"}
    ]
    assert reader.get("/es/search/suggestions/?q=e").json() == {"suggestions": []}
    assert reader.get("/es/search/suggestions/").json() == {"suggestions": []}


def test_paragraph_limits_to_itself_and_what_cites_it(reader):
    from tests.access.world import attach

    document = make.make_document(slug="a-plan")
    one, other = (
        make.make_paragraph(document=document, label=label, texts={"en": "Open libraries."})
        for label in ("1", "2")
    )
    certain = make.make_report(citing=[one], texts={"en": "Libraries."})
    perhaps = make.make_report(texts={"en": "Libraries."})
    make.make_citation(report=perhaps, state="ambiguous", candidates=[one, other])
    elsewhere = make.make_report(citing=[other], texts={"en": "Libraries."})
    for report in (certain, elsewhere):
        attach(report, is_public=True)
    indexed(document, one, other, certain, perhaps, elsewhere)
    shown = reader.get("/en/search/?q=libraries&paragraph=a-plan/1").context["search"]
    assert {(result.ranked.kind.code, result.ranked.record) for result in shown.results} == {
        ("paragraph", one.pk), ("report", certain.pk), ("report", perhaps.pk),
    }  # fmt: skip
    assert [chip.text for chip in shown.chips] == ["Cites: a-plan / 1"]
    files = reader.get("/en/search/?q=annex&paragraph=a-plan/1").context["search"]
    assert files.found.total == 1
    for odd in ("a-plan/9", "a-plan", "/", "a/b/c", "x" * 300):
        shown = reader.get("/en/search/", {"q": "libraries", "paragraph": odd}).context["search"]
        assert (shown.found.total, shown.ignored) == (5, ["Cites"])


@pytest.fixture
def marked():
    """Four reports on quinoa: with marks, with funding, with both, with neither."""
    theme = make.make_theme(texts={"en": "Farming"})
    found = {}
    for name, marks, funding in (
        ("plain", (), None),
        ("marked", ("done", "ongoing"), None),
        ("funded", (), {"en": "Half a million."}),
        ("both", ("ongoing", "ongoing", ""), {"es": "Medio millón."}),
    ):
        report = make.make_report(themes=[theme], texts={"en": f"Quinoa {name}"})
        for mark in marks:
            make.make_citation(report=report, mark=mark)
        if funding:
            make.make_section(report=report, kind="financing", texts=funding, position=2)
        found[name] = indexed(report)
    return found


def quinoa(reader, query, language="en"):
    """What is found, and what the filters by mark and funding offer."""
    shown = reader.get(f"/{language}/search/?q=quinoa&sort=date{query}").context["search"]
    offered = {one.name: [option.text for option in one.options[1:]] for one in shown.selects}
    return {one.id for one in shown.results}, offered["mark"], offered.get("funding")


def test_marks_and_funding_limit_what_is_found(reader, marked):
    plain, done, funded, both = (marked[name].pk for name in ("plain", "marked", "funded", "both"))
    marks = ["Done (1)", "Ongoing (2)"]
    assert quinoa(reader, "") == ({plain, done, funded, both}, marks, ["Stated (2)"])
    assert quinoa(reader, "&mark=ongoing") == ({done, both}, marks, ["Stated (1)"])
    assert quinoa(reader, "&funding=yes") == ({funded, both}, ["Ongoing (1)"], ["Stated (2)"])
    assert quinoa(reader, "&funding=yes&mark=ongoing") == (
        {both}, ["Ongoing (1)"], ["Stated (1)"],
    )  # fmt: skip


def test_filters_by_mark_and_funding_speak_the_readers_language(reader, marked):
    words = {code: quinoa(reader, "&mark=done", code)[1:] for code in ("es", "fr", "pt-br")}
    assert words == {
        "es": (["Cumplido (1)", "Permanente (2)"], None),
        "fr": (["Réalisé (1)", "Permanent (2)"], None),
        "pt-br": (["Cumprido (1)", "Contínuo (2)"], None),
    }


def test_file_beside_a_report_has_its_marks(reader, marked):
    from tests.access.world import attach

    attach(marked["both"], is_public=True)
    indexed(marked["both"])
    for query, found in (("mark=ongoing", 1), ("mark=done", 0), ("funding=yes", 1)):
        shown = reader.get(f"/en/search/?q=annex&{query}").context["search"]
        assert shown.found.total == found, query


def test_mark_that_is_no_mark_is_left_out_and_named(reader, marked):
    shown = reader.get("/en/search/?q=quinoa&mark=32&funding=no").context["search"]
    assert (shown.found.total, shown.ignored) == (4, ["Mark", "Funding"])


def test_a_renamed_theme_is_offered_under_its_new_name(reader):
    theme = make.make_theme()
    indexed(theme, make.make_report(themes=[theme], texts={"en": "Radio"}))
    assert theme.name_en in reader.get("/en/search/?q=radio").text
    theme.name_en = "Waves of the air"
    theme.save()
    indexed(theme)
    assert "Waves of the air (1)" in reader.get("/en/search/?q=radio").text


def test_no_other_acronym_is_guessed_for_one_in_capitals(reader):
    indexed(make.make_institution(texts={"en": "Council CIDI"}))
    assert reader.get("/en/search/?q=CIDH").context["search"].help.meant == ""
    assert reader.get("/en/search/?q=cidh").context["search"].help.meant == "CIDI"


def test_a_query_without_a_word_is_said_to_be_one(reader):
    said = reader.get("/en/search/?q=OR").text
    assert "There is nothing to look for in “OR”. Add a word." in said
    assert "There is nothing to look for" not in reader.get("/en/search/").text
