"""Parts of a draft: handed over, written apart, handed in, taken over, called back."""

import re

import pytest
from django.utils import timezone

from accounts import granting
from accounts.models import Mail, Membership
from reports import delegating
from reports.delegating import APPEND, REPLACE, Part
from reports.models import Delegation, Report, Transition
from reports.workflow import Incomplete, NotAllowed, Stale
from tests import factories
from tests.people import signed_in

pytestmark = pytest.mark.django_db
State = Report.State


@pytest.fixture
def theme():
    return factories.make_theme()


@pytest.fixture
def paragraphs(theme):
    return [factories.make_paragraph(themes=[theme]) for _n in range(3)]


@pytest.fixture
def draft(entity, theme, paragraphs):
    report = factories.make_report(entity=entity, state=State.DRAFT, themes=[theme])
    factories.make_citation(report=report, paragraph=paragraphs[0], mark="not_started")
    return report


@pytest.fixture
def contributor(entity):
    return factories.make_person(role="contributor", entity=entity, name="Marta Ministerio")


@pytest.fixture
def part(draft, coordinator, contributor, paragraphs):
    (made,) = delegating.delegate(
        draft,
        by=coordinator,
        to=[contributor],
        paragraphs=paragraphs[:2],
        note="On schools, please.",
    )
    return made


@pytest.fixture
def writer(contributor):
    return signed_in(contributor)


@pytest.fixture
def coordinators(coordinator):
    return signed_in(coordinator)


def write(part, contributor, *, revision=0, text="The ministry opened four.", mark="done"):
    first = part.delegated_paragraphs.first().paragraph_id
    content = Part({"done": text}, {first: (mark, "https://example.org/four")})
    return delegating.save(part, by=contributor, revision=revision, content=content)


def handed_in(part, contributor, **written):
    revision = write(part, contributor, **written)
    delegating.hand_in(part, by=contributor, revision=revision)
    return part


def texts(report):
    return {section.kind: section.text_en for section in report.sections.all()}


def marks(report):
    return {c.paragraph_id: (c.mark, c.evidence_url) for c in report.citations.all()}


# Handing over ---------------------------------------------------------------------------------


def test_parts_go_to_several_people_at_once(coordinators, draft, contributor, paragraphs, entity):
    other = factories.make_person(role="contributor", entity=entity)
    address = f"/en/workspace/reports/{draft.pk}/parts/"
    sent = {"to": [contributor.pk, other.pk], "paragraphs": [paragraphs[1].pk]}
    response = coordinators.post(address, {**sent, "note": "Schools", "due_on": "2026-12-01"})
    assert response.status_code == 302
    parts = Delegation.objects.of_report(draft)
    assert [(part.to, part.note, part.due_on.isoformat()) for part in parts] == [
        (contributor, "Schools", "2026-12-01"),
        (other, "Schools", "2026-12-01"),
    ]
    assert [list(part.paragraphs.all()) for part in parts] == [[paragraphs[1]]] * 2
    assert set(Mail.objects.values_list("to", "kind")) == {
        (contributor.pk, "delegated"),
        (other.pk, "delegated"),
    }
    assert "not started" in coordinators.get(address).content.decode()


def test_without_a_choice_everything_in_scope_is_handed_over(
    draft, coordinator, contributor, paragraphs
):
    factories.make_paragraph(themes=[*draft.themes.all()], nature="informative")
    (part,) = delegating.delegate(draft, by=coordinator, to=[contributor])
    assert set(part.paragraphs.all()) == set(paragraphs)


def test_part_goes_to_contributors_of_the_entity_alone(
    coordinators, draft, coordinator, outsider, contributor
):
    foreign = factories.make_person(role="contributor")
    address = f"/en/workspace/reports/{draft.pk}/parts/"
    for person in (foreign, outsider, coordinator):
        response = coordinators.post(address, {"to": [person.pk]})
        assert (response.status_code, Delegation.objects.count()) == (200, 0)
        with pytest.raises(NotAllowed):
            delegating.delegate(draft, by=coordinator, to=[person])


def test_paragraph_out_of_scope_is_no_choice(coordinators, draft, contributor):
    stranger = factories.make_paragraph(themes=[factories.make_theme()])
    sent = {"to": [contributor.pk], "paragraphs": [stranger.pk], "note": "Kept words"}
    response = coordinators.post(f"/en/workspace/reports/{draft.pk}/parts/", sent)
    assert (response.status_code, Delegation.objects.count()) == (200, 0)
    assert "Kept words" in response.content.decode()


@pytest.mark.parametrize("state", [s for s in State if s not in Report.WRITABLE])
def test_nothing_is_handed_over_of_a_report_that_is_not_written(
    state, draft, coordinator, contributor
):
    become(draft, state)
    with pytest.raises(NotAllowed):
        delegating.delegate(draft, by=coordinator, to=[contributor])


def become(report, state):
    fields = {"withdrawal_reason": "Twice."} if state == State.WITHDRAWN else {}
    if state in Report.ONCE_PUBLIC:
        fields["published_at"] = timezone.now()
    Report.objects.filter(pk=report.pk).update(state=state, **fields)


# Writing --------------------------------------------------------------------------------------


def fields(part, revision, **written):
    return {"revision": revision, **written}


def test_contributor_writes_texts_and_marks(writer, part, paragraphs):
    address = f"/en/workspace/parts/{part.pk}/write/"
    page = writer.get(address).content.decode()
    assert "On schools, please." in page
    assert paragraphs[0].text_en in page
    assert paragraphs[2].text_en not in page
    assert f'lang="{part.report.written_in}"' in re.search("<textarea[^>]*>", page)[0]
    sent = fields(part, 0, done="Four.\r\nFive.", next="More.")
    sent |= {f"mark_{paragraphs[1].pk}": "under_way"}
    assert writer.post(address, sent).status_code == 302
    part.refresh_from_db()
    assert part.revision == 1
    assert dict(part.texts.values_list("kind", "text")) == {"done": "Four.\nFive.", "next": "More."}
    assert dict(part.delegated_paragraphs.values_list("paragraph", "mark")) == {
        paragraphs[0].pk: "",
        paragraphs[1].pk: "under_way",
    }
    assert texts(part.report) == {"done": "Ten schools were opened."}


def test_stale_save_changes_nothing_and_shows_both_texts(writer, part, contributor):
    write(part, contributor, text="Saved in another window.")
    address = f"/en/workspace/parts/{part.pk}/write/"
    response = writer.post(address, fields(part, 0, done="Typed in this window."))
    page = response.content.decode()
    assert response.status_code == 200
    assert list(part.texts.values_list("text", flat=True)) == ["Saved in another window."]
    assert page.count("Saved in another window.") == 1
    assert page.count("Typed in this window.") == 2  # side by side, and in its field
    assert 'name="revision" value="1"' in page
    assert 'name="choose_done"' in page


@pytest.mark.parametrize(
    ("chosen", "kept"), [("own", "Typed in this window."), ("saved", "Saved in another window.")]
)
def test_conflict_is_settled_by_choice(chosen, kept, writer, part, contributor):
    write(part, contributor, text="Saved in another window.")
    sent = fields(part, 1, done="Typed in this window.", choose_done=chosen)
    assert writer.post(f"/en/workspace/parts/{part.pk}/write/", sent).status_code == 302
    assert list(part.texts.values_list("text", flat=True)) == [kept]


def test_conflict_of_marks_is_settled_by_choice(writer, part, contributor, paragraphs):
    write(part, contributor, mark="done")
    first, address = paragraphs[0].pk, f"/en/workspace/parts/{part.pk}/write/"
    sent = fields(part, 0, done="The ministry opened four.") | {f"mark_{first}": "ongoing"}
    assert 'name="choose_marks"' in writer.post(address, sent).content.decode()
    writer.post(address, {**sent, "revision": 1, "choose_marks": "saved"})
    assert part.delegated_paragraphs.get(paragraph=first).mark == "done"


def test_bad_input_is_said_and_nothing_typed_is_lost(writer, part, paragraphs):
    evidence = f"evidence_{paragraphs[0].pk}"
    sent = fields(part, 0, done="Typed.", next="a\x00b") | {evidence: "javascript:alert(1)"}
    response = writer.post(f"/en/workspace/parts/{part.pk}/write/", sent)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Typed." in page
    assert "An invisible control character" in page
    assert response.context["form"].errors[evidence] == ["Enter a valid URL."]
    assert not part.texts.exists()


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 40])
def test_tampered_revision_is_no_fault(revision, writer, part):
    sent = fields(part, revision, done="Typed.")
    response = writer.post(f"/en/workspace/parts/{part.pk}/write/", sent)
    assert response.status_code == 200
    assert "Typed." in response.content.decode()


def test_part_is_handed_in_and_written_no_more(writer, part, contributor, coordinator):
    address = f"/en/workspace/parts/{part.pk}/write/"
    sent = fields(part, 0, done="Four.", hand_in="")
    assert writer.post(address, sent).status_code == 302
    part.refresh_from_db()
    assert part.handed_in_at is not None
    assert Mail.objects.filter(kind="handed_in", to=coordinator).count() == 1
    page = writer.get(address).content.decode()
    assert "<textarea" not in page
    assert "Four." in page
    with pytest.raises(NotAllowed):
        write(part, contributor, revision=part.revision)


def test_bare_part_is_not_handed_in(writer, part, contributor):
    sent = fields(part, 0, hand_in="")
    response = writer.post(f"/en/workspace/parts/{part.pk}/write/", sent, follow=True)
    assert "Write a text or choose a mark" in response.content.decode()
    with pytest.raises(Incomplete):
        delegating.hand_in(part, by=contributor, revision=1)


@pytest.mark.parametrize("state", [s for s in State if s not in Report.WRITABLE])
def test_part_of_a_submitted_report_is_read_only(state, writer, part, contributor):
    write(part, contributor)
    become(part.report, state)
    address = f"/en/workspace/parts/{part.pk}/write/"
    page = writer.get(address)
    assert page.status_code == 200
    assert "<textarea" not in page.content.decode()
    response = writer.post(address, fields(part, 1, done="Later."))
    assert "not yours to write any more" in response.content.decode()
    assert list(part.texts.values_list("text", flat=True)) == ["The ministry opened four."]


# Taking over ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "done"),
    [
        (APPEND, "Ten schools were opened.\n\nThe ministry opened four."),
        (REPLACE, "The ministry opened four."),
        ("leave", "Ten schools were opened."),
    ],
)
def test_part_is_taken_over_as_chosen(how, done, coordinators, part, contributor, coordinator):
    handed_in(part, contributor)
    first = part.delegated_paragraphs.first().paragraph_id
    sent = {"revision": 0, "how_done": how, "marks": [first]}
    response = coordinators.post(f"/en/workspace/parts/{part.pk}/", sent)
    assert response.status_code == 302
    part.refresh_from_db()
    report = Report.objects.get(pk=part.report_id)
    assert (part.merged_by, report.revision) == (coordinator, 1)
    assert texts(report) == {"done": done}
    assert marks(report) == {first: ("done", "https://example.org/four")}
    step = Transition.objects.of_reports([report.pk]).of_verb("merge_part").get()
    assert (step.by, step.note) == (coordinator, "Marta Ministerio")
    assert (step.from_state, step.to_state) == ("draft", "draft")


def test_mark_that_is_not_chosen_stays(part, contributor, coordinator):
    handed_in(part, contributor)
    delegating.take_over(part, by=coordinator, revision=0, how={"done": APPEND}, marks=[])
    assert marks(part.report) == {
        part.delegated_paragraphs.first().paragraph_id: ("not_started", "")
    }


def test_text_on_what_was_done_ends_nothing_to_report(part, contributor, coordinator):
    report = part.report
    report.sections.all().delete()
    Report.objects.filter(pk=report.pk).update(nothing_to_report=True, no_report_reason="None.")
    handed_in(part, contributor)
    delegating.take_over(part, by=coordinator, revision=0, how={"done": APPEND}, marks=[])
    report.refresh_from_db()
    assert (report.nothing_to_report, report.no_report_reason) == (False, "")
    assert texts(report) == {"done": "The ministry opened four."}


def test_draft_saved_meanwhile_is_looked_at_again(coordinators, part, contributor):
    handed_in(part, contributor)
    Report.objects.filter(pk=part.report_id).update(revision=5)
    sent = {"revision": 0, "how_done": "replace", "marks": []}
    page = coordinators.post(f"/en/workspace/parts/{part.pk}/", sent).content.decode()
    assert "The draft was saved since." in page
    assert 'name="revision" value="5"' in page
    part.refresh_from_db()
    assert part.merged_at is None
    assert texts(part.report) == {"done": "Ten schools were opened."}


def test_mark_on_what_has_left_the_scope_is_an_error(coordinators, part, contributor, paragraphs):
    handed_in(part, contributor)
    part.report.citations.all().delete()
    paragraphs[0].theme_links.all().delete()
    sent = {"revision": 0, "how_done": "append", "marks": [paragraphs[0].pk]}
    page = coordinators.post(f"/en/workspace/parts/{part.pk}/", sent)
    assert "One of the paragraphs is not in this report’s scope." in page.text
    part.refresh_from_db()
    assert part.merged_at is None


def test_part_is_taken_over_once(part, contributor, coordinator):
    handed_in(part, contributor)
    take = {"by": coordinator, "how": {"done": APPEND}, "marks": []}
    delegating.take_over(part, revision=0, **take)
    with pytest.raises(NotAllowed):
        delegating.take_over(Delegation.objects.get(pk=part.pk), revision=1, **take)
    assert texts(part.report)["done"].count("The ministry opened four.") == 1


def test_part_of_a_draft_that_is_discarded_is_nobody_s(part, contributor, coordinator):
    Delegation.objects.get(pk=part.pk).delete()
    with pytest.raises(NotAllowed):
        delegating.save(part, by=contributor, revision=0, content=Part({}, {}))
    with pytest.raises(NotAllowed):
        delegating.call_back(part, by=coordinator)


def test_part_that_is_not_handed_in_is_not_taken_over(coordinators, part, contributor, coordinator):
    write(part, contributor)
    with pytest.raises(NotAllowed):
        delegating.take_over(part, by=coordinator, revision=0, how={"done": APPEND}, marks=[])
    assert texts(part.report) == {"done": "Ten schools were opened."}


def test_part_is_given_back_for_more(coordinators, writer, part, contributor):
    handed_in(part, contributor)
    response = coordinators.post(f"/en/workspace/parts/{part.pk}/return/", {"note": "And 2025?"})
    assert response.status_code == 302
    page = writer.get(f"/en/workspace/parts/{part.pk}/write/").content.decode()
    assert "And 2025?" in page
    assert "The ministry opened four.</textarea>" in page
    assert Mail.objects.filter(kind="delegated", to=contributor).count() == 2


def test_giving_back_needs_a_note(coordinators, part, contributor):
    handed_in(part, contributor)
    response = coordinators.post(f"/en/workspace/parts/{part.pk}/return/", {"note": " "})
    assert response.status_code == 200
    assert "What is still asked: This field is required." in response.content.decode()
    part.refresh_from_db()
    assert part.handed_in_at is not None


def test_part_is_called_back_and_can_still_be_read(coordinators, writer, part, contributor):
    write(part, contributor)
    assert coordinators.post(f"/en/workspace/parts/{part.pk}/call-back/").status_code == 302
    page = writer.get(f"/en/workspace/parts/{part.pk}/write/").content.decode()
    assert "The ministry opened four." in page
    assert "<textarea" not in page
    with pytest.raises(NotAllowed):
        write(part, contributor, revision=1)


def test_stale_part_is_not_saved(part, contributor):
    write(part, contributor)
    with pytest.raises(Stale):
        write(part, contributor, text="Late.")
    assert list(part.texts.values_list("text", flat=True)) == ["The ministry opened four."]


# Who sees what --------------------------------------------------------------------------------


def test_role_that_ended_is_gone_on_the_next_request(writer, part, contributor, coordinator):
    address = f"/en/workspace/parts/{part.pk}/write/"
    assert writer.get(address).status_code == 200
    granting.end(Membership.objects.get(user=contributor), by=coordinator)
    assert writer.get(address).status_code == 404
    assert writer.post(address, fields(part, 0, done="Late.")).status_code == 404
    with pytest.raises(NotAllowed):
        write(part, contributor)


def test_text_of_a_part_leaks_to_nobody(part, contributor, entity, reader):
    write(part, contributor, text="canary-7f3a")
    others = {
        "contributor": factories.make_person(role="contributor", entity=entity),
        "outsider": factories.make_person(),
        "foreign contributor": factories.make_person(role="contributor"),
        "editor": factories.make_person(role="editor"),
        "nobody": factories.make_user(),
    }
    paths = [f"parts/{part.pk}/write/", f"parts/{part.pk}/", f"reports/{part.report_id}/parts/", ""]
    for name, person in others.items():
        client = signed_in(person)
        for path in paths:
            response = client.get(f"/en/workspace/{path}")
            assert "canary-7f3a" not in response.content.decode(), (name, path)
            if path:
                assert response.status_code == 404, (name, path)


def test_approver_reads_reports_and_hands_nothing_over(part, entity):
    client = signed_in(factories.make_person(role="approver", entity=entity))
    assert client.get(f"/en/workspace/reports/{part.report_id}/parts/").status_code == 403
    assert client.get(f"/en/workspace/parts/{part.pk}/").status_code == 403
    assert client.get(f"/en/workspace/parts/{part.pk}/write/").status_code == 404


def test_contributor_is_led_from_the_coordinators_page(writer, part):
    response = writer.get(f"/en/workspace/parts/{part.pk}/")
    assert response["Location"] == f"/en/workspace/parts/{part.pk}/write/"


def test_contributor_does_not_see_the_draft(writer, part):
    page = writer.get(f"/en/workspace/parts/{part.pk}/write/").content.decode()
    assert "Ten schools were opened." not in page


def bare(response):
    text = response.content.decode().replace(response["X-Request-ID"], "")
    return response.status_code, re.sub(r"/parts/\d+/|/reports/\d+/|\w{64}", "", text)


def test_foreign_part_is_as_a_missing_one(part, outsider):
    client = signed_in(outsider)
    for path in ("parts/{}/", "parts/{}/write/", "reports/{}/parts/"):
        number = part.report_id if "reports" in path else part.pk
        foreign, missing = (client.get(f"/en/workspace/{path.format(n)}") for n in (number, 99999))
        assert bare(foreign) == bare(missing)
        assert foreign.status_code == 404
    for path in ("return/", "call-back/"):
        assert client.post(f"/en/workspace/parts/{part.pk}/{path}").status_code == 404
    assert signed_in(outsider).get(f"/en/workspace/parts/{10**30}/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [("parts/{}/write/", 10), ("parts/{}/", 12)])
def test_pages_take_the_same_queries_for_any_number_of_mandates(
    path, queries, number, draft, coordinator, contributor, paragraphs, django_assert_num_queries
):
    (part,) = delegating.delegate(
        draft, by=coordinator, to=[contributor], paragraphs=paragraphs[:number]
    )
    client = signed_in(contributor if "write" in path else coordinator)
    address = f"/en/workspace/{path.format(part.pk)}"
    client.get(address)
    with django_assert_num_queries(queries):
        client.get(address)


@pytest.mark.parametrize("number", [1, 3])
def test_list_of_parts_takes_the_same_queries_for_any_number(
    number, draft, coordinator, coordinators, entity, django_assert_num_queries
):
    for _n in range(number):
        person = factories.make_person(role="contributor", entity=entity)
        delegating.delegate(draft, by=coordinator, to=[person])
    address = f"/en/workspace/reports/{draft.pk}/parts/"
    coordinators.get(address)
    with django_assert_num_queries(10):
        coordinators.get(address)


def test_home_says_that_a_part_is_handed_in(coordinators, part, contributor):
    waiting = '<span class="tag warn">handed in</span>'
    assert waiting not in coordinators.get("/en/workspace/").text
    handed_in(part, contributor)
    assert waiting in coordinators.get("/en/workspace/").text
