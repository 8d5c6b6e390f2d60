"""What all templates keep to: forms, tables, the language of people's own words."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent / "templates"
EVERY = sorted(ROOT.rglob("*.html"))
OURS = [path for path in EVERY if path.parts[len(ROOT.parts)] != "admin"]
COMMENT = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}", re.DOTALL)
INCLUDE = re.compile(r"""{% include ["']([\w/]+\.html)["'].*?%}""")
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
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


def test_what_is_missing_in_a_form_is_told_by_us():
    """A browser would refuse the form first, in its own language and without a summary."""
    filled = [(name, form.partition(">")[0]) for name, form in forms() if "as_field_group" in form]
    posted = [one for one in filled if 'method="post"' in one[1]]
    assert len(posted) > 50
    assert [one for one in posted if "novalidate" not in one[1]] == []


def test_every_table_has_a_caption():
    found = [(path, table) for path in EVERY for table in TABLE.findall(whole(path))]
    assert len(found) > 25
    assert [str(path.relative_to(ROOT)) for path, table in found if "<caption" not in table] == []


# What people wrote in a language that nobody noted, up to the tag that it stands in.
OWN_WORDS = re.compile(
    r"<[^<>]*>\s*(?:<p>)?\s*{{ (?:"
    r"\w+\.comment\.text|(?:reply|answer)\.text|(?:returned|asking|step|part|nudge|reset)\.note"
    r"|\w+\.returned\.note|wanted\.(?:reason|answer)|reset\.reason|one\.withdrawal_reason"
    r"|form\.note\.value|row\.note)\b"
)


def test_people_s_own_words_are_not_said_to_be_in_the_language_of_the_page():
    found = {
        (str(path.relative_to(ROOT)), words)
        for path in OURS
        for words in OWN_WORDS.findall(path.read_text())
    }
    assert len(found) > 15
    assert [one for one in sorted(found) if 'lang=""' not in one[1]] == []
