"""Actions as everybody reads them: the list, one action, and how far they are on other pages."""

import datetime

import pytest

from reports.models import Action
from tests.factories import (
    in_four,
    make_action,
    make_action_step,
    make_document,
    make_entity,
    make_paragraph,
    make_report,
    make_theme,
)
from tests.page_text import texts

pytestmark = pytest.mark.django_db
PAST, LATER = datetime.date(2020, 1, 31), datetime.date(2999, 12, 31)


@pytest.fixture
def theme():
    return make_theme(slug="health")


@pytest.fixture
def paragraph(theme):
    document = make_document(slug="plan", texts={"en": "Plan of Action"})
    return make_paragraph(document=document, label="3", themes=[theme])


@pytest.fixture
def peru():
    return make_entity(slug="peru", texts={"en": "Peru", "es": "Perú"})


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def actions_in(html: str) -> list[str]:
    return texts(r'<li class="action">.*?<div class="passage"[^>]*>(.*?)</div>', html)


def test_a_row_says_state_who_and_until_when(client, paragraph, peru):
    make_action(
        paragraph=paragraph, entities=[peru], state="ongoing", due_on=LATER, due_precision="year",
        texts={"en": "Train teachers."},
    )  # fmt: skip
    html = page(client, "/en/actions/")
    assert texts(r'<p class="state">(.*?)</p>', html) == ["◐ ongoing"]
    [meta] = texts(r'<p class="meta">(.*?this action</a>)</p>', html)
    assert meta == "Peru · due by 2999 · Paragraph 3, Plan of Action · this action"


def test_an_action_past_its_day_says_so_until_it_is_done(client, paragraph):
    make_action(paragraph=paragraph, state="planned", due_on=PAST)
    make_action(paragraph=paragraph, state="done", due_on=PAST)
    html = page(client, "/en/actions/")
    assert [meta.split(" · ")[1] for meta in texts(r'<p class="meta">(nobody.*?)</p>', html)] == [
        "was due by 31 January 2020",
        "due by 31 January 2020",
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=done", ["Two."]),
        ("entity=peru", ["One."]),
        ("theme=health", ["One.", "Two."]),
        ("document=plan&state=planned", ["One."]),
        ("due=past", ["One."]),
        ("", ["One.", "Two.", "Three."]),
    ],
)
def test_filters_choose(client, paragraph, peru, query, found):
    make_action(
        paragraph=paragraph, entities=[peru], state="planned", due_on=PAST, texts={"en": "One."}
    )
    make_action(paragraph=paragraph, state="done", due_on=PAST, texts={"en": "Two."})
    other = make_paragraph(document=make_document(date=datetime.date(1994, 1, 1)))
    make_action(paragraph=other, state="pending", texts={"en": "Three."})
    assert actions_in(page(client, f"/en/actions/?{query}")) == found


@pytest.mark.parametrize("query", ["state=late", "entity=none", "due=x", "theme=none", "page=x"])
def test_odd_values_are_left_out(client, paragraph, query):
    make_action(paragraph=paragraph, texts={"en": "One."})
    html = page(client, f"/en/actions/?{query}")
    assert actions_in(html) == ["One."]
    assert ("is left out" in html) == (not query.startswith("page"))


def test_progress_counts_how_many_of_how_many(client, paragraph, theme, peru):
    for state in ("done", "done", "planned"):
        make_action(paragraph=paragraph, entities=[peru], state=state, due_on=PAST)
    for address in (
        "/en/themes/health/", "/en/documents/plan/", "/en/documents/plan/3/", "/en/countries/peru/",
        "/en/actions/",
    ):  # fmt: skip
        html = page(client, address)
        assert texts(r"<figcaption>(.*?actions? (?:is|are) done)</figcaption>", html) == [
            "2 of 3 actions are done"
        ], address
        keys = html.partition('<ul class="key"')[2].partition("</ul>")[0]
        assert texts(r"<li[^>]*>(.*?)</li>", keys) == [
            "● done 2", "○ planned 1", "! past their day 1",
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "kept"), [("page=1", ""), ("page=1&theme=health", "theme=health&amp;")]
)
def test_progress_leads_to_the_first_page_of_each_state(client, paragraph, theme, query, kept):
    make_action(paragraph=paragraph, state="done")
    keys = page(client, f"/en/actions/?{query}").partition('<ul class="key"')[2]
    assert f'<a href="/en/actions/?{kept}state=done">' in keys


def test_pages_without_actions_say_nothing_of_them(client, paragraph):
    for address in ("/en/themes/health/", "/en/documents/plan/", "/en/documents/plan/3/"):
        assert 'id="actions"' not in page(client, address)


def test_an_actions_page_has_history_and_the_current_edition_of_linked_reports(client, paragraph):
    report = make_report(state="superseded", texts={"en": "Old."})
    make_report(lineage=report, edition=2, entity=report.entity, texts={"en": "New."})
    draft = make_report(state="draft", texts={"en": "Hidden words."})
    action = make_action(paragraph=paragraph, state="done", linked=[report, draft])
    at = datetime.datetime(2020, 5, 1, 2, tzinfo=datetime.UTC)  # the evening before in Washington
    make_action_step(action=action, at=at, to_state="planned")
    make_action_step(
        action=action, at=at + datetime.timedelta(days=31), from_state="planned", to_state="done"
    )
    html = page(client, action.get_absolute_url())
    assert texts(r'<ol class="timeline".*?</ol>', html) == [
        "31 May 2020Done 30 April 2020Recorded: planned"
    ]
    assert "New." in html
    assert "Old." not in html
    assert "Hidden words." not in html


def test_cells_are_shown_whole_in_their_language(client, paragraph):
    action = make_action(paragraph=paragraph, texts={"es": "Formar."})
    action.write("es", text="Formar.", activity="Curso.", schedule="CONTINUO – 2006", heading="A.")
    action.save()
    html = page(client, action.get_absolute_url())
    assert '<div class="passage" lang="es"><p>CONTINUO – 2006</p></div>' in html
    assert '<span lang="es">A.</span>' in html


@pytest.mark.parametrize("number", ["999", "99999999999999999999999"])
def test_an_unknown_action_is_not_found(client, number):
    assert client.get(f"/en/actions/{number}/").status_code == 404


@pytest.mark.parametrize("language", ["es", "fr", "pt-br"])
def test_pages_answer_in_every_language(client, paragraph, language):
    texts_ = in_four("Train.", "Formar.", "Former.", "Formar.")
    action = make_action(paragraph=paragraph, texts=texts_, state="planned", due_on=PAST)
    for address in ("actions/", f"actions/{action.pk}/"):
        html = page(client, f"/{language}/{address}")
        assert texts_[language] in html


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries(client, paragraph, rows, django_assert_num_queries):
    for _ in range(rows):
        make_action(
            paragraph=make_paragraph(themes=[make_theme()]), entities=[make_entity(), make_entity()]
        )
    with django_assert_num_queries(11):
        page(client, "/en/actions/")


@pytest.mark.parametrize("rows", [1, 3])
def test_an_actions_page_takes_the_same_queries(client, rows, django_assert_num_queries):
    reports = [make_report() for _ in range(rows)]
    action = make_action(linked=reports, entities=[make_entity() for _ in range(rows)])
    for _ in range(rows):
        make_action_step(action=action)
    with django_assert_num_queries(9):
        page(client, f"/en/actions/{action.pk}/")


def test_overdue_is_told_of_the_day_after_the_last(paragraph):
    action = make_action(paragraph=paragraph, state="ongoing", due_on=PAST)
    assert not action.is_overdue(PAST)
    assert action.is_overdue(PAST + datetime.timedelta(days=1))
    assert list(Action.objects.overdue(PAST)) == []
    assert list(Action.objects.overdue(PAST + datetime.timedelta(days=1))) == [action]
