"""Two texts word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.word_diff import ADDED, REMOVED, SAME, Run, word_diff

WORDS = st.lists(st.sampled_from(["a", "b", "c", "d,", "e.", "é", "x\n"]), max_size=25).map(
    " ".join
)


def read(runs: list[Run], *kinds: str) -> str:
    return "".join(run.text for run in runs if run.kind in kinds)


def bare(text: str) -> str:
    return "".join(text.split())


def test_changed_words_are_marked_and_the_rest_stays():
    assert word_diff("Ten schools were opened.", "Twelve schools were opened in 2016.") == [
        Run(REMOVED, "Ten "),
        Run(ADDED, "Twelve "),
        Run(SAME, "schools were opened "),
        Run(ADDED, "in 2016"),
        Run(SAME, "."),
    ]


@pytest.mark.parametrize(
    ("old", "new", "runs"),
    [
        ("", "", []),
        ("", "One.", [Run(ADDED, "One.")]),
        ("One.", "", [Run(REMOVED, "One.")]),
        ("One.\nTwo.", " One. Two. ", [Run(SAME, "One. Two.")]),
        ("a b", "b a", [Run(REMOVED, "a "), Run(SAME, "b "), Run(ADDED, "a")]),
    ],
)
def test_edges(old, new, runs):
    assert word_diff(old, new) == runs


def test_a_sentence_put_in_between_is_the_only_change():
    old = "We built roads. We built schools."
    new = "We built roads. We trained nurses in Lima. We built schools."

    runs = [run for run in word_diff(old, new) if run.kind != SAME]

    assert [run.kind for run in runs] == [ADDED]
    assert bare(runs[0].text) in bare("We trained nurses in Lima. We trained nurses in Lima.")


@given(WORDS, WORDS)
def test_both_texts_can_be_read_from_the_runs(old, new):
    runs = word_diff(old, new)

    assert bare(read(runs, SAME, REMOVED)) == bare(old)
    assert bare(read(runs, SAME, ADDED)) == bare(new)


def test_words_never_grow_together():
    runs = word_diff("one two a", "a three four")

    assert read(runs, SAME, REMOVED).split() == ["one", "two", "a"]
    assert read(runs, SAME, ADDED).split() == ["a", "three", "four"]
