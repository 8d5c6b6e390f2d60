"""The real matrices after the reference facts alone: figures, twice, in both languages."""

from collections import Counter

import pytest
from django.db.models import Q

from imports.matrix import MatrixOptions, import_matrix
from imports.models import Contact
from mandates.models import Document, Paragraph
from reports.models import Action, Report, Section
from tests.conftest import source_documents

pytestmark = [pytest.mark.django_db, pytest.mark.documents]
SPANISH, ENGLISH = "001_0b6b78aef700b876.txt", "002_cb8c4f2c047c8b3d.txt"
COMPENDIUM, PLAN = "003_c0a188fc665f9a55.txt", "004_6845f57f7fcc6925.txt"
ALREADY = {"created": 0, "updated": 0}


def take_in(name, layout, language):
    data = (source_documents() / name).read_bytes()
    plan = import_matrix(data, MatrixOptions(layout, language), file_name=name)
    printed = plan.as_json()
    lines = [one["line"] for one in printed.pop("not_understood")]
    return printed | {"lines": lines, "warnings": len(printed["warnings"])}


def figures(printed, *names):
    return tuple(printed[name] for name in names)


def annual(name):
    return take_in(name, "annual-report", "es" if name == SPANISH else "en")


HELD = ("rows", "entities", "themes", "objectives", "paragraphs", "actions", "reports",
        "near_duplicates")  # fmt: skip


@pytest.mark.parametrize("order", [(SPANISH, ENGLISH), (ENGLISH, SPANISH)])
def test_annual_report_in_both_languages_fills_the_same_records(reference, order):
    printed = {name: annual(name) for name in order}
    assert figures(printed[SPANISH], *HELD) == (12, 12, 0, 0, 41, 0, 12, 0)
    assert figures(printed[ENGLISH], *HELD) == (13, 12, 0, 0, 40, 0, 12, 1)
    assert 0.99 <= printed[SPANISH]["coverage"] < 1 and 0.99 <= printed[ENGLISH]["coverage"] < 1
    assert printed[SPANISH]["lines"] == [2, 147, 551, 562, 602, 971, 1007]
    assert printed[ENGLISH]["lines"] == [1, 169, 429, 433, 1047, 1091]
    assert Report.objects.published().count() == 12
    programme = Document.objects.get(slug="ag-res-2141-2005-programme")
    assert Paragraph.objects.of_document(programme).count() == 41
    assert [annual(name)["created"] + annual(name)["updated"] for name in order] == [0, 0]
    in_both = Section.objects.filter(text_en__isnull=False, text_es__isnull=False)
    assert in_both.count() == 46
    assert not Section.objects.filter(Q(text_fr__isnull=False) | Q(text_pt_br__isnull=False))


def test_citations_are_those_of_the_first_cells(reference):
    annual(SPANISH)
    cited = {
        report.entity.slug: [c.typed for c in report.citations.order_by("position")]
        for report in Report.objects.select_related("entity")
    }
    assert cited["international-organization-for-migration"] == list(map(str, range(66, 77)))
    assert cited["inter-american-institute-of-human-rights"] == list(map(str, range(94, 101)))
    assert cited["office-of-education-and-culture"] == ["16", "17", "18", "19", "57"]
    assert cited["department-of-public-security"] == ["6", "7", "30", "31", "32"]
    assert cited["migration-and-development-program"] == ["30", "31", "32"]


def test_compendium(reference):
    printed = take_in(COMPENDIUM, "compendium", "en")
    assert figures(printed, *HELD) == (64, 22, 0, 0, 0, 0, 25, 0)
    assert printed["coverage"] >= 0.99
    report = Report.objects.get(symbol="CE/AM/INF.23/08 corr. 1")
    assert (report.entity.slug, report.date.isoformat()) == (
        "inter-american-children-s-institute", "2008-05-01",
    )  # fmt: skip
    assert Contact.objects.count() == 9
    projects = Section.objects.filter(kind="territory")
    assert projects.count() == 9
    assert {one.report.entity.slug for one in projects.select_related("report__entity")} == {
        "international-federation-of-red-cross-and-red-crescent-societies"
    }
    again = take_in(COMPENDIUM, "compendium", "en")
    assert figures(again, "created", "updated", "unchanged") == (0, 0, 25)


def test_no_contact_person_is_in_a_public_text(reference):
    take_in(COMPENDIUM, "compendium", "en")
    named = [line for one in Contact.objects.all() for line in one.text.split("\n") if line.strip()]
    for line in named:
        assert not Section.objects.filter(text_en__contains=line).exists()
    assert not Section.objects.filter(text_en__contains="@").exists()


def test_plan_of_action(reference):
    printed = take_in(PLAN, "plan-of-action", "es")
    assert figures(printed, *HELD) == (31, 0, 3, 20, 20, 31, 0, 0)
    assert printed["coverage"] == 1.0
    document = Document.objects.get(slug="san-salvador-2006-plan-of-action")
    assert (document.date.isoformat(), document.meeting.kind) == (
        "2006-11-29", "regional_conference",
    )  # fmt: skip
    slugs = [p.slug for p in Paragraph.objects.of_document(document)]
    assert slugs == [f"{theme}.{n}" for theme, last in ((1, 12), (2, 4), (3, 4))
                     for n in range(1, last + 1)]  # fmt: skip
    states = Counter(Action.objects.values_list("state", flat=True))
    assert states == {"ongoing": 13, "done": 1, "not_stated": 17}
    again = take_in(PLAN, "plan-of-action", "es")
    assert figures(again, "created", "updated", "unchanged") == (0, 0, 51)
