"""Addresses for machines, without a language prefix."""

from django.urls import include, path, re_path

from . import feeds, list_files, sitemaps, views
from .bulk.editions import FILE_NAME, NAME

app_name = "opendata"

urlpatterns = [
    path("api/v1/", include("opendata.api.urls")),
    # Files
    re_path(
        r"^data/exports/(?P<kind>[a-z_]+)\.(?P<ending>csv|json|xlsx)$",
        list_files.list_file,
        name="list_file",
    ),
    path("data/themes/<slug:slug>.json", views.theme_json, name="theme_json"),
    path("data/editions.json", views.bulk_index, name="bulk_index"),
    re_path(rf"^data/latest/(?P<name>{FILE_NAME})$", views.bulk_latest, name="bulk_latest"),
    re_path(rf"^data/(?P<name>{NAME})/(?P<file>{FILE_NAME})$", views.bulk_file, name="bulk_file"),
    re_path(
        r"^data/cite/(?P<page>[-\w./]{1,400})/cite\.(?P<ending>bib|ris)$", views.cite, name="cite"
    ),
    # Feeds
    path("feeds/<slug:language>/reports.atom", feeds.reports, name="feed"),
    path("feeds/<slug:language>/contributions.atom", feeds.contributions, name="contribution_feed"),
    re_path(
        r"^feeds/(?P<language>[-\w]+)/(?P<path>[-\w./]{1,400})/reports\.atom$",
        feeds.of_record,
        name="record_feed",
    ),
    # Search engines
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<slug:name>.xml", sitemaps.section, name="sitemap_section"),
    path("robots.txt", views.robots, name="robots"),
]
