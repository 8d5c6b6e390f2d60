"""Forms about people. Each gives back domain values; the views hand them to the verbs."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from countries.models import Entity
from publication.languages import fold, page_language
from publication.passages import passage

from .models import User, normalise_email
from .policy import ENTITY_ROLES, SECRETARIAT_ROLES, Role

LONGEST_REASON = 2000


class EntityField(forms.ChoiceField):
    """An entity, by name from A to Z; gives back the record, or None."""

    def offer(self, entities) -> None:
        """Offer these, with their names in the page's language."""
        language = page_language()
        self.records = {str(entity.pk): entity for entity in entities.read_in(language, "name")}
        names = {pk: str(passage(record, "name", language))
                 for pk, record in self.records.items()}  # fmt: skip
        offered = sorted(names.items(), key=lambda pair: fold(pair[1]))
        self.choices = [("", "—"), *offered]

    def clean(self, value: Any) -> Entity | None:
        return self.records.get(super().clean(value))


class AddressField(forms.EmailField):
    """An e-mail address in the one form that is stored."""

    def clean(self, value: Any) -> str:
        return normalise_email(super().clean(value))


class AcceptForm(forms.Form):
    """What a person without an account gives; neither address, role nor entity are asked."""

    name = forms.CharField(
        label=_("Your name"), max_length=150, widget=forms.TextInput({"autocomplete": "name"})
    )
    language = forms.ChoiceField(label=_("Language of mails to you"), choices=settings.LANGUAGES)
    password = forms.CharField(
        label=_("Password"), strip=False, max_length=256,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. Several words that do not belong together are easy "
                    "to remember and hard to guess."),
    )  # fmt: skip
    again = forms.CharField(
        label=_("The same password again"), strip=False, max_length=256,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )  # fmt: skip

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if "password" in given:
            person = User(email=self.email, name=given.get("name", ""))
            try:
                validate_password(given["password"], person)
            except ValidationError as faults:
                self.add_error("password", faults)
        if "again" in given and given.get("password", given["again"]) != given["again"]:
            self.add_error("again", _("The two passwords are not the same."))
        return given


class AnyEntityForm(forms.Form):
    """Base of forms whose `entity` may be each of them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entity"].offer(Entity.objects.all())


class RoleForm(AnyEntityForm):
    """A role, and the entity where it is one of an entity."""

    plain_optional = True  # whether the entity may be left out depends on the role
    role = forms.ChoiceField(label=_("Role"), choices=Role)
    entity = EntityField(
        label=_("Entity"), required=False,
        help_text=_("For coordinators, approvers and contributors. Roles of the Secretariat belong "
                    "to no entity."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        role, entity = given.get("role"), given.get("entity")
        if role in ENTITY_ROLES and entity is None and "entity" not in self.errors:
            self.add_error("entity", _("Choose the entity for which the person acts."))
        if role in SECRETARIAT_ROLES and entity is not None:
            self.add_error("entity", _("A role of the Secretariat belongs to no entity."))
        return given


class InviteForm(RoleForm):
    """An invitation to any role, by an administrator."""

    email = AddressField(label=_("E-mail address"), max_length=254)
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)
    field_order = ["email", "role", "entity", "language"]


class InviteContributorForm(forms.Form):
    """An invitation to contribute to the reports of one of the coordinator's own entities."""

    email = AddressField(
        label=_("E-mail address"), max_length=254,
        help_text=_("Of somebody in a ministry or agency who is to write parts of your reports."),
    )  # fmt: skip
    entity = EntityField(label=_("Entity"))
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, entities, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entity"].offer(entities)
        own = list(self.fields["entity"].records)
        if len(own) == 1:
            self.fields["entity"].widget = forms.HiddenInput()
            self.fields["entity"].initial = own[0]


class HandOverForm(forms.Form):
    """Which of a person's roles somebody else takes over."""

    roles = forms.TypedMultipleChoiceField(
        label=_("Roles to hand over"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    to = AddressField(
        label=_("E-mail address of the successor"), max_length=254,
        help_text=_("Whoever has no account yet gets an invitation."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, memberships, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = page_language()
        self.fields["roles"].choices = [
            (one.pk, f"{one.get_role_display()}, {passage(one.entity, 'name', language)}")
            for one in memberships
        ]
        self.fields["roles"].initial = [one.pk for one in memberships]


class ResetForm(forms.Form):
    """Whose second factor is lost, and how that is known."""

    email = AddressField(label=_("E-mail address of the person"), max_length=254)
    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea({"rows": 4}),
        help_text=_("Who asked, and how you made sure that it was this person. A second member of "
                    "the staff reads it before confirming."),
    )  # fmt: skip
