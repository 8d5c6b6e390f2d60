"""The monthly newsletter, for everybody."""

from django.urls import path

from .views import newsletters

app_name = "newsletters"

urlpatterns = [
    path("", newsletters.issues, name="issues"),
    path("<str:month>/", newsletters.issue, name="issue"),
]
