"""Addresses of everything that joins mandates with reports."""

from django.urls import path, re_path

from mandates.models.paragraphs import PARAGRAPH_SLUG

from .views import documents, entities, home, meetings, reports, themes

app_name = "reports"

urlpatterns = [
    path("", home.home, name="home"),
    # What was agreed
    path("themes/", themes.themes, name="themes"),
    path("themes/<slug:slug>/", themes.theme, name="theme"),
    path("summits/", meetings.summits, name="summits"),
    path("summits/<slug:slug>/", meetings.summit, name="summit"),
    path("ministerials/", meetings.ministerials, name="ministerials"),
    path("ministerials/<slug:slug>/", meetings.ministerial, name="ministerial"),
    path("meetings/<slug:slug>/", meetings.meeting, name="meeting"),
    path("documents/<slug:slug>/", documents.document, name="document"),
    re_path(
        rf"^documents/(?P<slug>[-\w]+)/(?P<paragraph_slug>{PARAGRAPH_SLUG})/$",
        documents.paragraph,
        name="paragraph",
    ),
    # Who reports
    path("countries/", entities.countries, name="countries"),
    path("countries/<slug:slug>/", entities.country, name="country"),
    path("institutions/", entities.institutions, name="institutions"),
    path("institutions/<slug:slug>/", entities.institution, name="institution"),
    # What was done
    path("reports/", reports.report_list, name="reports"),
    path("reports/<int:number>/", reports.report, name="report"),
    path("reports/<int:number>/editions/<int:edition>/", reports.edition, name="edition"),
]
