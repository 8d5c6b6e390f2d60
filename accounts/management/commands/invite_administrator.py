"""manage.py invite_administrator: the way in for the first person of the Secretariat."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from accounts.invitations import AlreadyHeld, invite
from accounts.policy import Role


class Command(BaseCommand):
    help = "Invite the first administrator, or another one when none can sign in any more."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address; the invitation is for it alone")
        languages = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("--language", choices=languages, default="en", help="of the mail")

    def handle(self, *, email: str, language: str, **options: Any) -> None:
        try:
            validate_email(email)
            invitation = invite(email, Role.ADMINISTRATOR, language=language, by=None)
        except ValidationError:
            raise CommandError(f"{email} is not an e-mail address.") from None
        except AlreadyHeld:
            raise CommandError(f"{email} is an administrator already.") from None
        self.stdout.write(
            f"Invited {invitation.email} until {invitation.expires_at:%Y-%m-%d %H:%M} UTC."
        )
        self.stdout.write(f"The mail is on its way. It holds this link:\n{invitation.link}")
