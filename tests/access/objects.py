"""What the addresses of the site can name: by the address's name, a label and its arguments.

Labels without a person's word are objects of the entity that most of the cast belongs to; to the
outsider they are another's. *missing* is what nobody has.
"""

from collections.abc import Callable

from contributions.models import Contribution
from tests.access.world import STATES, World

Arguments = Callable[[World], dict]
NO_TOKEN = "00000000-0000-4000-8000-000000000000"
NOBODY = 999_999


def fixed(**arguments) -> Arguments:
    return lambda world: arguments


def of(thing: str, attribute: str, name: str) -> Arguments:
    """The argument `name` is an attribute of one of the world's things."""
    return lambda world: {name: getattr(world.things[thing], attribute)}


def each_state(name: str, **others: Arguments) -> dict[str, Arguments]:
    """A report in each state, and a missing one, with other arguments beside."""

    def at(state: str) -> Arguments:
        return lambda world: {
            name: world.reports[state].pk,
            **{key: value for other in others.values() for key, value in other(world).items()},
        }

    def missing(world: World) -> dict:
        return {**at("draft")(world), name: NOBODY}

    return {**{state: at(state) for state in STATES}, "missing": missing}


def one(thing: str, attribute: str, name: str, missing) -> dict[str, Arguments]:
    return {"": of(thing, attribute, name), "missing": fixed(**{name: missing})}


def both(*parts: Arguments) -> Arguments:
    return lambda world: {key: value for part in parts for key, value in part(world).items()}


def person(role: str) -> Arguments:
    return lambda world: {"pk": world.people[role].pk}


def each_contribution(name: str) -> dict[str, Arguments]:
    """In each state about the cast's own state, one about another, and a missing one."""
    states = [state.value for state in Contribution.State]
    found = {state: of(f"{state} contribution", "pk", name) for state in states}
    elsewhere = of("contribution elsewhere", "pk", name)
    return {**found, "elsewhere": elsewhere, "missing": fixed(**{name: NOBODY})}


REPORT = each_state("pk")
CONTRIBUTION = each_contribution("pk")
SECRETARIAT_REPORT = each_state("number")
CYCLE = one("cycle", "slug", "slug", "no-such-cycle")
PERSON = {"coordinator": person("coordinator"), "missing": fixed(pk=NOBODY)}
DELEGATION = one("delegation", "pk", "pk", NOBODY)
INVITATION = one("invitation", "pk", "pk", NOBODY)
MEMBERSHIP = one("membership", "pk", "pk", NOBODY)
RESET = one("reset", "pk", "pk", NOBODY)
own_entity: Arguments = lambda world: {"slug": world.own.slug}  # noqa: E731
asked_entity: Arguments = lambda world: {"entity": world.own.slug}  # noqa: E731
draft: Arguments = lambda world: {"pk": world.reports["draft"].pk}  # noqa: E731
published: Arguments = lambda world: {"number": world.reports["published"].pk}  # noqa: E731
ISSUE = {
    "draft": fixed(month="2016-03"), "sent": fixed(month="2016-04"),
    "missing": fixed(month="1999-01"),
}  # fmt: skip
LANGUAGE = {"to French": fixed(language="fr"), "to nothing": fixed(language="xx")}

UNNAMED = {
    r"^(?!pt-br/)[Pp][Tt]([-_][A-Za-z]{2})?/(?P<rest>.*)$": "/pt/themes/",
    "admin/login/": "/admin/login/",
    "admin/logout/": "/admin/logout/",
    "admin/password_change/": "/admin/password_change/",
    "favicon.ico": "/favicon.ico",
}
"""Addresses of patterns without a name."""


def report_file(state: str):
    return lambda world: {
        "kind": "report", "name": str(world.reports[state].pk), "ending": "docx",
    }  # fmt: skip


OBJECTS: dict[str, dict[str, Arguments]] = {
    # The workspace
    **{
        f"workspace:{name}": REPORT
        for name in ("editor", "autosave", "discard", "correct", "preview", "check", "submit",
                     "ask_approval", "approval", "word", "delegate", "attachments")
    },
    "workspace:receipt": {
        "own": both(lambda world: {"pk": world.reports["submitted"].pk}, of("step", "pk", "step")),
        "of another report": both(draft, of("step", "pk", "step")),
        "missing": both(draft, fixed(step=NOBODY)),
    },
    "workspace:history": {"own": own_entity, "missing": fixed(slug="nowhere")},
    "workspace:actions": {"own": own_entity, "missing": fixed(slug="nowhere")},
    "workspace:new_action": {"own": own_entity, "missing": fixed(slug="nowhere")},
    "workspace:action": {
        "own": both(own_entity, of("action", "pk", "pk")),
        "missing": both(own_entity, fixed(pk=NOBODY)),
    },
    "workspace:indicator": {
        "own": both(own_entity, of("indicator", "slug", "indicator")),
        "missing": both(own_entity, fixed(indicator="none")),
    },
    "workspace:withdraw_value": {
        "own": both(own_entity, of("indicator", "slug", "indicator"), of("value", "pk", "pk")),
        "missing": both(own_entity, of("indicator", "slug", "indicator"), fixed(pk=NOBODY)),
    },
    "workspace:delegation": DELEGATION,
    "workspace:return_part": DELEGATION,
    "workspace:call_back": DELEGATION,
    "workspace:part": DELEGATION,
    **{
        f"workspace:{name}": {
            "own": both(draft, of("private file", "token", "token")),
            "of another report": both(draft, of("public file", "token", "token")),
            "missing": both(draft, fixed(token=NO_TOKEN)),
        }
        for name in ("attachment", "remove_attachment")
    },
    "workspace:remove_link": {
        "own": both(draft, of("link", "pk", "link")), "missing": both(draft, fixed(link=NOBODY)),
    },
    "workspace:extension": {
        "own": both(of("cycle", "slug", "slug"), asked_entity),
        "missing": both(of("cycle", "slug", "slug"), fixed(entity="nowhere")),
    },
    # Contributions
    **{
        f"contributing:{name}": CONTRIBUTION
        for name in ("edit", "preview", "check", "submit", "take_back", "discard", "withdraw",
                     "reply")
    },
    "contributing:receipt": {
        "": both(of("submitted contribution", "pk", "pk"), of("handed in", "pk", "step")),
        "missing": fixed(pk=NOBODY, step=NOBODY),
    },
    **{f"moderation:{name}": CONTRIBUTION for name in ("review", "withdraw")},
    "contributions:contribution": each_contribution("number"),
    # The Secretariat
    **{f"secretariat:{name}": SECRETARIAT_REPORT
       for name in ("review", "withdraw", "correct", "correct_typing")},
    "secretariat:attachment": one("private file", "token", "token", NO_TOKEN),
    "secretariat:translation": {
        "theme": both(fixed(language="fr", kind="theme"), of("theme", "pk", "pk")),
        "missing": fixed(language="fr", kind="theme", pk=NOBODY),
        "unknown kind": fixed(language="fr", kind="user", pk=1),
    },
    "secretariat:translation_sheet": LANGUAGE,
    "secretariat:first_translation": LANGUAGE,
    **{f"secretariat:{name}": CYCLE for name in ("cycle", "announce_cycle", "board")},
    "secretariat:extension_request": {
        "": both(of("cycle", "slug", "slug"), of("extension", "pk", "pk")),
        "missing": both(of("cycle", "slug", "slug"), fixed(pk=NOBODY)),
    },
    "secretariat:extend": {
        "": both(of("cycle", "slug", "slug"), asked_entity),
        "missing": both(of("cycle", "slug", "slug"), fixed(entity="nowhere")),
    },
    "secretariat:correct_text": {
        "official": both(of("paragraph", "pk", "pk"), fixed(language="es")),
        "not a language": both(of("paragraph", "pk", "pk"), fixed(language="xx")),
        "missing": fixed(pk=NOBODY, language="es"),
    },
    "secretariat:undo_decision": one("resolution", "pk", "pk", NOBODY),
    "secretariat:mail": one("mail", "pk", "pk", NOBODY),
    # Sheets
    "sheets:template": {
        "": fixed(kind="themes", format="csv"),
        "unknown kind": fixed(kind="none", format="csv"),
        "unknown format": fixed(kind="themes", format="pdf"),
    },
    "sheets:upload": {"": fixed(kind="themes"), "unknown kind": fixed(kind="none")},
    "sheets:faulty": {
        "": both(fixed(format="csv"), of("sheet", "pk", "pk")),
        "missing": fixed(format="csv", pk=NOBODY),
    },
    **{f"sheets:{name}": one("sheet", "pk", "pk", NOBODY)
       for name in ("batch", "confirm", "undo", "discard")},
    # Drafting
    "drafts:new": {
        **{kind: fixed(kind=kind) for kind in ("annual", "status", "national", "compendium")},
        "unknown kind": fixed(kind="none"),
    },
    "drafts:draft": one("draft", "pk", "pk", NOBODY),
    "drafts:discard": one("draft", "pk", "pk", NOBODY),
    "drafts:file": {**one("draft", "pk", "pk", NOBODY), "made": of("drafted", "pk", "pk")},
    # People
    **{f"people:{name}": PERSON for name in ("person", "close", "reopen", "hand_over", "view_as")},
    "people:end_role": MEMBERSHIP,
    "people:entity": {"": own_entity, "missing": fixed(slug="nowhere")},
    "people:revoke": INVITATION,
    "people:confirm_reset": RESET,
    "people:drop_reset": RESET,
    "team:end_role": MEMBERSHIP,
    "team:revoke": INVITATION,
    "account_unsubscribe_before": {"missing": fixed(key="none")},
    "account_reset_password_from_key": {"missing": fixed(uidb36="1", key="set-password")},
    "mfa_remove_webauthn": {"missing": fixed(pk=NOBODY)},
    "mfa_edit_webauthn": {"missing": fixed(pk=NOBODY)},
    # Everybody
    "reports:theme": one("theme", "slug", "slug", "none"),
    "reports:summit": one("summit", "slug", "slug", "none"),
    "reports:ministerial": one("ministerial", "slug", "slug", "none"),
    "reports:meeting": one("assembly", "slug", "slug", "none"),
    "reports:document": one("document", "slug", "slug", "none"),
    "reports:action": one("action", "pk", "number", NOBODY),
    "reports:goal": one("goal", "pk", "number", 99),
    "reports:indicator": one("indicator", "slug", "slug", "none"),
    "reports:programme": one("programme", "slug", "slug", "none"),
    "reports:paragraph": {
        "": both(of("document", "slug", "slug"), of("paragraph", "slug", "paragraph_slug")),
        "missing": both(of("document", "slug", "slug"), fixed(paragraph_slug="0")),
    },
    "reports:country": {"": own_entity, "missing": fixed(slug="none")},
    "reports:coverage_entity": {"": own_entity, "missing": fixed(slug="none")},
    "reports:institution": one("institution", "slug", "slug", "none"),
    "reports:report": SECRETARIAT_REPORT,
    "reports:edition": each_state("number", edition=fixed(edition=1)),
    "newsletters:issue": {**ISSUE, "odd": fixed(month="x")},
    **{f"newsroom:{name}": ISSUE
       for name in ("edit", "preview", "try_out", "draft_again", "discard", "send")},
    "opendata:list_file": {
        **{ending: fixed(kind="reports", ending=ending) for ending in ("csv", "json", "xlsx")},
        "missing": fixed(kind="drafts", ending="csv"),
    },
    "files:page_file": {
        "report": report_file("published"),
        "of a draft": report_file("draft"),
        "meeting": both(fixed(kind="meeting", ending="docx"), of("summit", "slug", "name")),
        "missing": fixed(kind="theme", name="none", ending="docx"),
    },
    "opendata:theme_json": one("theme", "slug", "slug", "none"),
    "opendata:api_report": SECRETARIAT_REPORT,
    "opendata:api_entity": {"": own_entity, "missing": fixed(slug="none")},
    "opendata:api_theme": one("theme", "slug", "slug", "none"),
    "opendata:api_meeting": one("summit", "slug", "slug", "none"),
    "opendata:api_document": one("document", "slug", "slug", "none"),
    "opendata:api_paragraph": {
        "": both(of("document", "slug", "document"), of("paragraph", "slug", "slug")),
        "missing": both(of("document", "slug", "document"), fixed(slug="0")),
    },
    "opendata:api_action": one("action", "pk", "number", NOBODY),
    "opendata:api_indicator": one("indicator", "slug", "slug", "none"),
    "opendata:api_contribution": each_contribution("number"),
    "opendata:bulk_file": {"missing": fixed(name="2026-01-01-v1", file="readme.txt")},
    "opendata:bulk_latest": {"missing": fixed(name="readme.txt")},
    "opendata:cite": {
        "theme": lambda world: {"page": f"en/themes/{world.things['theme'].slug}", "ending": "ris"},
        "draft": lambda world: {"page": f"en/reports/{world.reports['draft'].pk}", "ending": "bib"},
        "missing": fixed(page="en/themes/none", ending="bib"),
    },
    "opendata:feed": {"": fixed(language="es"), "missing": fixed(language="xx")},
    "opendata:contribution_feed": {"": fixed(language="es"), "missing": fixed(language="xx")},
    "opendata:record_feed": {
        "theme": lambda world: {"language": "en", "path": f"themes/{world.things['theme'].slug}"},
        "missing": fixed(language="en", path="themes/none"),
    },
    "opendata:sitemap_section": {"": fixed(name="reports"), "missing": fixed(name="none")},
    "outbox_html": one("mail", "pk", "pk", NOBODY),
    "reports:attachment": {
        "public": both(published, of("public file", "token", "token")),
        "of a draft": both(
            lambda world: {"number": world.reports["draft"].pk},
            of("private file", "token", "token"),
        ),
        "missing": both(published, fixed(token=NO_TOKEN)),
    },
}  # fmt: skip
