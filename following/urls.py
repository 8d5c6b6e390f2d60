"""Addresses of following, for everybody."""

from django.urls import path

from .views import asking, own

app_name = "following"

urlpatterns = [
    path("", asking.follow, name="follow"),
    path("sent/", asking.sent, name="sent"),
    path("link/", asking.link, name="link"),
    # By a link in a mail
    path("confirm/", own.confirm, name="confirm"),
    path("mine/", own.own, name="own"),
    path("end/", own.end, name="end"),
]
