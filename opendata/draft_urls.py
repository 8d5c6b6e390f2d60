"""Addresses of the Secretariat's screens for documents that are drafted from the records."""

from django.urls import path

from . import draft_views

app_name = "drafts"

urlpatterns = [
    path("", draft_views.listed, name="drafts"),
    path("new/<slug:kind>/", draft_views.new, name="new"),
    # One that was asked for
    path("<int:pk>/", draft_views.draft, name="draft"),
    path("<int:pk>/file/", draft_views.file, name="file"),
    path("<int:pk>/discard/", draft_views.discard, name="discard"),
]
