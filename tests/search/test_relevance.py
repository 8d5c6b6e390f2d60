"""The queries of relevance.json over the legacy page and the demonstration, on either database.

A query says which records stand among its first results (`within`), what a mistyped name is taken
for (`meant`), or how many records there are (`total`). Records are named as in their addresses.
"""

import json
from pathlib import Path

import pytest

from publication.languages import LANGUAGES
from search.counting import Limits
from search.facets import Names
from search.finding import find
from search.grammar import parse
from search.loading import records_of
from search.meant import meant
from search.models import Kind

pytestmark = [pytest.mark.django_db, pytest.mark.documents]
QUERIES = json.loads((Path(__file__).parent / "relevance.json").read_text(encoding="utf-8"))


def named(kind, record) -> str:
    """ "report:peru/2012-03-06", "paragraph:miami-1994-plan-of-action/4", "theme:health"."""
    if kind == Kind.REPORT:
        return f"report:{record.entity.slug}/{record.dated.isoformat()}"
    if kind == Kind.PARAGRAPH:
        return f"paragraph:{record.document.slug}/{record.slug}"
    return f"{kind.code}:{record.slug}"


def first(query: dict, language: str) -> list[str]:
    kind = Kind.coded(query["kind"]) if "kind" in query else None
    limits = Limits(kind=kind, language=query.get("lang", ""))
    ranked = find(query["query"], language, limits).ranked[: query["within"]]
    records = records_of(ranked, Names.offered(language))
    return [named(one.kind, records[one.key]) for one in ranked]


def fault(query: dict, language: str) -> str:
    """What is wrong with the answer to a query; empty when it is as expected."""
    if "meant" in query:
        found = meant(parse(query["query"]))
        return "" if found == query["meant"] else f"{query['query']}: taken for {found!r}"
    if "total" in query:
        found = find(query["query"], language, Limits()).total
        return "" if found == query["total"] else f"{query['query']}: {found} results"
    found = first(query, language)
    missing = [one for one in query["expected"] if one not in found]
    return f"{query['query']}: {missing} not in {found}" if missing else ""


def test_every_query_of_the_set_finds_what_it_should(world):
    faults = [fault(query, "en") for query in QUERIES]
    right = faults.count("")
    print(f"relevance: {right} of {len(QUERIES)} queries")
    assert len(QUERIES) >= 80
    assert list(filter(None, faults)) == []


def test_the_readers_language_changes_no_rank(world):
    """Only the text shown of a record follows the reader."""
    for query in QUERIES[::9]:
        orders = {
            code: [one.key for one in find(query["query"], code, Limits()).ranked]
            for code in LANGUAGES
        }
        assert len(set(map(tuple, orders.values()))) == 1


def test_every_match_is_found_by_the_index_of_reports_too(world):
    """The list of reports asks the same index."""
    from reports.models import Report

    for text in ("migración", '"derechos humanos"', "Brasil", "trata -mexico"):
        limits = Limits(kind=Kind.REPORT)
        found = {one.record for one in find(text, "en", limits).ranked}
        assert (
            set(Report.objects.published().mentioning(text).values_list("pk", flat=True)) == found
        )
