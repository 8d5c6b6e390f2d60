"""Addresses of an entity's own people, below workspace/people/."""

from django.urls import path

from .views import team

app_name = "team"

urlpatterns = [
    path("", team.team, name="team"),
    path("roles/<int:pk>/end/", team.end_role, name="end_role"),
    path("invitations/<int:pk>/revoke/", team.revoke, name="revoke"),
]
