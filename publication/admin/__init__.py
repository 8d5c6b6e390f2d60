"""What the administration of every app stands on."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from . import redirects  # noqa: F401  registers them
from .forms import TranslatedForm
from .guarded import GuardedAdmin, GuardedInline
from .published import HistoryAdmin, PublishedAdmin
from .translated import MissingIn, ReadOnly, TranslatedAdmin, TranslatedInline, searching

__all__ = [
    "GuardedAdmin",
    "GuardedInline",
    "HistoryAdmin",
    "MissingIn",
    "PublishedAdmin",
    "ReadOnly",
    "TranslatedAdmin",
    "TranslatedForm",
    "TranslatedInline",
    "searching",
]

admin.site.site_title = _("The Summits portal")
admin.site.site_header = _("The Summits portal: administration")
admin.site.index_title = _("Records")
