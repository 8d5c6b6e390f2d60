"""Addresses of everything that joins mandates with reports."""

from django.urls import path, re_path

from mandates.models.paragraphs import PARAGRAPH_SLUG

from .views import (
    actions,
    charts,
    compare,
    coverage,
    documents,
    entities,
    files,
    history,
    home,
    indicators,
    meetings,
    programmes,
    reports,
    themes,
)

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
    path("documents/", documents.document_list, name="documents"),
    path("documents/<slug:slug>/", documents.document, name="document"),
    re_path(
        rf"^documents/(?P<slug>[-\w]+)/(?P<paragraph_slug>{PARAGRAPH_SLUG})/$",
        documents.paragraph,
        name="paragraph",
    ),
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/<slug:slug>/", programmes.programme, name="programme"),
    path("indicators/", indicators.indicators, name="indicators"),
    path("indicators/<slug:slug>/", indicators.indicator, name="indicator"),
    path("sdg/", indicators.goals, name="goals"),
    path("sdg/<int:number>/", indicators.goal, name="goal"),
    # Who reports
    path("countries/", entities.countries, name="countries"),
    path("countries/<slug:slug>/", entities.country, name="country"),
    path("institutions/", entities.institutions, name="institutions"),
    path("institutions/<slug:slug>/", entities.institution, name="institution"),
    # Who has reported on what
    path("coverage/", coverage.coverage, name="coverage"),
    path("coverage/map/", coverage.coverage_map, name="map"),
    path("coverage/charts/", charts.charts, name="charts"),
    path("coverage/<slug:slug>/", coverage.coverage_entity, name="coverage_entity"),
    path("compare/", compare.compare, name="compare"),
    path("timeline/", history.timeline, name="timeline"),
    path("changes/", history.changes, name="changes"),
    # What was done
    path("reports/", reports.report_list, name="reports"),
    path("actions/", actions.action_list, name="actions"),
    path("actions/<int:number>/", actions.action, name="action"),
    path("reports/<int:number>/", reports.report, name="report"),
    path("reports/<int:number>/files/<uuid:token>/", files.attachment, name="attachment"),
    path("reports/<int:number>/editions/<int:edition>/", reports.edition, name="edition"),
]
