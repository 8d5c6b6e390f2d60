"""Forms of all templates: which button Enter presses."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent / "templates"
OURS = [path for path in sorted(ROOT.rglob("*.html")) if path.parts[len(ROOT.parts)] != "admin"]
COMMENT = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}", re.DOTALL)
INCLUDE = re.compile(r"""{% include ["']([\w/]+\.html)["'].*?%}""")
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
# Of another form, or of a script.
BUTTON = re.compile(r'<button\b(?![^>]* form=)(?![^>]*type="button")[^>]*>')

# Forms without a hidden button, whose first one saves or asks no more than what was typed.
HARMLESS = {
    "following/_rows.html": 'value="change"',
    "following/mine.html": 'value="change"',
    "following/own.html": 'value="change"',
    "secretariat/new_document.html": 'name="split"',
    "secretariat/translation.html": 'name="next"',
    "workspace/part.html": 'name="save"',
}
# Nothing can be typed into: their buttons are pressed one by one.
UNTYPED = {"secretariat/mails.html", "secretariat/merge_reports.html"}


def whole(path: Path) -> str:
    """The template with what it includes in place, and without comments."""
    text = COMMENT.sub("", path.read_text())
    return INCLUDE.sub(lambda found: whole(ROOT / found[1]), text)


def forms() -> list[tuple[str, str]]:
    return [(str(path.relative_to(ROOT)), f) for path in OURS for f in FORM.findall(whole(path))]


def is_harmless(name: str, button: str) -> bool:
    hidden = button.endswith(" hidden>") and (
        "name=" not in button or 'value="save"' in button or 'value="decide"' in button
    )
    return hidden or HARMLESS.get(name, "—") in button


def test_enter_in_a_field_presses_a_harmless_button():
    """Browsers take the first button of a form, be it hidden or not."""
    several = {
        (name, buttons[0])
        for name, form in forms()
        if len(set(buttons := BUTTON.findall(form))) > 1 and name not in UNTYPED
    }
    assert {"contributions/form.html", "workspace/editor.html"} <= {name for name, _ in several}
    assert [one for one in sorted(several) if not is_harmless(*one)] == []


@pytest.mark.parametrize("name", sorted(UNTYPED))
def test_form_has_nothing_to_type_into(name):
    text = whole(ROOT / name)
    assert re.findall(r"<(?:textarea|select|input(?! type=\"hidden\"))|as_field_group", text) == []
