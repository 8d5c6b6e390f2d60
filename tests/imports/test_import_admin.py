"""Imports in the administration: upload, preview, confirm, watch, take back; and who may."""

import datetime
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from imports import forms, sisca
from imports.jobs import SILENCE, import_batch, queue
from imports.models import Batch
from mandates.models import Paragraph
from publication.languages import LANGUAGES
from publication.progress import Progress, Superseded
from reports.models import Report
from tests import factories
from tests.imports.fingerprint import fingerprint
from tests.imports.written_pages import LIMA, MANDATES, TEXTS, page
from tests.people import signed_in

pytestmark = pytest.mark.django_db
ADD = reverse("admin:imports_batch_add")
PAGE = page(
    documents=[(LIMA, [("1", MANDATES["en"]), ("2", MANDATES["es"])])],
    entities=[
        ("Peru", [("2019-05-06", "1, 17", TEXTS["en"]), ("2019-05-07", "17", "es")], ["Guide"]),
        ("Somebody Else", []),
    ],
)


@pytest.fixture(autouse=True)
def immediate(settings):
    """Jobs run when they are queued, in the same transaction."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def queued(settings):
    """Jobs wait in the database for a worker."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture(autouse=True)
def known():
    theme = factories.make_theme(
        slug="migration", texts={"en": "Migration", "es": "Migración", "fr": "Migrations"}
    )
    factories.make_document(slug="lima-2018", aliases=[LIMA], date=datetime.date(2018, 4, 14))
    for slug in ("quito-2001", "rome-2002"):
        document = factories.make_document(slug=slug, date=datetime.date(2001, 1, 1))
        factories.make_paragraph(document=document, label="17", themes=[theme])
    factories.make_entity(slug="peru", texts={"en": "Peru", "es": "Perú"})


def upload(client, data=PAGE, *, name="page.txt", reader="en", **fields):
    fields = {"theme": "migration", "language": "", "file": SimpleUploadedFile(name, data)} | fields
    return client.post(ADD, fields, headers={"accept-language": reader})


def the_batch():
    return Batch.objects.get()


def shown(client, batch=None, language="en"):
    address = (batch or the_batch()).get_absolute_url()
    response = client.get(address, headers={"accept-language": language})
    assert response.status_code == 200
    return " ".join(text_of(response).split())


def text_of(response):
    class Text(HTMLParser):
        found = ""

        def handle_data(self, data):
            self.found += data

    parser = Text()
    parser.feed(response.content.decode())
    return parser.found


def confirm(client, batch=None):
    return client.post(reverse("admin:imports_batch_confirm", args=[(batch or the_batch()).pk]))


def take_back(client):
    return client.post(reverse("admin:imports_batch_undo", args=[the_batch().pk]), follow=True)


# Upload and preview ---------------------------------------------------------------------------


def test_upload_leads_to_a_preview_and_writes_no_record(editor, editor_client):
    response = upload(editor_client)
    batch = the_batch()
    assert response.url == batch.get_absolute_url()
    assert (batch.state, batch.by, batch.theme.slug) == ("preview", editor, "migration")
    assert (batch.file_name, batch.text) == ("page.txt", PAGE.decode())
    assert not Report.objects.exists()
    assert Paragraph.objects.count() == 2


def test_preview_says_what_would_be_done(editor_client):
    upload(editor_client)
    text = shown(editor_client)
    assert "Nothing is written yet." in text
    assert "New paragraphs (2)" in text
    assert "New reports (2) Peru: 2" in text
    assert "New resources (1) Peru: 1" in text
    assert "Not a known entity, left out with its reports: Somebody Else (line 20)" in text
    assert "Paragraph 2 is written in another language than the page: Español (line 8)" in text
    assert (
        "Number 17 stands in more than one document: quito-2001/17, rome-2002/17 (lines 13, 15)"
        in text
    )


def test_preview_of_a_page_that_is_there_says_so(editor_client):
    sisca.import_page(PAGE, sisca.Options("migration"), file_name="x")
    upload(editor_client)
    batch = Batch.objects.newest_first()[0]
    assert (batch.summary["created"], batch.summary["unchanged"]) == (0, 5)
    assert "New reports" not in shown(editor_client, batch)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_a_batch_answer_in_every_language(editor_client, language):
    upload(editor_client)
    assert "Somebody Else" in shown(editor_client, language=language)
    confirm(editor_client)
    shown(editor_client, language=language)
    undo = reverse("admin:imports_batch_undo", args=[the_batch().pk])
    assert editor_client.get(undo, headers={"accept-language": language}).status_code == 200


def test_themes_are_offered_in_the_reader_s_language(editor_client):
    response = editor_client.get(ADD, headers={"accept-language": "es"})
    choices = response.context["adminform"].form.fields["theme"].choices
    assert choices == [("", "---------"), ("migration", "Migración")]


def test_options_are_kept(editor_client):
    upload(editor_client, create_missing="on")
    batch = the_batch()
    assert batch.create_missing is True
    assert batch.summary["new"]["entities"] == ["Somebody Else"]


BAD_FILES = {
    "empty": b"",
    "blank": b" \n\n",
    "binary": b"\x00\x01\x02" * 99,
    "latin_1": PAGE.replace("•".encode(), b"\xb7"),
    "html": b"<!DOCTYPE html><html><body></body></html>",
    "cut": PAGE[:200],
    "other_text": b"A letter.\n",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("data", BAD_FILES.values(), ids=BAD_FILES)
def test_bad_file_is_a_form_error_and_stores_nothing(editor_client, data, language):
    before = fingerprint()
    response = upload(editor_client, data, reader=language)
    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == ["file"]
    assert fingerprint() == before


def test_large_file_is_not_even_read(editor_client, monkeypatch):
    monkeypatch.setattr(forms, "LARGEST_UPLOAD", len(PAGE) - 1)
    response = upload(editor_client)
    assert response.context["adminform"].form.errors == {"file": ["The file is too large."]}
    monkeypatch.setattr(forms, "LARGEST_UPLOAD", len(PAGE))
    assert upload(editor_client).status_code == 302


@pytest.mark.parametrize(
    "fields",
    [{"theme": "nothing"}, {"theme": ""}, {"theme": "\x00"}, {"language": "de"}, {"file": ""}],
)
def test_bad_choice_is_a_form_error(editor_client, fields):
    response = upload(editor_client, **fields)
    assert response.status_code in (200, 400)
    assert not Batch.objects.exists()


def test_name_of_the_file_is_shown_as_text(editor_client):
    upload(editor_client, name="<b>page.txt")
    response = editor_client.get(the_batch().get_absolute_url())
    assert b"<b>page" not in response.content


# Confirming -----------------------------------------------------------------------------------


def test_confirmed_import_is_carried_out(editor, editor_client):
    upload(editor_client)
    response = confirm(editor_client)
    batch = the_batch()
    assert response.url == batch.get_absolute_url()
    assert (batch.state, batch.by, batch.text, batch.language) == ("done", editor, "", "en")
    assert (batch.steps_done, batch.steps_in_all) == (2, 2)
    assert Report.objects.published().count() == 2
    text = shown(editor_client)
    assert "The import is done." in text
    changes = editor_client.get(
        reverse("admin:imports_change_changelist"), {"batch__id__exact": batch.pk}
    )
    assert changes.status_code == 200
    assert changes.context["cl"].result_count == batch.changes.count() > 0


def test_import_is_queued_with_the_confirmation(editor_client, queued):
    upload(editor_client)
    confirm(editor_client)
    assert the_batch().state == "waiting"
    assert DBTaskResult.objects.get().args_kwargs["args"] == [the_batch().pk]
    assert not Report.objects.exists()
    text = shown(editor_client)
    assert "Waiting for a worker" in text
    import_batch.call(the_batch().pk)
    assert the_batch().state == "done"


def test_two_confirmations_queue_one_import(editor_client, queued):
    upload(editor_client)
    confirm(editor_client)
    response = editor_client.post(
        reverse("admin:imports_batch_confirm", args=[the_batch().pk]), follow=True
    )
    assert "The import is done or on its way already." in text_of(response)
    assert DBTaskResult.objects.count() == 1


def test_running_twice_imports_once(editor_client, queued):
    upload(editor_client)
    confirm(editor_client)
    import_batch.call(the_batch().pk)
    before = fingerprint()
    import_batch.call(the_batch().pk)
    assert fingerprint() == before


@pytest.mark.parametrize("state", ["preview", "running", "done", "failed"])
def test_job_leaves_alone_what_is_not_waiting(state):
    batch = factories.make_batch(state=state)
    import_batch.call(batch.pk)
    batch.refresh_from_db()
    assert batch.state == state


def test_progress_page_refreshes_without_script(editor_client, queued):
    upload(editor_client)
    confirm(editor_client)
    Batch.objects.update(state="running", steps_done=50, steps_in_all=76)
    response = editor_client.get(the_batch().get_absolute_url())
    html = response.content.decode()
    assert '<progress id="progress" max="76" value="50"></progress>' in html
    assert f'href="{the_batch().get_absolute_url()}"' in html
    assert "50 of 76 reports compared" in text_of(response)


def test_progress_is_written_while_planning(editor_client, queued, monkeypatch):
    monkeypatch.setattr("publication.progress.SECONDS_BETWEEN_SIGNS", 0)
    seen = []
    write = sisca.write

    def watched(plan, batch):
        seen.append(Batch.objects.values_list("state", "steps_done", "steps_in_all").get())
        write(plan, batch)

    monkeypatch.setattr(sisca, "write", watched)
    upload(editor_client)
    confirm(editor_client)
    import_batch.call(the_batch().pk)
    assert seen == [("running", 2, 2)]


# What goes wrong ------------------------------------------------------------------------------


def test_right_taken_away_meanwhile_stops_the_import(editor, editor_client, queued):
    upload(editor_client)
    confirm(editor_client)
    editor.is_active = False
    editor.save()
    import_batch.call(the_batch().pk)
    batch = the_batch()
    assert (batch.state, batch.failure) == ("failed", ["not_allowed"])
    assert not Report.objects.exists()


def test_fault_is_told_in_one_line_and_can_be_tried_again(editor_client, monkeypatch):
    upload(editor_client)
    with monkeypatch.context() as patch:
        patch.setattr(sisca, "plan_page", lambda *args, **options: 1 / 0)
        confirm(editor_client)
    batch = the_batch()
    assert (batch.state, batch.failure) == ("failed", ["fault", "ZeroDivisionError"])
    text = shown(editor_client)
    assert "broke off with a fault of the portal: ZeroDivisionError" in text
    assert "Nothing was written." in text
    confirm(editor_client)
    assert (the_batch().state, the_batch().failure) == ("done", [])


def test_import_left_by_a_killed_worker_can_be_started_again(editor, editor_client):
    upload(editor_client)
    Batch.objects.update(state="running", attempt=1, seen_at=timezone.now() - SILENCE)
    assert (
        'value="Start again"' in editor_client.get(the_batch().get_absolute_url()).content.decode()
    )
    confirm(editor_client)
    assert (the_batch().state, the_batch().attempt) == ("done", 2)


def test_import_whose_worker_lives_is_not_started_again(editor, editor_client):
    upload(editor_client)
    Batch.objects.update(state="running", attempt=1, seen_at=timezone.now())
    assert b"Start again" not in editor_client.get(the_batch().get_absolute_url()).content
    assert queue(the_batch(), by=editor) is False


def test_worker_taken_for_dead_writes_nothing_when_it_comes_back(editor_client, queued):
    upload(editor_client)
    Batch.objects.update(state="waiting", seen_at=timezone.now())
    slow = Batch.objects.begin(the_batch().pk, timezone.now())
    Batch.objects.update(state="waiting")
    import_batch.call(slow.pk)
    assert the_batch().state == "done"
    before = fingerprint()
    with pytest.raises(Superseded):
        sisca.carry_out(slow)
    with pytest.raises(Superseded):
        Progress(slow, Batch.objects.carried_out_by(slow))(1, 2)
    assert fingerprint() == before


# Taking back ----------------------------------------------------------------------------------


def test_import_is_taken_back_after_a_question(editor, editor_client):
    upload(editor_client)
    confirm(editor_client)
    undo = reverse("admin:imports_batch_undo", args=[the_batch().pk])
    assert "Yes, take it back" in editor_client.get(undo).content.decode()
    assert Report.objects.exists()
    assert "The import was taken back." in text_of(take_back(editor_client))
    assert (the_batch().state, the_batch().undone_by) == ("undone", editor)
    assert not Report.objects.exists()
    assert "This import was taken back on" in shown(editor_client)


def test_objections_are_given_in_words(editor_client):
    upload(editor_client)
    confirm(editor_client)
    paragraph = Paragraph.objects.get(document__slug="lima-2018", label="1")
    factories.make_report(citing=[paragraph])
    undo = reverse("admin:imports_batch_undo", args=[the_batch().pk])
    said = "Records that came later point at what the import made."
    response = editor_client.get(undo)
    assert said in text_of(response)
    assert b"Yes, take it back" not in response.content
    assert said in text_of(take_back(editor_client))
    assert the_batch().state == "done"


# Who may --------------------------------------------------------------------------------------


def addresses(batch):
    return {
        "list": ("get", reverse("admin:imports_batch_changelist")),
        "see": ("get", batch.get_absolute_url()),
        "changes": ("get", reverse("admin:imports_change_changelist")),
        "origins": ("get", reverse("admin:imports_origin_changelist")),
        "upload": ("get", ADD),
        "confirm": ("post", reverse("admin:imports_batch_confirm", args=[batch.pk])),
        "undo": ("post", reverse("admin:imports_batch_undo", args=[batch.pk])),
        "delete": ("post", reverse("admin:imports_batch_delete", args=[batch.pk])),
    }


@pytest.mark.parametrize("role", ["editor", "administrator"])
def test_each_step_is_open_to_the_secretariats_editors(role, queued):
    batch = factories.make_batch(theme=None)
    client = signed_in(factories.make_person(role=role))
    refused = [
        name
        for name, (method, address) in addresses(batch).items()
        if name != "delete" and is_refusal(getattr(client, method)(address))
    ]
    assert refused == []


def is_refusal(response):
    return response.status_code == 403 or "login" in response.headers.get("Location", "")


@pytest.mark.parametrize("role", [None, "coordinator", "translator"])
def test_strangers_are_sent_to_the_login(role):
    batch = factories.make_batch()
    client = signed_in(factories.make_person(role=role) if role else factories.make_user())
    for method, address in addresses(batch).values():
        response = getattr(client, method)(address)
        assert response.status_code == 302
        assert response.url.startswith(reverse("admin:login"))


def test_confirming_is_not_for_a_link(editor_client):
    upload(editor_client)
    address = reverse("admin:imports_batch_confirm", args=[the_batch().pk])
    assert editor_client.get(address).status_code == 405


def test_confirming_needs_the_token_of_the_form(editor, known):
    from django.test import Client

    batch = factories.make_batch()
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    for name in ("confirm", "undo"):
        assert (
            client.post(reverse(f"admin:imports_batch_{name}", args=[batch.pk])).status_code == 403
        )


@pytest.mark.parametrize("pk", [0, 99, 10**18])
def test_unknown_batch_is_not_found(editor_client, pk):
    for name in ("confirm", "undo"):
        assert (
            editor_client.post(reverse(f"admin:imports_batch_{name}", args=[pk])).status_code == 404
        )


def test_only_what_wrote_nothing_is_thrown_away(editor_client):
    upload(editor_client)
    confirm(editor_client)
    delete = reverse("admin:imports_batch_delete", args=[the_batch().pk])
    assert editor_client.post(delete, {"post": "yes"}).status_code == 403
    assert Batch.objects.count() == 1
