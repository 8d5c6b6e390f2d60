"""Addresses for machines, without a language prefix."""

from django.urls import path

from . import sitemaps, views

app_name = "opendata"

urlpatterns = [
    path("data/themes/<slug:slug>.json", views.theme_json, name="theme_json"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<slug:name>.xml", sitemaps.section, name="sitemap_section"),
    path("robots.txt", views.robots, name="robots"),
]
