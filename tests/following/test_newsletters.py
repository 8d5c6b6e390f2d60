"""The newsletter: drafted from what was published, edited, tried, sent once to each reader."""

import datetime

import pytest
from django.core.cache import cache
from django.utils import timezone

from accounts.models import AuditEvent, Mail
from accounts.sending import deliver, message_of
from following import drafting, issuing, mails
from following.models import Delivery, Newsletter
from publication.languages import LANGUAGES
from tests import factories
from tests.people import signed_in

pytestmark = pytest.mark.django_db
MONTH = datetime.date(2016, 3, 1)
INSIDE = datetime.datetime(2016, 3, 31, 23, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def staff(editor):
    return signed_in(factories.make_person(role="editor", email="staff@example.org"))


def reader_of_it(**fields):
    follower = factories.make_follower(**fields)
    factories.make_follow(follower=follower, kind="newsletter")
    return follower


# The draft ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_draft_names_what_was_published_by_theme_in_each_language(language):
    theme, entity = factories.make_theme(), factories.make_entity()
    silent = factories.make_entity()
    factories.make_cycle(themes=[theme], asked=[entity, silent])
    report = factories.make_report(entity=entity, themes=[theme], published_at=INSIDE)
    factories.make_report(themes=[theme], published_at=INSIDE + datetime.timedelta(days=5))
    made = drafting.draft(MONTH, drafting.published_in(MONTH), language)
    assert f"## {drafting.escaped(theme.texts('name')[language])}" in made.body
    address = f"http://localhost:8000/{language}/reports/{report.pk}/"
    assert f"[{drafting.escaped(entity.texts('name')[language])}]({address})" in made.body
    assert made.body.count("/reports/") == 2  # the report, and the link to all of them
    assert silent.texts("name")[language] not in made.body


def test_draft_counts_the_silent_ones_in_neutral_words():
    theme = factories.make_theme()
    entities = [factories.make_entity() for _ in range(3)]
    factories.make_cycle(themes=[theme], asked=entities)
    factories.make_report(entity=entities[0], themes=[theme], published_at=INSIDE)
    body = drafting.draft(MONTH, drafting.published_in(MONTH), "en").body
    assert "1 report was published in this month. It comes from 1 entity." in body
    assert "1 of the 3 entities asked have reported on this theme so far." in body


def test_names_are_shown_letter_by_letter():
    evil = "A [b](javascript:x) <script>x</script> *c* `d` # e | f"
    theme = factories.make_theme(texts={"en": evil})
    factories.make_report(themes=[theme], published_at=INSIDE)
    newsletter = issuing.begin(MONTH)
    html = newsletter.text_in("en").html
    assert "<script" not in html
    assert "javascript:x)" in html
    assert 'href="javascript' not in html
    assert evil in issuing.plain(newsletter.text_in("en").body)


def test_month_without_reports_has_a_draft_too():
    newsletter = issuing.begin(MONTH)
    assert newsletter.text_in("en").body.startswith("No report was published in this month.")
    assert issuing.begin(MONTH).pk == newsletter.pk


# The screens ----------------------------------------------------------------------------------


def seen():
    """What a page opened now carries."""
    return Newsletter.objects.get().mark


def texts(**changed):
    return {
        f"{part}_{code.replace('-', '_')}": changed.get(part, f"{part} {code}")
        for part in ("title", "body")
        for code in LANGUAGES
    }


def test_staff_draft_edit_and_send(staff):
    reader_of_it(language="fr", address="marie@example.org")
    answer = staff.post("/en/secretariat/newsletters/", {"month": "2016-03"})
    assert answer.headers["Location"] == "/en/secretariat/newsletters/2016-03/"
    staff.post("/en/secretariat/newsletters/2016-03/", {"mark": seen(), **texts()})
    assert "title es" in staff.get("/es/secretariat/newsletters/2016-03/preview/").text
    staff.post("/en/secretariat/newsletters/2016-03/send/", {"mark": seen(), "sure": "1"})
    newsletter = Newsletter.objects.get()
    issuing.deliver.func(newsletter.pk)
    issuing.deliver.func(newsletter.pk)
    mail = Mail.objects.get(kind="newsletter")
    known = (mail.address, mail.language, mail.subject, mail.to)
    assert known == ("marie@example.org", "fr", "title fr", None)
    assert "body fr" in mail.text
    assert "<p>body fr</p>" in mail.html
    assert Delivery.objects.count() == 1


def test_draft_is_for_staff_alone_and_what_was_sent_for_everybody(staff, reader):
    issuing.begin(MONTH)
    assert reader.get("/en/follow/newsletter/2016-03/").status_code == 404
    assert reader.get("/en/follow/newsletter/").text.count("2016-03") == 0
    unsure = staff.post("/en/secretariat/newsletters/2016-03/send/", {"mark": seen()}, follow=True)
    assert "Nothing was sent" in unsure.text
    assert reader.get("/en/follow/newsletter/2016-03/").status_code == 404
    staff.post("/en/secretariat/newsletters/2016-03/send/", {"mark": seen(), "sure": "1"})
    shown = reader.get("/fr/follow/newsletter/2016-03/")
    assert shown.status_code == 200
    assert "Sommets des Amériques" in shown.text
    assert not shown.cookies
    assert "/fr/follow/newsletter/2016-03/" in reader.get("/fr/follow/newsletter/").text


def test_stale_form_writes_nothing_and_keeps_the_text(staff):
    newsletter = issuing.begin(MONTH)
    opened = seen()
    issuing.save(newsletter, dict.fromkeys(LANGUAGES, ("first", "text")), mark=opened)
    answer = staff.post(
        "/en/secretariat/newsletters/2016-03/", {"mark": opened, **texts(body="second")}
    )
    assert answer.status_code == 409
    assert ">\nsecond</textarea>" in answer.text
    assert Newsletter.objects.get().text_in("en").title == "first"


def test_stale_click_sends_nothing(staff):
    newsletter = issuing.begin(MONTH)
    opened = seen()
    issuing.save(newsletter, dict.fromkeys(LANGUAGES, ("first", "text")), mark=opened)
    for odd in (opened, "", "x", "9" * 40):
        staff.post("/en/secretariat/newsletters/2016-03/send/", {"mark": odd, "sure": "1"})
    assert Newsletter.objects.get().sent_at is None


@pytest.mark.parametrize("page", ["", "draft/", "discard/", "send/"])
def test_page_of_a_discarded_draft_does_nothing_to_the_next(staff, editor, page):
    opened = issuing.begin(MONTH).mark
    issuing.discard(Newsletter.objects.get(), by=editor, mark=opened)
    following = issuing.begin(MONTH)
    typed = {"mark": opened, "sure": "1", **texts()}
    staff.post(f"/en/secretariat/newsletters/2016-03/{page}", typed)
    assert Newsletter.objects.get().mark == following.mark
    assert Newsletter.objects.get().sent_at is None


def test_draft_that_is_discarded_at_the_same_moment_is_not_sent(editor):
    held = issuing.begin(MONTH)
    issuing.discard(Newsletter.objects.get(), by=editor, mark=held.mark)
    with pytest.raises(issuing.Stale):
        issuing.send(held, by=editor, mark=held.mark)


def test_draft_again_takes_in_what_came_since(staff):
    issuing.begin(MONTH)
    factories.make_report(published_at=INSIDE)
    staff.post("/en/secretariat/newsletters/2016-03/draft/", {"mark": seen()})
    assert Newsletter.objects.get().text_in("en").body.startswith("1 report was published")


def test_draft_is_discarded_by_who_says_so_twice(staff):
    issuing.begin(MONTH)
    address = "/en/secretariat/newsletters/2016-03/discard/"
    unsure = staff.post(address, {"mark": seen()}, follow=True)
    assert "Nothing was discarded" in unsure.text
    assert f'action="{address}"' in unsure.text
    stale = staff.post(address, {"mark": f"{seen()}1", "sure": "1"}, follow=True)
    assert "Somebody else has changed or sent it" in stale.text
    assert Newsletter.objects.exists()
    done = staff.post(address, {"mark": seen(), "sure": "1"}, follow=True)
    assert "The draft is discarded." in done.text
    assert not Newsletter.objects.exists()
    event = AuditEvent.objects.get(kind="discarded")
    assert (event.by.email, event.details) == ("staff@example.org", {"month": "2016-03"})


def test_sent_issue_is_not_discarded(staff):
    factories.make_newsletter(month=MONTH, sent_at=timezone.now(), sent_by=factories.make_user())
    sent = {"mark": seen(), "sure": "1"}
    staff.post("/en/secretariat/newsletters/2016-03/discard/", sent)
    assert Newsletter.objects.exists()
    assert not AuditEvent.objects.filter(kind="discarded").exists()


def test_sent_issue_is_not_edited_any_more(staff):
    factories.make_newsletter(month=MONTH, sent_at=timezone.now(), sent_by=factories.make_user())
    answer = staff.get("/en/secretariat/newsletters/2016-03/")
    assert answer.headers["Location"] == "/en/follow/newsletter/2016-03/"
    staff.post("/en/secretariat/newsletters/2016-03/draft/", {"mark": seen()})
    assert Newsletter.objects.get().text_in("en").title == "March"


def test_trial_goes_to_oneself_alone(staff):
    reader_of_it()
    issuing.begin(MONTH)
    staff.post("/en/secretariat/newsletters/2016-03/try/", {"language": "es"})
    mail = Mail.objects.get()
    assert (mail.address, mail.language) == ("staff@example.org", "es")
    assert "/follow/end/" not in mail.text
    staff.post("/en/secretariat/newsletters/2016-03/try/", {"language": "xx"})
    assert Mail.objects.count() == 1


def test_month_that_has_not_begun_has_no_newsletter(staff):
    today = timezone.localdate()
    coming = f"{today.replace(day=1) + datetime.timedelta(days=32):%Y-%m}"
    page = staff.post("/en/secretariat/newsletters/", {"month": coming}).text
    assert "This month has not begun yet." in page
    assert not Newsletter.objects.exists()
    staff.post("/en/secretariat/newsletters/", {"month": f"{today:%Y-%m}"})
    assert str(Newsletter.objects.get()) == f"{today:%Y-%m}"


@pytest.mark.parametrize("month", ["2016-13", "x", "", "2016-3", "99999-01", "٢٠١٦-٠٣"])
def test_odd_month_is_an_error_of_the_form(staff, month):
    assert 'class="errors"' in staff.post("/en/secretariat/newsletters/", {"month": month}).text
    assert Newsletter.objects.count() == 0


# Once each, to who still wants it -----------------------------------------------------------------


def sent(**fields):
    return factories.make_newsletter(
        month=MONTH, sent_at=timezone.now(), sent_by=factories.make_user(), **fields
    )


def test_who_ended_the_newsletter_gets_none_and_keeps_alerts():
    follower = reader_of_it()
    alerts = factories.make_follow(follower=follower)
    newsletter = sent()
    issuing.deliver.func(newsletter.pk)
    mails.end(follower, "newsletter")
    assert deliver(Mail.objects.get().pk) == "dropped"
    alerts.refresh_from_db()
    assert alerts.ended_at is None


def test_newsletter_is_ended_by_one_click(client):
    reader_of_it()
    issuing.deliver.func(sent().pk)
    headers = message_of(Mail.objects.get()).extra_headers
    path = headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000")
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert deliver(Mail.objects.get().pk) == "dropped"


def test_worker_that_died_in_between_writes_to_those_left_out_alone():
    first, second = reader_of_it(), reader_of_it()
    newsletter = sent()
    issuing._deliver_one(newsletter, first)
    issuing.deliver.func(newsletter.pk)
    told = list(Mail.objects.order_by("pk").values_list("address", flat=True))
    assert told == [first.address, second.address]


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_cost_the_same(staff, reader, rows, django_assert_num_queries):
    for month in range(1, rows + 1):
        factories.make_newsletter(month=datetime.date(2016, month, 1), sent_at=timezone.now(),
                                  sent_by=factories.make_user())  # fmt: skip
    reader.get("/en/follow/newsletter/")
    with django_assert_num_queries(4):
        reader.get("/en/follow/newsletter/")
