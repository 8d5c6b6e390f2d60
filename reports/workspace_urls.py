"""Addresses of the workspace: where entities write their reports."""

from django.urls import path

from .views.workspace import (
    actions,
    approval,
    attachments,
    copies,
    delegations,
    editor,
    extensions,
    history,
    home,
    indicators,
    parts,
    starting,
    submitting,
)

app_name = "workspace"

urlpatterns = [
    path("", home.home, name="home"),
    # Writing a report
    path("reports/new/", starting.start, name="start"),
    path("reports/<int:pk>/", editor.editor, name="editor"),
    path("reports/<int:pk>/save/", editor.autosave, name="autosave"),
    path("reports/<int:pk>/discard/", starting.discard, name="discard"),
    path("reports/<int:pk>/correct/", starting.correct, name="correct"),
    path("markup-preview/", editor.markup_preview, name="markup_preview"),
    # Handing it in
    path("reports/<int:pk>/preview/", submitting.preview, name="preview"),
    path("reports/<int:pk>/check/", submitting.check, name="check"),
    path("reports/<int:pk>/submit/", submitting.submit, name="submit"),
    path("reports/<int:pk>/ask-approval/", submitting.ask_approval, name="ask_approval"),
    path("reports/<int:pk>/receipt/<int:step>/", submitting.receipt, name="receipt"),
    path("reports/<int:pk>/approval/", approval.approval, name="approval"),
    path("reports/<int:pk>/word/", copies.word, name="word"),
    path("entities/<slug:slug>/history/", history.history, name="history"),
    # Parts of a report that contributors write
    path("reports/<int:pk>/parts/", delegations.delegate, name="delegate"),
    path("parts/<int:pk>/", delegations.delegation, name="delegation"),
    path("parts/<int:pk>/return/", delegations.return_part, name="return_part"),
    path("parts/<int:pk>/call-back/", delegations.call_back, name="call_back"),
    path("parts/<int:pk>/write/", parts.part, name="part"),
    # Files and links beside a report
    path("reports/<int:pk>/files/", attachments.attachments, name="attachments"),
    path("reports/<int:pk>/files/<uuid:token>/", attachments.attachment, name="attachment"),
    path(
        "reports/<int:pk>/files/<uuid:token>/remove/",
        attachments.remove_attachment,
        name="remove_attachment",
    ),
    path("reports/<int:pk>/links/<int:link>/remove/", attachments.remove_link, name="remove_link"),
    # Actions and figures
    path("entities/<slug:slug>/actions/", actions.actions, name="actions"),
    path("entities/<slug:slug>/actions/new/", actions.new_action, name="new_action"),
    path("entities/<slug:slug>/actions/<int:pk>/", actions.action, name="action"),
    path(
        "entities/<slug:slug>/indicators/<slug:indicator>/", indicators.indicator, name="indicator"
    ),
    path(
        "entities/<slug:slug>/indicators/<slug:indicator>/values/<int:pk>/withdraw/",
        indicators.withdraw,
        name="withdraw_value",
    ),
    # More time
    path("cycles/<slug:slug>/extension/<slug:entity>/", extensions.ask, name="extension"),
]
