"""Accounts to try the portal with. They exist only where DEBUG is on."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.db import transaction

from countries.models import Entity

from .granting import grant
from .models import User
from .policy import SECRETARIAT_ROLES, Role

PASSWORD = "demonstration only"  # noqa: S105  printed at the start; refused without DEBUG
ENTITY = "demonstration-south-america"
ORGANIZATION = "demonstration-civil-society"


@dataclass(frozen=True)
class DemoAccount:
    email: str
    name: str
    role: str
    language: str = "en"
    entity: str = ENTITY


ACCOUNTS = (
    DemoAccount("administrator@demo.example", "Demonstration Administrator", Role.ADMINISTRATOR),
    DemoAccount("editor@demo.example", "Demonstration Editor", Role.EDITOR),
    DemoAccount("translator@demo.example", "Demonstration Translator", Role.TRANSLATOR, "fr"),
    DemoAccount("coordinator@demo.example", "Demonstration Coordinator", Role.COORDINATOR, "es"),
    DemoAccount("approver@demo.example", "Demonstration Approver", Role.APPROVER, "es"),
    DemoAccount("contributor@demo.example", "Demonstration Contributor", Role.CONTRIBUTOR, "es"),
    DemoAccount(
        "organization@demo.example",
        "Demonstration Organization",
        Role.COORDINATOR,
        "es",
        ORGANIZATION,
    ),
)


class NotInProduction(Exception):
    """Demonstration accounts were asked for without DEBUG."""


@transaction.atomic
def create_demo_accounts() -> tuple[DemoAccount, ...]:
    """Create the accounts that are not there yet and return all of them.

    Those of an entity act for the fictional country of South America or, one of them, for the
    fictional network of civil society, both of which `load_demo` makes first.
    Raises NotInProduction without DEBUG: everybody knows the password.
    """
    if not settings.DEBUG:
        raise NotInProduction("Demonstration accounts are created with DEBUG only.")
    invented = {one.slug: one for one in Entity.objects.demonstrations()}
    for account in ACCOUNTS:
        user = User.objects.with_email(account.email).first() or User.objects.create_user(
            account.email, PASSWORD, name=account.name, language=account.language
        )
        if not Authenticator.objects.filter(user=user).exists():
            TOTP.activate(user, generate_totp_secret())
        if account.role in SECRETARIAT_ROLES:
            grant(user, account.role, by=None)
        elif entity := invented.get(account.entity):
            grant(user, account.role, entity=entity, by=None)
    return ACCOUNTS
