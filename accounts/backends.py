"""Permissions in the administration, from roles instead of groups."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from .models import User
from .policy import ADMINISTERED_APPS, EDITED_APPS, Permission
from .rights import current_rights


class RolesBackend(ModelBackend):
    """Django's own sign-in, with the administration's permissions read from `policy`.

    Records of the edited applications are open to EDIT_RECORDS, those about people to
    MANAGE_PEOPLE, everything else to superusers.
    """

    def get_user_permissions(self, user_obj: User, obj: Any = None) -> set[str]:
        return set()

    get_group_permissions = get_user_permissions

    def has_perm(self, user_obj: User, perm: str, obj: Any = None) -> bool:
        return user_obj.is_active and perm.partition(".")[0] in self._edited(user_obj)

    def has_module_perms(self, user_obj: User, app_label: str) -> bool:
        return user_obj.is_active and app_label in self._edited(user_obj)

    def _edited(self, user_obj: User) -> frozenset[str]:
        """Applications open to the person, asked once for each person a request loads."""
        if not hasattr(user_obj, "_edited_apps"):
            rights = current_rights(user_obj)
            edited = EDITED_APPS if rights.may(Permission.EDIT_RECORDS) else frozenset()
            if rights.may(Permission.MANAGE_PEOPLE):
                edited |= ADMINISTERED_APPS
            user_obj._edited_apps = edited
        return user_obj._edited_apps
