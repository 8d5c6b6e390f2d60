"""Administration of old addresses and where they lead."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.redirects.models import Redirect
from django.contrib.sites.models import Site
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .published import PublishedAdmin

# The portal is one site, and its address comes from BASE_ADDRESS.
admin.site.unregister(Site)
admin.site.unregister(Redirect)


class RedirectForm(forms.ModelForm):
    def clean_old_path(self):
        """One redirect per address; the site is not on the form, so nothing else would tell."""
        path = self.cleaned_data["old_path"]
        others = Redirect.objects.exclude(pk=self.instance.pk)
        if others.filter(site_id=settings.SITE_ID, old_path=path).exists():
            raise ValidationError(_("There is a redirect from this address already."))
        return path


@admin.register(Redirect)
class RedirectAdmin(PublishedAdmin):
    """Old addresses and where they lead; an empty destination says that the page is gone."""

    form = RedirectForm
    fields = ["old_path", "new_path"]
    list_display = ["old_path", "new_path"]
    search_fields = ["old_path", "new_path"]

    def save_model(self, request, obj, form, change):
        obj.site_id = settings.SITE_ID
        super().save_model(request, obj, form, change)
