"""Summits, ministerial meetings and the page of each meeting."""

import datetime
import re

import pytest

from mandates.models import Meeting
from publication.dates import Precision
from reports.coverage import Figures
from reports.figures import Answers
from tests.factories import (
    make_citation,
    make_cycle,
    make_document,
    make_entity,
    make_institution,
    make_meeting,
    make_paragraph,
    make_participation,
    make_report,
    make_theme,
)

pytestmark = pytest.mark.django_db
MINISTERIAL = Meeting.Kind.MINISTERIAL


def test_summits_are_newest_first_special_ones_too(reader):
    old = make_meeting(starts_on=datetime.date(1994, 12, 9))
    special = make_meeting(starts_on=datetime.date(2004, 1, 12), kind=Meeting.Kind.SPECIAL_SUMMIT)
    make_meeting(kind=MINISTERIAL)
    page = reader.get("/en/summits/")
    assert [row.meeting for row in page.context["rows"]] == [special, old]
    assert page.text.count('<li class="special">') == 1


def test_ministerials_show_their_themes(reader):
    meeting = make_meeting(kind=MINISTERIAL)
    meeting.themes.add(make_theme(slug="culture", texts={"en": "Culture"}))
    make_meeting()
    page = reader.get("/en/ministerials/")
    assert [row.meeting for row in page.context["rows"]] == [meeting]
    assert '<a href="/en/themes/culture/">Culture</a>' in page.text


def test_regional_conferences_and_assemblies_stand_among_the_ministerials_as_such(reader):
    held = [
        make_meeting(kind=kind, starts_on=datetime.date(2012 - place, 5, 1))
        for place, kind in enumerate(["regional_conference", MINISTERIAL, "assembly"])
    ]
    page = reader.get("/en/ministerials/")
    assert [row.meeting for row in page.context["rows"]] == held
    assert re.findall(r'<p class="meta">(\w[\w ]*) · ', page.text) == [
        "Regional conference", "Assembly",
    ]  # fmt: skip


def test_row_counts_a_report_that_cites_two_documents_once(reader):
    meeting = make_meeting()
    paragraphs = [make_paragraph(document=make_document(meeting=meeting)) for _ in range(2)]
    make_report(citing=paragraphs)
    [row] = reader.get("/en/summits/").context["rows"]
    assert (row.mandates, len(row.answers.certain)) == (2, 1)


def test_document_that_no_report_cites_says_so_and_not_that_there_is_none(reader):
    theme, document = make_theme(), make_document(meeting=make_meeting(slug="lima"))
    make_paragraph(document=document, themes=[theme])
    make_report(themes=[theme])
    text = reader.get("/en/summits/lima/").text
    assert "no report that cites it" in text
    assert "no report yet" not in text


def test_ambiguous_citation_is_not_certain_for_any_candidate(reader):
    document = make_document(meeting=make_meeting())
    paragraph = make_paragraph(document=document)
    report = make_citation(state="ambiguous", candidates=[paragraph]).report
    page = reader.get("/en/summits/")
    [row] = page.context["rows"]
    assert row.answers == Answers(perhaps={report.pk: report.entity_id})
    assert "1 report may mean it" in page.text


def test_settled_citation_no_longer_means_its_other_candidates(reader):
    meant, other = (make_paragraph(document=make_document(meeting=make_meeting())) for _ in "ab")
    make_citation(paragraph=meant, candidates=[meant, other])
    [document] = reader.get(other.document.meeting.get_absolute_url()).context["page"].row.documents
    assert document.answers == Answers()
    assert reader.get(f"/en/reports/?document={other.document.slug}").context["list"].entries == []


@pytest.mark.parametrize(
    ("kind", "own"),
    [
        (Meeting.Kind.SUMMIT, "summits"),
        (Meeting.Kind.SPECIAL_SUMMIT, "summits"),
        (MINISTERIAL, "ministerials"),
        (Meeting.Kind.ASSEMBLY, "meetings"),
    ],
)
def test_meeting_is_at_its_own_address_only(reader, kind, own):
    make_meeting(slug="lima", kind=kind)
    for part in ("summits", "ministerials", "meetings"):
        answer = reader.get(f"/fr/{part}/lima/")
        if part == own:
            assert answer.status_code == 200
        else:
            assert (answer.status_code, answer["Location"]) == (301, f"/fr/{own}/lima/")


def test_unknown_meeting_is_not_found(reader):
    assert reader.get("/en/meetings/nowhere/").status_code == 404


def test_page_tells_place_and_days(reader):
    meeting = make_meeting(slug="panama-2015", ends_on=datetime.date(2015, 4, 11))
    meeting.write("es", place="Ciudad de Panamá")
    meeting.save()
    text = reader.get("/es/summits/panama-2015/").text
    assert "Ciudad de Panamá, " in text
    assert '<time datetime="2015-04-10">10–11 de abril de 2015</time>' in text


def test_date_known_to_the_month_stays_so(reader):
    make_meeting(slug="lima", date_precision=Precision.MONTH)
    assert '<time datetime="2015-04">April 2015</time>' in reader.get("/en/summits/lima/").text


def test_participants_have_reported_or_are_silent(reader):
    meeting = make_meeting(slug="lima")
    paragraph = make_paragraph(document=make_document(meeting=meeting))
    there, silent, absent = make_entity(), make_entity(), make_entity()
    for entity in (there, silent):
        make_participation(meeting=meeting, entity=entity)
    make_report(entity=there, citing=[paragraph])
    make_report(entity=absent, citing=[paragraph])
    page = reader.get("/en/summits/lima/").context["page"]
    assert page.figures == Figures(asked=2, reported=1, reports=2)
    assert [(one.entity, one.reports, one.perhaps) for one in page.participants] == [
        (there, 1, 0),
        (silent, 0, 0),
    ]


def test_participant_that_perhaps_reported_is_not_counted_as_reporting(reader):
    meeting, entity = make_meeting(slug="lima"), make_entity()
    make_participation(meeting=meeting, entity=entity)
    paragraph = make_paragraph(document=make_document(meeting=meeting))
    make_citation(report=make_report(entity=entity), state="ambiguous", candidates=[paragraph])
    page = reader.get("/en/summits/lima/")
    assert page.context["page"].figures == Figures(asked=1, reported=0, reports=0)
    assert page.context["page"].participants[0].perhaps == 1
    assert "1 more cites a number that may be from here." in page.text


def test_figures_of_participants_and_of_all_asked_say_what_each_counts(reader):
    meeting, theme = make_meeting(slug="lima"), make_theme()
    document = make_document(meeting=meeting, texts={"en": "Plan"})
    paragraph = make_paragraph(document=document, themes=[theme])
    cites, uncited, silent = (
        make_participation(meeting=meeting, entity=make_entity()).entity for _ in range(3)
    )
    bank = make_institution()
    make_cycle(themes=[theme], asked=[bank, silent])
    make_report(entity=cites, themes=[theme], citing=[paragraph])
    for entity in (uncited, bank):
        make_report(entity=entity, themes=[theme])
    answer = reader.get("/en/summits/lima/")
    text = " ".join(answer.text.split())
    assert "<dt>participants cite these documents</dt><dd>1 of 3 </dd>" in text
    assert "1 of 3 participants have sent a report that cites the documents adopted here" in text
    assert [one.entity for one in answer.context["page"].speaking_first] == [cites, uncited, silent]
    assert text.count("<h3>No report that cites its documents</h3>") == 1
    assert "no report yet" not in text
    chart = answer.context["chart"]
    assert chart.rows == [["Plan", 4, 3, 2]]
    assert "everybody asked about it, not participants alone" in text
    assert "whether or not they cite it" in text


def test_page_lists_documents_themes_and_latest_reports(reader):
    meeting, theme = make_meeting(slug="lima"), make_theme()
    document = make_document(meeting=meeting)
    paragraph = make_paragraph(document=document, themes=[theme])
    reports = [
        make_report(citing=[paragraph], date=datetime.date(2010 + n, 1, 1)) for n in range(6)
    ]
    make_report()
    page = reader.get("/en/summits/lima/").context["page"]
    assert [
        (row.document, row.mandates, len(row.answers.certain)) for row in page.row.documents
    ] == [(document, 1, 6)]
    assert page.themes == [(theme, 1)]
    assert [entry.id for entry in page.latest] == [report.pk for report in reports[:0:-1]]


def test_meeting_without_documents_says_so(reader):
    make_meeting(slug="lima")
    assert "No document is recorded here yet." in reader.get("/en/summits/lima/").text


def test_page_of_a_demonstration_document_is_not_indexed(reader):
    meeting = make_meeting(slug="lima")
    assert "noindex" not in reader.get("/en/summits/lima/").text
    make_document(meeting=meeting, is_demonstration=True)
    assert "noindex" in reader.get("/en/summits/lima/").text


@pytest.mark.parametrize("rows", [1, 3])
# Of a Summit's 27, ten work out its coverage, once for each data version.
@pytest.mark.parametrize(("address", "queries"), [("/en/summits/", 9), ("/en/summits/m0/", 27)])
def test_queries_do_not_grow_with_the_rows(
    reader, rows, address, queries, django_assert_num_queries
):
    for n in range(rows):
        meeting = make_meeting(slug=f"m{n}")
        for _ in range(rows):
            document = make_document(meeting=meeting)
            paragraph = make_paragraph(document=document, themes=[make_theme()])
            make_participation(meeting=meeting, entity=make_entity())
            make_report(citing=[paragraph])
    with django_assert_num_queries(queries):
        reader.get(address)
