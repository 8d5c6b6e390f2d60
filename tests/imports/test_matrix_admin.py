"""Matrices in the administration: upload, preview, adjust, confirm, result, take back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from countries.models import Entity
from imports import forms, matrix_forms
from imports.models import Batch
from publication.languages import LANGUAGES
from reports.models import Report
from tests import factories
from tests.imports.fingerprint import fingerprint
from tests.imports.test_import_admin import shown, text_of
from tests.imports.written_matrices import ANNUAL, ANNUAL_AGAIN, written

pytestmark = pytest.mark.django_db
ADD = reverse("admin:imports_batch_add_matrix")
SLUG = "rivers-2005-programme"


@pytest.fixture(autouse=True)
def immediate(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture(autouse=True)
def known():
    factories.make_theme(slug="migration", texts={"en": "Migration", "es": "Migración"})
    factories.make_document(slug=SLUG, kind="programme", texts={"en": "Programme on rivers"})


def upload(client, rows=ANNUAL_AGAIN, *, kind="txt", data=None, reader="en", headings=(), **fields):
    data = (
        data if data is not None else written("annual-report", rows, kind=kind, headings=headings)
    )
    fields = {
        "layout": "annual-report", "language": "en", "programme": SLUG, "year": "",
        "theme": "migration", "file": SimpleUploadedFile(f"a.{kind}", data),
    } | fields  # fmt: skip
    return client.post(ADD, fields, headers={"accept-language": reader})


def adjust(client, **choices):
    batch = Batch.objects.get()
    return client.post(reverse("admin:imports_batch_adjust", args=[batch.pk]), choices)


def keep_both(client):
    roles = dict(Batch.objects.get().summary["columns"])
    columns = {f"column-{n}": role for n, role in enumerate(roles.values())}
    return adjust(client, **columns, **{"near-0": "keep"})


def confirm(client):
    batch = Batch.objects.get()
    client.post(reverse("admin:imports_batch_confirm", args=[batch.pk]))
    batch.refresh_from_db()
    return batch


def test_upload_leads_to_a_preview_and_writes_no_record(editor, editor_client):
    response = upload(editor_client)
    batch = Batch.objects.get()
    assert response.url == batch.get_absolute_url()
    assert (batch.state, batch.by, batch.layout) == ("preview", editor, "annual-report")
    assert not Report.objects.exists()
    text = shown(editor_client, batch)
    assert "Nothing is written yet." in text
    assert "Institute of Rivers (line 18): 91 % the same words" in text
    assert "Programme on rivers" in text


@pytest.mark.parametrize("kind", ["docx", "xlsx", "csv"])
def test_other_kinds_of_files_are_kept_and_taken_in(editor_client, kind):
    upload(editor_client, ANNUAL, kind=kind)
    batch = confirm(editor_client)
    assert (batch.state, batch.text, batch.failure) == ("done", "", [])
    assert Report.objects.published().count() == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_answer_in_every_language(editor_client, language):
    assert editor_client.get(ADD, headers={"accept-language": language}).status_code == 200
    upload(editor_client)
    assert "Institute of Rivers" in shown(editor_client, language=language)
    confirm(editor_client)
    assert "Institute of Rivers" in shown(editor_client, language=language)


def test_confirmed_import_merges_near_duplicates_unless_told_otherwise(editor_client):
    upload(editor_client)
    assert confirm(editor_client).summary["near_duplicates"] == 1
    assert Report.objects.count() == 1


def test_a_person_keeps_both(editor_client):
    upload(editor_client)
    assert keep_both(editor_client).status_code == 302
    assert Batch.objects.get().summary["near"][0]["decision"] == "keep"
    confirm(editor_client)
    assert Report.objects.count() == 2


def test_a_person_says_what_a_column_is(editor_client):
    headings = ["Activities stated", "Wishes for 2011", "Activities executed"]
    rows = [ANNUAL[0], ["1. Promote.", "A wish", "A deed"]]
    upload(editor_client, rows, headings=headings, year="2011")
    kept = Batch.objects.get().summary
    assert kept["columns"][1] == ["Wishes for 2011", ""]
    assert [one["text"] for one in kept["not_understood"]] == ["A wish"]
    adjust(editor_client, **{"column-0": "activities", "column-1": "planned", "column-2": "done"})
    assert Batch.objects.get().summary["not_understood"] == []
    confirm(editor_client)
    assert Report.objects.get().sections.get(kind="planned").text_en == "A wish"


@pytest.mark.parametrize("choices", [{"near-0": "burn"}, {"column-0": "x", "near-0": "keep"}, {}])
def test_a_bad_choice_changes_nothing(editor_client, choices):
    upload(editor_client)
    before = Batch.objects.values().get()
    assert adjust(editor_client, **choices).status_code == 302
    assert Batch.objects.values().get() == before


def test_what_is_done_is_not_adjusted_any_more(editor_client):
    upload(editor_client)
    confirm(editor_client)
    assert adjust(editor_client, **{"near-0": "keep"}).status_code == 404


def test_what_a_colleague_confirms_meanwhile_stays(editor_client, monkeypatch):
    upload(editor_client)
    plan_matrix, confirmed = matrix_forms.plan_matrix, []

    def overtaken(*args):
        plan = plan_matrix(*args)
        confirm(editor_client)
        confirmed.append(Batch.objects.values().get())
        return plan

    monkeypatch.setattr(matrix_forms, "plan_matrix", overtaken)
    response = keep_both(editor_client)
    assert [Batch.objects.values().get()] == confirmed
    page = editor_client.get(response.url, headers={"accept-language": "en"})
    assert "The import is done or on its way already." in text_of(page)


def test_taken_back_it_leaves_nothing(editor_client):
    upload(editor_client)
    confirm(editor_client)
    editor_client.post(reverse("admin:imports_batch_undo", args=[Batch.objects.get().pk]))
    assert Batch.objects.get().state == "undone"
    assert not Report.objects.exists() and not Entity.objects.exists()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("data", [b"", b"A letter.\n", b"PK\x03\x04x", b"\tOne\n\tTwo\n"])
def test_bad_file_is_a_form_error_and_stores_nothing(editor_client, data, language):
    before = fingerprint()
    response = upload(editor_client, data=data, reader=language)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["file"]
    assert fingerprint() == before


@pytest.mark.parametrize(
    "fields",
    [{"layout": "x"}, {"language": "de"}, {"programme": "x"}, {"theme": "x"}, {"year": "9999"},
     {"year": "x"}, {"file": ""}],
)  # fmt: skip
def test_bad_choice_is_a_form_error(editor_client, fields):
    assert upload(editor_client, **fields).status_code == 200
    assert not Batch.objects.exists()


def test_large_file_is_not_even_read(editor_client, monkeypatch):
    monkeypatch.setattr(forms, "LARGEST_UPLOAD", 10)
    response = upload(editor_client)
    assert response.context["form"].errors == {"file": ["The file is too large."]}


def test_names_in_the_file_are_shown_as_text(editor_client):
    rows = [["A. <b>Institute</b>"], ["1. Promote <i>rights</i>.", "", "<u>Done</u> " * 9, "", ""]]
    upload(editor_client, rows)
    response = editor_client.get(Batch.objects.get().get_absolute_url())
    for tag in (b"<b>Institute", b"<i>rights", b"<u>Done"):
        assert tag not in response.content
    assert "<b>Institute</b>" in text_of(response)


def test_only_who_may_import_gets_there(client, db):
    assert client.get(ADD).status_code in (302, 403, 404)
    client.force_login(factories.make_user())
    assert client.get(ADD).status_code in (302, 403, 404)
