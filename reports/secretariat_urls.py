"""Addresses of the Secretariat's own screens."""

from django.urls import path

from accounts.views import mails

from .views.secretariat import (
    board,
    citations,
    corrections,
    cycles,
    entering,
    files,
    filing,
    inbox,
    links,
    merging,
    publishing,
    records,
    review,
    translation_sheets,
    translations,
)

app_name = "secretariat"

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("assign/", inbox.assign, name="assign"),
    path("file/", filing.file, name="file"),
    # One report
    path("reports/<int:number>/", review.review, name="review"),
    path("reports/<int:number>/withdraw/", publishing.withdraw, name="withdraw"),
    path("reports/<int:number>/correct/", corrections.correct, name="correct"),
    path("reports/<int:number>/typing/", corrections.correct_typing, name="correct_typing"),
    path("files/<uuid:token>/", files.attachment, name="attachment"),
    # What was agreed
    path("documents/new/", entering.new_document, name="new_document"),
    # Records that are there already
    path("records/", records.records, name="records"),
    path("records/links/", links.proposed, name="proposed_links"),
    path("records/links/look/", links.look, name="look_for_links"),
    path("records/merge/", merging.merge, name="merge"),
    path(
        "records/paragraphs/<int:pk>/correct/<slug:language>/",
        records.correct_text,
        name="correct_text",
    ),
    # Citations
    path("citations/", citations.queue, name="citations"),
    path("citations/confirm/", citations.confirm, name="confirm_citations"),
    path("citations/decisions/", citations.decisions, name="citation_decisions"),
    path("citations/decisions/<int:pk>/undo/", citations.undo_decision, name="undo_decision"),
    # Translations
    path("translations/", translations.queue, name="translations"),
    path("translations/spreadsheet/", translation_sheets.upload, name="translation_upload"),
    path(
        "translations/spreadsheet/confirm/", translation_sheets.confirm, name="translation_confirm"
    ),
    path("translations/<slug:language>/first/", translations.first, name="first_translation"),
    path(
        "translations/<slug:language>/spreadsheet/",
        translation_sheets.sheet,
        name="translation_sheet",
    ),
    path(
        "translations/<slug:kind>/<int:pk>/<slug:language>/",
        translations.translation,
        name="translation",
    ),
    # Cycles: who is asked, until when, and who is silent
    path("cycles/", cycles.listed, name="cycles"),
    path("cycles/new/", cycles.create, name="new_cycle"),
    path("cycles/<slug:slug>/", cycles.edit, name="cycle"),
    path("cycles/<slug:slug>/announce/", cycles.announce, name="announce_cycle"),
    path("cycles/<slug:slug>/extensions/<int:pk>/", cycles.decide, name="extension_request"),
    path("cycles/<slug:slug>/extend/<slug:entity>/", cycles.extend, name="extend"),
    path("board/", board.latest, name="latest_board"),
    path("board/<slug:slug>/", board.board, name="board"),
    # Mails that need a person
    path("mails/", mails.mails, name="mails"),
    path("mails/<int:pk>/", mails.decide, name="mail"),
]
