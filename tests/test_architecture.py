"""The one-way arrow between the apps, and the habits that a reader of the code relies on."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAY_IMPORT = {
    "publication": set(),
    "countries": {"publication"},
    "mandates": {"countries", "publication"},
    "accounts": {"countries", "publication"},
    "reports": {"accounts", "countries", "mandates", "publication"},
    "contributions": {"accounts", "countries", "mandates", "publication", "reports"},
    "pages": {"accounts", "publication"},
    "imports": {
        "accounts",
        "contributions",
        "countries",
        "mandates",
        "opendata",
        "pages",
        "publication",
        "reports",
    },
    "search": {
        "accounts",
        "contributions",
        "countries",
        "mandates",
        "pages",
        "publication",
        "reports",
    },
    "opendata": {
        "accounts",
        "contributions",
        "countries",
        "mandates",
        "pages",
        "publication",
        "reports",
    },
    "following": {"accounts", "countries", "mandates", "publication", "reports"},
}

QUESTIONS = {"filter", "exclude", "annotate", "extra", "raw"}


def modules(app: str) -> list[Path]:
    return [path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]


def imported_apps(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module)
    return {name.split(".")[0] for name in names} & set(MAY_IMPORT)


@pytest.mark.parametrize("app", MAY_IMPORT)
def test_app_imports_only_what_lies_below_it(app):
    allowed = MAY_IMPORT[app] | {app}
    against = {
        str(path.relative_to(ROOT)): sorted(imported_apps(path) - allowed)
        for path in modules(app)
        if imported_apps(path) - allowed
    }
    assert against == {}


def test_every_app_of_ours_is_in_the_arrow():
    apps = {path.parent.name for path in ROOT.glob("*/apps.py")}
    assert apps == set(MAY_IMPORT)


def state_written(node: ast.AST) -> bool:
    """Whether it gives a report a state: `report.state = …`, alone or among others, or an update.

    By the names that reports go by; one under another name is not known here.
    """
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        named = {word.arg for word in node.keywords}
        of = ast.unparse(node.func.value).lower()
        return node.func.attr == "update" and "state" in named and "report" in of
    targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
    attributes = [one for target in targets if target for one in ast.walk(target)]
    return isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)) and any(
        isinstance(one, ast.Attribute)
        and one.attr == "state"
        and re.search("report|edition|draft", ast.unparse(one.value))
        for one in attributes
    )


@pytest.mark.parametrize(
    ("code", "writes"),
    [
        ("report.state = 'published'", True),
        ("report.state, report.published_at = 'published', now", True),
        ("self.report.state = state", True),
        ("Report.objects.with_ids(ids).update(state='withdrawn')", True),
        ("mail.state = 'sent'", False),
        ("Mail.objects.update(state='sent')", False),
        ("Report.objects.update(symbol='')", False),
    ],
)
def test_writing_a_state_is_noticed(code, writes):
    assert any(map(state_written, ast.walk(ast.parse(code)))) is writes


def test_only_the_workflow_gives_a_report_a_state():
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for app in MAY_IMPORT
        for path in modules(app)
        if path.name != "workflow.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if state_written(node)
    ]
    assert found == []


@pytest.mark.parametrize("app", [*MAY_IMPORT, "summits_portal"])
def test_views_ask_no_questions_of_their_own(app):
    """No filter, exclude or annotate in a view, a template tag or a command."""
    asked = []
    for path in modules(app):
        if not ({"views", "templatetags", "commands"} & set(path.parts) or path.name == "views.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Attribute) or node.attr not in QUESTIONS:
                continue
            if isinstance(node.value, ast.Name) and node.value.id == "register":
                continue
            asked.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.attr}")
    assert asked == []
