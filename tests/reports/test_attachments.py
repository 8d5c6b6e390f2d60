"""Files and links beside a report: what is taken, how it is kept, who may read it."""

import errno
import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files import uploadhandler
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from reports import attaching, file_kinds, file_store
from reports.models import Attachment, RelatedResource, Report
from reports.workflow import NotAllowed, correct, discard
from tests import factories
from tests.people import signed_in
from tests.uploads import GOOD, HOSTILE, NAMES, pdf, png

pytestmark = pytest.mark.django_db
State = Report.State


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture
def draft(entity):
    return factories.make_report(entity=entity, state=State.DRAFT)


@pytest.fixture
def writer(coordinator):
    return signed_in(coordinator)


def page(report):
    return f"/en/workspace/reports/{report.pk}/files/"


def upload(client, report, **files):
    sent = [SimpleUploadedFile(name.replace("_", "."), data) for name, data in files.items()]
    return client.post(page(report), {"files": sent, "language": "es"})


def attach(report, by, *, name="report.pdf", data=None, **fields):
    file = SimpleUploadedFile(name, pdf() if data is None else data)
    return attaching.attach(report, by=by, file=file, language="es", **fields)


EMPTY = {"files-TOTAL_FORMS": "0", "files-INITIAL_FORMS": "0"}  # the list of a report without files


def kept(media: Path) -> list[str]:
    return sorted(str(path.relative_to(media)) for path in media.rglob("*") if path.is_file())


# What is taken --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_and_leaves_nothing(name, draft, coordinator, media):
    with pytest.raises(ValidationError):
        attach(draft, coordinator, name=name, data=HOSTILE[name])
    assert (Attachment.objects.count(), kept(media)) == (0, [])


@pytest.mark.parametrize("typed", [name for name in NAMES if NAMES[name].endswith(".pdf")])
def test_stored_name_is_ours_and_the_header_is_well_formed(
    typed, draft, coordinator, writer, media
):
    file = SimpleUploadedFile("a.pdf", pdf())
    file._name = typed
    attachment = attaching.attach(draft, by=coordinator, file=file, language="en")
    assert re.fullmatch(r"attachments/([0-9a-f]{2})/\1[0-9a-f]{30}", attachment.file.name)
    assert kept(media) == [attachment.file.name]
    header = writer.get(f"{page(draft)}{attachment.token}/")["Content-Disposition"]
    assert re.fullmatch(
        r"""attachment; filename(="[^"\\\x00-\x1f\x7f-\uffff]*"|\*=utf-8''[\w%.~!$&'*+-]*)""",
        header,
    )


def test_name_is_escaped_where_it_is_shown(draft, coordinator, writer):
    attach(draft, coordinator, name="a&b'c.pdf")
    assert "a&amp;b&#x27;c.pdf" in writer.get(page(draft)).content.decode()


def test_kinds_are_those_the_page_names(writer, draft):
    text = writer.get(page(draft)).content.decode()
    assert re.search(r'accept="([^"]+)"', text)[1] == ",".join(file_kinds.ENDINGS)
    assert "10 MB each" in text
    assert "20 files" in text
    assert "100 MB" in text


# The page -------------------------------------------------------------------------------------


def test_several_files_are_added_at_once(writer, draft, coordinator):
    sent = {name: GOOD[name] for name in ("report.pdf", "picture.png", "table.csv")}
    response = writer.post(
        page(draft),
        {
            "files": [SimpleUploadedFile(name, data) for name, data in sent.items()],
            "language": "pt-br",
            "is_public": "on",
        },
    )
    assert response.status_code == 302
    rows = Attachment.objects.of_report(draft)
    names = ("name", "title", "language", "content_type", "is_public", "added_by", "size")
    assert [tuple(getattr(row, name) for name in names) for row in rows] == [
        ("report.pdf", "report", "pt-br", "application/pdf", True, coordinator, len(pdf())),
        ("picture.png", "picture", "pt-br", "image/png", True, coordinator, len(png())),
        ("table.csv", "table", "pt-br", "text/csv", True, coordinator, len(sent["table.csv"])),
    ]
    assert [row.file.open().read() for row in rows] == list(sent.values())


def test_good_files_stay_when_another_is_refused(writer, draft):
    response = upload(writer, draft, good_pdf=pdf(), bad_pdf=b"<html>")
    text = response.content.decode()
    assert response.status_code == 200
    assert "<title>Error: Files and links" in text
    assert "bad.pdf: The file is damaged, or is not what the end of its name says." in text
    assert "1 file was added." in text
    assert list(Attachment.objects.values_list("name", flat=True)) == ["good.pdf"]


def test_no_file_is_an_error(writer, draft):
    response = writer.post(page(draft), {"language": "es"})
    assert response.status_code == 200
    assert "Files: This field is required." in response.content.decode()


def test_titles_languages_and_readers_are_saved_at_once(writer, draft, coordinator):
    one, other = attach(draft, coordinator), attach(draft, coordinator, name="b.pdf")
    sent = {"files-TOTAL_FORMS": "2", "files-INITIAL_FORMS": "2"}
    for place, row in enumerate((one, other)):
        sent |= {f"files-{place}-id": row.pk, f"files-{place}-title": f"Title {place}"}
        sent[f"files-{place}-language"] = "fr"
    response = writer.post(page(draft), {**sent, "files-1-is_public": "on"})
    assert response.status_code == 302
    rows = Attachment.objects.of_report(draft).values_list("title", "language", "is_public")
    assert list(rows) == [("Title 0", "fr", False), ("Title 1", "fr", True)]


def test_all_that_is_wrong_is_told_in_one_summary(writer, draft, coordinator):
    there = attach(draft, coordinator)
    titles = {"files-TOTAL_FORMS": "1", "files-INITIAL_FORMS": "1", "files-0-id": there.pk}
    titles |= {"files-0-title": "", "files-0-language": "fr"}
    told = r'<a href="#([\w-]+)">[^<]*: This field is required.</a>'
    text = writer.post(page(draft), titles).text
    assert "<title>Error: Files and links" in text
    assert re.findall(told, text) == ["id_files-0-title"]
    wrong = {"add": "link", "link-title": "", "link-url": "x", "link-language": "es"}
    text = writer.post(page(draft), titles | wrong).text
    assert text.count('role="alert" tabindex="-1"') == text.count('id="errors-title"') == 1
    assert re.findall(told, text) == ["id_files-0-title", "id_link-title"]


def test_list_of_files_that_has_changed_is_said_above(writer, draft, coordinator):
    gone, there = attach(draft, coordinator), attach(draft, coordinator, name="b.pdf")
    sent = {"files-TOTAL_FORMS": "2", "files-INITIAL_FORMS": "2"}
    for place, row in enumerate((gone, there)):
        sent |= {f"files-{place}-id": row.pk, f"files-{place}-title": f"Title {place}"}
        sent[f"files-{place}-language"] = "fr"
    attaching.remove(gone)
    text = writer.post(page(draft), sent).text
    assert "<title>Error: Files and links" in text
    assert text.count('id="errors-title"') == 1
    assert Attachment.objects.get().title == there.title


@pytest.mark.parametrize("button", ["files", "link"])
def test_titles_are_saved_when_something_is_added(button, writer, draft, coordinator):
    there = attach(draft, coordinator)
    sent = {"files-TOTAL_FORMS": "1", "files-INITIAL_FORMS": "1", "files-0-id": there.pk}
    sent |= {"files-0-title": "Typed", "files-0-language": "fr", "language": "es", "add": button}
    sent |= {"files": SimpleUploadedFile("b.pdf", pdf()), "link-title": "Escuelas"}
    sent |= {"link-url": "https://example.org/a", "link-language": "es"}
    answer = writer.post(page(draft), sent, follow=True)
    assert [file.title for file in files_of(draft)] == ["Typed", "b"]
    assert RelatedResource.objects.of_report(draft).get().title == "Escuelas"
    for said in ("Saved.", "1 file was added.", "The link “Escuelas” was added."):
        assert said in answer.text


def test_what_is_wrong_keeps_nothing_else_from_being_saved(writer, draft, coordinator):
    there = attach(draft, coordinator)
    sent = {"files-TOTAL_FORMS": "1", "files-INITIAL_FORMS": "1", "files-0-id": there.pk}
    sent |= {"files-0-title": "", "files-0-language": "fr", "language": "es", "add": "link"}
    sent |= {"link-title": "Escuelas", "link-url": "a b", "link-language": "es"}
    answer = writer.post(page(draft), sent | {"files": SimpleUploadedFile("b.pdf", pdf())})
    assert answer.status_code == 200
    assert "Title: This field is required." in answer.text
    assert "Address: Enter a valid URL." in answer.text
    assert 'value="Escuelas"' in answer.text
    assert [file.title for file in files_of(draft)] == ["report", "b"]


def test_note_received_is_shown_and_neither_published_nor_removed(writer, draft, coordinator):
    note = attach(draft, coordinator, name="note.pdf", is_note_received=True)
    text = writer.get(page(draft)).text
    assert f"{page(draft)}{note.token}/" in text
    assert "note received from the entity" in text
    assert "No file has been added." not in text
    sent = {"files-TOTAL_FORMS": "1", "files-INITIAL_FORMS": "1", "files-0-id": note.pk}
    sent |= {"files-0-title": "Mine", "files-0-language": "fr", "files-0-is_public": "on"}
    assert writer.post(page(draft), sent).status_code == 200
    assert writer.post(f"{page(draft)}{note.token}/remove/").status_code == 404
    note.refresh_from_db()
    assert (note.title, note.is_public) == ("note", False)


def test_file_of_another_report_is_no_choice(writer, draft, coordinator, outsider):
    attach(draft, coordinator)
    foreign = attach(factories.make_report(state=State.DRAFT), outsider)
    sent = {"files-TOTAL_FORMS": "1", "files-INITIAL_FORMS": "1", "files-0-id": foreign.pk}
    response = writer.post(page(draft), {**sent, "files-0-title": "Mine", "files-0-language": "fr"})
    assert response.status_code == 200
    assert set(Attachment.objects.values_list("title", flat=True)) == {"report"}


@pytest.mark.parametrize("total", ["", "x", "-1", "99999", "9" * 30])
def test_tampered_form_changes_nothing(total, writer, draft, coordinator):
    attach(draft, coordinator)
    response = writer.post(page(draft), {"files-TOTAL_FORMS": total})
    assert response.status_code == 200
    assert Attachment.objects.get().title == "report"


def test_removed_file_goes_from_the_disk(
    writer, draft, coordinator, media, django_capture_on_commit_callbacks
):
    attachment = attach(draft, coordinator)
    with django_capture_on_commit_callbacks(execute=True):
        response = writer.post(f"{page(draft)}{attachment.token}/remove/")
    assert response.status_code == 302
    assert (Attachment.objects.count(), kept(media)) == (0, [])
    assert "“report.pdf” was removed." in writer.get(page(draft)).text


def test_removing_asks_first(writer, draft, coordinator):
    """The one press that removes is folded away, and is not what Enter in a title presses."""
    attach(draft, coordinator)
    factories.make_resource(entity=draft.entity, report=draft)
    html = writer.get(page(draft)).text
    presses = [press.start() for press in re.finditer("<button[^>]*/remove/", html)]
    assert len(presses) == 2
    for press in presses:
        assert html.rindex("<details", 0, press) > html.rfind("</details", 0, press)
        assert 'form="remove"' in html[press : html.index(">", press)]


def test_links_are_added_and_removed(writer, draft):
    sent = {"link-title": "Escuelas", "link-url": "https://example.org/a", "link-language": "es"}
    assert writer.post(page(draft), EMPTY | sent).status_code == 302
    link = RelatedResource.objects.of_report(draft).get()
    assert (link.entity, link.title, link.url) == (draft.entity, "Escuelas", sent["link-url"])
    assert "Escuelas" in writer.get(page(draft)).content.decode()
    address = f"/en/workspace/reports/{draft.pk}/links/{link.pk}/remove/"
    assert writer.post(address).status_code == 302
    assert not RelatedResource.objects.exists()
    assert "“Escuelas” was removed." in writer.get(page(draft)).text


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://a.example/", "data:text/html,a", "a b"]
)
def test_link_leads_to_the_web_and_what_was_typed_stays(url, writer, draft):
    sent = {"link-title": "Escuelas", "link-url": url, "link-language": "es"}
    response = writer.post(page(draft), EMPTY | sent)
    assert response.status_code == 200
    assert response.context["link"].errors["url"] == ["Enter a valid URL."]
    assert 'value="Escuelas"' in response.content.decode()
    assert not RelatedResource.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_page_takes_the_same_queries_for_any_number_of_files(
    number, writer, draft, coordinator, django_assert_num_queries
):
    for _n in range(number):
        attach(draft, coordinator)
        factories.make_resource(entity=draft.entity, report=draft)
    writer.get(page(draft))
    with django_assert_num_queries(PAGE_QUERIES):
        writer.get(page(draft))


PAGE_QUERIES = 11


# Limits and faults ----------------------------------------------------------------------------


def test_report_takes_twenty_files(draft, coordinator, monkeypatch, media):
    monkeypatch.setattr(attaching, "MAX_FILES", 1)
    attach(draft, coordinator)
    with pytest.raises(ValidationError, match="no more than 20 files"):
        attach(draft, coordinator)
    assert len(kept(media)) == 1


def test_entity_has_its_share_of_the_disk(draft, entity, coordinator, monkeypatch, media):
    other = factories.make_report(entity=entity, state=State.DRAFT)
    monkeypatch.setattr(attaching, "MAX_ENTITY_BYTES", 2 * len(pdf()) - 1)
    attach(other, coordinator)
    with pytest.raises(ValidationError, match="used up"):
        attach(draft, coordinator)
    assert len(kept(media)) == 1


def test_full_disk_is_said_and_leaves_no_part_of_a_file(writer, draft, media, monkeypatch):
    def full(_descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(file_store.os, "fsync", full)
    response = upload(writer, draft, report_pdf=pdf())
    assert response.status_code == 200
    assert "The server cannot keep the file at the moment." in response.content.decode()
    assert (Attachment.objects.count(), kept(media)) == (0, [])
    assert Report.objects.get(pk=draft.pk).sections.count() == 1


def test_full_folder_of_temporary_files_is_said(writer, draft, media, monkeypatch):
    def full(*_args, **_kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(uploadhandler.TemporaryFileUploadHandler, "receive_data_chunk", full)
    response = upload(writer, draft, report_txt=b"a" * (3 * 1024 * 1024))
    assert "The server cannot keep the file at the moment." in response.content.decode()
    monkeypatch.setattr(uploadhandler, "TemporaryUploadedFile", full)
    response = upload(writer, draft, report_txt=b"a" * (3 * 1024 * 1024))
    assert "The server cannot keep the file at the moment." in response.content.decode()
    assert kept(media) == []


def test_too_large_a_file_is_not_kept_on_its_way_in(writer, draft, media):
    response = upload(writer, draft, large_txt=b"a" * (12 * 1024 * 1024))
    assert "large.txt: The file is larger than 10 MB." in response.content.decode()
    (file,) = response.wsgi_request.FILES.getlist("files")
    assert file_kinds.MAX_BYTES < file.size < file_kinds.MAX_BYTES + 1024 * 1024
    assert kept(media) == []


def test_file_goes_when_its_row_cannot_be_saved(draft, coordinator, media, monkeypatch):
    monkeypatch.setattr(Attachment, "save", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        attach(draft, coordinator)
    assert kept(media) == []


def test_sweep_takes_orphans_and_parts_alone(draft, coordinator, media):
    attachment = attach(draft, coordinator)
    orphan = file_store.keep(b"orphan")
    (media / f"{orphan}.part").write_bytes(b"half")
    assert file_store.remove_orphans(timezone.now() - timezone.timedelta(days=1)) == 0
    assert file_store.remove_orphans(timezone.now() + timezone.timedelta(days=1)) == 2
    assert kept(media) == [attachment.file.name]


@pytest.mark.parametrize("state", [s for s in State if s not in Report.WRITABLE])
def test_report_that_is_not_written_keeps_its_files(state, entity, coordinator, writer, media):
    report = factories.make_report(entity=entity, state=State.DRAFT)
    attachment = attach(report, coordinator)
    fields = {"withdrawal_reason": "Double."} if state == State.WITHDRAWN else {}
    if state in Report.ONCE_PUBLIC:
        fields["published_at"] = timezone.now()
    Report.objects.filter(pk=report.pk).update(state=state, **fields)
    with pytest.raises(NotAllowed):
        attach(report, coordinator)
    with pytest.raises(NotAllowed):
        attaching.remove(attachment)
    text = upload(writer, report, report_pdf=pdf()).content.decode()
    assert "The report is not being written at the moment" in text
    assert kept(media) == [attachment.file.name]


def test_change_of_files_needs_a_new_approval(draft, coordinator):
    approver = factories.make_person(role="approver", entity=draft.entity)
    Report.objects.filter(pk=draft.pk).update(approved_by=approver, approved_revision=0)
    attach(draft, coordinator)
    draft.refresh_from_db()
    assert (draft.approved_by, draft.approved_revision) == (None, None)


def test_file_shared_with_the_next_edition_stays(published, coordinator, media):
    edition = correct(published, by=coordinator, note="A wrong number.")
    copies = files_of(edition)
    assert [copy.file.name for copy in copies] == [row.file.name for row in files_of(published)]
    attaching.remove(copies[0])
    file_store.drop([copies[0].file.name])
    assert len(kept(media)) == 2


def test_files_of_a_discarded_draft_go(
    draft, coordinator, media, django_capture_on_commit_callbacks
):
    attach(draft, coordinator)
    with django_capture_on_commit_callbacks(execute=True):
        discard(draft, by=coordinator)
    assert kept(media) == []


# Who may read ---------------------------------------------------------------------------------


@pytest.fixture
def published(entity, coordinator):
    report = factories.make_report(entity=entity, state=State.DRAFT)
    attach(report, coordinator, name="public.pdf", is_public=True)
    attach(report, coordinator, name="private.pdf")
    Report.objects.filter(pk=report.pk).update(state=State.PUBLISHED, published_at=timezone.now())
    return Report.objects.get(pk=report.pk)


def public_address(report, attachment):
    return f"/en/reports/{report.public_id}/files/{attachment.token}/"


def files_of(report):
    return list(Attachment.objects.of_report(report))


def test_public_file_is_a_download_in_a_sandbox(reader, published):
    public, _private = files_of(published)
    response = reader.get(public_address(published, public))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="public.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    policy = response["Content-Security-Policy"].split("; ")
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert b"".join(response.streaming_content) == pdf()


@pytest.mark.parametrize("options", [{}, {"HTTP_RANGE": "bytes=0-3"}, {"HTTP_RANGE": "bytes=x"}])
def test_head_and_ranges_give_the_whole_file_or_its_headers(options, reader, published):
    address = public_address(published, files_of(published)[0])
    assert reader.get(address, **options).status_code == 200
    response = reader.head(address, **options)
    assert (response.status_code, response["Content-Length"]) == (200, str(len(pdf())))


def test_report_names_its_public_files_with_kind_size_and_language(reader, published):
    factories.make_resource(
        entity=published.entity, report=published, title="Escuelas", url="https://example.org/a"
    )
    public, private = files_of(published)
    text = reader.get(published.get_absolute_url()).content.decode()
    assert public_address(published, public) in text
    assert "PDF, " in text
    assert "https://example.org/a" in text
    assert str(private.token) not in text


@pytest.mark.parametrize("state", State)
def test_public_file_follows_its_report(state, reader, published):
    fields = {"withdrawal_reason": "Filed twice."} if state == State.WITHDRAWN else {}
    if state not in Report.ONCE_PUBLIC:
        fields["published_at"] = None
    Report.objects.filter(pk=published.pk).update(state=state, **fields)
    expected = {State.PUBLISHED: 200, State.SUPERSEDED: 200, State.WITHDRAWN: 410}.get(state, 404)
    public, private = files_of(published)
    for method in (reader.get, reader.head):
        assert method(public_address(published, public)).status_code == expected
        assert method(public_address(published, private)).status_code == 404


def test_file_is_not_at_another_report(reader, published):
    other = factories.make_report()
    assert reader.get(public_address(other, files_of(published)[0])).status_code == 404


def people(entity):
    roles = ("coordinator", "approver", "contributor")
    own = {role: factories.make_person(role=role, entity=entity) for role in roles}
    return own | {
        "outsider": factories.make_person(),
        "editor": factories.make_person(role="editor"),
        "translator": factories.make_person(role="translator"),
        "nobody": factories.make_user(),
    }


OWN = {"coordinator": 200, "approver": 200}
READING = {
    State.DRAFT: OWN,
    State.SUBMITTED: OWN | {"editor": 200},
    State.RETURNED: OWN | {"editor": 200},
    State.PUBLISHED: OWN | {"editor": 200},
}


@pytest.mark.parametrize("state", READING)
def test_private_file_is_read_by_its_own_and_the_secretariat(state, published):
    public_at = published.published_at if state == State.PUBLISHED else None
    Report.objects.filter(pk=published.pk).update(state=state, published_at=public_at)
    private = files_of(published)[1]
    for role, user in people(published.entity).items():
        client, area = signed_in(user), "secretariat" if role == "editor" else "workspace"
        within = f"reports/{published.pk}/" if area == "workspace" else ""
        response = client.get(f"/en/{area}/{within}files/{private.token}/")
        assert (role, response.status_code) == (role, READING[state].get(role, 404))


def test_pages_of_files_lead_nobody_in_without_login(reader, published):
    private = files_of(published)[1]
    for address in (page(published), f"{page(published)}{private.token}/"):
        response = reader.get(address)
        assert response.status_code == 302
        assert response["Location"].startswith("/en/account/login/")


def test_those_who_only_read_change_nothing(draft, coordinator, media):
    attachment = attach(draft, coordinator)
    client = signed_in(factories.make_person(role="approver", entity=draft.entity))
    assert client.get(page(draft)).status_code == 200
    for address in (page(draft), f"{page(draft)}{attachment.token}/remove/"):
        assert client.post(address).status_code == 403
    assert kept(media) == [attachment.file.name]


def bare(response):
    """What a page says, without the number of the request and the form's token."""
    text = response.content.decode().replace(response["X-Request-ID"], "")
    return response.status_code, re.sub(r'value="\w{64}"', "", text)


def test_foreign_report_is_as_a_missing_one(draft, coordinator, outsider):
    attachment, client = attach(draft, coordinator), signed_in(outsider)
    pairs = [
        (f"reports/{draft.pk}/files/", "reports/999999/files/"),
        (f"reports/{draft.pk}/files/{attachment.token}/", f"reports/999999/files/{uuid4()}/"),
    ]
    for foreign, missing in pairs:
        found, absent = (bare(client.get(f"/en/workspace/{path}")) for path in (foreign, missing))
        assert found[0] == absent[0] == 404
        assert found[1].replace(foreign, "") == absent[1].replace(missing, "")


def test_number_beyond_the_database_is_missing(writer):
    assert writer.get(f"/en/workspace/reports/{10**30}/files/").status_code == 404
