"""The public history of a report, and what nobody outside the Secretariat ever reads."""

import uuid

import pytest
from django.test import Client
from django.utils import timezone

from reports import commenting, workflow
from reports.models import Attachment, Comment, Delegation, Report
from tests.factories import (
    make_entity,
    make_paragraph,
    make_person,
    make_report,
    make_section,
    make_theme,
)
from tests.page_text import texts
from tests.people import signed_in

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "es", "fr", "pt-br")


@pytest.fixture
def people(entity, coordinator, reviewer):
    return coordinator, reviewer


@pytest.fixture
def report(entity):
    theme = make_theme(slug="migration")
    make_paragraph(themes=[theme])
    return make_report(entity=entity, themes=[theme], state="draft", texts={"en": "Ten schools."})


def published(report, coordinator, reviewer):
    """Submitted, returned, submitted again and published."""
    workflow.submit(report, by=coordinator, revision=report.revision, token=uuid.uuid4())
    commenting.return_with_comments(
        report, by=reviewer, revision=report.revision, note="CANARYRETURN", token=uuid.uuid4(),
        remarks=[("done", None, "CANARYCOMMENT")],
    )  # fmt: skip
    workflow.submit(report, by=coordinator, revision=report.revision, token=uuid.uuid4())
    workflow.publish(report, by=reviewer, revision=report.revision)


def steps(html: str) -> list[str]:
    return texts(r'<div class="body"><p>(.*?)</p>', html.split('id="origin"')[1])


def page(path: str) -> str:
    return Client().get(path).content.decode()


def test_the_public_sees_when_it_was_submitted_published_and_corrected(report, people):
    coordinator, reviewer = people
    published(report, coordinator, reviewer)
    draft = workflow.correct(report, by=coordinator, note="Two schools were forgotten.")
    before = steps(page(report.get_absolute_url()))
    section = draft.sections.get()
    section.write("en", text="Twelve schools.")
    section.save()
    workflow.submit(draft, by=coordinator, revision=draft.revision, token=uuid.uuid4())
    workflow.publish(draft, by=reviewer, revision=draft.revision)

    html = page(report.get_absolute_url())

    assert before == ["Submitted, edition 1", "Published, edition 1"]
    assert steps(html) == [
        "Submitted, edition 1",
        "Published, edition 1",
        "Correction begun, edition 2",
        "Submitted, edition 2",
        "Replaced by the next edition, edition 1",
        "Published, edition 2",
    ]
    assert "Two schools were forgotten." in html
    assert texts(r"<(?:ins|del)>(.*?)</(?:ins|del)>", html) == [
        "[removed: Ten ]",
        "[added: Twelve ]",
    ]
    for person in people:
        assert person.name not in html
        assert person.email not in html


def test_each_edition_says_what_it_changed(report, people):
    coordinator, reviewer = people
    published(report, coordinator, reviewer)
    for number, word in ((2, "Eleven"), (3, "Twelve")):
        current = Report.objects.published().get()
        text = {current.sections.get().pk: {"en": f"{word} schools."}}
        workflow.correct_typing(current, by=reviewer, texts=text, note=f"Note {number}.")

    base = report.get_absolute_url()
    first, second, third = page(f"{base}editions/1/"), page(f"{base}editions/2/"), page(base)

    assert "<del>" not in first
    assert texts(r"<del>(.*?)</del>", second) == ["[removed: Ten ]"]
    assert texts(r"<del>(.*?)</del>", third) == ["[removed: Eleven ]"]
    assert "What edition 2 changed" in second


def test_a_withdrawn_report_leaves_the_reason_in_every_language(report, people, reviewer):
    published(report, *people)
    workflow.withdraw(report, by=reviewer, reason="Filed under another country.")

    for language in LANGUAGES:
        answer = Client().get(f"/{language}/reports/{report.pk}/")
        assert answer.status_code == 410
        assert "Filed under another country." in answer.content.decode()
        assert "Ten schools." not in answer.content.decode()


def canaries(entity, coordinator, reviewer, report) -> None:
    """A word that nobody outside may read, in every private field."""
    fields = {"by": reviewer, "at": timezone.now(), "report": report}
    Comment.objects.create(text="CANARYNOTE", is_internal=True, **fields)
    theme = report.themes.get()
    for state in ("draft", "submitted", "returned"):
        other = make_report(
            entity=entity, themes=[theme], state=state, symbol="CANARYSYMBOL",
            texts={"en": "CANARYTEXT"}, original_language="en",
        )  # fmt: skip
        Comment.objects.create(text="CANARYOTHER", **(fields | {"report": other}))
        contributor = make_person(role="contributor", entity=entity, name="CANARYPERSON")
        Delegation.objects.create(
            report=other, to=contributor, note="CANARYPART", by=coordinator, at=timezone.now()
        )
        Attachment.objects.create(
            report=other, name="CANARYNAME.txt", title="CANARYTITLE", language="en", size=1,
            content_type="text/plain", added_at=timezone.now(), file="x", is_public=True,
        )  # fmt: skip
    Attachment.objects.create(
        report=report, name="CANARYPRIVATE.txt", title="CANARYPRIVATE", language="en", size=1,
        content_type="text/plain", added_at=timezone.now(), file="x", is_note_received=True,
    )  # fmt: skip
    draft = workflow.correct(report, by=coordinator, note="CANARYCORRECTION")
    make_section(report=draft, kind="next", position=1, texts={"en": "CANARYNEXT"})


def test_no_private_word_is_on_a_public_page(report, people, entity):
    coordinator, reviewer = people
    published(report, coordinator, reviewer)
    canaries(entity, coordinator, reviewer, report)
    document = report.themes.get().paragraph_links.get().paragraph.document
    paragraph = document.paragraphs.get()
    paths = [
        "", "themes/", "themes/migration/", "reports/", "countries/",
        f"countries/{entity.slug}/", f"reports/{report.pk}/", f"reports/{report.pk}/editions/1/",
        f"reports/{report.pk}/editions/2/", f"documents/{document.slug}/",
        f"documents/{document.slug}/{paragraph.slug}/", "institutions/", "summits/",
        *(f"reports/{pk}/" for pk in Report.objects.unpublished().values_list("pk", flat=True)),
    ]  # fmt: skip
    seen = [f"/{language}/{path}" for language in LANGUAGES for path in paths]
    seen += ["/data/themes/migration.json", "/sitemap.xml"]
    client, found = Client(), []
    for path in seen:
        answer = client.get(path, follow=True)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = body.decode()
        if "CANARY" in text:
            at = text.index("CANARY")
            found.append((path, text[at - 60 : at + 40]))
    assert found == []
    assert "No report matches all of this." in page("/en/reports/?q=CANARYTEXT")
    assert "Ten schools." in page(f"/en/reports/{report.pk}/")


def test_the_canaries_are_where_the_secretariat_reads_them(report, people, entity):
    """Else the test above could not fail."""
    coordinator, reviewer = people
    published(report, coordinator, reviewer)
    canaries(entity, coordinator, reviewer, report)
    desk = signed_in(reviewer)

    html = desk.get(f"/en/secretariat/reports/{report.pk}/").content.decode()
    for word in ("CANARYNOTE", "CANARYCOMMENT", "CANARYRETURN", "CANARYPRIVATE"):
        assert word in html
    submitted = Report.objects.in_state("submitted").get()
    html = desk.get(f"/en/secretariat/reports/{submitted.pk}/").content.decode()
    assert "CANARYTEXT" in html


def test_internal_notes_are_not_shown_to_the_entity_either(report, people, entity):
    coordinator, reviewer = people
    commenting.add_note(report, by=reviewer, text="CANARYNOTE")
    client = signed_in(coordinator)

    for path in ("", f"reports/{report.pk}/"):
        answer = client.get(f"/en/workspace/{path}", follow=True)
        assert answer.status_code == 200
        assert "CANARYNOTE" not in answer.content.decode()


def test_another_entitys_page_names_no_draft(report, people):
    other = make_entity(slug="elsewhere")

    assert "Ten schools." not in page(f"/en/countries/{other.slug}/")
