"""What changed between two states of a report."""

import pytest

from reports.comparing import changes
from reports.snapshots import snapshot
from reports.word_diff import Run
from tests.factories import make_citation, make_document, make_paragraph, make_report, make_section

pytestmark = pytest.mark.django_db


def state(texts: dict | None = None, **facts) -> dict:
    """A snapshot with the section *done* in these languages."""
    sections = [{"kind": "done", "position": 0, "texts": texts}] if texts else []
    return {
        "date": "2026-05-01", "original_language": "es", "nothing_to_report": False,
        "sections": sections, "citations": [], **facts,
    }  # fmt: skip


def test_two_equal_states_differ_in_nothing():
    report = make_report(texts={"en": "Ten schools."}, citing=[make_paragraph()])

    found = changes(snapshot(report), snapshot(report), "en")

    assert not found
    assert [part.is_same for part in found.parts] == [True]


@pytest.mark.parametrize(
    ("wanted", "compared"),
    [("fr", "fr"), ("es", "es"), ("pt-br", "es"), ("en", "es")],
)
def test_texts_are_compared_in_a_language_that_both_have(wanted, compared):
    before = state({"es": "Diez.", "fr": "Dix.", "en": "Ten."})
    after = state({"es": "Once.", "fr": "Onze."})

    (part,) = changes(before, after, wanted).parts

    assert part.language == compared
    assert (part.added, part.removed) == (1, 1)


def test_two_states_without_a_language_in_common_are_said_to_be_so():
    (part,) = changes(state({"en": "Ten."}), state({"es": "Diez."}), "fr").parts

    assert (part.language, part.other_language, part.runs) == ("es", "en", [])
    assert not part.is_same


def test_a_section_that_came_is_added_whole_and_one_that_went_is_removed():
    before = state({"es": "Diez."})
    after = state(
        sections=[{"kind": "next", "position": 0, "texts": {"es": "Más escuelas."}}]
    )  # fmt: skip

    parts = {part.kind: part.runs for part in changes(before, after, "es").parts}

    assert parts == {
        "done": [Run("removed", "Diez.")],
        "next": [Run("added", "Más escuelas.")],
    }


def test_a_kind_that_stands_twice_is_read_in_its_order():
    report = make_report(texts={"en": "One."})
    make_section(report=report, kind="done", position=2, texts={"en": "Three."})
    make_section(report=report, kind="done", position=1, texts={"en": "Two."})

    (part,) = changes(state(), snapshot(report), "en").parts

    assert [run.text.split() for run in part.runs] == [["One.", "Two.", "Three."]]


def test_paragraphs_that_came_went_or_are_judged_otherwise(django_assert_num_queries):
    document = make_document(texts={"en": "Plan"})
    kept, gone, new, proven = (
        make_paragraph(document=document, label=label) for label in ("1", "2", "3", "4")
    )
    earlier, later = make_report(), make_report()
    make_citation(report=earlier, paragraph=kept, mark="under_way")
    make_citation(report=earlier, paragraph=gone, mark="done")
    make_citation(report=earlier, paragraph=proven)
    make_citation(report=earlier, state="unresolved", typed="17")
    make_citation(report=later, paragraph=proven, evidence_url="https://example.org/")
    make_citation(report=later, paragraph=new)
    make_citation(report=later, paragraph=kept, mark="done")
    before, after = snapshot(earlier), snapshot(later)

    with django_assert_num_queries(1):
        found = changes(before, after, "en").citations

    rows = [(x.label, str(x.document), x.fate, x.mark_before, x.mark, x.evidence) for x in found]
    assert rows == [
        ("4", "Plan", "changed", "", "", "https://example.org/"),
        ("3", "Plan", "added", "", "", ""),
        ("1", "Plan", "changed", "under way", "done", ""),
        ("2", "Plan", "removed", "done", "", ""),
        ("17", "None", "removed", "", "", ""),
    ]


def test_facts_that_changed_are_said_in_words():
    before = state(date="2026-05")
    after = state(nothing_to_report=True, reason="No programme.")

    assert changes(before, after, "en").words == [
        "The date was May 2026 and is now 1 May 2026.",
        "It now says that there is nothing to report.",
        "The reason for nothing to report: No programme.",
    ]
    assert changes(after, before, "en").words[1] == (
        "It no longer says that there is nothing to report."
    )
