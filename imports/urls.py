"""Addresses of the Secretariat's screens for sheets."""

from django.urls import path

from .views import sheets

app_name = "sheets"

urlpatterns = [
    path("", sheets.listed, name="sheets"),
    path("<slug:kind>/template.<slug:format>", sheets.template, name="template"),
    path("<slug:kind>/in/", sheets.upload, name="upload"),
    # One that was brought in
    path("<int:pk>/", sheets.batch, name="batch"),
    path("<int:pk>/confirm/", sheets.confirm, name="confirm"),
    path("<int:pk>/errors.<slug:format>", sheets.faulty, name="faulty"),
    path("<int:pk>/undo/", sheets.take_back, name="undo"),
    path("<int:pk>/discard/", sheets.discard, name="discard"),
]
