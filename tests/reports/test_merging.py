"""Two entities or two paragraphs made one: all that points at them moves, nothing is lost."""

import pytest
from django.contrib.redirects.models import Redirect
from django.utils import timezone

from accounts.models import AuditEvent, Membership
from accounts.policy import Rights
from accounts.rights import current_rights
from contributions import merging as contributions
from countries.models import Entity
from following.models import Follow
from imports.models import Origin
from mandates.models import Paragraph, ParagraphLink, Participation
from publication.models import Revision
from reports import cycles, resolving
from reports.comparing import changes
from reports.merging import Changed, merge, plan
from reports.merging.links import LEFT, OF_ENTITY, OF_PARAGRAPH, PEOPLE
from reports.models import (
    Asked,
    Citation,
    ExtensionRequest,
    Nudge,
    Reminder,
    Report,
    Resolution,
    Standing,
    Transition,
)
from reports.snapshots import snapshot
from search.rebuilding import drift, rebuild
from tests import factories as make
from tests.page_text import said_on, texts
from tests.people import signed_in

pytestmark = pytest.mark.django_db
PAGE = "/en/secretariat/records/merge/"
State = Report.State
MAY_ALL = Rights(secretariat=frozenset({"manage_people", "edit_records"}))


@pytest.fixture
def administrator():
    return make.make_person(role="administrator", name="Ada Administradora")


@pytest.fixture
def desk(administrator):
    return signed_in(administrator)


@pytest.fixture
def bank():
    return make.make_institution(slug="bank", texts={"en": "The Bank"}, acronym_en="TB")


@pytest.fixture
def double():
    return make.make_institution(slug="the-bank", texts={"en": "Bank of the Americas"})


def mergers(gone, kept, by):
    merge(gone, kept, by=by, seen=plan(gone, kept, current_rights(by)).mark)


# Entities -----------------------------------------------------------------------------------------


def test_all_that_points_at_the_entity_moves(desk, bank, double, administrator, reader):
    theme, meeting, other = make.make_theme(), make.make_meeting(), make.make_meeting(host=double)
    report = make.make_report(entity=double, themes=[theme])
    draft_cycle = make.make_cycle(themes=[theme], asked=[double, bank])
    draft = make.make_report(entity=double, state=State.DRAFT, cycle=draft_cycle, themes=[])
    make.make_report_theme(report=draft, theme=theme, open_cycle=draft_cycle, open_entity=double)
    own = Asked.objects.get(entity=double)
    Asked.objects.filter(pk=own.pk).update(extended_until=timezone.now())
    make.make_nudge(asked=own)
    make.make_reminder(asked=own)
    alone = make.make_cycle(asked=[double])
    make.make_participation(meeting=meeting, entity=double)
    make.make_participation(meeting=meeting, entity=bank)
    make.make_participation(meeting=other, entity=double)
    department = make.make_entity(kind="department", parent=double)
    addressed = make.make_paragraph()
    addressed.addressees.add(double, bank)
    action = make.make_action(entities=[double], kept_by=double)
    value = make.make_indicator_value(entity=double)
    resource = make.make_resource(entity=double)
    person = make.make_person(role="coordinator", entity=double)
    make.make_membership(user=person, role="approver", entity=double)
    make.make_membership(user=person, role="approver", entity=bank)
    invitation = make.make_invitation(entity=double)
    make.make_audit_event(entity=double)
    follower = make.make_follower()
    make.make_follow(follower=follower, kind="entity", number=double.pk)
    make.make_follow(kind="list", query=f"entity={double.slug}&year=2016", number=0)
    make.make_origin(record=double)
    rebuild()
    before = Revision.objects.get().number if Revision.objects.exists() else 0

    shown = desk.get(PAGE, {"gone": "/en/institutions/the-bank/", "kept": "/es/institutions/bank/"})
    rows = dict(zip(
        texts(r'<th scope="row">(.*?)</th>', shown.text), texts(r"<td>(\d+)</td>", shown.text),
        strict=True,
    ))  # fmt: skip
    assert rows["Reports"] == "2" and rows["Roles of people"] == "2"
    assert rows["Participations in meetings"] == "2" and rows["People who follow it"] == "1"
    sent = {"gone": "/en/institutions/the-bank/", "kept": "/en/institutions/bank/",
            "seen": shown.context["plan"].mark}  # fmt: skip
    answer = desk.post(PAGE, sent)

    assert (answer.status_code, answer.url) == (302, "/en/institutions/bank/")
    assert said_on(desk, answer.url) == ["The two are one now; the old address leads here."]
    assert not Entity.objects.filter(pk=double.pk).exists()
    assert set(Report.objects.values_list("pk", "entity")) == {
        (report.pk, bank.pk), (draft.pk, bank.pk),
    }  # fmt: skip
    assert draft.theme_links.get().open_entity == bank
    assert Standing.objects.get().entity == bank and Standing.objects.drift() == (0, 0)
    asked = Asked.objects.get(cycle=draft_cycle)
    assert (asked.entity, asked.extended_until is None) == (bank, False)
    assert Nudge.objects.get().asked == Reminder.objects.get().asked == asked
    assert Asked.objects.get(cycle=alone).entity == bank
    assert Participation.objects.filter(entity=bank).count() == 2
    for record in (department, other, value, resource, invitation, action):
        record.refresh_from_db()
    assert (department.parent, other.host, value.entity, resource.entity) == (bank,) * 4
    assert (list(action.entities.all()), action.kept_by) == ([bank], bank)
    assert list(addressed.addressees.all()) == [bank]
    assert invitation.entity == bank
    standing = Membership.objects.standing().of_person(person)
    assert sorted(standing.values_list("role", "entity")) == [
        ("approver", bank.pk), ("coordinator", bank.pk),
    ]  # fmt: skip
    assert sorted(Follow.objects.values_list("kind", "number", "query")) == [
        ("entity", bank.pk, ""), ("list", 0, "entity=bank&year=2016"),
    ]  # fmt: skip
    assert Origin.objects.get().object_id == bank.pk
    bank.refresh_from_db()
    assert bank.aliases == ["Bank of the Americas"]
    moved = reader.get("/fr/institutions/the-bank/")
    assert (moved.status_code, moved.url) == (301, "/fr/institutions/bank/")
    event = AuditEvent.objects.get(kind="merged")
    assert (event.by, event.entity) == (administrator, bank)
    assert event.details["merged"] == "/institutions/the-bank/"
    assert Entity.history.filter(id=double.pk, history_type="-").get().history_user == administrator
    assert Transition.objects.get(report=report).verb == "records_merged"
    assert Report.objects.get(pk=report.pk).state == State.PUBLISHED
    assert Revision.objects.get().number == before + 1
    assert drift() == []
    assert desk.get("/en/secretariat/audit/").status_code == 200


def test_one_that_both_follow_is_followed_once(bank, double, administrator):
    follower = make.make_follower()
    ended = timezone.now()
    make.make_follow(follower=follower, kind="entity", number=bank.pk, ended_at=ended)
    make.make_follow(follower=follower, kind="entity", number=double.pk, frequency="at_once")
    mergers(double, bank, administrator)
    assert list(Follow.objects.values_list("number", "ended_at", "frequency")) == [
        (bank.pk, None, "at_once")
    ]


def test_reports_in_one_place_stay_listed(desk, bank, double):
    theme, cycle = make.make_theme(), make.make_cycle()
    one = make.make_report(entity=double, cycle=cycle, themes=[theme])
    two = make.make_report(entity=bank, cycle=cycle, themes=[theme])
    make.make_report(entity=bank, cycle=cycle)
    shown = desk.get(PAGE, {"gone": "/institutions/the-bank/", "kept": "/institutions/bank/"})
    [obstacle] = shown.context["plan"].obstacles
    assert "same theme in the same cycle" in obstacle.words
    assert {url for _name, url in obstacle.records} == {
        f"/en/secretariat/reports/{one.pk}/", f"/en/secretariat/reports/{two.pk}/",
    }  # fmt: skip
    assert "Merge them" not in shown.text
    sent = {"gone": "/institutions/the-bank/", "kept": "/institutions/bank/",
            "seen": shown.context["plan"].mark}  # fmt: skip
    assert desk.post(PAGE, sent).status_code == 409
    assert Entity.objects.count() == 2


def test_draft_that_stands_in_the_way_is_named_by_its_entity_alone(desk, bank, double):
    theme, cycle = make.make_theme(), make.make_cycle()
    draft = make.make_report(entity=double, cycle=cycle, themes=[theme], state="draft")
    filed = make.make_report(
        entity=bank, cycle=cycle, themes=[theme], state="draft", filed_by_secretariat=True
    )
    shown = desk.get(PAGE, {"gone": "/institutions/the-bank/", "kept": "/institutions/bank/"})
    [obstacle] = shown.context["plan"].obstacles
    assert [url for _name, url in obstacle.records] == [f"/en/secretariat/reports/{filed.pk}/", ""]
    assert "<li>a report that Bank of the Americas is writing</li>" in shown.text
    assert f"/reports/{draft.pk}/" not in shown.text


def test_requests_for_more_time_are_answered_before(desk, bank, double, administrator):
    cycle = make.make_cycle(asked=[bank, double])
    own, other = (make.make_extension_request(asked=asked) for asked in cycle.asked.all())
    elsewhere = make.make_extension_request(asked=make.make_asked(entity=double))
    [obstacle] = plan(double, bank, MAY_ALL).obstacles
    assert {url for _name, url in obstacle.records} == {
        f"/en/secretariat/cycles/{cycle.slug}/extensions/{one.pk}/" for one in (own, other)
    }
    cycles.decide(own, granted=False, answer="No.", by=administrator)
    mergers(double, bank, administrator)
    assert {one.asked.entity for one in ExtensionRequest.objects.all()} == {bank}
    assert ExtensionRequest.objects.waiting().with_id(elsewhere.pk).exists()


def test_legacy_pages_hold_several_reports_of_an_entity(bank, double, administrator):
    theme, cycle = make.make_theme(), make.make_cycle(is_legacy=True)
    for who in (bank, double):
        make.make_report(entity=who, cycle=cycle, themes=[theme])
    mergers(double, bank, administrator)
    assert Report.objects.by_entity(bank).count() == 2


def test_people_move_by_the_hand_of_who_manages_people_alone(bank, double, reviewer):
    make.make_person(role="coordinator", entity=double)
    assert [one.words for one in plan(double, bank, current_rights(reviewer)).obstacles] == [
        "People act for it. Who manages people may merge it."
    ]
    assert plan(double, bank, MAY_ALL).obstacles == []


def test_value_stated_by_both_stays_listed(bank, double):
    value = make.make_indicator_value(entity=double)
    make.make_indicator_value(entity=bank, indicator=value.indicator, year=value.year)
    assert len(plan(double, bank, MAY_ALL).obstacles) == 1


@pytest.mark.parametrize("case", ["state", "two states", "own department", "itself", "demo"])
def test_what_is_not_the_same_thing_is_refused(case, bank):
    gone, kept = {
        "state": lambda: (make.make_entity(), bank),
        "two states": lambda: (make.make_entity(), make.make_entity()),
        "own department": lambda: (bank, make.make_entity(kind="department", parent=bank)),
        "itself": lambda: (bank, bank),
        "demo": lambda: (make.make_institution(is_demonstration=True), bank),
    }[case]()
    assert len(plan(gone, kept, MAY_ALL).obstacles) >= 1


def test_department_of_a_department_does_not_take_in_what_is_above(bank):
    middle = make.make_entity(kind="department", parent=bank)
    below = make.make_entity(kind="department", parent=middle)
    said = ["The one that stays is a department of the one that goes."]
    assert [one.words for one in plan(bank, below, MAY_ALL).obstacles] == said
    assert plan(below, middle, MAY_ALL).obstacles == []


def test_ring_of_departments_ends_the_walk():
    first = make.make_entity(kind="department", parent=make.make_institution())
    second = make.make_entity(kind="department", parent=first)
    Entity.objects.filter(pk=first.pk).update(parent=second)
    first.refresh_from_db()
    other = make.make_entity(kind="department", parent=make.make_institution())
    assert plan(other, second, MAY_ALL).obstacles == []


@pytest.mark.parametrize("kind", Entity.CONTRIBUTING)
def test_who_reports_is_not_merged_with_who_contributes(kind, bank):
    writer = make.make_entity(kind=kind)
    for gone, kept in ((bank, writer), (writer, bank)):
        assert [one.words for one in plan(gone, kept, MAY_ALL).obstacles] == [
            "One of them writes reports, the other writes contributions."
        ]


def test_paragraph_and_entity_are_never_one(desk, bank):
    paragraph = make.make_paragraph(document=make.make_document(slug="plan"), label="1")
    shown = desk.get(PAGE, {"gone": paragraph.get_absolute_url(), "kept": "/institutions/bank/"})
    assert shown.status_code == 200
    assert "Merge them" not in shown.text


def test_what_moved_meanwhile_is_looked_at_once_more(bank, double, administrator):
    seen = plan(double, bank, MAY_ALL).mark
    make.make_report(entity=double)
    with pytest.raises(Changed):
        merge(double, bank, by=administrator, seen=seen)
    assert Entity.objects.count() == 3 - 1
    assert Report.objects.get().entity == double


def test_a_fault_on_the_way_leaves_everything_as_it_was(bank, double, administrator, monkeypatch):
    make.make_report(entity=double)

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("reports.merging.carrying_out.leave_redirects", fail)
    with pytest.raises(RuntimeError):
        mergers(double, bank, administrator)
    assert Report.objects.get().entity == double
    assert Redirect.objects.count() == 0


# Paragraphs ---------------------------------------------------------------------------------------


@pytest.fixture
def pair():
    document = make.make_document(slug="plan", texts={"en": "Plan"})
    return [make.make_paragraph(document=document, label=label) for label in ("17", "17 bis")]


def test_all_that_points_at_the_paragraph_moves(desk, pair, reader):
    kept, gone = pair
    theme = make.make_theme()
    report = make.make_report(citing=[gone], themes=[theme])
    make.make_paragraph_theme(paragraph=gone, theme=theme)
    ambiguous = make.make_citation(state="ambiguous", candidates=[gone, kept])
    action = make.make_action(paragraph=gone)
    indicator = make.make_indicator(paragraphs=[gone, kept])
    third = make.make_paragraph()
    make.make_paragraph_link(source=gone, target=kept)
    make.make_paragraph_link(source=gone, target=third)
    make.make_paragraph_link(source=kept, target=third)
    make.make_paragraph_link(source=third, target=gone, kind="supersedes")
    make.make_correction(paragraph=gone)
    make.make_follow(kind="paragraph", number=gone.pk)
    make.make_follow(kind="list", query="paragraph=plan%2F17-bis", number=0)
    Standing.objects.rebuild()
    rebuild()
    addresses = {"gone": gone.get_absolute_url(), "kept": kept.get_absolute_url()}
    seen = desk.get(PAGE, addresses).context["plan"].mark

    answer = desk.post(PAGE, {**addresses, "seen": seen})

    assert (answer.status_code, answer.url) == (302, kept.get_absolute_url())
    assert sorted(Paragraph.objects.ids()) == sorted([kept.pk, third.pk])
    assert Citation.objects.get(report=report).paragraph == kept
    ambiguous.refresh_from_db()
    assert (ambiguous.state, ambiguous.paragraph) == ("exact", kept)
    action.refresh_from_db()
    assert action.paragraph == kept
    assert list(indicator.paragraphs.all()) == [kept]
    assert list(kept.themes.all()) == [theme]
    assert sorted(ParagraphLink.objects.values_list("source", "target", "kind")) == sorted([
        (kept.pk, third.pk, "same_subject"), (third.pk, kept.pk, "supersedes"),
    ])  # fmt: skip
    assert sorted(Follow.objects.values_list("number", "query")) == [
        (0, "paragraph=plan%2F17"), (kept.pk, ""),
    ]  # fmt: skip
    assert Standing.objects.drift() == (0, 0)
    assert drift() == []
    moved = reader.get("/pt-br/documents/plan/17-bis/")
    assert (moved.status_code, moved.url) == (301, "/pt-br/documents/plan/17/")
    assert Paragraph.history.filter(id=gone.pk).count() >= 2
    step = Transition.objects.get(report=report)
    assert (step.verb, step.note) == (
        "records_merged", "/documents/plan/17-bis/ → /documents/plan/17/",
    )  # fmt: skip


def test_number_that_may_mean_one_thing_only_is_certain(pair, administrator):
    kept, gone = pair
    third = make.make_paragraph()
    settled = make.make_citation(state="ambiguous", candidates=[gone, kept])
    open_still = make.make_citation(state="ambiguous", candidates=[gone, kept, third])
    cites_it = make.make_citation(state="ambiguous", candidates=[gone, kept])
    make.make_citation(report=cites_it.report, paragraph=kept)
    draft = make.make_report(state=State.DRAFT)
    unpublished = make.make_citation(report=draft, state="ambiguous", candidates=[gone, kept])
    before = Revision.objects.get().number if Revision.objects.exists() else 0

    mergers(gone, kept, administrator)

    resolution = Resolution.objects.get()
    assert resolution.by == administrator
    assert resolution.choices == [
        {"citation": settled.pk, "paragraph": kept.pk, "candidates": [kept.pk]}
    ]
    settled.refresh_from_db()
    assert (settled.state, settled.paragraph, settled.resolution) == ("exact", kept, resolution)
    assert list(settled.candidates.all()) == []
    verbs = settled.report.transitions.order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["records_merged", "citations_resolved"]
    for citation, candidates in (
        (open_still, [kept, third]), (cites_it, [kept]), (unpublished, [kept]),
    ):  # fmt: skip
        citation.refresh_from_db()
        assert (citation.state, set(citation.candidates.all())) == ("ambiguous", set(candidates))
    assert Revision.objects.get().number == before + 1
    resolving.undo(resolution, by=administrator)
    settled.refresh_from_db()
    assert (settled.state, list(settled.candidates.all())) == ("ambiguous", [kept])


def test_number_decided_in_the_same_moment_stops_the_merge(pair, administrator, monkeypatch):
    kept, gone = pair
    make.make_citation(state="ambiguous", candidates=[gone, kept])
    nothing = Citation.objects.none()
    monkeypatch.setattr(type(nothing), "still_waiting", lambda *_args: nothing)
    with pytest.raises(Changed):
        mergers(gone, kept, administrator)
    assert Paragraph.objects.with_ids([gone.pk]).exists()


def test_report_that_cites_both_stays_listed(desk, pair):
    kept, gone = pair
    report = make.make_report(citing=[gone, kept])
    addresses = {"gone": gone.get_absolute_url(), "kept": kept.get_absolute_url()}
    shown = desk.get(PAGE, addresses)
    [obstacle] = shown.context["plan"].obstacles
    assert [url for _name, url in obstacle.records] == [f"/en/secretariat/reports/{report.pk}/"]
    sent = {**addresses, "seen": shown.context["plan"].mark}
    assert desk.post(PAGE, sent).status_code == 409


def test_older_states_name_a_paragraph_that_is_gone_by_its_number(pair, administrator):
    kept, gone = pair
    report = make.make_report(citing=[gone])
    before = snapshot(report)
    mergers(gone, kept, administrator)
    after = snapshot(Report.objects.get())
    changed = changes(before, after, "en").citations
    assert [(one.label, one.fate, str(one.document)) for one in changed] == [
        ("17", "added", "Plan"), ("17 bis", "removed", "Plan"),
    ]  # fmt: skip


@pytest.mark.parametrize("model", [Entity, Paragraph])
def test_everything_that_points_at_a_record_is_moved_or_left_on_purpose(model):
    links = OF_ENTITY if model is Entity else OF_PARAGRAPH
    above = contributions.OF_ENTITY if model is Entity else contributions.OF_PARAGRAPH
    known = {(link.model, link.field) for link in links} | set(above)
    fields = {
        (one.related_model, one.field.name)
        for one in model._meta.get_fields(include_hidden=True)
        if one.auto_created and not one.concrete and not one.many_to_many
        and not hasattr(one.related_model, "history_id")
        and one.related_model not in (*PEOPLE, *LEFT)
    }  # fmt: skip
    assert known == fields


@pytest.mark.parametrize("odd", ["", "x", "9" * 600])
def test_odd_addresses_are_said(odd, desk):
    answer = desk.get(PAGE, {"gone": odd, "kept": odd})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert desk.post(PAGE, {"gone": odd, "kept": odd}).status_code == 200
