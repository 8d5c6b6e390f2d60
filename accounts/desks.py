"""Where a person's own desk is: the page where the work of that person begins."""

from django.urls import reverse

from .policy import Permission, Rights


def secretariat_desk(rights: Rights) -> str:
    """The address of the desk in the Secretariat, "" for whoever has none there.

    Who translates and does nothing else there may not open the inbox.
    """
    if rights.may(Permission.SEE_INBOX):
        return reverse("secretariat:inbox")
    if rights.may(Permission.TRANSLATE):
        return reverse("secretariat:translations")
    return ""


def own_desk(rights: Rights) -> str:
    """The address of the person's desk; the own account for whoever has no work here."""
    if rights.entities:
        return reverse("workspace:home")
    return secretariat_desk(rights) or reverse("account_home")
