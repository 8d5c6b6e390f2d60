"""manage.py create_demo_accounts: accounts to try the portal with, where DEBUG is on."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.demonstration import PASSWORD, NotInProduction, create_demo_accounts


class Command(BaseCommand):
    help = "Create the demonstration accounts and print them. Refused without DEBUG."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            accounts = create_demo_accounts()
        except NotInProduction as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"Demonstration accounts (password: {PASSWORD}; "
            f"second step: {settings.MFA_TOTP_INSECURE_BYPASS_CODE}):"
        )
        for account in accounts:
            self.stdout.write(f"  {account.email:30} {account.name}")
