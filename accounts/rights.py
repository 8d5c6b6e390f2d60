"""What a person may do now, asked of the roles that hold at this moment."""

from django.db.models import Model

from .models import Membership, User
from .policy import Permission, Rights, rights_of


def current_rights(user: User | None) -> Rights:
    """The person's rights by one query; none for nobody and for closed accounts."""
    if user is None or not user.is_active or user.pk is None:
        return Rights()
    return rights_of(list(Membership.objects.roles_and_kinds_of(user)))


def may(user: User | None, permission: Permission, entity: Model | int | None = None) -> bool:
    """Whether `user` may, now, for `entity` or (None) for the Secretariat.

    For jobs and mails, which run later than the request; a view asks `request.rights`.
    """
    pk = entity.pk if isinstance(entity, Model) else entity
    return current_rights(user).may(permission, pk)
