"""The Secretariat's screens of cycles, the board, and asking for more time in the workspace."""

import datetime
import re

import pytest
from django.utils import timezone

from accounts.models import Mail
from reports import cycle_writing, cycles
from reports.cycle_form import CycleForm
from reports.models import Asked, Cycle, ExtensionRequest, Nudge
from tests import factories
from tests.people import signed_in

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
BOARD_QUERIES = 15


@pytest.fixture
def secretariat(reviewer):
    return signed_in(reviewer)


@pytest.fixture
def workspace(coordinator):
    return signed_in(coordinator)


def a_round(*entities, **fields):
    now = timezone.now()
    defaults = {"opens_at": now - DAY, "due_at": now + 20 * DAY, "announced_at": now - DAY}
    fields = {"slug": "round", "themes": [factories.make_theme()]} | defaults | fields
    return factories.make_cycle(asked=entities, **fields)


def typed(entity, theme, **fields):
    """What the form sends."""
    dates = {"opens_at": "2026-11-01T09:00", "due_at": "2026-12-20T17:00", "closes_at": ""}
    return {
        "name_en": "Round 2027", "guidance_en": "Write **briefly**.", "time_zone": "America/Lima",
        "themes": [theme.pk], "entities": [entity.pk], **dates, **fields,
    }  # fmt: skip


def store(browser, sent):
    """Send what is typed with what else the opened form of the round sends."""
    form = browser.get("/en/secretariat/cycles/round/").context["form"]
    return browser.post("/en/secretariat/cycles/round/", {"mark": form["mark"].value(), **sent})


# The form -------------------------------------------------------------------------------------


def test_cycle_is_created_from_the_form(secretariat, entity):
    theme, document = factories.make_theme(), factories.make_document()
    answer = secretariat.post(
        "/en/secretariat/cycles/new/",
        typed(entity, theme, documents=[document.pk], name_es="Ronda"),
    )
    assert answer.url == "/en/secretariat/cycles/round-2027/"
    cycle = Cycle.objects.get()
    assert cycle.texts("name") == {"en": "Round 2027", "es": "Ronda"}
    assert cycle.guidance_html_en == "<p>Write <strong>briefly</strong>.</p>"
    assert cycle.due_at == datetime.datetime(2026, 12, 20, 22, 0, tzinfo=datetime.UTC)
    assert (list(cycle.themes.all()), list(cycle.documents.all())) == ([theme], [document])
    assert [row.entity for row in cycle.asked.all()] == [entity]
    assert cycle.announced_at is None
    assert Mail.objects.count() == 0


@pytest.mark.parametrize("page", ["new", "round"])
def test_records_to_tick_follow_the_readers_alphabet(page, secretariat):
    made = {"Germany": "Allemagne", "Bolivia": "Bolivie", "Ecuador": "Équateur", "Fiji": "Fidji"}
    for make in (factories.make_entity, factories.make_theme):
        for english, french in sorted(made.items()):
            make(texts={"en": english, "fr": french})
    a_round()
    form = secretariat.get(f"/fr/secretariat/cycles/{page}/").context["form"]
    for name in ("entities", "themes"):
        shown = [choice for _key, choice in form.fields[name].choices]
        assert [one for one in shown if one in made.values()] == [*made.values()]


def test_all_states_and_all_institutions_are_one_tick_each(secretariat):
    theme, state, body = (
        factories.make_theme(),
        factories.make_entity(),
        factories.make_institution(),
    )
    factories.make_entity(is_demonstration=True)
    address = "/en/secretariat/cycles/new/"
    secretariat.post(address, {**typed(state, theme, entities=[]), "all_states": "on"})
    secretariat.post(address, {**typed(state, theme, entities=[]), "all_institutions": "on"})
    first, second = Cycle.objects.order_by("id")
    assert [row.entity for row in first.asked.all()] == [state]
    assert [row.entity for row in second.asked.all()] == [body]
    assert second.slug == "round-2027-2"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name_en": ""}, "Name the cycle in one language at least."),
        ({"guidance_fr": "Bref."}, "Guidance needs the name beside it."),
        ({"due_at": "2026-10-01T09:00"}, "The cycle is due before it opens."),
        ({"closes_at": "2026-12-01T09:00"}, "The cycle closes before it is due."),
        (
            {"due_at": "2026-10-01T09:00", "closes_at": "2026-09-01T09:00"},
            "The cycle closes before it is due.",
        ),
        ({"opens_at": "soon"}, "Write a date and a time"),
        ({"opens_at": "9999-12-31T23:59"}, "Write a date and a time"),
        ({"entities": []}, "Choose at least one entity."),
        ({"time_zone": "Moon/Crater"}, "Select a valid choice"),
        ({"due_at": "2027-03-14T02:30", "time_zone": "America/New_York"}, "The clocks skip"),
        ({"themes": ["x"]}, "not a valid value"),
        ({"themes": ["99999999999999999999"]}, "Select a valid choice"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(fields, said, secretariat, entity):
    sent = typed(entity, factories.make_theme(), **fields)
    answer = secretariat.post("/en/secretariat/cycles/new/", sent)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert said in page
    assert "Write **briefly**." in page
    assert "<title>Error:" in page.replace("\n", "")
    assert Cycle.objects.count() == 0


def test_form_shows_dates_in_the_zone_of_the_cycle(secretariat, entity):
    due = datetime.datetime(2026, 12, 20, 22, 0, tzinfo=datetime.UTC)
    a_round(entity, due_at=due, time_zone="America/Lima")
    assert (
        'value="2026-12-20T17:00"'
        in secretariat.get("/en/secretariat/cycles/round/").content.decode()
    )


def test_entity_added_later_is_told_and_the_others_not_again(secretariat, entity, coordinator):
    cycle = a_round(entity)
    later = factories.make_entity()
    colleague = factories.make_person(role="coordinator", entity=later)
    sent = typed(entity, cycle.themes.get(), entities=[entity.pk, later.pk])
    for _n in range(2):
        store(secretariat, sent)
    told = Mail.objects.order_by("id").values_list("to", flat=True)
    assert sorted(told) == sorted([coordinator.pk, colleague.pk])


def test_who_stays_keeps_the_extension(secretariat, entity):
    cycle = a_round(entity)
    until = cycle.due_at + DAY
    Asked.objects.update(extended_until=until)
    store(secretariat, typed(entity, cycle.themes.get()))
    assert Asked.objects.get().extended_until == until


@pytest.mark.parametrize("meanwhile", ["announced", "changed"])
def test_what_changed_meanwhile_is_not_written_over(meanwhile, secretariat, reviewer, entity):
    cycle = a_round(entity, announced_at=None)
    address = "/en/secretariat/cycles/round/"
    form = secretariat.get(address).context["form"]
    sent = typed(entity, cycle.themes.get(), mark=form["mark"].value())
    if meanwhile == "announced":
        cycles.announce(cycle, by=reviewer)
    else:
        secretariat.post(address, sent | {"name_en": "Theirs"})
    before = Cycle.objects.values().get()
    answer = secretariat.post(address, sent)
    assert "Nothing was saved: the record has been changed meanwhile." in answer.text
    assert "Round 2027" in answer.text
    assert Cycle.objects.values().get() == before
    again = secretariat.post(address, sent | {"mark": answer.context["form"]["mark"].value()})
    assert again.status_code == 302
    now = Cycle.objects.get()
    assert (now.name_en, now.announced_at) == ("Round 2027", before["announced_at"])


def test_cycle_sent_twice_is_one(secretariat, entity):
    sent = typed(entity, factories.make_theme())
    answers = {secretariat.post("/en/secretariat/cycles/new/", sent).url for _n in range(2)}
    assert answers == {"/en/secretariat/cycles/round-2027/"}
    assert Cycle.objects.count() == 1


def test_cycle_sent_in_two_windows_at_once_is_one(entity, monkeypatch):
    """Neither sees the other's when it looks for a free address."""
    theme = factories.make_theme()
    form = CycleForm(typed(entity, theme))
    assert form.is_valid()
    first, free_slug = cycle_writing.create(form.cleaned_data), cycle_writing.free_slug
    slugs = iter([first.slug])
    monkeypatch.setattr(cycle_writing, "free_slug", lambda one: next(slugs, None) or free_slug(one))
    assert cycle_writing.create(form.cleaned_data) == first


@pytest.mark.parametrize("dropped", ["entities", "themes"])
def test_what_was_begun_stays(dropped, secretariat, entity):
    cycle = a_round(entity)
    theme = cycle.themes.get()
    factories.make_report(entity=entity, cycle=cycle, themes=[theme], state="draft")
    others = {"entities": factories.make_entity().pk, "themes": factories.make_theme().pk}
    sent = typed(entity, theme, **{dropped: [others[dropped]]})
    assert store(secretariat, sent).status_code == 200
    assert [row.entity for row in Asked.objects.all()] == [entity]
    assert list(cycle.themes.all()) == [theme]


@pytest.mark.parametrize("typed_in", [{"a": "1"}, {"entities": ["x"]}])
def test_form_without_entities_is_refused_where_a_report_is_begun(typed_in, secretariat, entity):
    cycle = a_round(entity)
    factories.make_report(entity=entity, cycle=cycle, themes=[cycle.themes.get()], state="draft")
    answer = secretariat.post("/en/secretariat/cycles/round/", typed_in)
    assert answer.status_code == 200
    assert [row.entity for row in Asked.objects.all()] == [entity]


def test_legacy_page_is_no_round_of_reporting(secretariat, entity):
    a_round(entity, is_legacy=True, announced_at=None)
    for part in ("cycles", "board"):
        assert secretariat.get(f"/en/secretariat/{part}/round/").status_code == 404


def test_cycle_is_announced_by_a_button_once(secretariat, entity, coordinator):
    a_round(entity, announced_at=None)
    assert "Announce now" in secretariat.get("/en/secretariat/cycles/round/").content.decode()
    assert secretariat.get("/en/secretariat/cycles/round/announce/").status_code == 405
    for _n in range(2):
        assert secretariat.post("/en/secretariat/cycles/round/announce/").status_code == 302
    assert Mail.objects.count() == 1
    assert "Announce now" not in secretariat.get("/en/secretariat/cycles/round/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_with_one_cycle_and_three(
    number, secretariat, django_assert_num_queries
):
    for n in range(number):
        a_round(factories.make_entity(), slug=f"round-{n}")
    secretariat.get("/en/secretariat/cycles/")
    with django_assert_num_queries(6):
        assert secretariat.get("/en/secretariat/cycles/").status_code == 200


# The board ------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["", "draft", "returned", "submitted", "published"])
def test_board_says_how_far_each_entity_is(state, secretariat, entity, coordinator):
    cycle = a_round(entity)
    if state:
        factories.make_report(entity=entity, cycle=cycle, themes=cycle.themes.all(), state=state)
    page = secretariat.get("/en/secretariat/board/round/").content.decode()
    row = page.split("<tbody>")[1].split("</tbody>")[0]
    assert (state or "not started") in row
    assert "20 days left" in row
    assert coordinator.name in row
    silent = state not in ("submitted", "published")
    assert ("Remind<" in row) is silent
    only = secretariat.get("/en/secretariat/board/round/?show=silent").content.decode()
    assert (entity.name_en in only) is silent


def test_board_names_who_has_no_coordinator(secretariat, entity):
    a_round(entity)
    assert "no coordinator" in secretariat.get("/en/secretariat/board/round/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_board_costs_the_same_with_one_entity_and_three(
    number, secretariat, django_assert_num_queries
):
    entities = [factories.make_entity() for _n in range(number)]
    cycle = a_round(*entities, themes=[factories.make_theme() for _n in range(number)])
    for row in cycle.asked.all():
        factories.make_person(role="coordinator", entity=row.entity)
        factories.make_report(entity=row.entity, cycle=cycle, themes=cycle.themes.all())
        factories.make_nudge(asked=row)
        factories.make_extension_request(asked=row)
    secretariat.get("/en/secretariat/board/round/")
    with django_assert_num_queries(BOARD_QUERIES):
        assert secretariat.get("/en/secretariat/board/round/").status_code == 200


def test_chosen_entities_are_reminded_and_the_log_says_so(
    secretariat, entity, coordinator, reviewer
):
    cycle = a_round(entity, factories.make_entity())
    (row, _other) = cycle.asked.all()
    answer = secretariat.post("/en/secretariat/board/round/", {"asked": [row.pk], "note": "Hi."})
    assert answer.url == "/en/secretariat/board/round/"
    assert [(n.asked, n.by, n.note) for n in Nudge.objects.all()] == [(row, reviewer, "Hi.")]
    page = secretariat.get(answer.url).content.decode()
    assert "1 entity was reminded." in page
    assert "Hi." in page.split('id="log"')[1]


def test_all_who_are_silent_are_reminded_by_one_button(secretariat, entity, coordinator):
    done, alone = factories.make_entity(), factories.make_entity()
    factories.make_person(role="coordinator", entity=done)
    cycle = a_round(entity, done, alone)
    factories.make_report(entity=done, cycle=cycle, themes=cycle.themes.all(), state="submitted")
    unsure = secretariat.post("/en/secretariat/board/round/", {"all": "1"}, follow=True)
    assert "Nobody was reminded" in unsure.text
    assert not Nudge.objects.exists()
    secretariat.post("/en/secretariat/board/round/", {"all": "1", "sure": "1"})
    assert [nudge.asked.entity for nudge in Nudge.objects.all()] == [entity]


@pytest.mark.parametrize("chosen", [[], ["x"], ["999999"], ["99999999999999999999999"]])
def test_choice_that_cannot_be_is_answered_with_words(chosen, secretariat, entity):
    a_round(entity)
    answer = secretariat.post("/en/secretariat/board/round/", {"asked": chosen}, follow=True)
    assert answer.status_code == 200
    assert answer.context["form"].errors["asked"]


@pytest.mark.parametrize("fields", [{"all": "1"}, {"asked": "row"}])
def test_note_with_a_forbidden_character_reminds_nobody(fields, secretariat, entity, coordinator):
    row = a_round(entity).asked.get()
    sent = {"note": "a\x00b"} | {k: row.pk if v == "row" else v for k, v in fields.items()}
    answer = secretariat.post("/en/secretariat/board/round/", sent, follow=True)
    assert answer.context["form"].errors["note"]
    assert Nudge.objects.count() == 0


@pytest.mark.parametrize(
    ("pressed", "wrong"), [({"all": "1"}, "sure"), ({"note": "x" * 1001}, "note")]
)
def test_word_and_ticks_stay_when_nobody_is_reminded(
    pressed, wrong, secretariat, entity, coordinator
):
    other = factories.make_entity()
    factories.make_person(role="coordinator", entity=other)
    row, _other = a_round(entity, other).asked.all()
    sent = {"asked": [row.pk], "note": "We count on you."} | pressed
    page = secretariat.post("/en/secretariat/board/round/?show=silent", sent).text
    assert re.findall(r'name="asked" value="(\d+)" checked', page) == [str(row.pk)]
    assert f'value="{sent["note"]}"' in page
    assert f'<a href="#id_{wrong}">' in page
    assert f'id="id_{wrong}_error"' in page
    assert Nudge.objects.count() == 0


def test_word_stays_when_whom_it_is_for_was_reminded_already(secretariat, entity, coordinator):
    row = a_round(entity).asked.get()
    factories.make_nudge(asked=row, at=timezone.now())
    sent = {"asked": [row.pk], "note": "We count on you."}
    page = secretariat.post("/en/secretariat/board/round/", sent).text
    assert "less than a day ago" in page
    assert 'value="We count on you."' in page


def test_row_of_another_cycle_is_not_reminded(secretariat, entity, coordinator):
    a_round(factories.make_entity())
    other = a_round(entity, slug="another").asked.get()
    secretariat.post("/en/secretariat/board/round/", {"asked": [other.pk]})
    assert Nudge.objects.count() == 0


# More time ------------------------------------------------------------------------------------


def local(moment):
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M")


def test_more_time_is_asked_for_and_given(secretariat, workspace, entity):
    cycle = a_round(entity, time_zone="UTC")
    address = f"/en/workspace/cycles/round/extension/{entity.slug}/"
    until = cycle.due_at + 10 * DAY
    assert workspace.get(address).status_code == 200
    workspace.post(address, {"until": local(until), "reason": "Elections."})
    wanted = ExtensionRequest.objects.get()
    assert (
        "Elections."
        in secretariat.get(f"/en/secretariat/cycles/round/extensions/{wanted.pk}/").content.decode()
    )
    decision = {"granted": "yes", "answer": "Good luck."}
    secretariat.post(f"/en/secretariat/cycles/round/extensions/{wanted.pk}/", decision)
    assert local(Asked.objects.get().extended_until) == local(until)
    assert "Good luck." in workspace.get(address).content.decode()


@pytest.mark.parametrize(
    "fields", [{"until": ""}, {"until": "2020-01-01T00:00"}, {"until": "x"}, {"reason": ""}]
)
def test_request_that_cannot_be_is_said(fields, workspace, entity):
    cycle = a_round(entity, time_zone="UTC")
    sent = {"until": local(cycle.due_at + DAY), "reason": "Elections."} | fields
    answer = workspace.post(f"/en/workspace/cycles/round/extension/{entity.slug}/", sent)
    assert answer.status_code == 200
    assert 'class="errors"' in answer.content.decode()
    assert ExtensionRequest.objects.count() == 0


def test_time_is_given_unasked(secretariat, entity, coordinator):
    cycle = a_round(entity, time_zone="UTC")
    address = f"/en/secretariat/cycles/round/extend/{entity.slug}/"
    secretariat.post(address, {"until": local(cycle.due_at + DAY), "reason": "Server down."})
    assert Asked.objects.get().extended_until is not None
    assert Mail.objects.get().kind == "extension_decided"


# Who may --------------------------------------------------------------------------------------


def test_screens_are_for_the_secretariat(workspace, entity):
    a_round(entity)
    translator = signed_in(factories.make_person(role="translator"))
    for path in ("cycles/", "cycles/new/", "cycles/round/", "board/", "board/round/",
                 f"cycles/round/extend/{entity.slug}/"):  # fmt: skip
        assert workspace.get(f"/en/secretariat/{path}").status_code == 404
        assert translator.get(f"/en/secretariat/{path}").status_code == 403


@pytest.mark.parametrize(("role", "status"), [("approver", 403), ("contributor", 404)])
def test_coordinators_alone_ask_for_time(role, status, entity):
    a_round(entity)
    client = signed_in(factories.make_person(role=role, entity=entity))
    address = f"/en/workspace/cycles/round/extension/{entity.slug}/"
    assert client.get(address).status_code == status


def test_another_entitys_form_is_missing(entity, outsider):
    a_round(entity)
    client = signed_in(outsider)
    there = client.get(f"/en/workspace/cycles/round/extension/{entity.slug}/")
    missing = client.get("/en/workspace/cycles/round/extension/nobody/")
    assert (there.status_code, missing.status_code) == (404, 404)
