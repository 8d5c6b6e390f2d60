"""Following with an address: asked, confirmed once, seen and ended by links in mails alone."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.models import Mail
from accounts.sending import deliver, message_of
from following import asking, links, mails, noticing, pruning
from following.models import Asking, Follow, Follower, Happening, Notice
from following.targets import say_all
from publication.languages import LANGUAGES
from reports import workflow
from tests import factories
from tests.people import signed_in

pytestmark = pytest.mark.django_db
ADDRESS = "ana@example.org"


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def theme():
    return factories.make_theme(slug="migration")


def ask(client, query="theme=migration", language="en", **fields):
    given = {"address": ADDRESS, "language": language, "frequency": "at_once", **fields}
    return client.post(f"/{language}/follow/?{query}", given)


def link_of(mail):
    return re.search(r"http://localhost:8000(/\S+)", mail.text)[1]


def key_of(path):
    return unquote(path.partition("=")[2])


def confirmed(client, **fields):
    ask(client, **fields)
    path = link_of(Mail.objects.latest("pk"))
    client.post(path.partition("?")[0], {"token": key_of(path)})
    return Follow.objects.latest("pk")


# Asking and confirming ------------------------------------------------------------------------


def test_nothing_begins_before_the_owner_of_the_address_confirms(reader, theme):
    assert ask(reader).headers["Location"] == "/en/follow/sent/"
    mail, asked = Mail.objects.get(), Asking.objects.get()
    assert (mail.address, mail.kind, mail.to) == (ADDRESS, "follow_confirm", None)
    path = link_of(mail)
    assert asked.token_hash == asking.hash_of(key_of(path))
    assert key_of(path) not in str(Asking.objects.values())
    assert reader.get(path).status_code == 200
    assert (Follower.objects.count(), Follow.objects.count()) == (0, 0)
    done = reader.post("/en/follow/confirm/", {"token": key_of(path)})
    assert done.status_code == 200
    follow = Follow.objects.get()
    known = (follow.follower.address, follow.kind, follow.number, follow.frequency)
    assert known == (ADDRESS, "theme", theme.pk, "at_once")
    assert Asking.objects.count() == 0


def test_link_works_once_for_72_hours_and_dies_with_a_newer_one(reader, theme):
    ask(reader)
    first = key_of(link_of(Mail.objects.latest("pk")))
    ask(reader)
    second = key_of(link_of(Mail.objects.latest("pk")))
    assert reader.get(f"/en/follow/confirm/?token={first}").status_code == 410
    Asking.objects.update(asked_at=timezone.now() - timedelta(hours=73),
                          expires_at=timezone.now() - timedelta(seconds=1))  # fmt: skip
    assert reader.post("/en/follow/confirm/", {"token": second}).status_code == 410
    ask(reader)
    third = key_of(link_of(Mail.objects.latest("pk")))
    assert reader.post("/en/follow/confirm/", {"token": third}).status_code == 200
    assert reader.post("/en/follow/confirm/", {"token": third}).status_code == 410
    assert Follow.objects.count() == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_mail_and_link_are_in_the_language_chosen(reader, theme, language):
    ask(reader, language=language)
    mail = Mail.objects.get()
    assert (mail.language, f"/{language}/follow/confirm/" in mail.text) == (language, True)
    assert theme.texts("name")[language] in mail.text


def test_answer_is_the_same_whoever_asks(reader, theme):
    confirmed(reader)
    answers = {(a.status_code, a.headers["Location"]) for a in (
        ask(reader), ask(reader, address="other@example.org"),
        reader.post("/en/follow/link/", {"address": ADDRESS}),
        reader.post("/en/follow/link/", {"address": "nobody@example.org"}),
    )}  # fmt: skip
    assert answers == {(302, "/en/follow/sent/")}
    assert not Mail.objects.filter(address="nobody@example.org").exists()


def test_address_gets_five_mails_in_an_hour(reader, theme):
    for _time in range(7):
        assert ask(reader).status_code == 302
    assert Mail.objects.count() == 5


def test_network_address_asks_twenty_times_in_an_hour(reader, theme):
    codes = [ask(reader, address=f"a{n}@example.org").status_code for n in range(21)]
    assert codes == [302] * 20 + [429]


@pytest.mark.parametrize(
    "typed",
    ['"<script>x</script>"@example.org', "a@b@example.org", "ana@example.org\r\nBcc: x@y.org", "",
     "a" * 260 + "@example.org", "ana\x00@example.org", "ana\u202e@example.org",
     '"a b"@example.org'],
)  # fmt: skip
def test_odd_address_is_an_error_of_the_form(reader, theme, typed):
    answer = ask(reader, address=typed)
    assert answer.status_code == 200
    assert 'class="errors"' in answer.text
    assert Mail.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(" Ana@Example.ORG ", ADDRESS), ("ana@ñandú.example", "ana@xn--and-6ma2c.example"),
     ("ana@XN--AND-6MA2C.example", "ana@xn--and-6ma2c.example"),
     ("ａｎａ@example.org", ADDRESS)],
)  # fmt: skip
def test_address_is_kept_in_one_form(reader, theme, typed, kept):
    ask(reader, address=typed)
    assert Asking.objects.get().address == kept


def test_form_from_elsewhere_is_refused(theme):
    stranger = Client(enforce_csrf_checks=True)
    assert ask(stranger).status_code == 403
    assert Asking.objects.count() == 0


# What is followed -----------------------------------------------------------------------------


def test_address_of_the_form_names_what_is_followed(reader, theme):
    document = factories.make_document(slug="plan")
    paragraph = factories.make_paragraph(document=document, slug="2.8")
    meeting, entity = factories.make_meeting(slug="miami"), factories.make_entity(slug="belize")
    wanted = {
        "theme=migration": ("theme", theme.pk, ""),
        "document=plan": ("document", document.pk, ""),
        "paragraph=plan/2.8": ("paragraph", paragraph.pk, ""),
        "meeting=miami": ("meeting", meeting.pk, ""),
        "entity=belize": ("entity", entity.pk, ""),
        "theme=migration&sort=entity&page=3": ("theme", theme.pk, ""),
        "theme=migration&kind=states": ("list", 0, "kind=states&theme=migration"),
        "all=1": ("all", 0, ""),
        "newsletter=1": ("newsletter", 0, ""),
    }
    found = {}
    for query in wanted:
        Asking.objects.all().delete()
        cache.clear()
        ask(reader, query=query)
        asked = Asking.objects.get()
        found[query] = (asked.kind, asked.number, asked.query)
    assert found == wanted


@pytest.mark.parametrize(
    "query",
    ["theme=none", "paragraph=a/b", "year=x", "theme=%F0%9F%98%80", "until=9" + "9" * 400, ""],
)
def test_what_names_nothing_is_not_followed(reader, query):
    answer = reader.get(f"/en/follow/?{query}")
    assert answer.status_code == 200
    assert 'name="frequency"' not in answer.text
    ask(reader, query=query)
    assert Asking.objects.count() == 0


# Being told -----------------------------------------------------------------------------------


def published(**fields):
    report = factories.make_report(state="submitted", **fields)
    workflow.publish(report, by=None, revision=report.revision)
    report.refresh_from_db()
    return report


def told(now=None):
    """The mails of one round of the workers."""
    before = set(Mail.objects.values_list("pk", flat=True))
    now = now or timezone.now()
    noticing.take(now)
    mails.send_due(now)
    return list(Mail.objects.exclude(pk__in=before).order_by("pk"))


def test_publication_is_told_once(reader, theme):
    confirmed(reader)
    report = published(themes=[theme])
    (mail,) = told()
    assert (mail.address, mail.kind) == (ADDRESS, "followed")
    assert report.entity.texts("name")["en"] in mail.subject
    assert f"http://localhost:8000/en/reports/{report.pk}/" in mail.text
    assert told() == []
    assert Notice.objects.count() == 1


def test_what_two_follows_match_is_told_once_and_sooner(reader, theme):
    entity = factories.make_entity(slug="belize")
    confirmed(reader, query="entity=belize", frequency="weekly")
    confirmed(reader)
    published(entity=entity, themes=[theme])
    assert len(told()) == 1
    assert told(timezone.now() + timedelta(days=8)) == []


def test_weekly_mail_gathers_a_week_and_comes_on_monday_at_eight(reader, theme):
    confirmed(reader, frequency="weekly")
    published(themes=[theme])
    published(themes=[theme])
    assert told() == []
    due = timezone.localtime(Notice.objects.first().due_at)
    assert (due.weekday(), due.hour, due.minute) == (0, 8, 0)
    (mail,) = told(due)
    assert mail.subject == "2 reports on what you follow"
    assert told(due + timedelta(days=7)) == []


def cases(theme):
    """Each way to follow, a report that falls under it, and one that does not."""
    entity = factories.make_entity(slug="belize")
    meeting = factories.make_meeting(slug="miami")
    document = factories.make_document(slug="plan", meeting=meeting)
    paragraph = factories.make_paragraph(document=document, slug="2.8")
    return {
        "entity=belize": {"entity": entity},
        "theme=migration": {"themes": [theme]},
        "paragraph=plan/2.8": {"citing": [paragraph]},
        "document=plan": {"citing": [paragraph]},
        "meeting=miami": {"citing": [paragraph]},
        "entity=belize&theme=migration": {"entity": entity, "themes": [theme]},
        "all=1": {},
    }


def test_each_follow_is_told_of_what_falls_under_it_alone(reader, theme):
    falls_under, numbers = cases(theme), {}
    for query in falls_under:
        cache.clear()
        confirmed(reader, query=query, address=f"a{len(numbers)}@example.org")
        numbers[query] = f"a{len(numbers)}@example.org"
    for query, fields in falls_under.items():
        published(**fields)
        found = {mail.address for mail in told()}
        expected = {numbers[query], numbers["all=1"]}
        if query == "entity=belize&theme=migration":
            expected |= {numbers["entity=belize"], numbers["theme=migration"]}
        if "2.8" in query or query in ("document=plan", "meeting=miami"):
            expected |= {
                numbers[q] for q in ("paragraph=plan/2.8", "document=plan", "meeting=miami")
            }
        assert found == expected, query


def test_withdrawal_and_correction_are_told(reader, theme):
    report = published(themes=[theme])
    noticing.take(timezone.now())
    confirmed(reader)
    workflow.withdraw(report, by=None, reason="Filed by mistake.")
    (mail,) = told()
    assert "Withdrawn: " in mail.text
    assert told() == []


def test_what_is_withdrawn_before_the_mail_is_told_as_withdrawn_alone(reader, theme):
    confirmed(reader)
    report = published(themes=[theme])
    workflow.withdraw(report, by=None, reason="Filed by mistake.")
    (mail,) = told()
    assert mail.text.count(f"/reports/{report.pk}/") == 1
    assert "Withdrawn: " in mail.text


def test_demonstration_is_named(reader, theme):
    confirmed(reader)
    published(themes=[theme], is_demonstration=True)
    assert "(demonstration)" in told()[0].text


def test_list_whose_filters_mean_nothing_any_more_finds_nothing(reader, theme):
    confirmed(reader, query="theme=migration&kind=states")
    theme.slug = "moved"
    theme.save()
    published(themes=[theme])
    assert told() == []


def test_theme_that_moved_is_still_followed(reader, theme):
    confirmed(reader)
    theme.slug = "moved"
    theme.save()
    published(themes=[theme])
    assert len(told()) == 1


def test_drafts_and_other_steps_are_no_news(reader, theme):
    confirmed(reader, query="all=1")
    factories.make_report(state="submitted", themes=[theme])
    assert told() == []


def test_rounds_at_the_same_time_tell_once(reader, theme):
    confirmed(reader)
    published(themes=[theme])
    now = timezone.now()
    noticing.take(now)
    Happening.objects.update(taken_at=None)  # as another worker had read them before
    noticing.take(now)
    mails.send_due(now)
    mails.send_due(now)
    assert Mail.objects.filter(kind="followed").count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_finding_followers_costs_the_same(reader, theme, rows, django_assert_num_queries):
    for n in range(rows):
        cache.clear()
        confirmed(reader, address=f"a{n}@example.org")
        published(themes=[theme])
    with django_assert_num_queries(14):
        noticing.take(timezone.now())


# One's own page, and the end ------------------------------------------------------------------


def own_page(follow):
    return links.own_address(follow.follower, "en").removeprefix("http://localhost:8000")


def test_own_page_shows_and_changes_what_is_followed(reader, theme):
    follow = confirmed(reader)
    path = own_page(follow)
    page = reader.get(path)
    assert theme.texts("name")["en"] in page.text
    assert "no-store" in page.headers["Cache-Control"]
    given = {"key": key_of(path), "follow": follow.pk}
    reader.post("/en/follow/mine/", {**given, "do": "change", "frequency": "weekly"})
    follow.refresh_from_db()
    assert follow.frequency == "weekly"
    reader.post("/en/follow/mine/", {**given, "do": "stop"})
    follow.refresh_from_db()
    assert (follow.frequency, bool(follow.ended_at)) == ("weekly", True)


@pytest.mark.parametrize("rows", [1, 3])
def test_naming_what_is_followed_costs_the_same(theme, rows, django_assert_num_queries):
    targets = []
    for _number in range(rows):
        document = factories.make_document(numbering="per_section")
        paragraph = factories.make_paragraph(section=factories.make_heading(document=document))
        targets += [{"kind": "paragraph", "number": paragraph.pk, "query": ""},
                    {"kind": "document", "number": paragraph.document_id, "query": ""},
                    {"kind": "theme", "number": theme.pk, "query": ""}]  # fmt: skip
    with django_assert_num_queries(3):
        words = say_all(targets, "en")
    assert "(" in words[0].words  # the section, where numbers restart
    assert all(one.is_there for one in words)


def test_nobody_changes_what_another_follows(reader, theme):
    follow = confirmed(reader)
    cache.clear()
    other = confirmed(reader, address="other@example.org")
    given = {"key": key_of(own_page(other)), "follow": follow.pk}
    reader.post("/en/follow/mine/", {**given, "do": "stop"})
    follow.refresh_from_db()
    assert follow.ended_at is None


def test_link_of_somebody_erased_opens_nothing(reader, theme):
    follow = confirmed(reader)
    path = own_page(follow)
    answer = reader.post("/en/follow/mine/", {"key": key_of(path), "do": "erase"})
    assert answer.status_code == 200
    assert (Follower.objects.count(), Follow.objects.count(), Mail.objects.count()) == (0, 0, 0)
    assert reader.get(path).status_code == 410


@pytest.mark.parametrize("key", ["", "1", "1.2:x:y", "alerts.1.2:abc", ":" * 50, "é" * 30])
def test_link_that_is_nobodys_is_gone(reader, key):
    for page in ("mine", "end", "confirm"):
        assert reader.get(f"/en/follow/{page}/", {"key": key, "token": key}).status_code == 410
        assert reader.post(f"/en/follow/{page}/?key=", {"key": key}).status_code == 410


def test_one_click_ends_the_mails_and_looking_does_not(reader, theme):
    follow = confirmed(reader)
    published(themes=[theme])
    (mail,) = told()
    headers = message_of(mail).extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000")
    assert reader.get(path).status_code == 200
    follow.refresh_from_db()
    assert follow.ended_at is None
    machine = Client(enforce_csrf_checks=True)
    assert machine.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    follow.refresh_from_db()
    assert follow.ended_at is not None
    machine.post(path, {"again": "yes"})
    follow.refresh_from_db()
    assert follow.ended_at is None


def ending(follower):
    return links.ending_address(follower, "alerts", "en").removeprefix("http://localhost:8000")


def test_taken_up_again_is_what_one_click_ended(reader, theme):
    stopped = confirmed(reader)
    cache.clear()
    others = [confirmed(reader, query=query) for query in ("all=1", "theme=migration&kind=states")]
    reader.post(own_page(stopped), {"do": "stop", "follow": stopped.pk, "frequency": "at_once"})
    reader.post(ending(stopped.follower))
    assert not Follow.objects.with_mails().exists()
    reader.post(ending(stopped.follower))  # the page sent once more
    for _time in range(2):
        page = reader.post(ending(stopped.follower), {"again": "yes"})
        assert "The mails are sent to ana@example.org again." in page.text
        assert set(Follow.objects.with_mails()) == set(others)


def test_page_does_not_promise_mails_that_nobody_is_to_get(reader, theme):
    follow = confirmed(reader)
    Follow.objects.all().delete()  # pruned, a month after they were ended
    page = reader.post(ending(follow.follower), {"again": "yes"})
    assert "No more of these mails are sent to ana@example.org." in page.text


def test_who_ended_it_before_the_mail_went_out_gets_none(reader, theme):
    follow = confirmed(reader)
    published(themes=[theme])
    (mail,) = told()
    mails.end(follow.follower, "alerts")
    assert deliver(mail.pk) == "dropped"


def test_text_of_mails_is_not_kept_once_they_are_sent(reader, theme, settings):
    settings.DEBUG = False
    confirmed(reader)
    published(themes=[theme])
    (mail,) = told()
    assert deliver(mail.pk) == "sent"
    mail.refresh_from_db()
    assert (mail.text, mail.html) == ("–", "")


def test_address_is_forgotten_a_month_after_the_last_follow(reader, theme):
    follow = confirmed(reader)
    mail = Mail.objects.latest("pk")
    Mail.objects.filter(pk=mail.pk).update(state="dropped")
    mails.end(follow.follower, "alerts")
    now = timezone.now()
    assert pruning.prune(now + timedelta(days=29))["followers"] == 0
    ended = pruning.prune(now + timedelta(days=31))
    assert (ended["followers"], ended["follows"], ended["follow_mails"]) == (1, 1, 1)
    assert ADDRESS not in str([*Follower.objects.values(), *Mail.objects.values()])
    assert deliver(mail.pk) == ""


def test_request_that_nobody_confirmed_is_forgotten(reader, theme):
    ask(reader)
    assert pruning.prune(timezone.now() + timedelta(hours=71))["follow_requests"] == 0
    assert pruning.prune(timezone.now() + timedelta(hours=73))["follow_requests"] == 1


# With an account ------------------------------------------------------------------------------


def test_somebody_signed_in_follows_at_once_and_keeps_lists(coordinator, theme):
    person = signed_in(coordinator)
    page = person.get("/en/follow/?theme=migration").text
    assert 'name="address"' not in page
    person.post("/en/follow/?theme=migration", {"frequency": "at_once"})
    person.post("/en/follow/?theme=migration&kind=states", {"frequency": "never"})
    assert Mail.objects.count() == 0
    shown = person.get("/en/account/following/").text
    assert shown.index("With mails") < shown.index("Saved lists")
    assert "?kind=states&amp;theme=migration" in shown.partition("Saved lists")[2]
    published(themes=[theme])
    assert [(m.address, m.kind) for m in told()] == [(coordinator.email, "followed")]


def test_only_lists_are_kept_without_mails(coordinator, theme):
    signed_in(coordinator).post("/en/follow/?theme=migration", {"frequency": "never"})
    assert Follow.objects.count() == 0


def test_half_signed_in_counts_for_nothing(coordinator, theme):
    half = Client()
    half.force_login(coordinator)
    assert 'name="address"' in half.get("/en/follow/?theme=migration").text


def test_closed_account_gets_no_mail(coordinator, theme):
    signed_in(coordinator).post("/en/follow/?theme=migration", {"frequency": "at_once"})
    coordinator.is_active = False
    coordinator.save()
    published(themes=[theme])
    assert told() == []


# A delegation is told that its documents are cited ----------------------------------------------


def cited(coordinator, entity):
    meeting = factories.make_meeting()
    factories.make_participation(meeting=meeting, entity=entity)
    paragraph = factories.make_paragraph(document=factories.make_document(meeting=meeting))
    published(citing=[paragraph])
    noticing.take(timezone.now())
    return paragraph


def test_coordinator_is_told_once_a_week_who_cites_the_documents(coordinator, entity):
    paragraph = cited(coordinator, entity)
    published(citing=[paragraph])
    published(citing=[paragraph], entity=entity)  # one's own is no news
    assert [m for m in told() if m.kind == "followed"] == []
    (mail,) = told(Notice.objects.first().due_at)
    assert (mail.address, mail.subject) == (coordinator.email, "2 reports on what you follow")
    assert entity.texts("name")["en"] in mail.text


def test_former_coordinator_is_not_told(coordinator, entity):
    cited(coordinator, entity)
    coordinator.memberships.update(ended_at=timezone.now())
    assert told(Notice.objects.first().due_at) == []


def test_coordinator_takes_it_up_again(reader, coordinator, entity):
    cited(coordinator, entity)
    follower = Follower.objects.get()
    reader.post(ending(follower))
    assert "The mails are sent to" in reader.post(ending(follower), {"again": "yes"}).text
    follow = Follow.objects.get()
    assert (follow.frequency, follow.ended_at) == ("weekly", None)


def test_coordinator_takes_it_up_again_on_the_own_page(coordinator, entity):
    cited(coordinator, entity)
    mails.end(Follower.objects.get(), "alerts")
    person, follow = signed_in(coordinator), Follow.objects.get()
    page = person.get("/en/account/following/").text
    assert '<option value="never" selected>' in page
    given = {"do": "change", "follow": follow.pk, "frequency": "weekly"}
    person.post("/en/account/following/", given)
    follow.refresh_from_db()
    assert (follow.frequency, follow.ended_at) == ("weekly", None)


def test_citations_left_by_choice_stay_left(reader, coordinator, entity, theme):
    cited(coordinator, entity)
    Follow.objects.update(frequency="never")
    signed_in(coordinator).post("/en/follow/?theme=migration", {"frequency": "at_once"})
    follower = Follower.objects.get()
    reader.post(ending(follower))
    reader.post(ending(follower), {"again": "yes"})
    assert Follow.objects.of_delegations().get().frequency == "never"


def test_coordinator_ends_it_for_good(coordinator, entity):
    paragraph = cited(coordinator, entity)
    mails.end(Follower.objects.get(), "alerts")
    published(citing=[paragraph])
    noticing.take(timezone.now())
    assert Follow.objects.get().frequency == "never"
    assert Notice.objects.count() == 1
