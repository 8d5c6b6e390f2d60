"""Addresses of people's own pages: signing in, second factor, sessions, invitations."""

from django.urls import include, path

from .views import home, invitation, unsubscribe, viewing

urlpatterns = [
    path("", home.home, name="account_home"),
    path("unsubscribe/", unsubscribe.unsubscribe, name="account_unsubscribe"),
    # As links in mails were written before; they work for good.
    path("unsubscribe/<str:key>/", unsubscribe.unsubscribe, name="account_unsubscribe_before"),
    path("invitation/", invitation.invitation, name="invitation"),
    path("invitation/accept/", invitation.accept, name="accept_invitation"),
    path("view-as/end/", viewing.end, name="view_as_end"),
    path("", include("accounts.sign_in_urls")),
]
