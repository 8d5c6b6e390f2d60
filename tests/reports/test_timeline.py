"""Timelines, and the public history of records."""

import datetime
import re

import pytest
from simple_history.utils import update_change_reason

from mandates.models import Paragraph
from reports.subject import subject
from reports.timeline import timeline
from tests.factories import (
    make_citation,
    make_cycle,
    make_document,
    make_entity,
    make_meeting,
    make_paragraph,
    make_participation,
    make_report,
    make_theme,
)

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2018, 3, 1)


def events(rf, query):
    about, _ignored = subject(rf.get(f"/?{query}").GET, "en")
    found = timeline(about, "en", TODAY)
    return [(event.kind, event.years or event.when.isoformat()) for event in found.events]


@pytest.fixture
def world(db):
    """A mandate of 2012; one report in 2013, two in 2016; reports due in 2014."""
    theme, entity = make_theme(slug="health"), make_entity(slug="peru")
    meeting = make_meeting(starts_on=datetime.date(2012, 4, 14))
    make_participation(meeting=meeting, entity=entity)
    document = make_document(slug="plan", meeting=meeting, date=datetime.date(2012, 4, 15))
    mandate = make_paragraph(document=document, slug="1", label="1", themes=[theme])
    make_cycle(themes=[theme], asked=[entity])
    for year in (2013, 2016, 2016):
        date = datetime.date(year, 5, 1)
        make_report(entity=entity, themes=[theme], date=date, citing=[mandate])


REPORTS = [
    ("silent", "2012"), ("reported", "2013"), ("silent", "2014–2015"), ("reported", "2016"),
    ("silent", "2017–2018"),
]  # fmt: skip


def test_what_is_told_in_another_language_is_marked(reader, theme_in_spanish):
    told = reader.get("/en/timeline/?theme=health").text
    assert '<a href="/en/documents/plan/" lang="es">Plan de acción</a>' in told
    assert '<span lang="es">Ronda de 2014</span>' in told
    told = reader.get("/en/timeline/?entity=peru").text
    assert re.search(r'<a href="/en/summits/[^"]+/" lang="es">Cumbre</a>', told)
    for query, name in (("theme=health", "Salud"), ("document=plan", "Plan de acción")):
        page = reader.get(f"/en/coverage/peru/?{query}").text
        assert f'<p class="intro" lang="es">{name}</p>' in page
        assert re.search(f'<a href="[^"]+" lang="es">{name}</a>', page)


@pytest.fixture
def theme_in_spanish(db):
    theme, entity = make_theme(slug="health", texts={"es": "Salud"}), make_entity(slug="peru")
    meeting = make_meeting(texts={"es": "Cumbre"})
    make_participation(meeting=meeting, entity=entity)
    document = make_document(slug="plan", meeting=meeting, texts={"es": "Plan de acción"})
    make_paragraph(document=document, themes=[theme])
    moment = datetime.datetime(2014, 5, 1, tzinfo=datetime.UTC)
    dates = {"opens_at": moment, "due_at": moment, "announced_at": moment}
    make_cycle(themes=[theme], asked=[entity], texts={"es": "Ronda de 2014"}, **dates)


@pytest.mark.parametrize("query", ["document=plan", "paragraph=plan/1"])
def test_adoption_reports_and_silence_stand_in_order(rf, world, query):
    assert events(rf, query) == [("agreed", "2012-04-15"), *REPORTS]


@pytest.mark.parametrize("query", ["document=plan", "paragraph=plan/1"])
def test_a_number_that_may_mean_the_mandate_is_no_silence(rf, world, query):
    report = make_report(date=datetime.date(2017, 5, 1))
    likely = [Paragraph.objects.get(slug="1"), make_paragraph()]
    make_citation(report=report, state="ambiguous", candidates=likely)
    assert events(rf, query)[-2:] == [("reported", "2017"), ("silent", "2018")]


def test_a_theme_says_when_reports_were_due(rf, world):
    due = ("asked", "2014-06-01")  # by the clock of the cycle
    assert events(rf, "theme=health") == [("agreed", "2012-04-15"), *REPORTS[:2], due, *REPORTS[2:]]


def test_an_entity_begins_where_it_took_part(rf, world):
    assert events(rf, "entity=peru")[0] == ("agreed", "2012-04-14")


def test_silence_stands_before_the_summit_that_ends_it(rf, world):
    entity = make_entity(slug="chile")
    for year in (2005, 2015):
        held = make_meeting(starts_on=datetime.date(year, 4, 14))
        make_participation(meeting=held, entity=entity)
    make_report(entity=entity, date=datetime.date(2016, 5, 1))
    assert events(rf, "entity=chile") == [
        ("agreed", "2005-04-14"), ("silent", "2005–2015"), ("agreed", "2015-04-14"),
        ("reported", "2016"), ("silent", "2017–2018"),
    ]  # fmt: skip


def test_where_nothing_is_known_there_is_no_silence(reader, rf):
    make_theme(slug="energy")
    assert events(rf, "theme=energy") == []
    page = reader.get("/en/timeline/?theme=energy")
    assert page.context["timeline"].chart.is_empty
    assert "No report received" not in page.text
    assert '<p class="empty">Nothing has happened yet.</p>' in page.text


def test_years_lead_to_their_reports(reader, world):
    html = reader.get("/en/timeline/?theme=health").text
    assert 'href="/en/reports/?theme=health&amp;since=2016&amp;until=2016">2 reports</a>' in html


def test_end_of_a_mandate_is_told(rf, world):
    ended = {"life_cycle": "superseded", "life_cycle_date": datetime.date(2015, 1, 1)}
    document = make_document(slug="old", date=datetime.date(2010, 1, 1))
    make_paragraph(document=document, slug="9", label="9", **ended)
    assert ("agreed", "2015-01-01") in events(rf, "paragraph=old/9")


@pytest.mark.parametrize("page", ["timeline", "changes"])
@pytest.mark.parametrize("query", ["", "theme=none", "paragraph=plan/none", "paragraph=x"])
def test_what_the_address_does_not_name_is_not_there(reader, world, page, query):
    assert reader.get(f"/en/{page}/?{query}").status_code == 404


@pytest.mark.parametrize("page", ["timeline", "changes"])
def test_of_two_themes_the_last_is_told_and_the_other_named(reader, world, page):
    context = reader.get(f"/en/{page}/?theme=none&theme=health").context
    assert (context["about"].key, context["ignored"]) == ("health", ["Theme"])


@pytest.mark.parametrize("page", ["timeline", "changes"])
@pytest.mark.parametrize(
    ("query", "about", "ignored"),
    [
        ("document=plan&theme=health", "health", ["Document"]),
        ("theme=health&entity=peru&paragraph=plan/1", "health", ["Entity", "Paragraph"]),
        ("document=plan&theme=none", "plan", ["Theme"]),
    ],
)
def test_of_two_subjects_one_is_told_and_the_other_named(
    reader, world, page, query, about, ignored
):
    answer = reader.get(f"/en/{page}/?{query}")
    assert (answer.context["about"].key, answer.context["ignored"]) == (about, ignored)
    assert ", ".join(ignored) in answer.text


@pytest.mark.parametrize("page", ["timeline", "changes"])
@pytest.mark.parametrize("query", ["theme=health", "paragraph=plan/1"])
def test_addresses_in_the_head_lead_to_the_page(reader, world, page, query):
    html = reader.get(f"/fr/{page}/?theme=none&{query}&x=1").text
    links = re.findall(r'<link rel="(canonical|alternate)".*? href="http://[^/]*([^"]*)">', html)
    bare = f"/{page}/?{query}"
    assert links == [
        ("canonical", f"/fr{bare}"),
        *(("alternate", f"/{code}{bare}") for code in ("en", "es", "fr", "pt-br")),
        ("alternate", bare),
    ]
    for _rel, address in links:
        assert reader.get(address, follow=True).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_timeline_takes_the_same_queries_for_any_number_of_rows(
    reader, rows, django_assert_num_queries
):
    theme = make_theme(slug="health")
    for _ in range(rows):
        make_report(themes=[theme], citing=[make_paragraph(themes=[theme])])
    with django_assert_num_queries(9):
        reader.get("/en/timeline/?theme=health")


# Changes --------------------------------------------------------------------------------------


def test_changes_say_what_and_when_and_never_who(reader, editor):
    theme = make_theme(slug="health", texts={"en": "Health"})
    theme.name_en = "Public health"
    theme.slug = "public-health"
    theme._history_user = editor
    theme.save()
    update_change_reason(theme, "A secret reason")
    page = reader.get("/en/changes/?theme=public-health")
    [changed, begun] = page.context["changes"]
    said = [(one.label, one.language, one.before, one.after) for one in changed.fields]
    assert said == [("name", "en", "", ""), ("address part", "", "health", "public-health")]
    assert begun.begins
    assert "<ins>" in page.text
    for private in (editor.name, editor.email, "A secret reason"):
        assert private not in page.text


def test_versions_without_a_visible_change_are_left_out(reader):
    entity = make_entity(slug="peru")
    entity.needs_approval = True
    entity.save()
    [only] = reader.get("/en/changes/?entity=peru").context["changes"]
    assert only.begins


def test_facts_are_said_in_words(reader):
    document = make_document(slug="plan")
    mandate = make_paragraph(document=document, slug="1", label="1")
    mandate.nature = "informative"
    mandate.save()
    [changed, _begun] = reader.get("/en/changes/?paragraph=plan/1").context["changes"]
    [field] = changed.fields
    assert (field.before, field.after) == ("operative", "informative")
