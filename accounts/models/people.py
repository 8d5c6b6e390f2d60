"""People who may sign in, known by their e-mail address."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publication.languages import columns

# More words find nothing more, and make an expression deeper than SQLite takes.
WORDS_SEARCHED = 6


def normalise_email(address: str) -> str:
    """The one form an address is stored and looked up in: no spaces around it, lower case."""
    return address.strip().lower()


class UserQuerySet(models.QuerySet):
    def with_email(self, email: str) -> "UserQuerySet":
        return self.filter(email=normalise_email(email))

    def with_id(self, pk: int) -> "UserQuerySet":
        return self.filter(pk=pk)

    def active(self) -> "UserQuerySet":
        """People who may sign in."""
        return self.filter(is_active=True)

    def closed(self) -> "UserQuerySet":
        return self.filter(is_active=False)

    def found_by(self, words: str) -> "UserQuerySet":
        """People whose name or address holds each of the words, or that of their entity does."""
        found = self
        for word in words.split()[:WORDS_SEARCHED]:
            named = [f"memberships__entity__{name}" for name in columns("name")]
            asked = Q(name__icontains=word) | Q(email__icontains=word)
            for field in named:
                asked |= Q(**{f"{field}__icontains": word, "memberships__ended_at": None})
            found = found.filter(pk__in=self.model.objects.filter(asked).values("pk"))
        return found

    def holding(self, *, role: str = "", entity: models.Model | None = None) -> "UserQuerySet":
        """People with a role that has not ended: this one, or any one of the entity, or both."""
        asked = {"memberships__role": role or None, "memberships__entity": entity}
        given = {name: value for name, value in asked.items() if value is not None}
        if not given:
            return self
        return self.filter(memberships__ended_at__isnull=True, **given).distinct()

    def with_roles(self) -> "UserQuerySet":
        """With `standing_roles`, those not ended, and whether there `has_second_factor`."""
        memberships = self.model._meta.get_field("memberships").related_model.objects
        roles = memberships.standing().select_related("entity").order_by("role", "id")
        factors = Authenticator.objects.filter(user=OuterRef("pk"))
        own = factors.exclude(type=Authenticator.Type.RECOVERY_CODES)
        return self.annotate(has_second_factor=Exists(own)).prefetch_related(
            Prefetch("memberships", roles, to_attr="standing_roles")
        )


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Creates people and finds them by address, whatever the case it is typed in."""

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email=normalise_email(email))

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person with `email`; without a password the account cannot be signed in to.

        Raises ValueError when the address is empty.
        """
        if not email.strip():
            raise ValueError("a person needs an e-mail address")
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        rights = {"is_staff": True, "is_superuser": True}
        return self.create_user(email, password, **{**rights, **fields})


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(
        _("language of mails"), max_length=5, choices=settings.LANGUAGES, default="en"
    )
    wants_reminders = models.BooleanField(
        _("wants reminders"), default=True,
        help_text=_("Formal notices are sent whatever is chosen here."),
    )  # fmt: skip
    # Follows the person's roles: accounts.granting alone writes it.
    is_staff = models.BooleanField(_("may enter the administration"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["email"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")) & ~models.Q(email=""),
                name="user_email_lower_case",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = normalise_email(self.email)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = normalise_email(self.email)
        super().save(*args, **kwargs)
