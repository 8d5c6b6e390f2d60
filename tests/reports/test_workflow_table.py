"""Every verb from every state, by everybody: what leads on, and that nothing else does."""

import datetime
from uuid import uuid4

import pytest
from django.utils import timezone

from reports import folding, workflow
from reports.models import Report, Section
from reports.workflow import NotAllowed
from tests import factories

pytestmark = pytest.mark.django_db
State = Report.State
TOMORROW = datetime.timedelta(days=1)


@pytest.fixture
def cast(entity):
    """One person in each role, of the report's entity, of another and of the Secretariat."""
    return {
        "coordinator": factories.make_person(role="coordinator", entity=entity),
        "approver": factories.make_person(role="approver", entity=entity),
        "contributor": factories.make_person(role="contributor", entity=entity),
        "outsider": factories.make_person(role="coordinator"),
        "translator": factories.make_person(role="translator"),
        "editor": factories.make_person(role="editor"),
        "administrator": factories.make_person(role="administrator"),
    }


def ask_approval(report, by):
    workflow.ask_approval(report, by=by, revision=report.revision)


def approve(report, by):
    workflow.approve(report, by=by, revision=report.revision)


def refuse_approval(report, by):
    workflow.refuse_approval(report, by=by, revision=report.revision, note="Not yet.")


def submit(report, by):
    workflow.submit(report, by=by, revision=report.revision, token=uuid4())


def return_(report, by):
    workflow.return_(report, by=by, revision=report.revision, note="Which schools?")


def publish(report, by):
    workflow.publish(report, by=by, revision=report.revision)


def schedule(report, by):
    workflow.schedule(report, by=by, at=timezone.now() + TOMORROW)


def unschedule(report, by):
    workflow.unschedule(report, by=by)


def withdraw(report, by):
    workflow.withdraw(report, by=by, reason="A mistake.")


def correct(report, by):
    workflow.correct(report, by=by, note="A new figure.")


def correct_typing(report, by):
    texts = {report.sections.get().pk: {"en": "Ten schools have opened."}}
    workflow.correct_typing(report, by=by, texts=texts, note="A typing error.")


def discard(report, by):
    workflow.discard(report, by=by)


def keep_both(report, by):
    other = factories.make_report(entity=report.entity, state=State.PUBLISHED)
    try:
        workflow.keep_both(report, by=by, other=other)
    finally:
        other.delete()


def link_languages(report, by):
    other = factories.make_report(entity=report.entity, texts={"fr": "Dix écoles."})
    try:
        workflow.link_languages(report, by=by, other=other, revision=report.revision)
    except (NotAllowed, workflow.Stale):
        other.delete()
        raise


def merge(report, by):
    other = factories.make_report(entity=report.entity)
    mark = folding.mark(folding.folds(report, other))
    try:
        workflow.merge(report, by=by, other=other, revision=report.revision, mark=mark)
    except (NotAllowed, workflow.Stale):
        other.delete()
        raise


def merge_published(report, by):
    day = report.date - TOMORROW
    other = factories.make_report(entity=report.entity, state=State.PUBLISHED, date=day)
    mark = folding.mark(folding.folds(report, other))
    given = {"revision": report.revision, "mark": mark}
    try:
        workflow.merge_published(report, by=by, other=other, **given)
    except (NotAllowed, workflow.Stale):
        other.delete()
        raise


def assign(report, by):
    workflow.assign(report, by=by, to=None)


ENTITY = {"coordinator"}
STAFF = {"editor", "administrator"}
# Verb: from which states, by whom, where it leads (None: the report itself stays or goes).
TABLE = {
    submit: ({State.DRAFT, State.RETURNED}, ENTITY, State.SUBMITTED),
    return_: ({State.SUBMITTED}, STAFF, State.RETURNED),
    publish: ({State.SUBMITTED}, STAFF, State.PUBLISHED),
    schedule: ({State.SUBMITTED}, STAFF, State.SUBMITTED),
    keep_both: ({State.SUBMITTED, State.PUBLISHED}, STAFF, None),
    link_languages: ({State.SUBMITTED}, STAFF, State.SUBMITTED),
    merge: ({State.SUBMITTED}, STAFF, State.SUBMITTED),
    merge_published: ({State.PUBLISHED}, STAFF, State.WITHDRAWN),
    assign: ({State.SUBMITTED, State.RETURNED}, STAFF, None),
    withdraw: ({State.PUBLISHED}, STAFF, State.WITHDRAWN),
    correct: ({State.PUBLISHED}, ENTITY | STAFF, State.PUBLISHED),
    correct_typing: ({State.PUBLISHED}, STAFF, State.SUPERSEDED),
    discard: ({State.DRAFT}, ENTITY, None),
    # A moment that is not set is not taken back, an approval that nobody wants is not asked for.
    unschedule: (set(), set(), None),
    ask_approval: (set(), set(), None),
    approve: (set(), set(), None),
    refuse_approval: (set(), set(), None),
}
# The same for an entity that asks for approval, when it has been asked for.
WITH_APPROVAL = {
    ask_approval: ({State.DRAFT, State.RETURNED}, {"coordinator"}),
    approve: ({State.DRAFT, State.RETURNED}, {"approver"}),
    refuse_approval: ({State.DRAFT, State.RETURNED}, {"approver"}),
    submit: (set(), set()),
}
ROLES = ("coordinator", "approver", "contributor", "outsider") + ("translator", *sorted(STAFF))
assert set(TABLE) >= set(WITH_APPROVAL)


def everything():
    """All that a verb may have written."""
    reports = Report.objects.order_by("pk").values()
    sections = Section.objects.order_by("pk").values("report", "text_en")
    return [list(reports), list(sections), factories.Transition.objects.count()]


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("verb", TABLE, ids=lambda verb: verb.__name__)
def test_verb_leads_on_from_its_states_and_for_its_people_alone(verb, state, entity, cast):
    states, people, to = TABLE[verb]
    report = factories.make_report(entity=entity, state=state)
    for role in ROLES:
        if state in states and role in people:
            continue
        before = everything()
        with pytest.raises(NotAllowed):
            verb(Report.objects.get(pk=report.pk), cast[role])
        assert everything() == before, (role, verb)
    for role in sorted(people) if state in states else ():
        report = factories.make_report(entity=entity, state=state)
        verb(report, cast[role])
        left = Report.objects.with_ids([report.pk]).first()
        if verb is discard:
            assert left is None
        else:
            assert left.state == (to or state)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("verb", WITH_APPROVAL, ids=lambda verb: verb.__name__)
def test_verb_where_a_second_person_approves(verb, state, cast, entity):
    entity.needs_approval = True
    entity.save()
    states, people = WITH_APPROVAL[verb]
    for role in ROLES:
        report = factories.make_report(entity=entity, state=state)
        if verb is not ask_approval and state in Report.WRITABLE:
            ask_approval(report, cast["coordinator"])
        before = everything()
        if state in states and role in people:
            verb(report, cast[role])
            assert Report.objects.get(pk=report.pk).state == state
        else:
            with pytest.raises((NotAllowed, workflow.Incomplete)):
                verb(report, cast[role])
            assert everything() == before


ONCE = [verb for verb in TABLE if TABLE[verb][0] and verb not in (schedule, assign, keep_both)]


@pytest.mark.parametrize("verb", ONCE, ids=lambda verb: verb.__name__)
def test_verb_taken_twice_at_the_same_moment_counts_once(verb, entity, cast):
    """The second person looks at a page from before the first one's step."""
    states, people, _to = TABLE[verb]
    report = factories.make_report(entity=entity, state=sorted(states)[0])
    second = Report.objects.get(pk=report.pk)
    by = cast[sorted(people)[0]]
    verb(report, by)
    before = everything()
    with pytest.raises((NotAllowed, workflow.Stale, workflow.Taken)):
        verb(second, by)
    assert everything() == before


@pytest.mark.parametrize("verb", TABLE, ids=lambda verb: verb.__name__)
def test_no_verb_follows_a_discarded_draft(verb, entity, cast):
    report = factories.make_report(entity=entity, state=State.DRAFT)
    late = Report.objects.prefetch_related("sections").get(pk=report.pk)
    workflow.discard(report, by=cast["coordinator"])
    with pytest.raises((NotAllowed, Section.DoesNotExist)):
        verb(late, cast["editor"])


STALE = (submit, return_, publish)


@pytest.mark.parametrize("verb", STALE, ids=lambda verb: verb.__name__)
def test_verb_on_a_text_that_has_moved_on_changes_nothing(verb, entity, cast):
    states, people, _to = TABLE[verb]
    report = factories.make_report(entity=entity, state=sorted(states)[0], revision=5)
    looked_at = Report.objects.get(pk=report.pk)
    looked_at.revision = 4
    before = everything()
    with pytest.raises(workflow.Stale) as stale:
        verb(looked_at, cast[sorted(people)[0]])
    assert stale.value.current.revision == 5
    assert everything() == before
