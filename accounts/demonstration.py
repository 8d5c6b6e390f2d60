"""Accounts to try the portal with. They exist only where DEBUG is on."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction

from .models import User

PASSWORD = "demonstration only"  # noqa: S105  printed at the start; refused without DEBUG
EDITORS = "Secretariat editors"
EDITED_APPS = ("countries", "mandates", "reports", "imports", "pages", "redirects")


@dataclass(frozen=True)
class DemoAccount:
    email: str
    name: str
    superuser: bool = False


ACCOUNTS = (
    DemoAccount("administrator@demo.example", "Demonstration Administrator", superuser=True),
    DemoAccount("editor@demo.example", "Demonstration Editor"),
)


class NotInProduction(Exception):
    """Demonstration accounts were asked for without DEBUG."""


@transaction.atomic
def create_demo_accounts() -> tuple[DemoAccount, ...]:
    """Create the accounts that are not there yet and return all of them.

    Raises NotInProduction without DEBUG: everybody knows the password.
    """
    if not settings.DEBUG:
        raise NotInProduction("Demonstration accounts are created with DEBUG only.")
    editors, _created = Group.objects.get_or_create(name=EDITORS)
    editors.permissions.set(Permission.objects.filter(content_type__app_label__in=EDITED_APPS))
    for account in ACCOUNTS:
        if User.objects.filter(email=account.email).exists():
            continue
        user = User.objects.create_user(
            account.email,
            PASSWORD,
            name=account.name,
            is_staff=True,
            is_superuser=account.superuser,
        )
        if not account.superuser:
            user.groups.add(editors)
    return ACCOUNTS
