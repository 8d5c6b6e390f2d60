"""The site's addresses, grouped by who they are for."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.i18n import set_language

from accounts.views import outbox, sign_in

from . import errors, health

FAVICON = settings.STATIC_URL + "img/favicon.svg"

urlpatterns = [
    # Machines
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("csp-report", health.csp_report, name="csp_report"),
    path("", include("search.api_urls")),
    path("", include("opendata.urls")),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<int:pk>/", outbox.html, name="outbox_html"),
    path("admin/language/", set_language, name="set_language"),
    # The administration's own doors lead to ours.
    path("admin/login/", sign_in.admin_door),
    path("admin/logout/", sign_in.sign_out),
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("admin/", admin.site.urls),
    # /pt/… and /pt-BR/… are what people type; the interface is Brazilian Portuguese.
    re_path(errors.PORTUGUESE, errors.to_brazilian_portuguese),
    path("favicon.ico", login_not_required(RedirectView.as_view(url=FAVICON))),
]
urlpatterns += i18n_patterns(
    # People
    path("account/following/", include("following.account_urls")),
    path("account/", include("accounts.urls")),
    path("workspace/people/", include("accounts.team_urls")),
    path("workspace/contributions/", include("contributions.workspace_urls")),
    path("workspace/", include("reports.workspace_urls")),
    path("secretariat/newsletters/", include("following.secretariat_urls")),
    path("secretariat/", include("accounts.people_urls")),
    path("secretariat/sheets/", include("imports.urls")),
    path("secretariat/documents/drafts/", include("opendata.draft_urls")),
    path("secretariat/contributions/", include("contributions.secretariat_urls")),
    path("secretariat/", include("reports.secretariat_urls")),
    # Everybody
    path("follow/newsletter/", include("following.newsletter_urls")),
    path("follow/", include("following.urls")),
    path("", include("opendata.language_urls")),
    path("", include("opendata.page_urls")),  # before the pages: one of them is its introduction
    path("", include("reports.urls")),
    path("", include("contributions.urls")),
    path("", include("pages.urls")),
    path("", include("search.urls")),
)

handler400 = "summits_portal.errors.bad_request"
handler403 = "summits_portal.errors.forbidden"
handler404 = "summits_portal.errors.not_found"
handler429 = "summits_portal.errors.too_many_requests"  # asked for by the login library
handler500 = "summits_portal.errors.server_error"
