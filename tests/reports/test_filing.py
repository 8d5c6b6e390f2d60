"""Reports filed by the Secretariat on behalf of an entity."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from reports import workflow
from reports.models import Attachment, Report
from tests.factories import make_cycle, make_entity, make_section, make_theme
from tests.people import signed_in

pytestmark = pytest.mark.django_db
FILE = "/en/secretariat/file/"


@pytest.fixture
def desk(reviewer, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return signed_in(reviewer)


def note(name: str = "note verbale.txt", content: bytes = b"Chile opened ten schools.") -> object:
    return SimpleUploadedFile(name, content)


def form(entity, theme, **fields) -> dict:
    return {
        "entity": entity.pk, "themes": [theme.pk], "language": "es", "date": "2026-03-01",
        "token": str(uuid.uuid4()), "note": note(), **fields,
    }  # fmt: skip


def test_the_draft_is_the_secretariats_and_keeps_the_note(desk, entity, reviewer, client):
    assert desk.get(FILE).status_code == 200
    theme = make_theme()

    answer = desk.post(FILE, form(entity, theme))

    report = Report.objects.get()
    assert answer["Location"] == f"/en/workspace/reports/{report.pk}/"
    assert (report.entity, report.state, report.filed_by_secretariat, report.author) == (
        entity, "draft", True, reviewer,
    )  # fmt: skip
    kept = Attachment.objects.get()
    assert (kept.name, kept.is_note_received, kept.is_public) == ("note verbale.txt", True, False)
    assert desk.get(answer["Location"]).status_code == 200


def test_the_public_page_says_who_filed_it_and_shows_no_note(desk, entity, client, reviewer):
    desk.post(FILE, form(entity, make_theme()))
    report = Report.objects.get()
    make_section(report=report, texts={"es": "Diez escuelas."})
    workflow.submit(report, by=reviewer, revision=report.revision, token=uuid.uuid4())
    workflow.publish(report, by=reviewer, revision=report.revision)

    html = client.get(report.get_absolute_url()).content.decode()

    assert "filed by the Secretariat on its behalf" in html
    assert "note verbale" not in html
    token = Attachment.objects.get().token
    assert client.get(f"{report.get_absolute_url()}files/{token}/").status_code == 404


def test_the_same_form_again_gives_the_same_draft(desk, entity):
    sent = form(entity, make_theme())

    first = desk.post(FILE, sent)
    second = desk.post(FILE, sent | {"note": note()})

    assert first["Location"] == second["Location"]
    assert (Report.objects.count(), Attachment.objects.count()) == (1, 1)


def test_a_file_that_is_refused_leaves_nothing(desk, entity):
    theme = make_theme()
    sent = form(entity, theme, note=note("note.exe", b"MZ"))

    answer = desk.post(FILE, sent)

    assert answer.status_code == 200
    assert 'id="id_note_error"' in answer.content.decode()
    assert f'value="{theme.pk}" id="id_themes_0" checked' in answer.content.decode()
    assert (Report.objects.count(), Attachment.objects.count()) == (0, 0)

    assert desk.post(FILE, sent | {"note": note()}).status_code == 302


@pytest.mark.parametrize("field", ["entity", "themes", "language", "date", "note"])
def test_every_answer_is_needed(desk, entity, field):
    sent = form(entity, make_theme())
    del sent[field]

    answer = desk.post(FILE, sent)

    assert "This field is required." in answer.content.decode()
    assert not Report.objects.exists()


@pytest.mark.parametrize("field", ["entity", "themes", "cycle"])
@pytest.mark.parametrize("number", ["0", "9" * 30, "x", "²"])
def test_what_is_not_there_cannot_be_chosen(desk, entity, field, number):
    make_entity()  # the only one of all is not asked for
    answer = desk.post(FILE, form(entity, make_theme()) | {field: number})

    assert answer.status_code == 200
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not Report.objects.exists()


def test_a_cycle_is_offered_while_somebody_has_time(desk, entity):
    theme, now = make_theme(), timezone.now()
    cycle = make_cycle(
        themes=[theme], asked=[entity], announced_at=now, opens_at=now - timedelta(days=9),
        due_at=now - timedelta(days=2), closes_at=now - timedelta(days=1),
    )  # fmt: skip
    assert 'id="id_cycle_error"' in desk.post(FILE, form(entity, theme, cycle=cycle.pk)).text
    cycle.asked.update(extended_until=now + timedelta(days=9))
    desk.post(FILE, form(entity, theme, cycle=cycle.pk))
    assert Report.objects.get().cycle == cycle


def test_a_place_in_a_cycle_is_taken_once(desk, entity):
    theme, now = make_theme(), timezone.now()
    cycle = make_cycle(themes=[theme], asked=[entity], announced_at=now, opens_at=now, due_at=now)
    sent = form(entity, theme, cycle=cycle.pk)
    assert desk.post(FILE, sent).status_code == 302

    taken = desk.post(FILE, sent | {"token": str(uuid.uuid4()), "note": note()})
    elsewhere = desk.post(FILE, form(entity, make_theme(), cycle=cycle.pk))

    assert "a report open in this cycle" in taken.content.decode()
    assert "The cycle is not about all of these themes." in elsewhere.content.decode()
    assert Report.objects.count() == 1
