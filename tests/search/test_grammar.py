"""What people type is understood, and never refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.grammar import MOST_WORDS, Asked, parse


def clauses(text):
    return [[one.words for one in clause] for clause in parse(text).clauses]


def test_words_are_all_wanted_and_little_words_are_not():
    assert clauses("the rights of women ") == [[("rights",)], [("women",)]]
    assert clauses("of the ") == [[("of",)], [("the",)]]


def test_phrases_keep_their_little_words():
    (clause,) = parse('"rights of women"').clauses
    assert clause == (Asked(("rights", "of", "women"), phrase=True),)


@pytest.mark.parametrize("text", ["“rights of women”", "«rights of women»", '"rights of women'])
def test_other_quotation_marks_and_open_ones_work(text):
    assert parse(text).clauses == parse('"rights of women"').clauses


def test_or_joins_its_neighbours():
    assert clauses("schools OR teachers visas ") == [[("schools",), ("teachers",)], [("visas",)]]
    assert clauses("OR schools OR ") == [[("schools",)]]
    assert clauses("schools or teachers ") == [[("schools",)], [("teachers",)]]


def test_minus_excludes():
    query = parse('visas -students -"human rights" -co-operation')
    assert [one.words for one in query.excluded] == [
        ("students",), ("human", "rights"), ("co", "operation"),
    ]  # fmt: skip
    assert [one.phrase for one in query.excluded] == [False, True, True]
    assert parse("-visas").only_excludes


@pytest.mark.parametrize(
    ("text", "open_ended"),
    [("educ", True), ("educ ", False), ("educ*", True), ("e", False), ('"educ"', False),
     ("educ -visas", False), ("a OR educ", True)],
)  # fmt: skip
def test_last_word_may_be_unfinished(text, open_ended):
    assert parse(text).clauses[-1][-1].prefix is open_ended


def test_words_inside_a_symbol_are_words():
    assert clauses("AG/RES.2141 (XXXV-O/05)") == [
        [("AG",)], [("RES",)], [("2141",)], [("XXXV",)], [("05",)],
    ]  # fmt: skip


@given(st.text(max_size=300))
def test_anything_typed_is_a_bounded_query(text):
    query = parse(text)
    assert len(query.words) + sum(len(one.words) for one in query.excluded) <= MOST_WORDS
    assert all(one.words for clause in query.clauses for one in clause)
