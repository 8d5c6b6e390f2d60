"""The world of the matrix of access, with everything beside a report that people write."""

from pathlib import Path

from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import mark_safe

from following import asking, links, mails
from following.models import Asking, Follower, NewsletterText
from following.targets import Said
from reports.models import (
    Attachment,
    Comment,
    DelegatedParagraph,
    DelegatedText,
    Nudge,
    Report,
    Transition,
)
from reports.report_titles import report_title
from tests import factories as make
from tests.access.world import World, build

# Short texts hold few payloads each: so many records show all of them on one list.
MORE = {
    make.make_theme: 32, make.make_meeting: 12, make.make_document: 9, make.make_institution: 20,
}  # fmt: skip

TOKEN = "the token in a mail that asks to confirm"


def whole_world() -> World:
    """One of everything, of what hangs on a report in each state, and many of the short texts."""
    world = build()
    for factory, number in MORE.items():
        for _number in range(number):
            factory()
    make.make_announcement(is_shown=True)
    make.make_goal(number=1)
    for slug in ("about", "accessibility", "privacy", "contact", "figures", "data"):
        make.make_page(slug=slug)
    for report in world.reports.values():
        _beside(report, world)
    _parts(world)
    world.things["reply"] = make.make_reply(contribution=world.things["published contribution"])
    make.make_correction(paragraph=world.things["paragraph"])
    _follows(world)
    nothing = {"nothing_to_report": True, "no_report_reason": "None."}
    Report.objects.filter(pk=world.reports["returned"].pk).update(**nothing)
    return world


def _beside(report: Report, world: World) -> None:
    by, now = world.people["editor"], timezone.now()
    make.make_contact(report=report, text="A. Person, person@example.org")
    make.make_section(report=report, kind="planned", position=1, markup="plain")
    make.make_citation(report=report, state="ambiguous", candidates=[world.things["paragraph"]])
    report.citations.update(evidence_url="https://example.org/")
    make.make_transition(report=report, by=by, note="Said.", verb="return")
    for is_internal in (True, False):
        Comment.objects.create(
            report=report, text="Say more.", is_internal=is_internal, by=by, at=now
        )
    file = Attachment(
        report=report, name="a.txt", title="Annex", language="en", size=1, is_public=True,
        content_type="text/plain", added_at=now, sha256="0" * 64,
    )  # fmt: skip
    file.file.save("a.txt", ContentFile(b"a"))


def _parts(world: World) -> None:
    part, now = world.things["delegation"], timezone.now()
    DelegatedText.objects.create(delegation=part, kind="done", text="Words.")
    DelegatedParagraph.objects.create(
        delegation=part, paragraph=world.things["paragraph"], evidence_url="https://example.org/"
    )
    by = world.people["editor"]
    Nudge.objects.create(asked=world.things["asked"], by=by, at=now, note="Please.")
    make.make_batch(by=by, text="A page.")


def _follows(world: World) -> None:
    """Lists that an address and a person follow, and one that waits to be confirmed."""
    for who in ({}, {"user": world.people["administrator"]}):
        follower = make.make_follower(**who)
        make.make_follow(follower=follower, kind="list", query="year=2016&kind=states")
        make.make_follow(follower=follower, kind="theme", number=world.things["theme"].pk)
    make.make_asking(kind="list", query="year=2016", token_hash=asking.hash_of(TOKEN))


def reached_by_mail() -> list[str]:
    """Pages that a link in a mail opens to whoever has it, in the language that is active."""
    follower = Follower.objects.get(user=None)
    own = urlencode({"key": links.own_key(follower)})
    ending = links.ending_address(follower, links.ALERTS, "en").partition("?")[2]
    return [
        f"{reverse('following:confirm')}?{urlencode({'token': TOKEN})}",
        f"{reverse('following:own')}?{own}",
        f"{reverse('following:end')}?{ending}",
    ]


def mail_context(world: World) -> dict[str, object]:
    """What the templates of all kinds of mails ask for, from records of the world."""
    things, report = world.things, world.reports["draft"]
    step = Transition.objects.of_reports([report.pk]).newest_first().first()
    return {
        "report": report, "themes": list(report.themes.all()), "by": world.people["editor"],
        "note": step.note, "delegation": things["delegation"], "request": things["extension"],
        "contribution": things["published contribution"], "reply": things["reply"],
        "asked": things["asked"], "cycle": things["cycle"], "invitation": things["invitation"],
        "entity": world.own, "step": -7, "days": 7, "at": timezone.now(),
        "link": "https://portal.example.org/", "to": world.people["coordinator"],
        **_followed(report, things["theme"]),
    }  # fmt: skip


def _followed(report: Report, theme) -> dict[str, object]:
    """Of mails to followers."""
    address = "https://portal.example.org/"
    line = mails.Line("publish", 2, report_title(report, "en"), "2016", address, True)
    what = Said("Theme", str(theme), address)
    text = NewsletterText.objects.get(newsletter__month="2016-04-01", language="en")
    return {
        "title": text.title, "plain": text.body, "body_html": mark_safe(text.html),  # noqa: S308
        "asking": Asking.objects.get(), "what": what, "own": address,
        "ending": address, "groups": [mails.Group(what, [line])], "number": 2, "first": line,
        "more": 1,
    }  # fmt: skip


def kinds_of_mail() -> list[str]:
    folder = Path(__file__).resolve().parents[2] / "templates" / "emails"
    return sorted(path.stem for path in folder.glob("*.txt"))
