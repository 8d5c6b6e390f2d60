"""Status of mandates, national report and compendium: what each says, from the same records."""

import datetime

import pytest
from django.utils.translation import override

from opendata.papers.compendium import compendium
from opendata.papers.drafted import Draft
from opendata.papers.national import national_report
from opendata.papers.status import status
from reports.models import Citation, Section
from tests import factories as make
from tests.opendata.paper_lines import lines

pytestmark = pytest.mark.django_db
ENDS = [
    (1, "About this draft"),
    ("", "Draft made from data version 7 on {}."),
    ("", "Only published records are in it."),
]


@pytest.fixture
def told():
    """A Summit with three mandates; Peru cites one, perhaps another; Chile is silent."""
    health = make.make_theme(slug="health", texts={"en": "Health", "es": "Salud"})
    meeting = make.make_meeting(
        slug="lima", kind="summit", starts_on=datetime.date(2018, 4, 13),
        texts={"en": "Eighth Summit"},
    )  # fmt: skip
    document = make.make_document(meeting=meeting, slug="lima-2018", texts={"en": "Commitment"})
    one, two, over = (
        make.make_paragraph(document=document, label=label, themes=[health], texts=texts)
        for label, texts in (
            ("1", {"en": "Open schools."}), ("2", {"fr": "Ouvrir."}), ("3", {"en": "Count."}),
        )
    )  # fmt: skip
    over.life_cycle, over.life_cycle_date = "retired", datetime.date(2020, 1, 1)
    over.save()
    peru = make.make_entity(slug="peru", kind="state", texts={"en": "Peru"})
    chile = make.make_entity(slug="chile", kind="state", texts={"en": "Chile"})
    for entity in (peru, chile):
        make.make_participation(meeting=meeting, entity=entity)
    first = make.make_report(
        entity=peru, themes=[health], citing=[one], symbol="CE/INF. 1",
        texts={"es": "Se abrieron."}, date=datetime.date(2019, 5, 1),
    )  # fmt: skip
    Citation.objects.filter(report=first).update(mark="under_way")
    section = Section(report=first, kind="source", position=9, markup="plain")
    section.write("es", text="Nota verbal")
    section.save()
    second = make.make_report(
        entity=peru, themes=[health], texts={"en": "Also."}, date=datetime.date(2019, 4, 1)
    )
    unsure = Citation.objects.create(report=second, typed="2", position=0, state="ambiguous")
    unsure.candidates.set([two])
    make.make_report(entity=peru, themes=[health], citing=[one], state="draft")
    action = make.make_action(
        paragraph=one, texts={"en": "Build."}, state="done", due_on=datetime.date(2020, 1, 1)
    )
    action.entities.set([peru])
    return meeting, peru, health


def told_in(tell, *records, language="en"):
    with override(language):
        paper = tell(Draft(language, "", "7"), *records)
    found = lines(paper)
    assert found[-4][1] in ("About this draft", "Acerca de este borrador")
    return paper, found[: found.index(found[-4])]


def test_status_of_a_summit(told):
    meeting, _peru, _health = told
    paper, found = told_in(status, meeting)
    assert (paper.title, paper.cover.subtitle) == ("Status of the mandates", "Eighth Summit")
    assert found == [
        (1, "Overview"),
        ("note", "[Place for the Secretariat’s introduction]"),
        ("", found[2][1]),
        ("table", [
            ["Documents", "1"], ["Paragraphs", "3"], ["Active paragraphs", "2"],
            ["Active paragraphs that a report cites", "1"],
            ["Reports that cite a paragraph", "1"], ["Participants", "2"],
            ["Participants that have reported", "1"], ["Actions", "1"],
            ["Actions that are done", "1"], ["Actions past their last day", "0"],
        ]),
        (1, "By theme"),
        ("table", [["Health", "3", "1"]]),
        (1, "The mandates one by one"),
        ("note", "Marks are those that reports give themselves; each report counts once."),
        (2, "Commitment"),
        ("table", [
            ["1", "Open schools.", "1 report from 1 entity", "under way: 1", "done: 1"],
            ["2", "[In French; not yet available in English.] / Ouvrir.",
             "no report received / perhaps cited: 1, document not stated", "none", "none"],
            ["3", "Count. / retired", "no report received", "none", "none"],
        ]),
        (1, "Who has reported"),
        ("table", [["Chile", "no report received", ""], ["Peru", "1", "1"]]),
    ]  # fmt: skip
    assert "13 April 2018" in found[2][1]
    assert paper.marks == 1


def test_national_report(told):
    meeting, peru, _health = told
    paper, found = told_in(national_report, peru, meeting)
    assert (paper.title, paper.cover.subtitle) == ("National report", "Peru – Eighth Summit")
    assert found == [
        (1, "Overview"),
        ("note", "[Place for the Secretariat’s introduction]"),
        ("", "Eighth Summit"),
        ("", found[3][1]),
        ("", "Its reports cite 1 of 2 active paragraphs of this meeting."),
        (1, "The mandates one by one"),
        (2, "Commitment"),
        ("table", [
            ["1", "Open schools.", "Report 1, 1 May 2019 / Mark: under way"],
            ["2", "[In French; not yet available in English.] / Ouvrir.",
             "Report 2, 1 April 2019 / perhaps: the report gives a number without its document"],
            ["3", "Count. / retired", "no report received"],
        ]),
        (1, "The reports"),
        (2, "Report 1, 1 May 2019"),
        ("note", "Health"),
        ("", "Commitment: 1"),
        ("mark", "[In Spanish; not yet available in English.]"),
        ("", "Se abrieron."),
        ("note", "Reference document"),
        ("mark", "[In Spanish; not yet available in English.]"),
        ("", "Nota verbal"),
        (2, "Report 2, 1 April 2019"),
        ("note", "Health"),
        ("", "Paragraph 2, document not stated"),
        ("", "Also."),
        (1, "Actions"),
        ("table", [["1", "Build.", "1 January 2020", "done"]]),
    ]  # fmt: skip


def test_national_report_of_a_silent_state(told):
    meeting, _peru, _health = told
    chile = make.make_entity(slug="bolivia", kind="state", texts={"en": "Bolivia"})
    _paper, found = told_in(national_report, chile, meeting)
    assert ("", "Its reports cite 0 of 2 active paragraphs of this meeting.") in found
    assert found[-2:] == [(1, "The reports"), ("", "no report received")]


def test_national_report_holds_what_cites_nothing_between_two_summits(told):
    meeting, peru, health = told
    make.make_meeting(kind="summit", starts_on=datetime.date(2022, 6, 6))
    other = make.make_theme(slug="energy", texts={"en": "Energy"})
    elsewhere = make.make_paragraph(label="9", themes=[health])
    for text, date, theme, citing in (
        ("Before.", datetime.date(2018, 4, 12), health, []),
        ("From its day on.", datetime.date(2018, 4, 13), health, []),
        ("Up to the next.", datetime.date(2022, 6, 5), health, []),
        ("On the next.", datetime.date(2022, 6, 6), health, []),
        ("Of another theme.", datetime.date(2019, 1, 1), other, []),
        ("On another mandate.", datetime.date(2019, 1, 1), health, [elsewhere]),
    ):
        make.make_report(entity=peru, themes=[theme], texts={"en": text}, date=date, citing=citing)
    _paper, found = told_in(national_report, peru, meeting)
    start = found.index((1, "Reports on these themes that cite no paragraph"))
    assert found[start : found.index((1, "Actions"))] == [
        (1, "Reports on these themes that cite no paragraph"),
        ("note", "Dated from this Summit on and before the next one."),
        (2, "Report 3, 5 June 2022"), ("note", "Health"), ("", "Up to the next."),
        (2, "Report 4, 13 April 2018"), ("note", "Health"), ("", "From its day on."),
    ]  # fmt: skip


def test_compendium_of_a_theme(told):
    _meeting, _peru, health = told
    paper, found = told_in(compendium, health)
    assert (paper.title, paper.cover.subtitle) == ("Compendium", "Health")
    table = next(rows for kind, rows in found if kind == "table")
    assert [row[0] for row in table] == ["Peru", "Peru"]
    by_text = {row[1]: row[2] for row in table}
    assert by_text == {
        "[In Spanish; not yet available in English.] / Se abrieron.":
            "CE/INF. 1 / 1 May 2019 / [In Spanish; not yet available in English.] / "
            "Nota verbal / Commitment: 1",
        "Also.": "1 April 2019 / Paragraph 2, document not stated",
    }  # fmt: skip
    assert (2, "No report received") in found and ("", "Chile") in found
    assert ("", "1 of 2 that are asked have reported, in 2 reports.") in found
    assert found[-4:-1] == [(1, "What was agreed"), (2, "Eighth Summit"), (3, "Commitment")]


def test_compendium_of_a_year_and_of_very_many_reports(told, monkeypatch):
    _meeting, peru, health = told
    make.make_report(entity=peru, themes=[health], texts={"en": "Long ago."},
                     date=datetime.date(1999, 1, 1))  # fmt: skip

    def described(**fields):
        with override("en"):
            paper = compendium(Draft("en", "", "7"), health, **fields)
        told_there = lines(paper)
        rows = [row for kind, rows in told_there if kind == "table" for row in rows]
        return paper.title, [row[1] for row in rows if len(row) == 3], told_there

    title, texts, found = described(year=1999)
    assert (title, texts) == ("Compendium 1999", ["Long ago."])
    assert ("", "This document holds those of 1999: 1.") in found
    assert described(year=1998)[1] == []
    assert len(described()[1]) == 3
    monkeypatch.setattr("opendata.papers.compendium.MOST_REPORTS", 2)
    _title, texts, found = described()
    assert len(texts) == 2 and "Long ago." not in texts
    assert ("note", "The newest 2 reports.") in found


def test_what_is_not_published_is_in_none_of_them(told):
    meeting, peru, health = told
    secret = make.make_report(
        entity=peru, themes=[health], state="submitted", texts={"en": "Not out yet."},
        symbol="SECRET/1",
    )  # fmt: skip
    Citation.objects.create(
        report=secret, paragraph=meeting.documents.get().paragraphs.first(), typed="1",
        position=0, state="exact",
    )  # fmt: skip
    for tell, records in ((status, [meeting]), (national_report, [peru, meeting]),
                          (compendium, [health])):  # fmt: skip
        said = str(lines(told_in(tell, *records)[0]))
        assert "Not out yet." not in said and "SECRET" not in said


@pytest.mark.parametrize("language", ["es", "fr", "pt-br"])
def test_each_is_told_in_every_language(told, language):
    meeting, peru, health = told
    for tell, records in ((status, [meeting]), (national_report, [peru, meeting]),
                          (compendium, [health])):  # fmt: skip
        with override(language):
            paper = tell(Draft(language, "", "7"), *records)
        headings = [block.html for block in paper.headings if block.level == 1]
        assert not {"Overview", "By theme", "The reports"} & set(headings)
        assert paper.cover.made_from.count("7") >= 1


def test_a_document_takes_as_many_queries_for_many_reports(told, django_assert_max_num_queries):
    meeting, peru, health = told
    document = meeting.documents.get()

    def tell_all():
        for tell, records in ((status, [meeting]), (national_report, [peru, meeting]),
                              (compendium, [health])):  # fmt: skip
            told_in(tell, *records)

    tell_all()
    with django_assert_max_num_queries(100) as first:
        tell_all()
    for number in range(10, 13):
        paragraph = make.make_paragraph(document=document, label=str(number), themes=[health])
        state = make.make_entity(kind="state")
        make.make_participation(meeting=meeting, entity=state)
        for entity in (peru, state):
            make.make_report(entity=entity, themes=[health], citing=[paragraph])
        make.make_action(paragraph=paragraph, entities=[peru])
    with django_assert_max_num_queries(len(first)) as later:
        tell_all()
    assert len(later) == len(first)
