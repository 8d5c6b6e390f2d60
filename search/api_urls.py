"""The search's part of the API."""

from django.urls import path

from .api import Search

urlpatterns = [
    path("api/v1/search/", Search.as_view(), name="api_search"),
]
