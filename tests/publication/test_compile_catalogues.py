"""`manage.py compile_catalogues`: what msgfmt would write, without msgfmt."""

import gettext
import os
import shutil
import subprocess

import pytest
from django.core.management import CommandError, call_command

PLURALS = "nplurals=3; plural=n == 1 ? 0 : n != 0 && n % 1000000 == 0 ? 1 : 2;"
SOURCE = f"""
msgid ""
msgstr ""
"Project-Id-Version: summits-portal\\n"
"Language: es\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {PLURALS}\\n"

msgid "Themes"
msgstr "Temas"

msgctxt "of a meeting"
msgid "Place"
msgstr "Lugar"

#, python-format
msgid "%(count)s report"
msgid_plural "%(count)s reports"
msgstr[0] "%(count)s informe"
msgstr[1] "%(count)s de informes"
msgstr[2] "%(count)s informes"

#, fuzzy
msgid "Summits"
msgstr "Temas"

msgid "Not yet"
msgstr ""

msgid "%(count)s year"
msgid_plural "%(count)s years"
msgstr[0] ""
msgstr[1] ""
msgstr[2] ""

#~ msgid "Gone"
#~ msgstr "Ido"
"""


@pytest.fixture
def source(tmp_path, settings):
    """A Spanish catalogue in a locale folder of its own."""
    settings.LOCALE_PATHS = [tmp_path]
    path = tmp_path / "es" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(SOURCE, encoding="utf-8")
    return path


def compiled(source) -> dict:
    """Every message of the .mo beside the source, plural forms with their number."""
    with source.with_suffix(".mo").open("rb") as catalogue:
        return gettext.GNUTranslations(catalogue)._catalog


def test_translated_messages_alone_are_compiled(source):
    call_command("compile_catalogues", verbosity=0)
    messages = compiled(source)
    messages.pop("")
    assert messages == {
        "Themes": "Temas",
        "of a meeting\x04Place": "Lugar",
        ("%(count)s report", 0): "%(count)s informe",
        ("%(count)s report", 1): "%(count)s de informes",
        ("%(count)s report", 2): "%(count)s informes",
    }


def test_plural_rule_of_the_header_survives(source):
    call_command("compile_catalogues", verbosity=0)
    with source.with_suffix(".mo").open("rb") as catalogue:
        plural = gettext.GNUTranslations(catalogue).plural
    assert [plural(n) for n in (0, 1, 2, 1_000_000)] == [2, 0, 2, 1]


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="gettext is not installed")
def test_same_messages_as_msgfmt(source):
    call_command("compile_catalogues", verbosity=0)
    ours = compiled(source)
    subprocess.run(["msgfmt", source, "-o", source.with_suffix(".mo")], check=True)
    theirs = compiled(source)
    assert {**ours, "": None} == {**theirs, "": None}


def test_newer_catalogue_is_left_alone(source):
    target = source.with_suffix(".mo")
    target.write_bytes(b"compiled before")
    later = source.stat().st_mtime + 10
    os.utime(target, (later, later))
    call_command("compile_catalogues", verbosity=0)
    assert target.read_bytes() == b"compiled before"


def test_older_catalogue_is_compiled_again(source, capsys):
    call_command("compile_catalogues")
    call_command("compile_catalogues")
    later = source.stat().st_mtime + 10
    os.utime(source, (later, later))
    call_command("compile_catalogues")
    said = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in said] == ["1", "0", "1"]


def test_broken_source_is_one_line_and_leaves_what_was_there(source):
    call_command("compile_catalogues", verbosity=0)
    before = source.with_suffix(".mo").read_bytes()
    source.write_text(SOURCE + '\nmsgid "Unfinished\n', encoding="utf-8")
    later = source.stat().st_mtime + 10
    os.utime(source, (later, later))
    with pytest.raises(CommandError, match=r"django\.po"):
        call_command("compile_catalogues", verbosity=0)
    assert source.with_suffix(".mo").read_bytes() == before
    assert sorted(path.name for path in source.parent.iterdir()) == ["django.mo", "django.po"]
