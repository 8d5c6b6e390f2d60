"""How much alike two texts are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.likeness import is_near, likeness, sequences

TEXT = "The ministry opened four new offices where families who live abroad can ask for advice."
words = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f"]), max_size=30).map(" ".join)


def test_the_same_words_are_alike_whatever_their_dress():
    assert likeness(TEXT, f"  {TEXT.upper()}\n") == 1
    assert likeness("Educación, ya.", "educacion ya") == 1


def test_one_word_in_a_long_text_leaves_it_near():
    long = f"{TEXT} They were asked four hundred times in the first year, and twice in winter."
    other = long.replace("winter", "summer")
    assert 0.9 < likeness(long, other) < 1
    assert is_near(sequences(long), sequences(other))


@pytest.mark.parametrize(
    "other",
    ["", "The ministry opened four new schools.", " ".join(reversed(TEXT.split())), f"{TEXT} " * 3],
)
def test_other_texts_are_not_near(other):
    assert not is_near(sequences(TEXT), sequences(other))


def test_nothing_is_alike_nothing():
    assert likeness("", "") == 1
    assert likeness("", TEXT) == 0


@given(words, words)
def test_it_is_a_share_and_the_same_both_ways(one, other):
    share = likeness(one, other)
    assert 0 <= share <= 1
    assert share == likeness(other, one)
    assert likeness(one, one) == 1
