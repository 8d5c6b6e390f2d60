"""Addresses for machines, without a language prefix."""

from django.urls import path

from . import sitemaps, views

app_name = "opendata"

urlpatterns = [
    path("data/themes/<slug:slug>.json", views.theme_json, name="theme_json"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
]
