"""One of everything an address can name, and one browser for everybody who may try it."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from accounts.models import Invitation, Mail, SecondFactorReset, User
from accounts.policy import Role
from contributions.models import Contribution
from countries.models import Entity
from mandates.models import Document, Meeting
from reports.models import (
    Attachment,
    Delegation,
    ExtensionRequest,
    RelatedResource,
    Report,
    Resolution,
)
from tests import factories as make
from tests.people import signed_in

STATES = [state.value for state in Report.State]
PERSONS = {
    "anonymous": "nobody has signed in",
    "half": "a coordinator of the entity who gave the password alone",
    "nobody": "somebody without a role",
    "coordinator": "of the entity",
    "approver": "of the entity",
    "contributor": "of the entity, with a part handed over",
    "outsider": "a coordinator of another entity",
    "translator": "of the Secretariat",
    "editor": "of the Secretariat",
    "administrator": "of the Secretariat",
}


@dataclass
class World:
    own: Entity
    people: dict[str, User]
    reports: dict[str, Report] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)

    def browsers(self) -> dict[str, Client]:
        """A browser per person, in the order of PERSONS; none raises what a page raises."""
        quiet = {"raise_request_exception": False}
        half = Client(**quiet)
        half.force_login(self.people["coordinator"])
        browsers = {"anonymous": Client(**quiet), "half": half}
        for person in list(PERSONS)[2:]:
            browsers[person] = signed_in(self.people[person], **quiet)
        return browsers


def build() -> World:
    """The world: an entity with people in every role, and a report in every state."""
    own = make.make_entity()
    world = World(own, people(own))
    theme, other_theme = make.make_theme(), make.make_theme()
    document = make.make_document()
    paragraphs = [make.make_paragraph(document=document, themes=[theme]) for _ in range(2)]
    now = timezone.now()
    cycle = make.make_cycle(
        themes=[theme, other_theme], documents=[document], asked=[own],
        opens_at=now - timedelta(days=9), due_at=now + timedelta(days=9), announced_at=now,
    )  # fmt: skip
    asked = cycle.asked.get()
    for state in STATES:
        world.reports[state] = make.make_report(
            entity=own,
            themes=[theme],
            state=state,
            citing=paragraphs,
            author=world.people["coordinator"],
        )
    draft, published = world.reports["draft"], world.reports["published"]
    institution = make.make_institution()
    make.make_newsletter(month=date(2016, 3, 1))
    sent = {"sent_at": now, "sent_by": world.people["editor"]}
    make.make_newsletter(month=date(2016, 4, 1), **sent)
    world.things |= {
        "theme": theme, "document": document, "paragraph": paragraphs[0], "cycle": cycle,
        "asked": asked, "institution": institution,
        "action": make.make_action(
            paragraph=paragraphs[0], entities=[own], kept_by=own, state="planned"
        ),
        "goal": make.make_goal(),
        "indicator": (indicator := make.make_indicator(paragraphs=paragraphs)),
        "value": make.make_indicator_value(indicator=indicator, entity=own),
        "programme": make.make_document(kind=Document.Kind.PROGRAMME),
        "summit": make.make_meeting(),
        "ministerial": make.make_meeting(kind=Meeting.Kind.MINISTERIAL),
        "assembly": make.make_meeting(kind=Meeting.Kind.ASSEMBLY),
        "delegation": Delegation.objects.create(
            report=draft, to=world.people["contributor"], by=world.people["coordinator"], at=now
        ),
        "private file": attach(draft, is_public=False),
        "public file": attach(published, is_public=True),
        "link": RelatedResource.objects.create(
            entity=own, report=draft, title="Handbook", language="en", url="https://example.org/"
        ),
        "extension": ExtensionRequest.objects.create(
            asked=asked, until=now + timedelta(days=20), reason="The census.",
            asked_by=world.people["coordinator"], asked_at=now,
        ),
        "invitation": Invitation.objects.create(
            email="invited@example.org", entity=own, role=Role.CONTRIBUTOR, token_hash="0" * 64,
            invited_at=now, expires_at=now + timedelta(hours=72),
        ),
        "membership": world.people["contributor"].memberships.get(),
        "reset": SecondFactorReset.objects.create(
            user=world.people["approver"], reason="Lost telephone.",
            asked_by=world.people["editor"], asked_at=now,
        ),
        "mail": Mail.objects.create(
            address="a@example.org", language="en", kind="submitted", subject="Received",
            text="Thank you.", html="<p>Thank you.</p>", state=Mail.State.FAILED,
        ),
        "sheet": make.make_sheet(theme=theme, by=world.people["editor"]),
        "draft": make.make_draft(by=world.people["editor"]),
        "drafted": make.make_draft(by=world.people["editor"], data=b"A document."),
        "resolution": Resolution.objects.create(by=world.people["editor"], at=now),
        **contributions(own, paragraphs),
        "step": make.make_transition(
            report=world.reports["submitted"], verb="submit", by=world.people["coordinator"]
        ),
    }  # fmt: skip
    return world


def contributions(own: Entity, paragraphs: list) -> dict[str, Any]:
    """One in each state, of an organization and about the cast's own state; and one elsewhere.

    tests/contributions/test_access.py asks as the organization's own people.
    """
    organization = make.make_organization()
    found = {
        f"{state} contribution": make.make_contribution(
            state=state, entity=organization, about=own, paragraphs=paragraphs
        )
        for state in Contribution.State.values
    }
    handed_in = found["submitted contribution"].steps.create(
        verb="submit", from_state="draft", to_state="submitted", at=timezone.now()
    )
    elsewhere = make.make_contribution(entity=organization, about=make.make_entity())
    return {**found, "contribution elsewhere": elsewhere, "handed in": handed_in}


def people(own: Entity) -> dict[str, User]:
    found = {"nobody": make.make_user(name="Nobody")}
    for role in Role:
        found[role.value] = make.make_person(role=role, entity=own, name=role.label)
    return found | {"outsider": make.make_person(role=Role.COORDINATOR, name="Outsider")}


def attach(report: Report, *, is_public: bool) -> Attachment:
    attachment = Attachment(
        report=report, name="annex.txt", title="Annex", language="en", size=5, sha256="0" * 64,
        content_type="text/plain", is_public=is_public, added_at=timezone.now(),
    )  # fmt: skip
    attachment.file.save("annex.txt", ContentFile(b"Annex"))
    return attachment
