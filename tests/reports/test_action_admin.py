"""An action edited in the administration: a new revision, and a step in its history."""

import pytest
from django.urls import reverse

from reports.models import Action
from tests import factories
from tests.admin_forms import filled_in

pytestmark = pytest.mark.django_db


def test_editing_keeps_a_step_with_the_action_as_it_stood(editor, editor_client):
    state = factories.make_entity()
    action = factories.make_action(entities=[state], state="planned", texts={"en": "Train."})
    address = reverse("admin:reports_action_change", args=[action.pk])
    opened = editor_client.get(address)
    editor_client.post(address, filled_in(opened, state="done", text_en="Train 10."))
    action = Action.objects.get()
    step = action.steps.get()
    assert (action.state, action.revision) == ("done", 2)
    assert (step.by, step.from_state, step.to_state) == (editor, "planned", "done")
    assert step.snapshot == {
        "texts": {"text": {"en": "Train 10."}},
        "due": None,
        "entities": [state.pk],
        "reports": [],
    }


def test_precision_without_a_date_is_dropped(editor_client):
    action = factories.make_action()
    address = reverse("admin:reports_action_change", args=[action.pk])
    filled = filled_in(editor_client.get(address), due_precision="year")
    assert editor_client.post(address, filled).status_code == 302
    assert Action.objects.get().due_precision == "day"
