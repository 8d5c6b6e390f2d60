"""`.env.example` and docs/configure.md name every variable that is read, and no other."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def variables_read() -> set[str]:
    """The names given to `env.<reader>("NAME", …)` in the wiring, and those compose asks for."""
    asked = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "compose.yaml").read_text()))
    for module in (ROOT / "summits_portal").glob("*.py"):
        asked |= {
            call.args[0].value
            for call in ast.walk(ast.parse(module.read_text()))
            if isinstance(call, ast.Call) and is_reader(call.func)
        }
    return asked


def is_reader(function: ast.expr) -> bool:
    """True for `env.str`, `env.bool` and the like, not for `env.read_env`."""
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id == "env"
        and function.attr != "read_env"
    )


def test_example_names_every_variable():
    lines = (ROOT / ".env.example").read_text().splitlines()
    named = [found[1] for line in lines if (found := re.match(r"# ([A-Z_]+)=", line))]
    assert sorted(named) == sorted(variables_read())


def test_documentation_names_every_variable():
    lines = (ROOT / "docs" / "configure.md").read_text().splitlines()
    named = [found[1] for line in lines if (found := re.match(r"\| `([A-Z_]+)` \|", line))]
    assert sorted(named) == sorted(variables_read())


def test_example_changes_nothing_when_copied_unedited():
    lines = (ROOT / ".env.example").read_text().splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == []
