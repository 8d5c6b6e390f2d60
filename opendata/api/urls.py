"""Addresses of the API. `search` mounts its own beside these, below the same prefix."""

from django.urls import path, re_path

from mandates.models.paragraphs import PARAGRAPH_SLUG

from . import views

urlpatterns = [
    path("", views.Index.as_view(), name="api_index"),
    path("openapi.json", views.OpenApi.as_view(), name="api_openapi"),
    # What was done
    path("reports/", views.Reports.as_view(), name="api_reports"),
    path("reports/<int:number>/", views.OneReport.as_view(), name="api_report"),
    path("citations/", views.Citations.as_view(), name="api_citations"),
    # Who reports, and what was agreed
    path("entities/", views.Entities.as_view(), name="api_entities"),
    path("entities/<slug:slug>/", views.OneEntity.as_view(), name="api_entity"),
    path("themes/", views.Themes.as_view(), name="api_themes"),
    path("themes/<slug:slug>/", views.OneTheme.as_view(), name="api_theme"),
    path("meetings/", views.Meetings.as_view(), name="api_meetings"),
    path("meetings/<slug:slug>/", views.OneMeeting.as_view(), name="api_meeting"),
    path("documents/", views.Documents.as_view(), name="api_documents"),
    path("documents/<slug:slug>/", views.OneDocument.as_view(), name="api_document"),
    path("paragraphs/", views.Paragraphs.as_view(), name="api_paragraphs"),
    re_path(
        rf"^paragraphs/(?P<document>[-a-zA-Z0-9_]+)/(?P<slug>{PARAGRAPH_SLUG})/$",
        views.OneParagraph.as_view(),
        name="api_paragraph",
    ),
    # How it is carried out and measured
    path("actions/", views.Actions.as_view(), name="api_actions"),
    path("actions/<int:number>/", views.OneAction.as_view(), name="api_action"),
    path("indicators/", views.Indicators.as_view(), name="api_indicators"),
    path("indicators/<slug:slug>/", views.OneIndicator.as_view(), name="api_indicator"),
    path("indicator_values/", views.IndicatorValues.as_view(), name="api_indicator_values"),
    # What others write
    path("contributions/", views.Contributions.as_view(), name="api_contributions"),
    path("contributions/<int:number>/", views.OneContribution.as_view(), name="api_contribution"),
]
