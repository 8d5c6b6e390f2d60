"""Addresses of moderation."""

from django.urls import path

from .views import secretariat

app_name = "moderation"

urlpatterns = [
    path("", secretariat.queue, name="queue"),
    path("<int:pk>/", secretariat.review, name="review"),
    path("<int:pk>/withdraw/", secretariat.withdraw, name="withdraw"),
]
