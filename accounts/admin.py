"""People in the administration: to be looked at. What changes rights has screens of its own."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from publication.admin import GuardedAdmin, ReadOnly

from .models import AuditEvent, Invitation, Mail, Membership, SecondFactorReset, User

# Rights come from roles. Secrets of second factors, sessions and the library's own addresses have
# screens of their own.
for library_model in (Authenticator, EmailAddress, Group, UserSession):
    admin.site.unregister(library_model)


class LookedAt(ReadOnly, GuardedAdmin):
    """Rows that are written by verbs alone."""

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(User)
class UserAdmin(GuardedAdmin):
    """Accounts come by invitation, close on their screen and keep their history: name and language
    alone are changed here. Neither rights nor somebody else's password can be."""

    list_display = ["email", "name", "language", "is_staff", "is_active", "last_login"]
    list_filter = ["is_staff", "is_active", "language"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    readonly_fields = [
        *("email", "is_active", "is_staff", "is_superuser"),
        *("wants_reminders", "last_login", "date_joined"),
    ]
    fieldsets = [
        (None, {"fields": ["email"]}),
        (_("Person"), {"fields": ["name", "language", "wants_reminders"]}),
        (_("Rights"), {"fields": ["is_active", "is_staff", "is_superuser"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Membership)
class MembershipAdmin(LookedAt):
    list_display = ["user", "role", "entity", "since", "ended_at"]
    list_filter = ["role"]
    list_select_related = ["user", "entity"]
    search_fields = ["user__email", "user__name"]


@admin.register(Invitation)
class InvitationAdmin(LookedAt):
    list_display = ["email", "role", "entity", "invited_at", "expires_at", "accepted_at"]
    list_filter = ["role"]
    list_select_related = ["entity"]
    search_fields = ["email"]


@admin.register(SecondFactorReset)
class SecondFactorResetAdmin(LookedAt):
    list_display = ["user", "asked_by", "asked_at", "confirmed_by", "confirmed_at", "dropped_at"]
    list_select_related = ["user", "asked_by", "confirmed_by"]


@admin.register(AuditEvent)
class AuditEventAdmin(LookedAt):
    list_display = ["at", "kind", "by", "about", "entity", "address"]
    list_filter = ["kind"]
    list_select_related = ["by", "about", "entity"]
    search_fields = ["by__email", "about__email"]


@admin.register(Mail)
class MailAdmin(LookedAt):
    """Without the text: some mails hold a link that opens something."""

    list_display = ["kind", "address", "language", "state", "attempts", "queued_at", "sent_at"]
    list_filter = ["state", "kind", "language"]
    search_fields = ["address"]
    fields = [
        *("kind", "to", "address", "language", "subject", "is_formal", "condition", "state"),
        *("attempts", "queued_at", "next_at", "taken_at", "sent_at", "error"),
    ]
