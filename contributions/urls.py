"""Addresses of what organizations contribute beside the official reports."""

from django.urls import path

from .views import public

app_name = "contributions"

urlpatterns = [
    path("contributions/", public.contributions, name="contributions"),
    path("contributions/<int:number>/", public.contribution, name="contribution"),
]
