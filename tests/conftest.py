"""What every test stands on: the environment of the settings, and the choice of tests."""

import os
import shutil
from pathlib import Path

import hypothesis
import pytest

# Before Django reads its settings; a developer's .env never decides a test.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "summits_portal.settings")
os.environ["PORTAL_IGNORE_DOTENV"] = "1"
os.environ.setdefault("DEBUG", "true")

from django.conf import settings

settings.DEBUG  # noqa: B018  read now, so that pytest-django finds Django configured
# Tests run with DEBUG off, where the demonstration's code is refused at every sign-in.
settings.MFA_TOTP_INSECURE_BYPASS_CODE = None
settings.API_REQUESTS_PER_MINUTE = 0  # all tests are one network address
# Static files are sought when one is asked for: each test's client would list them all first.
settings.WHITENOISE_AUTOREFRESH = True

# A slow machine is no fault of the input. The suite tries the same inputs each time, so that it
# judges the change and not the draw; `make deep` draws anew, a hundred times as many.
hypothesis.settings.register_profile("suite", deadline=None, derandomize=True)
hypothesis.settings.register_profile("deep", deadline=None, max_examples=10_000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

ROOT = Path(__file__).resolve().parent.parent
# Files whose tests take longest: first, so that no process is left alone with one at the end.
# The second is not the browser's, whose portal the first makes meanwhile.
LONGEST = (
    "browser/test_accessibility.py", "test_access_matrix.py", "browser/test_signed_in.py",
    "browser/test_reporting_journey.py", "browser/test_journeys.py", "imports/test_import_kills.py",
    "imports/test_matrix_kills.py", "browser/test_signing_in.py", "test_every_page.py",
    "security/test_xss.py", "test_untranslated.py", "test_admin.py",
)  # fmt: skip


def source_documents() -> Path | None:
    """The folder of real documents: SOURCE_DOCUMENTS, else the sibling folder when it is there."""
    folder = Path(os.environ.get("SOURCE_DOCUMENTS", ROOT.parent / "shared" / "source-documents"))
    return folder if folder.is_dir() else None


def chromium() -> str | None:
    """The path of the browser: CHROMIUM, else Debian's, the one without windows before the whole.

    It shows and runs the same pages with a third less work.
    """
    named = os.environ.get("CHROMIUM")
    return named or shutil.which("chromium-headless-shell") or shutil.which("chromium")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files; skip, with the reason, what this machine cannot run.

    REQUIRE_CHROMIUM=1 lets tests without their browser fail.
    """
    places = {ROOT / "tests" / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))
    absent = {}
    if not chromium() and os.environ.get("REQUIRE_CHROMIUM") != "1":
        absent["browser"] = "Chromium is not installed"
    if not source_documents():
        absent["documents"] = "the source documents are not there (SOURCE_DOCUMENTS=<folder>)"
    for item in items:
        for marker, reason in absent.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Asked for before the test database is made."""
    from tests.kept_database import start_from_the_copy

    start_from_the_copy()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Let SQLite empty the audit log after tests with transactions of their own.

    `tests/accounts/test_audit.py` puts the trigger back where it is about it.
    """
    from django.db import connection

    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            connection.cursor().execute("DROP TRIGGER IF EXISTS audit_no_delete")


@pytest.fixture(autouse=True)
def first_language():
    """Each test begins in the first language, whatever the one before it was left in."""
    from django.utils.translation import override

    with override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def kept_connection(monkeypatch):
    """The end of a request, or of an answer that is closed, does not end the test's transaction."""
    from django.db import connection

    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)


@pytest.fixture(scope="module")
def loaded_demonstration(django_db_setup, django_db_blocker):
    from django.db import transaction

    from imports.demonstration import load_demonstration
    from imports.reference import load_reference

    with django_db_blocker.unblock(), transaction.atomic():
        load_reference()
        load_demonstration()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demonstration(loaded_demonstration, db):
    """Reference facts and the demonstration, loaded once for a module's tests that want them."""


# The cast -------------------------------------------------------------------------------------


@pytest.fixture
def reader(client):
    """Somebody who reads the portal without signing in."""
    return client


@pytest.fixture
def editor(db):
    """A person of the Secretariat who may do everything in the administration."""
    from tests.factories import make_editor

    return make_editor(email="editor@example.org", name="Ana Editora")


@pytest.fixture
def editor_client(editor):
    """The editor's browser, signed in."""
    from tests.people import signed_in

    return signed_in(editor)


@pytest.fixture
def entity(db):
    """The entity that the people below report for."""
    from tests.factories import make_entity

    return make_entity()


@pytest.fixture
def coordinator(entity):
    from tests.factories import make_person

    return make_person(role="coordinator", entity=entity, name="Carla Coordinadora")


@pytest.fixture
def outsider(db):
    """A coordinator of another entity."""
    from tests.factories import make_person

    return make_person(role="coordinator", name="Otto Outro")


@pytest.fixture
def reviewer(db):
    """An editor of the Secretariat, by role and not as a superuser."""
    from tests.factories import make_person

    return make_person(role="editor", name="Renata Revisora")
