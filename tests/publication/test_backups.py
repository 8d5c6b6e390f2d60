"""One file with everything: written, put back, and refused when it is not what it was."""

import datetime
import json
import tarfile

import pytest
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import AuditEvent, User
from publication import backups
from publication.backups.archive import engine
from reports.models import Report
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def filled(media):
    """A portal with reports, people and a file."""
    for text in ("Ünïcode\twith\ttabs\nand lines\\n", "Zweite 'Zeile' \"hier\""):
        factories.make_report(texts={"en": text}, citing=[factories.make_paragraph()])
    factories.make_membership(user=factories.make_user(email="c@example.org", password="a b c d"))
    AuditEvent.objects.create(
        kind="signed_in", at=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    )
    default_storage.save("attachments/ab/abc", ContentFile(b"\x00\xff the file"))


def tables(folder):
    folder.mkdir()
    return engine().dump(folder)["tables"]


def test_what_is_put_back_is_what_was_copied(filled, media, tmp_path, client):
    before = tables(tmp_path / "before")
    copy = tmp_path / "copy.tar.gz"
    call_command("backup", str(copy))
    call_command("flush", interactive=False, verbosity=0)
    factories.make_report()
    (media / "attachments/ab/abc").unlink()
    call_command("restore", str(copy), force=True)
    assert tables(tmp_path / "after") == before
    assert before["reports_report"]["rows"] == 2
    assert (media / "attachments/ab/abc").read_bytes() == b"\x00\xff the file"
    assert client.login(email="c@example.org", password="a b c d")
    # Numbers given anew follow on from the old ones.
    assert factories.make_report().pk > max(Report.objects.values_list("pk", flat=True)[1:])


def test_database_with_rows_is_not_replaced_unasked(filled, tmp_path):
    copy = tmp_path / "copy.tar.gz"
    call_command("backup", str(copy))
    User.objects.create_user("later@example.org")
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", str(copy))
    assert User.objects.with_email("later@example.org").exists()


def test_empty_database_takes_a_copy(filled, tmp_path):
    copy = tmp_path / "copy.tar.gz"
    call_command("backup", str(copy))
    call_command("flush", interactive=False, verbosity=0)
    caches["default"].set("attempts", 3)  # somebody has tried to sign in
    call_command("restore", str(copy))
    assert Report.objects.count() == 2


def test_copy_overwrites_nothing(filled, tmp_path):
    (tmp_path / "copy").write_text("another")
    with pytest.raises(CommandError, match="exists"):
        call_command("backup", str(tmp_path / "copy"))
    assert (tmp_path / "copy").read_text() == "another"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def changed_copy(source, target, change):
    """The copy with one member's bytes replaced by what `change(name, bytes)` says."""
    with tarfile.open(source) as old, tarfile.open(target, "w:gz") as new:
        for member in old:
            if not member.isfile():
                continue
            data = change(member.name, old.extractfile(member).read())
            member.size = len(data)
            new.addfile(member, ContentFile(data))
    return target


@pytest.mark.parametrize("part", ["media/", "database/"])
def test_damaged_copy_is_refused_whole(part, filled, tmp_path):
    copy = tmp_path / "copy.tar.gz"
    call_command("backup", str(copy))
    damaged = changed_copy(
        copy, tmp_path / "bad", lambda n, data: data[:-1] + b"!" if n.startswith(part) else data
    )
    Report.objects.all().delete()
    with pytest.raises(CommandError, match="is not what was copied"):
        call_command("restore", str(damaged), force=True)
    assert Report.objects.count() == 0


@pytest.mark.parametrize(
    "lie", [{"vendor": "oracle"}, {"migrations": ["accounts.0001_initial"]}, {"format": 99}]
)
def test_copy_of_something_else_is_refused(lie, filled, tmp_path):
    copy = tmp_path / "copy.tar.gz"
    call_command("backup", str(copy))

    def tell(name, data):
        return json.dumps(json.loads(data) | lie).encode() if name == "manifest.json" else data

    with pytest.raises(CommandError):
        call_command("restore", str(changed_copy(copy, tmp_path / "bad", tell)), force=True)


def test_table_that_differs_changes_nothing(filled, tmp_path):
    copy = tmp_path / "copy.tar.gz"
    backups.write(copy, timezone.now())

    def tell(name, data):
        if name != "manifest.json":
            return data
        manifest = json.loads(data)
        manifest["tables"]["reports_report"]["rows"] += 1
        return json.dumps(manifest).encode()

    User.objects.create_user("later@example.org")
    with pytest.raises(CommandError, match="reports_report"):
        call_command("restore", str(changed_copy(copy, tmp_path / "bad", tell)), force=True)
    assert User.objects.with_email("later@example.org").exists()


@pytest.mark.parametrize("name", ["missing", "."])
def test_file_that_is_no_copy_is_refused(name, tmp_path):
    with pytest.raises(CommandError):
        call_command("restore", str(tmp_path / name))
    (tmp_path / "text").write_text("no tar")
    with pytest.raises(CommandError):
        call_command("restore", str(tmp_path / "text"))


def test_copy_is_for_its_owner_alone(filled, tmp_path):
    call_command("backup", str(tmp_path / "copy"))
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o600
