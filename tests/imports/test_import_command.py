"""The command: what it prints, how it exits, and that bad input leaves nothing."""

import json
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from imports.models import Batch
from reports.models import Report
from tests import factories
from tests.conftest import ROOT
from tests.imports.fingerprint import fingerprint
from tests.imports.written_pages import MANDATES, TEXTS, page

pytestmark = pytest.mark.django_db
TITLE = "Lima Commitment - Lima, Peru - April 2018"
PAGE = page(
    documents=[(TITLE, [("1", MANDATES["en"]), ("2", MANDATES["es"])])],
    entities=[
        ("Peru", [("2019-05-06", "1, 9", TEXTS["en"]), ("2019-05-07", "-", "es")], ["Guide"])
    ],
)


@pytest.fixture
def known():
    """The theme, the document and the entity of the page."""
    factories.make_theme(slug="migration")
    factories.make_document(aliases=[TITLE])
    factories.make_entity(texts={"en": "Peru"})


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "page.txt"
    path.write_bytes(PAGE)
    return path


def run(*arguments):
    out = StringIO()
    call_command("import_sisca", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_json_is_one_object_of_the_promised_shape(known, file):
    printed = json.loads(run(file, "--theme", "migration", "--json"))
    warnings = printed.pop("warnings")
    assert printed == {
        "documents": 1,
        "paragraphs": 2,
        "entities": 1,
        "reports": 2,
        "stubs": 1,
        "uncited": 1,
        "citations": {"exact": 1, "ambiguous": 0, "unresolved": 1},
        "resources": 1,
        "created": 5,
        "updated": 0,
        "unchanged": 0,
    }
    assert warnings == [
        {
            "line": 8,
            "code": "paragraph_language",
            "message": "Paragraph 2 is written in another language than the page: es",
        },
        {
            "line": 13,
            "code": "unresolved_citation",
            "message": "Number 9 stands in no document of the theme adopted by then.",
        },
    ]


def test_summary_for_people_names_lines(known, file):
    printed = run(file, "--theme", "migration").splitlines()
    assert printed[:3] == [
        "The page holds 1 documents, 2 paragraphs, 1 entities, 2 reports (1 stubs, 1 uncited), "
        "1 resources.",
        "Citations: 1 exact, 0 ambiguous, 1 unresolved.",
        "Records created 5, updated 0, unchanged 0.",
    ]
    assert printed[4].startswith("line 13: Number 9")


def test_dry_run_prints_the_same_and_stores_nothing(known, file):
    before = fingerprint()
    dry = run(file, "--theme", "migration", "--dry-run", "--json")
    assert fingerprint() == before
    assert run(file, "--theme", "migration", "--json") == dry


def test_second_run_creates_and_updates_nothing(known, file):
    run(file, "--theme", "migration")
    before = fingerprint()
    printed = json.loads(run(file, "--theme", "migration", "--json"))
    assert (printed["created"], printed["updated"], printed["unchanged"]) == (0, 0, 5)
    assert fingerprint() == before


def test_create_missing_creates_what_is_not_known(file):
    factories.make_theme(slug="migration")
    printed = json.loads(run(file, "--theme", "migration", "--json"))
    assert printed["created"] == 0
    printed = json.loads(run(file, "--theme", "migration", "--create-missing", "--json"))
    assert printed["created"] == 7


def test_language_of_the_page_can_be_stated(known, file):
    printed = json.loads(run(file, "--theme", "migration", "--language", "es", "--json"))
    found = [(w["code"], w["message"][-2:]) for w in printed["warnings"]]
    assert ("paragraph_language", "en") in found
    assert Batch.objects.get().language == "es"


def test_person_is_kept(known, file):
    editor = factories.make_editor(email="ana@example.org")
    run(file, "--theme", "migration", "--by", "Ana@Example.org")
    assert Batch.objects.get().by == editor
    assert set(Report.objects.values_list("transitions__by", flat=True)) == {editor.pk}


# Bad input ------------------------------------------------------------------------------------


def binary(path):
    path.write_bytes(b"\x7fELF\x00\x01" * 100)


def empty(path):
    path.write_bytes(b"")


def latin_1(path):
    path.write_bytes(PAGE.decode().replace("•", "·").encode("latin-1"))


def utf_16(path):
    path.write_bytes(PAGE.decode().encode("utf-16"))


def cut_in_a_letter(path):
    path.write_bytes(PAGE[: PAGE.index("•".encode()) + 1])


def cut_in_a_report(path):
    path.write_bytes(PAGE[: PAGE.index(b"four new")])


def cut_before_the_entities(path):
    path.write_bytes(PAGE[: PAGE.index("  • Peru".encode())])


def huge(path):
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)


def html(path):
    path.write_text("<!DOCTYPE html><html><body><p>Reports</p></body></html>")


def other_text(path):
    path.write_text("A letter about something else.\n")


def missing(path):
    path.unlink()


def directory(path):
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (binary, "binary"),
        (empty, "empty"),
        (latin_1, "not UTF-8"),
        (utf_16, "UTF-16"),
        (cut_in_a_letter, "cut off"),
        (cut_in_a_report, "cut off"),
        (cut_before_the_entities, "cut off"),
        (huge, "too large"),
        (html, "HTML"),
        (other_text, "not a legacy SISCA page"),
        (missing, "No such file"),
        (directory, "not a file"),
    ],
)
def test_bad_file_is_refused_in_one_line(known, file, spoil, said):
    spoil(file)
    before = fingerprint()
    with pytest.raises(CommandError) as refusal:
        run(file, "--theme", "migration", "--create-missing")
    assert said in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert refusal.value.returncode == 1
    assert fingerprint() == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--theme", "nothing"], "There is no theme “nothing”."),
        (
            ["--theme", "migration", "--by", "nobody@example.org"],
            "There is no person with the address nobody@example.org.",
        ),
    ],
)
def test_bad_choice_is_refused_in_one_line(known, file, arguments, said):
    before = fingerprint()
    with pytest.raises(CommandError, match=said):
        run(file, *arguments)
    assert fingerprint() == before


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ([], 2),
        (["page.txt"], 2),
        (["page.txt", "--theme", "migration", "--language", "de"], 2),
        (["page.txt", "--theme", "migration", "--nonsense"], 2),
        (["/nowhere/page.txt", "--theme", "migration"], 1),
    ],
)
def test_exit_status(arguments, status):
    command = [sys.executable, "manage.py", "import_sisca", "--skip-checks", *arguments]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == status
    assert "Traceback" not in ended.stderr
    if status == 1:
        assert len(ended.stderr.strip().splitlines()) == 1
