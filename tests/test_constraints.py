"""Every promise of the database, tried by raw inserts that no form and no model has looked at.

A row is copied by SQL. The copy with another key goes in; with one more value that breaks a rule
it is refused, and by that rule. A constraint without a case here fails the suite.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from mandates.models import Paragraph
from publication.changes import changed
from publication.languages import LANGUAGES, column
from publication.models import Revision
from publication.translated import Translated
from tests import factories

pytestmark = pytest.mark.django_db
OURS = ("accounts", "countries", "imports", "mandates", "pages", "publication", "reports")
DAY, DAY_BEFORE = datetime.date(2020, 1, 2), datetime.date(2020, 1, 1)
HOUR = datetime.datetime(2020, 1, 2, 3, tzinfo=datetime.UTC)
HOUR_BEFORE = datetime.datetime(2020, 1, 2, 2, tzinfo=datetime.UTC)


def pk(factory, **fields):
    """A foreign key's value, made when the test runs."""
    return lambda: factory(**fields).pk


@dataclass
class Case:
    """A row to copy, what makes the copy another record, and what breaks the rule.

    Uniqueness is broken by leaving `same` as in the first row: all that makes it another record,
    unless some of it is named.
    """

    make: Callable[[], models.Model]
    other: dict[str, Any] = field(default_factory=dict)
    breaking: dict[str, Any] = field(default_factory=dict)
    same: tuple[str, ...] = ()

    def broken(self) -> dict[str, Any]:
        if self.breaking:
            return {**self.other, **self.breaking}
        same = self.same or tuple(self.other)
        return {name: value for name, value in self.other.items() if name not in same}


def revision():
    with transaction.atomic():
        changed([])
    return Revision.objects.get()


def two_reports(**fields):
    """A published report; its copy may be another one's edition."""
    return factories.make_report(texts={}, themes=[], **fields)


def second_edition():
    first = two_reports(state="superseded")
    return two_reports(lineage=first, edition=2)


def cycle_with_document():
    return factories.make_cycle(documents=[factories.make_document()]).scope.get()


def link_from_17():
    return factories.make_paragraph_link(source=factories.make_paragraph(label="17"))


SLUG = {"slug": "another"}
STATE = {**SLUG, "iso_3166_1": "AA"}
ON_OWN_REPORT = {"report_id": pk(factories.make_report, themes=[])}

CASES = {
    "revision_is_one_row": Case(revision, {}, {"id": 2}),
    "user_email_lower_case": Case(
        factories.make_user, {"email": "a@example.org"}, {"email": "A@example.org"}
    ),
    # Who reports
    "entity_slug_not_empty": Case(factories.make_entity, STATE, {"slug": ""}),
    "entity_department_has_parent": Case(
        factories.make_entity, STATE, {"parent_id": pk(factories.make_institution)}
    ),
    "entity_state_has_iso_code": Case(factories.make_entity, STATE, {"iso_3166_1": None}),
    "entity_iso_code_is_two_capitals": Case(factories.make_entity, STATE, {"iso_3166_1": "aa"}),
    "entity_state_has_subregion": Case(factories.make_entity, STATE, {"subregion": ""}),
    # What was agreed
    "meeting_slug_not_empty": Case(factories.make_meeting, SLUG, {"slug": ""}),
    "meeting_ends_after_start": Case(
        factories.make_meeting, {**SLUG, "starts_on": DAY}, {"ends_on": DAY_BEFORE}
    ),
    "participation_once": Case(
        factories.make_participation, {"entity_id": pk(factories.make_entity)}
    ),
    "participation_until_after_from": Case(
        factories.make_participation,
        {"entity_id": pk(factories.make_entity), "asked_from": DAY},
        {"asked_until": DAY_BEFORE},
    ),
    "document_slug_not_empty": Case(factories.make_document, SLUG, {"slug": ""}),
    "heading_slug_once": Case(factories.make_heading, SLUG),
    "heading_slug_not_empty": Case(factories.make_heading, SLUG, {"slug": ""}),
    "paragraph_slug_once": Case(factories.make_paragraph, SLUG),
    "paragraph_numbered": Case(factories.make_paragraph, SLUG, {"label": ""}),
    "paragraph_end_has_date": Case(factories.make_paragraph, SLUG, {"life_cycle": "retired"}),
    "paragraph_theme_once": Case(
        factories.make_paragraph_theme, {"theme_id": pk(factories.make_theme)}
    ),
    "paragraph_link_once": Case(factories.make_paragraph_link, {"kind": "supersedes"}),
    "paragraph_link_not_to_itself": Case(
        link_from_17,
        {"kind": "supersedes"},
        {"target_id": lambda: Paragraph.objects.get(label="17").pk},
    ),
    "theme_slug_not_empty": Case(factories.make_theme, SLUG, {"slug": ""}),
    "goal_number_1_to_17": Case(factories.make_goal, {"number": 17}, {"number": 18}),
    # What was done
    "cycle_slug_not_empty": Case(factories.make_cycle, SLUG, {"slug": ""}),
    "cycle_due_after_opening": Case(
        factories.make_cycle, {**SLUG, "opens_at": HOUR}, {"due_at": HOUR_BEFORE}
    ),
    "cycle_closes_after_due": Case(
        factories.make_cycle, {**SLUG, "due_at": HOUR}, {"closes_at": HOUR_BEFORE}
    ),
    "asked_once": Case(factories.make_asked, {"entity_id": pk(factories.make_entity)}),
    "cycle_document_once": Case(cycle_with_document, {"document_id": pk(factories.make_document)}),
    "report_edition_once": Case(
        second_edition, {"edition": 3, "state": "superseded"}, {"edition": 2}
    ),
    "report_first_edition_is_lineage": Case(two_reports, {}, {"edition": 2}),
    "report_one_published_edition": Case(
        second_edition, {"edition": 3, "state": "superseded"}, {"state": "published"}
    ),
    "report_published_has_date": Case(two_reports, {}, {"published_at": None}),
    "report_withdrawal_has_reason": Case(two_reports, {}, {"state": "withdrawn"}),
    "report_theme_once": Case(factories.make_report_theme, {"theme_id": pk(factories.make_theme)}),
    "section_once": Case(factories.make_section, {"kind": "next"}),
    "citation_position_once": Case(
        factories.make_citation,
        {"position": 1, "paragraph_id": pk(factories.make_paragraph)},
        same=("position",),
    ),
    "citation_paragraph_once": Case(
        factories.make_citation,
        {"position": 1, "paragraph_id": pk(factories.make_paragraph)},
        same=("paragraph_id",),
    ),
    "citation_exact_has_paragraph": Case(
        factories.make_citation, {"position": 1, **ON_OWN_REPORT}, {"paragraph_id": None}
    ),
    "citation_resolved_by_and_when": Case(
        factories.make_citation, {"position": 1, **ON_OWN_REPORT}, {"resolved_at": HOUR}
    ),
    "resource_title_not_empty": Case(factories.make_resource, {}, {"title": ""}),
    # What came from outside
    "batch_undone_has_date": Case(factories.make_batch, {}, {"state": "undone"}),
    "origin_key_once": Case(factories.make_origin, {"key": "another"}),
    # Pages
    "page_slug_not_empty": Case(factories.make_page, SLUG, {"slug": ""}),
}


# The languages of every translated record -------------------------------------------------------

TRANSLATED = {
    "announcement": (factories.make_announcement, {}),
    "cycle": (factories.make_cycle, SLUG),
    "document": (factories.make_document, SLUG),
    "entity": (factories.make_entity, STATE),
    "goal": (factories.make_goal, {"number": 9}),
    "heading": (factories.make_heading, SLUG),
    "meeting": (factories.make_meeting, SLUG),
    "page": (factories.make_page, SLUG),
    "paragraph": (factories.make_paragraph, SLUG),
    "section": (factories.make_section, {"kind": "next"}),
    "theme": (factories.make_theme, SLUG),
}


def language_cases():
    for name, (make, other) in TRANSLATED.items():
        model = model_of(f"{name}_one_original")
        for code in LANGUAGES:
            text, rule = column(model.PRIMARY, code), f"{name}_{code.replace('-', '_')}"
            yield f"{rule}_state_fits_text", Case(make, other, {text: None})
            yield f"{rule}_not_empty", Case(make, other, {text: ""})
        yield f"{name}_one_original", Case(make, other, {"original_language": "es"})


def our_models():
    """Every table of ours; the history keeps what once was, whatever the rules."""
    for label in OURS:
        for model in apps.get_app_config(label).get_models():
            if not hasattr(model, "history_id"):
                yield model


def promises():
    """Names of all our constraints and, as "table.column", of all our unique columns."""
    for model in our_models():
        yield from ((constraint.name, model) for constraint in model._meta.constraints)
        for column_ in model._meta.local_concrete_fields:
            if column_.unique and not column_.primary_key:
                yield f"{model._meta.label}.{column_.name}", model


def model_of(name: str) -> type[models.Model]:
    return dict(promises())[name]


CASES.update(language_cases())
CASES.update(
    {
        "accounts.User.email": Case(factories.make_user, {"email": "a@example.org"}),
        "countries.Entity.iso_3166_1": Case(factories.make_entity, STATE, same=("iso_3166_1",)),
        "countries.Entity.slug": Case(factories.make_entity, STATE, same=("slug",)),
        "mandates.Document.slug": Case(factories.make_document, SLUG),
        "mandates.Meeting.slug": Case(factories.make_meeting, SLUG),
        "mandates.Theme.slug": Case(factories.make_theme, SLUG),
        "pages.Page.slug": Case(factories.make_page, SLUG),
        "reports.Cycle.slug": Case(factories.make_cycle, SLUG),
    }
)


def insert_copy(record: models.Model, values: dict[str, Any]) -> None:
    """Copy the record's row by SQL with other values; the key is new unless it is among them."""
    quote = connection.ops.quote_name
    values = {name: value() if callable(value) else value for name, value in values.items()}
    fields = record._meta.local_concrete_fields
    names = [f.column for f in fields if not f.primary_key or f.column in values]
    sources = ["%s" if name in values else quote(name) for name in names]
    table, key = quote(record._meta.db_table), quote(record._meta.pk.column)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(map(quote, names))}) "  # noqa: S608  our own names
            f"SELECT {', '.join(sources)} FROM {table} WHERE {key} = %s",
            [*(values[name] for name in names if name in values), record.pk],
        )


def test_every_constraint_has_a_case():
    assert set(CASES) == {name for name, _model in promises()}


@pytest.mark.parametrize("name", [name for name in sorted(CASES) if name != "revision_is_one_row"])
def test_valid_copy_is_accepted(name):
    case = CASES[name]
    insert_copy(case.make(), case.other)


@pytest.mark.parametrize("name", sorted(CASES))
def test_breaking_copy_is_refused_by_its_rule(name):
    case = CASES[name]
    record = case.make()
    with pytest.raises(IntegrityError) as refusal:
        insert_copy(record, case.broken())
    assert rule_of(name) in str(refusal.value)


def rule_of(name: str) -> str:
    """What the database says when it names the rule; SQLite names a unique rule by its columns."""
    constraints = {rule.name: rule for rule in model_of(name)._meta.constraints}
    rule = constraints.get(name)
    if "." in name:
        return name.rpartition(".")[2]
    if connection.vendor == "sqlite" and getattr(rule, "fields", ()):
        return f"{model_of(name)._meta.db_table}.{rule.fields[0]}"
    return name


def test_translated_models_are_all_tried():
    translated = {model for model in our_models() if issubclass(model, Translated)}
    assert translated == {model_of(f"{name}_one_original") for name in TRANSLATED}


@pytest.mark.parametrize("code", LANGUAGES)
def test_missing_language_has_no_other_text(code):
    """The state decides for the whole language, not for the main text alone."""
    record = factories.make_entity(official_name=None)
    values = {**STATE, column("name", code): None, column("state", code): "missing"}
    with pytest.raises(IntegrityError):
        insert_copy(record, {**values, column("acronym", code): "X"})


def test_record_without_any_language_is_refused():
    values = dict.fromkeys((column("name", code) for code in LANGUAGES), None)
    values |= dict.fromkeys((column("state", code) for code in LANGUAGES), "missing")
    with pytest.raises(IntegrityError, match="theme_one_original"):
        insert_copy(factories.make_theme(), {**SLUG, **values, "original_language": None})


def test_two_originals_are_refused():
    with pytest.raises(IntegrityError, match="theme_one_original"):
        insert_copy(factories.make_theme(), {**SLUG, "state_fr": "original"})


def test_late_edition_of_a_published_report_is_refused_as_published():
    first = two_reports()
    with pytest.raises(IntegrityError):
        insert_copy(first, {"lineage_id": first.pk, "edition": 2})
