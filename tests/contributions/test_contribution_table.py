"""Every verb from every state, by everybody: what leads on, and that nothing else does."""

from uuid import uuid4

import pytest

from contributions import workflow
from contributions.drafts import Draft
from contributions.editing import save
from contributions.models import Contribution, Step
from contributions.workflow import NotAllowed
from tests import factories

pytestmark = pytest.mark.django_db
State = Contribution.State


@pytest.fixture
def organization():
    return factories.make_organization()


@pytest.fixture
def state_concerned():
    return factories.make_entity()


@pytest.fixture
def cast(organization, state_concerned):
    """One person in each role, of the author, of the state concerned, of others, of the office."""
    make = factories.make_person
    return {
        "author": make(role="coordinator", entity=organization),
        "author's approver": make(role="approver", entity=organization),
        "author's contributor": make(role="contributor", entity=organization),
        "another organization": make(role="coordinator", entity=factories.make_organization()),
        "state": make(role="coordinator", entity=state_concerned),
        "state's approver": make(role="approver", entity=state_concerned),
        "another state": make(role="coordinator"),
        "institution": make(role="coordinator", entity=factories.make_institution()),
        "translator": make(role="translator"),
        "editor": make(role="editor"),
        "administrator": make(role="administrator"),
        "nobody": factories.make_user(),
    }


def edit(one, by):
    draft = Draft("en", "Another title", "Another text.", None, "", [factories.make_paragraph()])
    save(one, draft, by=by, revision=one.revision)


def discard(one, by):
    workflow.discard(one, by=by)


def submit(one, by):
    workflow.submit(one, by=by, revision=one.revision, token=uuid4())


def take_back(one, by):
    workflow.take_back(one, by=by)


def return_(one, by):
    workflow.return_(one, by=by, revision=one.revision, note="Which schools?")


def publish(one, by):
    workflow.publish(one, by=by, revision=one.revision)


def withdraw(one, by):
    workflow.withdraw(one, by=by, side="author", reason="A figure is wrong.")


def take_down(one, by):
    workflow.withdraw(one, by=by, side="secretariat", reason="It insults a person.")


def reply(one, by):
    workflow.reply(one, by=by, language="es", text="No es así.", edition=0)


AUTHOR, STAFF, STATE = {"author"}, {"editor", "administrator"}, {"state"}
# Verb: from which states, by whom, where it leads (None: the contribution stays or goes).
TABLE = {
    edit: ({State.DRAFT, State.RETURNED}, AUTHOR, None),
    discard: ({State.DRAFT}, AUTHOR, None),
    submit: ({State.DRAFT, State.RETURNED}, AUTHOR, State.SUBMITTED),
    take_back: ({State.SUBMITTED}, AUTHOR, State.DRAFT),
    return_: ({State.SUBMITTED}, STAFF, State.RETURNED),
    publish: ({State.SUBMITTED}, STAFF, State.PUBLISHED),
    withdraw: ({State.PUBLISHED}, AUTHOR, State.WITHDRAWN),
    take_down: ({State.PUBLISHED}, STAFF, State.WITHDRAWN),
    reply: ({State.PUBLISHED}, STATE, State.PUBLISHED),
}
WITHOUT_STEP = {edit, discard}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("verb", TABLE, ids=lambda verb: verb.__name__)
def test_verb(verb, state, cast, organization, state_concerned):
    states, people, leads_to = TABLE[verb]
    wrong = []
    for who, person in cast.items():
        one = factories.make_contribution(state=state, entity=organization, about=state_concerned)
        try:
            verb(one, person)
        except NotAllowed:
            done = False
        else:
            done = True
        now = Contribution.objects.filter(pk=one.pk).first()
        steps = list(Step.objects.filter(contribution=one.pk).values_list("from_state", "to_state"))
        expected = state in states and who in people
        right = done == expected
        if expected and leads_to:
            right = right and now.state == leads_to and steps == [(state, leads_to)]
        if not expected:
            right = right and now.state == state and now.revision == one.revision and steps == []
        if expected and verb in WITHOUT_STEP:
            right = right and steps == []
        if not right:
            wrong.append((who, done, now and now.state, steps))
    assert wrong == []


@pytest.mark.parametrize("kind", ["state", "institution", "department", "process"])
def test_who_reports_does_not_contribute(kind):
    entity = factories.make_entity(kind=kind)
    person = factories.make_person(role="coordinator", entity=entity)
    draft = Draft("en", "A title", "", None, "", [])
    for by in (person, None):
        with pytest.raises(NotAllowed):
            workflow.start(entity=entity, draft=draft, by=by)
    assert Contribution.objects.count() == 0


@pytest.mark.parametrize("kind", ["civil_society", "human_rights_institution"])
def test_coordinator_of_who_contributes_begins(kind):
    entity = factories.make_entity(kind=kind)
    person = factories.make_person(role="coordinator", entity=entity)
    draft = Draft("fr", "Un titre", "", None, "", [])
    one = workflow.start(entity=entity, draft=draft, by=person)
    assert (one.state, one.original_language, one.title_fr, one.text_fr) == (
        "draft", "fr", "Un titre", None,
    )  # fmt: skip
    assert list(one.steps.values_list("verb", "by")) == [("start", person.pk)]
