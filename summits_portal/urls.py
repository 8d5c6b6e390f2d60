"""The site's addresses, grouped by who they are for."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.i18n import set_language

from . import errors, health

FAVICON = settings.STATIC_URL + "img/favicon.svg"

urlpatterns = [
    # Machines
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("csp-report", health.csp_report, name="csp_report"),
    path("", include("opendata.urls")),
    path("admin/language/", set_language, name="set_language"),
    path("admin/", admin.site.urls),
    # /pt/… is what people type; the interface is Brazilian Portuguese.
    re_path(r"^pt/(?P<rest>.*)$", errors.to_brazilian_portuguese),
    path("favicon.ico", login_not_required(RedirectView.as_view(url=FAVICON))),
]
urlpatterns += i18n_patterns(
    path("", include("reports.urls")),
    path("", include("pages.urls")),
)

handler400 = "summits_portal.errors.bad_request"
handler403 = "summits_portal.errors.forbidden"
handler404 = "summits_portal.errors.not_found"
handler500 = "summits_portal.errors.server_error"
