"""Contributions move along when the records they name are made one."""

import pytest

from contributions.merging import CONTRIBUTIONS
from contributions.models import Contribution, Reply
from tests import factories

pytestmark = pytest.mark.django_db


def test_author_state_and_reply_follow_the_entity(contribution):
    one = contribution()
    factories.make_reply(contribution=one)
    author, state = factories.make_organization(), factories.make_entity()
    assert CONTRIBUTIONS.count(one.entity) == CONTRIBUTIONS.count(one.about) == 1
    CONTRIBUTIONS.move(one.entity, author)
    CONTRIBUTIONS.move(one.about, state)
    moved = Contribution.objects.get()
    assert (moved.entity, moved.about, Reply.objects.get().entity) == (author, state, state)


def test_a_paragraph_is_named_once_afterwards(contribution):
    gone, kept = factories.make_paragraph(), factories.make_paragraph()
    only, both = contribution(paragraphs=[gone]), contribution(paragraphs=[gone, kept])
    assert CONTRIBUTIONS.count(gone) == 2
    CONTRIBUTIONS.move(gone, kept)
    assert [list(one.paragraphs.all()) for one in (only, both)] == [[kept], [kept]]
