"""The catalogues: complete, in step with the code, safe to render, written as a native would."""

import re
import shutil
import subprocess
import sys
from collections import defaultdict
from gettext import GNUTranslations
from pathlib import Path

import django
import pytest
from babel.messages.pofile import read_po
from django.utils.translation import gettext, ngettext, override

from publication.dates import PartialDate, written
from tests.conftest import ROOT

LOCALES = {"es": "es", "fr": "fr", "pt-br": "pt_BR"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")
TAG = re.compile(r"<[a-z/!]", re.IGNORECASE)


def catalogue_file(language: str, root: Path = ROOT) -> Path:
    return root / "locale" / LOCALES[language] / "LC_MESSAGES" / "django.po"


def messages(language: str) -> list:
    """The catalogue's entries, fuzzy ones included; without its header."""
    with catalogue_file(language).open("rb") as lines:
        return [message for message in read_po(lines, abort_invalid=True) if message.id]


def sources(message) -> list[str]:
    return list(message.id) if message.pluralizable else [message.id]


def translations(message) -> list[str]:
    return list(message.string) if message.pluralizable else [message.string]


@pytest.mark.parametrize("language", LOCALES)
def test_every_text_is_translated(language):
    found = messages(language)
    assert [message.id for message in found if not all(translations(message))] == []
    assert [message.id for message in found if message.fuzzy] == []
    assert len(found) > 500


@pytest.mark.parametrize("language", LOCALES)
def test_placeholders_are_those_of_the_original(language):
    wrong = []
    for message in messages(language):
        allowed = [set(PLACEHOLDER.findall(source)) for source in sources(message)]
        for text in translations(message):
            if set(PLACEHOLDER.findall(text)) not in allowed:
                wrong.append((message.id, text))
    assert wrong == []


@pytest.mark.parametrize("language", LOCALES)
def test_no_translation_brings_html(language):
    texts = [text for message in messages(language) for text in translations(message)]
    assert [text for text in texts if TAG.search(text)] == []


@pytest.mark.parametrize("language", LOCALES)
def test_marks_are_those_of_the_language(language):
    """Typographic apostrophes and quotes; French has its non-breaking spaces."""
    texts = [text for message in messages(language) for text in translations(message)]
    assert [text for text in texts if re.search(r"\w'\w|\"", text)] == []
    loose = re.compile(r"[^\u00a0/]([;?!»]|:(?=\s|$))|«[^\u00a0]")
    assert [text for text in texts if language == "fr" and loose.search(text)] == []


@pytest.mark.parametrize("language", LOCALES)
def test_plurals_follow_the_rule_of_django(language):
    """Side by side with another rule, the same number would take different forms on one page."""
    theirs = Path(django.__file__).parent / "conf/locale" / LOCALES[language] / "LC_MESSAGES"
    with (theirs / "django.mo").open("rb") as compiled:
        rule = GNUTranslations(compiled).info()["plural-forms"]
    text = catalogue_file(language).read_text(encoding="utf-8").replace('"\n"', "")
    assert f"Plural-Forms: {rule}" in text
    forms = int(re.search(r"nplurals=(\d)", rule)[1])
    plural = [message for message in messages(language) if message.pluralizable]
    assert [message.id for message in plural if len(message.string) != forms] == []


@pytest.mark.parametrize(
    "language, expected",
    [
        ("en", ["0 reports", "1 report", "2 reports", "1000000 reports"]),
        ("es", ["0 informes", "1 informe", "2 informes", "1000000 de informes"]),
        ("fr", ["0 rapport", "1 rapport", "2 rapports", "1000000 de rapports"]),
        ("pt-br", ["0 relatório", "1 relatório", "2 relatórios", "1000000 de relatórios"]),
    ],
)
def test_numbers_take_the_form_of_the_language(language, expected):
    with override(language):
        found = [ngettext("%(n)s report", "%(n)s reports", n) % {"n": n} for n in (0, 1, 2, 10**6)]
        assert gettext("report") == expected[1].removeprefix("1 ")  # the same entry, not counted
    assert found == expected


COUNTED = re.compile(
    r"{% blocktranslate ([^%]*)%}(.*?){% plural %}(.*?){% endblocktranslate %}", re.DOTALL
)


def test_a_singular_has_one_plural():
    """Of two plurals to one singular the catalogue keeps the first, without a word."""
    plurals = defaultdict(set)
    for template in (ROOT / "templates").rglob("*.html"):
        for options, one, many in COUNTED.findall(template.read_text(encoding="utf-8")):
            context = re.search(r'context "(.*?)"', options)
            plurals[" ".join(one.split()), context and context[1]].add(" ".join(many.split()))
    assert plurals
    assert {one: many for one, many in plurals.items() if len(many) > 1} == {}


@pytest.mark.parametrize(
    "language, expected",
    [
        ("en", ["14 April 2012", "1 May 2014", "April 2015", "1994"]),
        ("es", ["14 de abril de 2012", "1 de mayo de 2014", "abril de 2015", "1994"]),
        ("fr", ["14 avril 2012", "1er mai 2014", "avril 2015", "1994"]),
        ("pt-br", ["14 de abril de 2012", "1º de maio de 2014", "abril de 2015", "1994"]),
    ],
)
def test_dates_are_written_as_in_the_language(language, expected):
    dates = [PartialDate.parse(date) for date in ("2012-04-14", "2014-05-01", "2015-04", "1994")]
    assert [written(date, language) for date in dates] == expected


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed")
def test_collecting_again_changes_nothing(tmp_path):
    """`make messages` on a copy of the code leaves the catalogues as they are."""
    shutil.copytree(ROOT, tmp_path / "copy", ignore=_not_for_collecting)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipe = re.search(r"^\t\$\(MANAGE\) (makemessages .*?[^\\])$", makefile, re.M | re.S)[1]
    options = recipe.replace("\\\n", " ").replace("'", "").split()
    command = [sys.executable, "manage.py", *options]
    done = subprocess.run(command, cwd=tmp_path / "copy", capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for language in LOCALES:
        collected = catalogue_file(language, tmp_path / "copy").read_text(encoding="utf-8")
        kept = catalogue_file(language).read_text(encoding="utf-8")
        assert _without_date(collected) == _without_date(kept), "run `make messages`"


def _not_for_collecting(folder: str, names: list[str]) -> set[str]:
    here = Path(folder) == ROOT
    sources = {".py", ".html", ".txt", ".xml", ".po", ""}
    left_out = {name for name in names if Path(name).suffix not in sources}
    return left_out | ({"tests", "bench", "var", "staticfiles"} & set(names) if here else set())


def _without_date(catalogue: str) -> str:
    return re.sub(r'^"POT-Creation-Date.*\n', "", catalogue, flags=re.M)
