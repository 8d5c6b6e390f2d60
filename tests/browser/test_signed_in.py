"""Pages of who has signed in, in four languages, narrow and wide: axe and the width."""

import pytest

from tests.browser.barriers import barriers
from tests.browser.places import CHIEF, CONTRIBUTOR, ORGANIZER, OWN_PLACES, WRITER
from tests.browser.test_accessibility import DARK_LOOKS, LOOKS

PEOPLE = {
    "coordinator": WRITER, "contributor": CONTRIBUTOR, "organization": ORGANIZER,
    "administrator": CHIEF,
}  # fmt: skip
REFUSED = {"refused": 404}


def look_at_all(visitor, person, language, look) -> dict[str, list[str]]:
    found = {}
    visitor.sign_in(PEOPLE[person])
    for place, (kind, path) in enumerate(OWN_PLACES[PEOPLE[person]].items()):
        answer = visitor.open(f"/{language}/{path}")
        assert answer.status == REFUSED.get(kind, 200), answer.url
        found[kind] = barriers(visitor, look.at(place))
    return {kind: faults for kind, faults in found.items() if faults}


@pytest.mark.parametrize(("language", "look"), LOOKS)
@pytest.mark.parametrize("person", PEOPLE)
def test_pages_have_no_barrier(visitor, person, language, look):
    assert look_at_all(visitor, person, language, look) == {}


@pytest.mark.parametrize("look", DARK_LOOKS, ids=["colours", "whole"])
@pytest.mark.parametrize("person", PEOPLE)
def test_dark_pages_have_no_barrier(visitor, person, look):
    visitor.tab.emulate_media(color_scheme="dark")
    assert look_at_all(visitor, person, "en", look) == {}
