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

from accounts.models import User
from contributions.models import Step
from countries.models import Entity
from following.models import Delivery
from mandates.models import Paragraph
from publication.changes import changed
from publication.languages import LANGUAGES, column
from publication.models import Revision
from publication.translated import Translated
from reports.models import (
    Attachment,
    Comment,
    DelegatedParagraph,
    DelegatedText,
    Delegation,
    Resolution,
)
from tests import factories

pytestmark = pytest.mark.django_db
OURS = (
    "accounts",
    "contributions",
    "countries",
    "following",
    "imports",
    "mandates",
    "pages",
    "publication",
    "reports",
)
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


def proposal_from_17():
    return factories.make_link_proposal(source=factories.make_paragraph(label="17"))


def secretariat_role():
    return factories.make_membership(role="editor")


def reset_of_anna():
    """Asked for by Bella."""
    bella = factories.make_user(email="bella@example.org")
    return factories.make_second_factor_reset(asked_by=bella)


def asked_by_bella():
    return User.objects.get(email="bella@example.org").pk


# Parts of reports on their way that only the cases below need.


def attachment():
    return Attachment.objects.create(
        report=two_reports(), file="attachments/ab/abc", name="a.pdf", title="A plan",
        language="en", content_type="application/pdf", size=1, sha256="0" * 64, added_at=HOUR,
    )  # fmt: skip


def comment():
    return Comment.objects.create(
        report=two_reports(), text="Where?", by=factories.make_user(), at=HOUR
    )


def resolution():
    return Resolution.objects.create(by=factories.make_user(), at=HOUR)


def follower_with_account():
    return factories.make_follower(user=factories.make_user())


def english_newsletter():
    newsletter = factories.make_newsletter()
    newsletter.texts.exclude(language="en").delete()
    return newsletter.texts.get()


def delivery():
    return Delivery.objects.create(
        newsletter=factories.make_newsletter(), follower=factories.make_follower(), at=HOUR
    )


def delegation():
    people = {"to": factories.make_user(), "by": factories.make_user()}
    return Delegation.objects.create(report=two_reports(), at=HOUR, handed_in_at=HOUR, **people)


def delegated_paragraph():
    return DelegatedParagraph.objects.create(
        delegation=delegation(), paragraph=factories.make_paragraph()
    )


def delegated_text():
    return DelegatedText.objects.create(delegation=delegation(), kind="done", text="Done.")


def open_theme():
    """The entity's place on a theme in a cycle, taken."""
    cycle, entity = factories.make_cycle(), factories.make_entity()
    return factories.make_report_theme(open_cycle=cycle, open_entity=entity)


def open_elsewhere():
    """Another report that is open in another cycle."""
    return {
        "report_id": pk(factories.make_report, themes=[]),
        "open_cycle_id": pk(factories.make_cycle),
    }


MERGED = {"merged_at": HOUR, "merged_by_id": pk(factories.make_user)}
ANOTHER_REPORT = {"report_id": pk(factories.make_report, themes=[])}
UNDECIDED = {"asked_id": pk(factories.make_asked)}
ANOTHER_INVITATION = {"email": "b@example.org", "token_hash": "b" * 64}


def in_preparation():
    return factories.make_cycle(announced_at=None)


WITHDRAWN = {"withdrawal_reason": "A figure was wrong.", "withdrawn_by": "author"}


def contribution_step():
    return Step.objects.create(
        contribution=factories.make_contribution(), verb="publish", from_state="submitted",
        to_state="published", at=HOUR, token="b" * 32,
    )  # fmt: skip


def contribution_in_hand():
    return factories.make_contribution(state="returned")


def contribution_about_acme():
    return factories.make_contribution(entity=factories.make_organization(slug="acme"))


SLUG = {"slug": "another"}
STATE = {**SLUG, "iso_3166_1": "AA"}
ON_OWN_REPORT = {"report_id": pk(factories.make_report, themes=[])}

CASES = {
    "revision_is_one_row": Case(revision, {}, {"id": 2}),
    "user_email_lower_case": Case(
        factories.make_user, {"email": "a@example.org"}, {"email": "A@example.org"}
    ),
    # People, roles, invitations, mails
    "membership_once_per_entity": Case(
        factories.make_membership, {"entity_id": pk(factories.make_entity)}
    ),
    "membership_once_in_secretariat": Case(
        secretariat_role, {"role": "translator"}, {"role": "editor"}
    ),
    "membership_entity_fits_role": Case(
        factories.make_membership, {"entity_id": pk(factories.make_entity)}, {"role": "editor"}
    ),
    "membership_ends_after_start": Case(
        factories.make_membership, {"since": HOUR, "ended_at": HOUR}, {"ended_at": HOUR_BEFORE}
    ),
    "invitation_email_lower_case": Case(
        factories.make_invitation, ANOTHER_INVITATION, {"email": "B@example.org"}
    ),
    "invitation_entity_fits_role": Case(
        factories.make_invitation, ANOTHER_INVITATION, {"role": "editor"}
    ),
    "invitation_accepted_by_and_when": Case(
        factories.make_invitation, ANOTHER_INVITATION, {"accepted_at": HOUR}
    ),
    "invitation_accepted_or_revoked": Case(
        factories.make_invitation,
        {**ANOTHER_INVITATION, "accepted_at": HOUR, "accepted_by_id": pk(factories.make_user)},
        {"revoked_at": HOUR},
    ),
    "invitation_revoked_by_and_when": Case(
        factories.make_invitation, ANOTHER_INVITATION, {"revoked_by_id": pk(factories.make_user)}
    ),
    "invitation_expires_later": Case(
        factories.make_invitation,
        {**ANOTHER_INVITATION, "invited_at": HOUR_BEFORE, "expires_at": HOUR},
        {"expires_at": HOUR_BEFORE},
    ),
    "invitation_one_pending": Case(factories.make_invitation, ANOTHER_INVITATION, same=("email",)),
    "invitation_one_pending_in_secretariat": Case(
        lambda: factories.make_invitation(role="editor"), ANOTHER_INVITATION, same=("email",)
    ),
    "second_factor_reset_by_two": Case(
        factories.make_second_factor_reset,
        {
            "user_id": pk(factories.make_user),
            "confirmed_at": HOUR,
            "confirmed_by_id": pk(factories.make_user),
        },
        {"confirmed_by_id": None},
    ),
    "second_factor_reset_of_another": Case(
        reset_of_anna, {"user_id": pk(factories.make_user)}, {"user_id": asked_by_bella}
    ),
    "second_factor_reset_has_reason": Case(
        factories.make_second_factor_reset, {"user_id": pk(factories.make_user)}, {"reason": ""}
    ),
    "second_factor_reset_one_waiting": Case(
        factories.make_second_factor_reset, {"user_id": pk(factories.make_user)}
    ),
    "mail_sent_has_moment": Case(
        factories.make_mail, {"state": "sent", "sent_at": HOUR}, {"sent_at": None}
    ),
    "mail_sending_was_taken": Case(
        factories.make_mail, {"state": "sending", "taken_at": HOUR}, {"taken_at": None}
    ),
    "mail_is_whole": Case(factories.make_mail, {}, {"subject": ""}),
    # Who follows
    "follower_is_user_or_address": Case(
        factories.make_follower, {"address": "b@example.org"}, {"address": ""}
    ),
    "follower_address_once": Case(factories.make_follower, {"address": "b@example.org"}),
    "asking_names_its_target": Case(factories.make_asking, {"token_hash": "f" * 64}, {"number": 3}),
    "asking_address_lower_case": Case(
        factories.make_asking, {"token_hash": "f" * 64}, {"address": "B@example.org"}
    ),
    "asking_expires_later": Case(
        factories.make_asking, {"token_hash": "f" * 64}, {"expires_at": HOUR}
    ),
    "asking_is_for_mails": Case(
        factories.make_asking, {"token_hash": "f" * 64}, {"frequency": "never"}
    ),
    "following.Asking.token_hash": Case(factories.make_asking, {"token_hash": "f" * 64}),
    "following.Follower.user": Case(follower_with_account, {"user_id": pk(factories.make_user)}),
    "following.Happening.step": Case(factories.make_happening, {"step": 999_999}),
    "following.Newsletter.month": Case(
        factories.make_newsletter, {"month": datetime.date(2016, 5, 1)}
    ),
    "follow_names_its_target": Case(factories.make_follow, {"kind": "newsletter"}, {"number": 3}),
    "follow_once": Case(factories.make_follow, {"kind": "newsletter"}),
    "follow_cited_at_most_weekly": Case(
        factories.make_follow,
        {"kind": "newsletter"},
        {"kind": "cited", "number": 1, "frequency": "at_once"},
    ),
    "follow_never_keeps_a_list_or_citations": Case(
        factories.make_follow, {"kind": "newsletter"}, {"frequency": "never"}
    ),
    "notice_once": Case(factories.make_notice, {"happening_id": pk(factories.make_happening)}),
    "newsletter_month_first_day": Case(
        factories.make_newsletter,
        {"month": datetime.date(2016, 5, 1)},
        {"month": datetime.date(2016, 5, 2)},
    ),
    "newsletter_sent_by_and_when": Case(
        factories.make_newsletter, {"month": datetime.date(2016, 5, 1)}, {"sent_at": HOUR}
    ),
    "newsletter_language_once": Case(english_newsletter, {"language": "fr"}),
    "newsletter_text_is_whole": Case(english_newsletter, {"language": "fr"}, {"title": ""}),
    "delivery_once": Case(delivery, {"follower_id": pk(factories.make_follower)}),
    # Who reports
    "entity_slug_not_empty": Case(factories.make_entity, STATE, {"slug": ""}),
    "entity_department_has_parent": Case(
        factories.make_entity, STATE, {"parent_id": pk(factories.make_institution)}
    ),
    "entity_not_part_of_itself": Case(
        factories.make_entity,
        {
            **STATE,
            "kind": "department",
            "iso_3166_1": None,
            "subregion": "",
            "parent_id": pk(factories.make_institution),
        },
        {"id": 999_999, "parent_id": 999_999},
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
    "link_proposal_once": Case(
        factories.make_link_proposal, {"target_id": pk(factories.make_paragraph)}
    ),
    "link_proposal_not_to_itself": Case(
        proposal_from_17,
        {"target_id": pk(factories.make_paragraph)},
        {"target_id": lambda: Paragraph.objects.get(label="17").pk},
    ),
    "link_proposal_decided_by_and_when": Case(
        factories.make_link_proposal,
        {"target_id": pk(factories.make_paragraph)},
        {"state": "rejected"},
    ),
    "correction_changes_a_text": Case(factories.make_correction, {}, {"after": "Open schols."}),
    "theme_slug_not_empty": Case(factories.make_theme, SLUG, {"slug": ""}),
    "goal_number_1_to_17": Case(factories.make_goal, {"number": 17}, {"number": 18}),
    "indicator_slug_not_empty": Case(factories.make_indicator, SLUG, {"slug": ""}),
    "indicator_baseline_has_year": Case(factories.make_indicator, SLUG, {"baseline": 1}),
    "indicator_target_has_year": Case(factories.make_indicator, SLUG, {"target_year": 2030}),
    "indicator_decimals": Case(factories.make_indicator, SLUG, {"decimals": 5}),
    "indicator_target_once": Case(factories.make_indicator_target, {"part": "a"}),
    "indicator_target_part": Case(factories.make_indicator_target, {"part": "a"}, {"part": "e"}),
    # What was done
    "action_state_known": Case(factories.make_action, {}, {"state": "late"}),
    "action_precision_of_a_date": Case(factories.make_action, {}, {"due_precision": "year"}),
    "indicator_value_once": Case(factories.make_indicator_value, {"year": 2017}),
    "indicator_value_year": Case(factories.make_indicator_value, {"year": 2017}, {"year": 1989}),
    "indicator_value_sex": Case(factories.make_indicator_value, {"year": 2017}, {"sex": "both"}),
    "cycle_slug_not_empty": Case(factories.make_cycle, SLUG, {"slug": ""}),
    "cycle_due_after_opening": Case(
        in_preparation, {**SLUG, "opens_at": HOUR}, {"due_at": HOUR_BEFORE}
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
    "report_merged_is_withdrawn": Case(
        two_reports, {}, {"merged_into_id": pk(factories.make_report)}
    ),
    "report_theme_once": Case(factories.make_report_theme, {"theme_id": pk(factories.make_theme)}),
    "standing_once": Case(factories.make_standing, {"theme_id": pk(factories.make_theme)}),
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
    "report_approved_by_and_revision": Case(two_reports, {}, {"approved_revision": 1}),
    "report_scheduled_is_submitted": Case(two_reports, {}, {"publish_at": HOUR}),
    "report_reason_for_nothing": Case(two_reports, {}, {"no_report_reason": "None."}),
    "report_theme_open_once": Case(open_theme, open_elsewhere(), same=("open_cycle_id",)),
    "report_theme_open_is_whole": Case(open_theme, open_elsewhere(), {"open_entity_id": None}),
    "resolution_undone_by_and_when": Case(resolution, {}, {"undone_at": HOUR}),
    "cycle_announced_has_dates": Case(
        factories.make_cycle, SLUG, {"announced_at": HOUR, "opens_at": None}
    ),
    # Reports on their way
    "attachment_named": Case(attachment, {"token": "a" * 32}, {"title": ""}),
    "comment_not_empty": Case(comment, {}, {"text": ""}),
    "comment_on_one_part": Case(
        comment, {"kind": "done"}, {"paragraph_id": pk(factories.make_paragraph)}
    ),
    "comment_settled_by_and_when": Case(comment, {}, {"settled_at": HOUR}),
    "delegation_merged_by_and_when": Case(delegation, MERGED, {"merged_at": HOUR_BEFORE}),
    "delegation_merged_or_ended": Case(delegation, MERGED, {"ended_at": HOUR}),
    "delegated_paragraph_once": Case(
        delegated_paragraph, {"paragraph_id": pk(factories.make_paragraph)}
    ),
    "delegated_text_once": Case(delegated_text, {"kind": "next"}),
    "delegated_text_not_empty": Case(delegated_text, {"kind": "next"}, {"text": ""}),
    "extension_decided_by_and_when": Case(
        factories.make_extension_request, UNDECIDED, {"granted": True}
    ),
    "extension_has_reason": Case(factories.make_extension_request, UNDECIDED, {"reason": ""}),
    "extension_one_waiting": Case(factories.make_extension_request, UNDECIDED),
    "reminder_once": Case(factories.make_reminder, {"step": 14}),
    "resource_title_not_empty": Case(factories.make_resource, {}, {"title": ""}),
    # Beside the reports
    "contribution_submitted_has_date": Case(
        contribution_in_hand, {"state": "submitted"}, {"submitted_at": None}
    ),
    "contribution_published_has_date": Case(
        factories.make_contribution,
        {"published_at": HOUR, "submitted_at": HOUR},
        {"submitted_at": HOUR, "published_at": HOUR_BEFORE},
    ),
    "contribution_withdrawal_says_why_and_who": Case(
        factories.make_contribution, {"state": "withdrawn", **WITHDRAWN}, {"withdrawn_by": ""}
    ),
    "contribution_not_about_its_author": Case(
        contribution_about_acme,
        {"about_id": pk(factories.make_entity)},
        {"about_id": lambda: Entity.objects.get(slug="acme").pk},
    ),
    "contribution_handed_in_has_text": Case(
        factories.make_contribution, {}, {"text_en": None, "html_en": None}
    ),
    "contribution_source_is_on_the_web": Case(
        factories.make_contribution,
        {"source_url": "https://example.org/"},
        {"source_url": "javascript:alert(1)"},
    ),
    "reply_first_edition_is_first": Case(
        factories.make_reply,
        {"contribution_id": pk(factories.make_contribution)},
        {"first_at": HOUR, "published_at": HOUR_BEFORE},
    ),
    # What came from outside
    "batch_undone_has_date": Case(factories.make_batch, {}, {"state": "undone"}),
    "contact_once": Case(factories.make_contact, {"position": 1}),
    "contact_not_empty": Case(factories.make_contact, {"position": 1}, {"text": ""}),
    "origin_key_once": Case(factories.make_origin, {"key": "another"}),
    # Pages
    "page_slug_not_empty": Case(factories.make_page, SLUG, {"slug": ""}),
}


# The languages of every translated record -------------------------------------------------------

TRANSLATED = {
    "action": (factories.make_action, {}),
    "announcement": (factories.make_announcement, {}),
    "contribution": (factories.make_contribution, {}),
    "correction": (factories.make_correction, {}),
    "cycle": (factories.make_cycle, SLUG),
    "document": (factories.make_document, SLUG),
    "entity": (factories.make_entity, STATE),
    "goal": (factories.make_goal, {"number": 9}),
    "heading": (factories.make_heading, SLUG),
    "indicator": (factories.make_indicator, SLUG),
    "meeting": (factories.make_meeting, SLUG),
    "page": (factories.make_page, SLUG),
    "paragraph": (factories.make_paragraph, SLUG),
    "reply": (factories.make_reply, {"contribution_id": pk(factories.make_contribution)}),
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
        "accounts.Invitation.token_hash": Case(
            factories.make_invitation, ANOTHER_INVITATION, same=("token_hash",)
        ),
        "contributions.Reply.contribution": Case(
            factories.make_reply, {"contribution_id": pk(factories.make_contribution)}
        ),
        "contributions.Step.token": Case(contribution_step, {"token": "a" * 32}),
        "accounts.Mail.key": Case(lambda: factories.make_mail(key="once"), {"key": "twice"}),
        "accounts.User.email": Case(factories.make_user, {"email": "a@example.org"}),
        "countries.Entity.iso_3166_1": Case(factories.make_entity, STATE, same=("iso_3166_1",)),
        "countries.Entity.slug": Case(factories.make_entity, STATE, same=("slug",)),
        "mandates.Document.slug": Case(factories.make_document, SLUG),
        "mandates.Indicator.slug": Case(factories.make_indicator, SLUG),
        "mandates.Meeting.slug": Case(factories.make_meeting, SLUG),
        "mandates.Theme.slug": Case(factories.make_theme, SLUG),
        "pages.Page.slug": Case(factories.make_page, SLUG),
        "reports.Attachment.token": Case(attachment, {"token": "a" * 32}),
        "reports.Transition.token": Case(
            lambda: factories.make_transition(token="b" * 32), {"token": "a" * 32}
        ),
        "reports.ActionStep.token": Case(
            lambda: factories.make_action_step(token="b" * 32), {"token": "a" * 32}
        ),
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


@pytest.mark.parametrize("name", sorted(CASES))
def test_breaking_copy_is_refused_by_its_rule_and_a_valid_one_accepted(name):
    case = CASES[name]
    record = case.make()
    with pytest.raises(IntegrityError) as refusal:
        insert_copy(record, case.broken())
    assert rule_of(name) in str(refusal.value)
    if name != "revision_is_one_row":
        insert_copy(record, case.other)


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


def test_part_that_was_never_handed_in_is_not_taken_over():
    """A comparison with nothing is no answer, which a check lets pass."""
    with pytest.raises(IntegrityError, match="delegation_merged_by_and_when"):
        insert_copy(delegation(), {**MERGED, "handed_in_at": None})
