"""An administration whose every write raises the data version and keeps old addresses alive."""

from contextlib import suppress
from copy import copy
from itertools import chain

from django.db import models, transaction
from django.http import Http404
from django.urls import NoReverseMatch
from django.utils import translation
from simple_history.admin import SimpleHistoryAdmin

from publication.changes import changed, going
from publication.keys import is_key
from publication.redirects import leave_redirects

from .guarded import GuardedAdmin


class PublishedAdmin(GuardedAdmin):
    """For records that readers see. Django's change form and deletion run in one transaction."""

    def save_model(self, request, obj, form, change):
        before = self.addresses(self.model._base_manager.get(pk=obj.pk)) if change else []
        super().save_model(request, obj, form, change)
        if change:
            leave_redirects(dict(zip(before, self.addresses(obj), strict=True)))

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        changed([form.instance, *chain.from_iterable(map(written_by, formsets))])

    def delete_model(self, request, obj):
        gone = [copy(obj), *going([obj])]  # deleting takes the key away from `obj`
        super().delete_model(request, obj)
        changed(gone)

    def delete_queryset(self, request, queryset):
        with transaction.atomic():
            gone = list(queryset)
            gone += going(gone)
            super().delete_queryset(request, queryset)
            changed(gone)

    def addresses(self, record: models.Model) -> list[str]:
        """Public paths that follow from the record's own fields, without the language prefix."""
        if not hasattr(record, "get_absolute_url"):
            return []
        with translation.override("en"):
            return [record.get_absolute_url().removeprefix("/en")]

    def view_on_site(self, obj):
        """The public page itself: the stock way leads over the sites table to another host."""
        with suppress(NoReverseMatch):  # a refused form shows the record with what was typed
            return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None
        return None


class HistoryAdmin(PublishedAdmin, SimpleHistoryAdmin):
    """With the versions kept by django-simple-history, which can be looked at and brought back."""

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        key = self._key_or_404(object_id)
        if not is_key(version_id):
            raise Http404
        with transaction.atomic():
            response = super().history_form_view(request, object_id, version_id, extra_context)
            if request.method == "POST" and response.status_code == 302:
                changed(self.model._base_manager.filter(pk=key))
        return response


def written_by(formset) -> list[models.Model]:
    """Records that a saved inline formset made, changed or deleted."""
    return [
        *formset.new_objects,
        *(record for record, _fields in formset.changed_objects),
        *formset.deleted_objects,
    ]
