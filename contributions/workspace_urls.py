"""Addresses of the workspace: where organizations write and states reply."""

from django.urls import path

from .views import replying, workspace

app_name = "contributing"

urlpatterns = [
    path("", workspace.home, name="home"),
    path("new/", workspace.new, name="new"),
    path("<int:pk>/", workspace.edit, name="edit"),
    path("<int:pk>/preview/", workspace.preview, name="preview"),
    path("<int:pk>/check/", workspace.check_answers, name="check"),
    path("<int:pk>/submit/", workspace.submit, name="submit"),
    path("<int:pk>/receipt/<int:step>/", workspace.receipt, name="receipt"),
    path("<int:pk>/take-back/", workspace.take_back, name="take_back"),
    path("<int:pk>/discard/", workspace.discard, name="discard"),
    path("<int:pk>/withdraw/", workspace.withdraw, name="withdraw"),
    # The state concerned
    path("<int:pk>/reply/", replying.reply, name="reply"),
]
