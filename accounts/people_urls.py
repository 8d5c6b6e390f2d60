"""Addresses of the Secretariat's screens about people, below secretariat/."""

from django.urls import path

from .views import audit, entity_people, inviting, people, resets, viewing

app_name = "people"

urlpatterns = [
    # People
    path("people/", people.people, name="people"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/close/", people.close, name="close"),
    path("people/<int:pk>/reopen/", people.reopen, name="reopen"),
    path("people/<int:pk>/hand-over/", inviting.hand_over, name="hand_over"),
    path("people/<int:pk>/view/", viewing.start, name="view_as"),
    path("people/roles/<int:pk>/end/", people.end_role, name="end_role"),
    path("people/entities/<slug:slug>/", entity_people.entity, name="entity"),
    # Invitations
    path("people/invitations/", inviting.invite, name="invitations"),
    path("people/invitations/<int:pk>/revoke/", inviting.revoke, name="revoke"),
    # Lost second factors
    path("people/resets/", resets.resets, name="resets"),
    path("people/resets/<int:pk>/confirm/", resets.confirm, name="confirm_reset"),
    path("people/resets/<int:pk>/drop/", resets.drop, name="drop_reset"),
    # Audit log
    path("audit/", audit.audit, name="audit"),
    path("audit/audit.csv", audit.sheet, name="audit_sheet"),
]
