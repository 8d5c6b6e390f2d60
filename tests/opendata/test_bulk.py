"""The dated files of everything public: whole, explained, kept for good, served as they lie."""

import csv
import datetime
import gzip
import hashlib
import io
import json

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from opendata.bulk import building
from opendata.bulk.editions import Edition, editions, latest, to_thin
from opendata.columns import COLUMNS
from publication.changes import changed
from reports.models import Report
from tests.factories import make_citation, make_page, make_paragraph, make_report, make_theme

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "bulk"


def publish() -> None:
    with transaction.atomic():
        changed([])


def build(**fields) -> Edition:
    publish()
    return building.build(timezone.now())


def unpacked(made: Edition, name: str) -> str:
    return gzip.decompress((made.folder / name).read_bytes()).decode()


# What is in an edition ------------------------------------------------------------------------


def test_both_files_hold_the_same_rows(folder):
    theme = make_theme(slug="health", texts={"es": "Salud"})
    paragraph = make_paragraph(themes=[theme])
    report = make_report(themes=[theme], citing=[paragraph], texts={"es": "=Se hizo.\nY más."})
    make_report(state=Report.State.DRAFT, themes=[theme])
    made = build()
    [line] = unpacked(made, "reports.jsonl.gz").splitlines()
    record = json.loads(line)
    assert list(record) == [column.name for column in COLUMNS["reports"]]
    assert (record["id"], record["themes"], record["done_es"], record["done_en"]) == (
        report.pk, ["health"], "=Se hizo.\nY más.", None,
    )  # fmt: skip
    [row] = csv.DictReader(io.StringIO(unpacked(made, "reports.csv.gz"), newline=""))
    assert (row["id"], row["done_es"], row["is_demonstration"]) == (
        str(report.pk), "'=Se hizo.\nY más.", "false",
    )  # fmt: skip


def test_manifest_names_every_file_with_its_checksum(folder):
    make_theme()
    made = build()
    on_disk = {path.name for path in made.folder.iterdir()}
    assert {file["name"] for file in made.files} | {"manifest.json"} == on_disk
    kinds = {f"{kind}.{form}.gz" for kind in COLUMNS for form in ("jsonl", "csv")}
    assert on_disk == kinds | {
        "manifest.json", "readme.txt", "dictionary.csv", "terms.txt", "changelog.txt",
        "checksums.txt",
    }  # fmt: skip
    for file in made.files:
        data = (made.folder / file["name"]).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (file["bytes"], file["sha256"])
    sums = dict(
        reversed(line.split("  "))
        for line in (made.folder / "checksums.txt").read_text().splitlines()
    )
    assert sums == {
        file["name"]: file["sha256"] for file in made.files if file["name"] != "checksums.txt"
    }


def test_dictionary_has_a_row_for_each_column(folder):
    made = build()
    rows = list(csv.DictReader(io.StringIO((made.folder / "dictionary.csv").read_text())))
    assert [(row["kind"], row["column"]) for row in rows] == [
        (kind, column.name) for kind, columns in COLUMNS.items() for column in columns
    ]
    assert all(row["meaning"] and row["type"] for row in rows)


def test_terms_are_the_page_of_the_secretariat(folder):
    make_page(slug="data", texts={"en": "Cite the source."})
    assert "Cite the source." in (build().folder / "terms.txt").read_text()


def test_changelog_counts_what_came(folder):
    make_theme()
    build()
    make_theme()
    said = (build().folder / "changelog.txt").read_text()
    assert "- themes: 1 rows before, 2 now" in said
    assert "- reports: unchanged" in said


# When one is built, and what stays ------------------------------------------------------------


def test_nothing_is_built_for_a_version_that_is_there(folder):
    made = build()
    assert building.build(timezone.now()) == made
    assert [path.name for path in folder.iterdir()] == [made.name]


def test_edition_is_due_once_a_day_and_after_a_change(folder):
    now = timezone.now()
    assert building.is_due(now)
    build()
    assert not building.is_due(now)
    publish()
    assert not building.is_due(now)
    assert building.is_due(now + datetime.timedelta(days=1))


def test_a_change_meanwhile_makes_it_read_again(folder, monkeypatch):
    real, calls = building.write_kind, []

    def moving(code, where):
        calls.append(code)
        if len(calls) == 2:
            publish()
        return real(code, where)

    monkeypatch.setattr(building, "write_kind", moving)
    made = build()
    assert len(calls) == 2 * len(COLUMNS)
    assert made.manifest["data_version"] == made.manifest["data_version_until"]


def test_a_build_that_dies_leaves_what_was_there(folder, monkeypatch):
    before = build()
    monkeypatch.setattr(building, "write_text", lambda *arguments: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        build()
    assert editions() == [before]
    assert [path.name for path in folder.iterdir()] == [before.name]


def test_a_folder_that_was_being_written_is_no_edition(folder):
    made = build()
    (folder / ".building-x").mkdir()
    (folder / "2026-01-01-v3").mkdir()  # without a manifest
    assert editions() == [made]


def dated(day: str) -> Edition:
    return Edition(f"{day}-v1", None, {"data_version": 1})


def test_of_older_months_the_last_edition_stays():
    days = ["2026-03-20", "2026-03-02", "2026-02-27", "2026-01-31", "2026-01-30", "2025-12-01"]
    going = to_thin([dated(day) for day in days], datetime.date(2026, 3, 21))
    assert [one.name[:10] for one in going] == ["2026-01-30"]


def test_command_says_what_it_built(folder, capsys):
    make_theme()
    publish()
    call_command("build_bulk_data", "--json")
    said = json.loads(capsys.readouterr().out)
    assert (said["edition"], said["rows"]["themes"]) == (latest().name, 1)


# Served ---------------------------------------------------------------------------------------


def test_file_is_a_download_for_good(reader, folder):
    make_theme()
    made = build()
    file = made.file("themes.csv.gz")
    answer = reader.get(f"/data/{made.name}/themes.csv.gz")
    body = b"".join(answer.streaming_content)
    assert hashlib.sha256(body).hexdigest() == file["sha256"]
    assert answer["Content-Disposition"] == (
        f'attachment; filename="summits-{made.name}-themes.csv.gz"'
    )
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Content-Encoding" not in answer
    again = reader.get(f"/data/{made.name}/themes.csv.gz", HTTP_IF_NONE_MATCH=answer["ETag"])
    assert again.status_code == 304


def test_latest_leads_to_the_newest(reader, folder):
    made = build()
    answer = reader.get("/data/latest/readme.txt")
    assert (answer.status_code, answer["Location"]) == (302, f"/data/{made.name}/readme.txt")


@pytest.mark.parametrize(
    "address",
    [
        "/data/2026-01-01-v1/readme.txt",
        "/data/latest/none.txt",
        "/data/2026-99-99-v1/readme.txt",
        "/data/2026-01-01-v1/../secret.txt",
    ],
)
def test_what_is_not_there_is_not_found(reader, folder, address):
    build()
    assert reader.get(address).status_code == 404


def test_index_lists_the_editions(reader, folder):
    made = build()
    [said] = reader.get("/data/editions.json").json()["editions"]
    assert said["edition"] == made.name
    assert said["files"][0]["url"].startswith(f"http://localhost:8000/data/{made.name}/")


def test_page_says_what_there_is(reader, folder):
    make_page(slug="data", texts={"en": "Data and licence"})
    assert "No edition has been built yet" in reader.get("/en/data/").text
    made = build()
    answer = reader.get("/en/data/")
    assert f"/data/{made.name}/reports.jsonl.gz" in answer.text
    assert 'itemtype="https://schema.org/Dataset"' in answer.text
    assert answer["Cache-Control"] == "no-cache"


def test_ambiguous_citations_are_told(folder):
    report = make_report(texts={})
    make_citation(report=report, state="ambiguous", typed="17", candidates=[make_paragraph()])
    record = json.loads(unpacked(build(), "reports.jsonl.gz"))
    assert [one.split(" = ")[0] for one in record["ambiguous"]] == ["17"]
