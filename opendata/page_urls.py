"""Pages for people about the data, under the language prefix."""

from django.urls import path

from . import views
from .api import docs

app_name = "data"

urlpatterns = [
    path("data/", views.data, name="data"),
    path("data/api/", docs.api, name="api"),
]
