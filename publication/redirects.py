"""Redirects from addresses that have changed. The rows are Django's own; staff can edit them."""

from collections.abc import Mapping

from django.conf import settings
from django.contrib.redirects.models import Redirect
from django.db import transaction

LONGEST = Redirect._meta.get_field("old_path").max_length


@transaction.atomic
def leave_redirects(old_paths_to_new: Mapping[str, str]) -> None:
    """Lead each old path to its new one: {"/themes/old/": "/themes/new/"}.

    A path without language prefix stands for the four languages, as the redirects middleware
    reads it. Redirects that led to an old path lead to the new one, and none leads away from a new
    path, so a record that gets its first address back makes no loop. An address longer than the
    table takes (200 characters) is left out.
    """
    moved = {old: new for old, new in old_paths_to_new.items() if old != new}
    if not moved:
        return
    ours = Redirect.objects.filter(site_id=settings.SITE_ID)
    ours.filter(old_path__in=moved.values()).delete()
    followers = ours.filter(new_path__in=moved)
    rows = {redirect.old_path: moved[redirect.new_path] for redirect in followers} | moved
    Redirect.objects.bulk_create(
        [
            Redirect(site_id=settings.SITE_ID, old_path=old, new_path=new)
            for old, new in rows.items()
            if max(len(old), len(new)) <= LONGEST
        ],
        update_conflicts=True,
        unique_fields=["site", "old_path"],
        update_fields=["new_path"],
    )


def redirects_below(path: str) -> dict[str, str]:
    """New path by old path of what once stood below an address, without the language."""
    rows = Redirect.objects.filter(site_id=settings.SITE_ID, old_path__startswith=path)
    return dict(rows.values_list("old_path", "new_path"))
