"""The Secretariat's screens of the newsletter."""

from django.urls import path

from .views import newsroom

app_name = "newsroom"

urlpatterns = [
    path("", newsroom.issues, name="issues"),
    path("<str:month>/", newsroom.edit, name="edit"),
    path("<str:month>/preview/", newsroom.preview, name="preview"),
    path("<str:month>/try/", newsroom.try_out, name="try_out"),
    path("<str:month>/draft/", newsroom.draft_again, name="draft_again"),
    path("<str:month>/discard/", newsroom.discard, name="discard"),
    path("<str:month>/send/", newsroom.send, name="send"),
]
