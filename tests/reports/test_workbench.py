"""The translation queue on screen: what it lists, what it saves, what it never loses."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override

from mandates.models import Paragraph
from publication.languages import LANGUAGES, column
from publication.translating import kind_named
from reports.models import Report, Section
from reports.workbench import TextFigures, Workbench
from reports.workbench_filters import Wanted, wanted
from tests import factories
from tests.factories import make_cycle, make_paragraph, make_person, make_report, make_theme
from tests.people import signed_in

pytestmark = pytest.mark.django_db
LIST = "/en/secretariat/translations/"


@pytest.fixture
def translator():
    return make_person(role="translator", name="Teresa Tradutora")


@pytest.fixture
def desk(translator):
    """The translator's browser."""
    return signed_in(translator)


@pytest.fixture
def paragraph():
    return make_paragraph(texts={"es": "Abrir diez escuelas."})


def address(kind, record, language, query=""):
    return reverse("secretariat:translation", args=[kind, record.pk, language]) + query


def form_of(page) -> dict[str, str]:
    """What the page's form would send, untouched."""
    form = page.context["form"]
    return {field.name: field.value() or "" for field in form if field.name != "follows"}


def save(desk, path, button="", **typed):
    data = {**form_of(desk.get(path)), **typed, **({button: ""} if button else {})}
    return desk.post(path, data)


def outdated(record, language="fr"):
    """The record as if its original had changed since its translation."""
    type(record).objects.filter(pk=record.pk).update(**{column("digest", language): "0" * 32})
    record.refresh_from_db()
    return record


def queue(**asked):
    return Workbench(Wanted(reader="en", **asked))


def listed(page):
    return [row.record for row in page.context["page"].object_list]


# The list -------------------------------------------------------------------------------------


def test_queue_holds_what_is_missing_or_out_of_date(desk, paragraph):
    stale = outdated(make_paragraph(texts={"es": "Cuidar.", "fr": "Soigner."}))
    make_paragraph(texts={"es": "Hecho.", "fr": "Fait."})
    make_paragraph(texts={"fr": "Original."})
    assert listed(desk.get(f"{LIST}?into=fr&kind=paragraph")) == [paragraph, stale]
    for state, found in (("missing", [paragraph]), ("stale", [stale]), ("machine", [])):
        assert listed(desk.get(f"{LIST}?into=fr&kind=paragraph&state={state}")) == found
    assert len(listed(desk.get(f"{LIST}?into=fr&kind=paragraph&state=all"))) == 3


def test_same_queue_serves_every_kind(desk):
    """Themes with their descriptions and cycles with their guidance among them."""
    theme = make_theme(texts={"en": "Water"}, description_en="Clean water.")
    cycle = make_cycle(texts={"en": "2026"}, guidance_en="Say *what* was done.")
    report = make_report(themes=[theme], texts={"en": "Done."})
    entity = factories.make_institution(texts={"en": "Body"})
    found = listed(desk.get(f"{LIST}?into=fr&state=missing"))
    for record in (theme, cycle, entity, report.sections.get()):
        assert record in found
    page = desk.get(address("cycle", cycle, "fr"))
    assert "<em>what</em>" in page.text
    save(desk, address("cycle", cycle, "fr"), name="2026", guidance="Dites *ce qui* fut fait.")
    cycle.refresh_from_db()
    assert "<em>ce qui</em>" in cycle.guidance_html_fr
    save(desk, address("theme", theme, "es"), name="Agua", description="Agua limpia.")
    theme.refresh_from_db()
    assert (theme.name_es, theme.description_es) == ("Agua", "Agua limpia.")


def test_queue_of_a_theme(desk, paragraph):
    theme = make_theme()
    inside = make_paragraph(themes=[theme], texts={"es": "Agua."})
    section = make_report(themes=[theme], texts={"es": "Hecho."}).sections.get()
    assert listed(desk.get(f"{LIST}?into=fr&theme={theme.slug}")) == [inside, section]


@pytest.mark.parametrize("state", [*Report.WRITABLE, "superseded", "withdrawn"])
def test_reports_on_their_way_are_not_shown(desk, state):
    section = make_report(state=state, texts={"es": "Secreto."}).sections.get()
    assert section not in listed(desk.get(f"{LIST}?into=fr"))
    assert "Secreto" not in desk.get(f"{LIST}?into=fr").text


def test_progress_counts_records_by_language_and_kind():
    make_theme(texts={"en": "Water", "fr": "Eau"}, description_en="Clean.")
    soil = make_theme(texts={"en": "Soil"})
    soil.write("fr", name="Sol", state="machine")
    soil.save()
    outdated(make_theme(texts={"fr": "Air", "en": "Air"}), "en")
    found = queue(language="fr").progress["theme"]
    assert found["fr"] == TextFigures(texts=2, missing=1, machine=1)
    assert found["en"] == TextFigures(texts=1, stale=1)
    assert found["es"] == TextFigures(texts=3, missing=3)
    assert found["fr"].translated == 1


def test_values_that_make_no_sense_are_named(desk):
    page = desk.get(f"{LIST}?into=xx&kind=nothing&state=odd&theme=none&page=-3")
    assert page.status_code == 200
    assert page.context["asked"].query == wanted({}, "en").query == ""
    for label in ("Translate into", "Kind of text", "State", "Theme"):
        assert label in page.context["asked"].ignored


@pytest.mark.parametrize("query", ["", "?into=fr&state=all", "?into=fr&kind=paragraph"])
def test_queries_of_the_list_are_few_and_fixed(desk, query):
    counts = []
    for _n in range(2):
        make_paragraph(texts={"es": "Uno."})
        make_report(texts={"es": "Dos."})
        make_cycle(texts={"es": "Tres"})
        desk.get(LIST + query)
        with CaptureQueriesContext(connection) as queries:
            desk.get(LIST + query)
        counts.append(len(queries))
        make_paragraph(texts={"es": "Uno."})
        make_report(texts={"es": "Dos."})
    assert counts[0] == counts[1] <= 75


# The page of a record -------------------------------------------------------------------------


def test_source_and_target_stand_side_by_side(desk, paragraph):
    page = desk.get(address("paragraph", paragraph, "fr")).text
    assert '<div class="passage" lang="es"><p>Abrir diez escuelas.</p></div>' in page
    assert re.search(r'<textarea name="text"[^>]* lang="fr"', page)
    assert "Translation: Spanish → French" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_in_every_language(translator, paragraph, language):
    path = address("paragraph", paragraph, "fr").replace("/en/", f"/{language}/")
    assert signed_in(translator).get(path).status_code == 200


def test_saving_shows_the_text_and_its_label_to_readers(desk, reader, paragraph):
    path = address("paragraph", paragraph, "fr")
    answer = save(desk, path, text="Ouvrir dix écoles.", state="machine")
    assert (answer.status_code, answer.url) == (302, path)
    with override("fr"):
        page = reader.get(paragraph.get_absolute_url()).text
    assert "Ouvrir dix écoles." in page
    assert "Traduction automatique." in page


def test_next_leads_through_the_queue_to_its_end(desk, paragraph):
    second = make_paragraph(texts={"es": "Dos."})
    filters = "?kind=paragraph"
    first = desk.get(f"/en/secretariat/translations/fr/first/{filters}")
    assert first.url == address("paragraph", paragraph, "fr", filters)
    answer = save(desk, first.url, "next", text="Un.")
    assert answer.url == address("paragraph", second, "fr", filters)
    page = desk.get(answer.url)
    assert page.context["before"] == ""  # the first has left the queue
    answer = save(desk, answer.url, "next")  # nothing typed: nothing saved
    assert answer.url == f"{LIST}?into=fr&kind=paragraph"
    second.refresh_from_db()
    assert second.state_fr == "missing"


def test_nothing_typed_is_nothing_saved(desk, paragraph):
    made = make_paragraph(texts={"es": "  Dos.\r\nTres. ", "fr": "  Deux.\r\nTrois. "})
    before = Paragraph.objects.values().get(pk=made.pk)
    save(desk, address("paragraph", made, "fr"))
    assert Paragraph.objects.values().get(pk=made.pk) == before


def test_stale_text_says_what_has_changed_and_is_confirmed_only_by_a_tick(desk, paragraph):
    path = address("paragraph", paragraph, "fr")
    save(desk, path, text="Ouvrir dix écoles.")
    paragraph.refresh_from_db()
    paragraph.text_es = "Abrir doce escuelas."
    paragraph.save()
    page = desk.get(path).text
    assert "The original has changed since this was translated." in page
    assert re.search(r"<del>.*?diez .*?</del><ins>.*?doce ", page)
    save(desk, path)
    paragraph.refresh_from_db()
    assert paragraph.is_stale("fr")
    save(desk, path, follows="on")
    paragraph.refresh_from_db()
    assert not paragraph.is_stale("fr")


def test_label_alone_can_be_changed_and_does_not_make_it_fresh(desk):
    made = outdated(make_paragraph(texts={"es": "Dos.", "fr": "Deux."}))
    save(desk, address("paragraph", made, "fr"), state="machine")
    made.refresh_from_db()
    assert (made.state_fr, made.is_stale("fr")) == ("machine", True)


def test_lost_update_is_shown_with_both_texts_and_decided_by_the_translator(desk, paragraph):
    path = address("paragraph", paragraph, "fr")
    mine = form_of(desk.get(path))
    save(desk, path, text="La première.")
    answer = desk.post(path, {**mine, "text": "La mienne."})
    assert answer.status_code == 409
    paragraph.refresh_from_db()
    assert paragraph.text_fr == "La première."
    assert "Nothing was saved yet" in answer.text
    assert "première" in answer.text
    assert ">\nLa mienne.</textarea>" in answer.text
    desk.post(path, {**form_of(answer), "text": "La mienne."})
    paragraph.refresh_from_db()
    assert paragraph.text_fr == "La mienne."


def test_original_that_moved_is_shown_before_anything_is_saved(desk, paragraph):
    path = address("paragraph", paragraph, "fr")
    mine = form_of(desk.get(path))
    paragraph.text_es = "Abrir doce escuelas."
    paragraph.save()
    answer = desk.post(path, {**mine, "text": "Ouvrir dix écoles."})
    assert answer.status_code == 409
    assert "doce" in answer.text
    paragraph.refresh_from_db()
    assert paragraph.text_fr is None


def test_preview_saves_nothing_and_cleans(desk):
    section = make_report(texts={"es": "Hecho."}).sections.get()
    answer = save(desk, address("section", section, "fr"), "preview",
                  text="**Fait** <img src=x onerror=alert(1)>")  # fmt: skip
    assert "<strong>Fait</strong>" in answer.text
    assert "<img src=x" not in answer.text
    section.refresh_from_db()
    assert section.text_fr is None


def test_texts_of_a_language_hang_on_the_main_one(desk):
    theme = make_theme(texts={"en": "Water", "fr": "Eau"}, description_en="Clean.")
    path = address("theme", theme, "fr")
    answer = save(desk, path, name="", description="Propre.")
    assert answer.status_code == 200
    assert "Give this text too" in answer.text
    assert "Propre." in answer.text
    theme.refresh_from_db()
    assert theme.description_fr is None


def test_text_that_a_link_hangs_on_is_not_emptied(desk):
    document = factories.make_document(source_fr="https://example.org/fr")
    answer = save(desk, address("document", document, "fr"), title="")
    assert "depends on this one" in answer.text
    document.refresh_from_db()
    assert document.title_fr


def test_too_long_a_text_is_an_error_and_stays_in_its_field(desk):
    theme = make_theme(texts={"en": "Water"})
    answer = save(desk, address("theme", theme, "fr"), name="é" * 121)
    assert answer.status_code == 200
    assert "é" * 121 in answer.text
    theme.refresh_from_db()
    assert theme.name_fr is None


def test_name_is_escaped_where_it_is_shown(desk):
    text = '"><script>alert(1)</script>'
    theme = outdated(make_theme(texts={"es": text, "fr": text}))
    for path in (address("theme", theme, "fr"), f"{LIST}?into=fr"):
        page = desk.get(path).text
        assert "<script>alert" not in page
        assert escape(text) in page


# What is not there for the person -------------------------------------------------------------


def outcomes(client, paths):
    return [client.get(path).status_code for path in paths]


def test_only_translators_see_the_queue(paragraph, coordinator, reviewer, client):
    paths = [LIST, address("paragraph", paragraph, "fr"), f"{LIST}spreadsheet/",
             f"{LIST}fr/first/", f"{LIST}fr/spreadsheet/"]  # fmt: skip
    assert outcomes(signed_in(coordinator), paths) == [404] * 5
    assert outcomes(client, paths) == [302] * 5
    assert outcomes(signed_in(reviewer), paths) == [200, 200, 200, 302, 200]


@pytest.mark.parametrize("state", ["draft", "returned", "superseded", "withdrawn"])
def test_foreign_section_answers_as_a_missing_one(desk, state):
    """By GET and by POST; what was typed is given back either way."""
    section = make_report(state=state, texts={"es": "Secreto."}).sections.get()
    missing = address("section", Section(pk=987_654_321), "fr")
    there, typed = address("section", section, "fr"), {"text": "Mon texte.", "state": "official"}
    nothing = [desk.get(path).status_code for path in (there, missing)]
    pages = [desk.post(path, typed) for path in (there, missing)]
    assert (nothing, [page.status_code for page in pages]) == ([404, 404], [404, 404])
    same = [re.sub(r'value="\w{64}"|/section/\d+/', "", page.text) for page in pages]
    assert same[0] == same[1]
    assert "Mon texte." in same[0]
    assert "Secreto" not in same[0]
    section.refresh_from_db()
    assert section.text_fr is None


@pytest.mark.parametrize(
    "path",
    ["nothing/1/fr", "paragraph/1/xx", "paragraph/99999999999999999999/fr", "theme/0/es"],
)
def test_odd_addresses_are_not_found(desk, path):
    assert desk.get(f"{LIST}{path}/").status_code == 404
    assert desk.post(f"{LIST}{path}/", {"name": "x"}).status_code == 404


def test_original_has_no_page_of_its_own(desk, paragraph):
    assert desk.get(address("paragraph", paragraph, "es")).status_code == 404
    desk.post(address("paragraph", paragraph, "es"), {"text": "Otro.", "state": "official"})
    paragraph.refresh_from_db()
    assert paragraph.text_es == "Abrir diez escuelas."


def test_hidden_columns_cannot_be_posted(desk):
    """Fields that the form does not have change nothing, whatever they are named."""
    section = make_report(texts={"es": "Hecho."}).sections.get()
    more = {"text_es": "Otro.", "html_fr": "<b>", "report": "1", "original_language": "fr"}
    save(desk, address("section", section, "fr"), text="Fait.", **more)
    section.refresh_from_db()
    assert (section.text_es, section.original_language) == ("Hecho.", "es")
    assert section.html_fr == "<p>Fait.</p>"


def test_rights_taken_away_act_on_the_next_request(desk, translator, paragraph):
    from accounts.granting import end

    data = {**form_of(desk.get(address("paragraph", paragraph, "fr"))), "text": "Un."}
    end(translator.memberships.get(), by=None)
    assert desk.post(address("paragraph", paragraph, "fr"), data).status_code == 404
    paragraph.refresh_from_db()
    assert paragraph.text_fr is None
    assert kind_named("paragraph").records().count() == 1
