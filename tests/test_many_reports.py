"""The generated reports that the benches share are such as the database accepts."""

import pytest

from bench.many_reports import Generator
from imports.reference import load_reference
from reports.models import Citation, Report, ReportTheme, Section

pytestmark = pytest.mark.django_db


def test_many_reports_keep_every_constraint_and_are_the_same_each_time():
    load_reference()
    Generator(120).run()
    counts = [Report.objects.published().count(), Report.objects.later_editions().count()]
    assert counts == [120, 2]
    assert not Report.objects.published().filter(theme_links=None).exists()
    assert set(Citation.objects.values_list("state", flat=True)) == {
        "exact", "ambiguous", "unresolved",
    }  # fmt: skip
    assert not Citation.objects.ambiguous().filter(candidates=None).exists()
    assert Section.objects.filter(text_es__contains="cooperación").exists()
    assert ReportTheme.objects.count() > 120
    section = Section.objects.order_by("pk").first()
    kept = [section.html_es, section.html_en, section.html_fr, section.html_pt_br]
    section.settle()
    assert [section.html_es, section.html_en, section.html_fr, section.html_pt_br] == kept


def test_many_reports_are_the_same_however_many_are_written_at_once(monkeypatch):
    load_reference()
    monkeypatch.setattr("bench.tables.AT_ONCE", 1)
    Generator(120).run()
    counts = [Report.objects.published().count(), Report.objects.later_editions().count()]
    assert counts == [120, 2]
