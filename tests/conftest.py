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

# A slow machine is no fault of the input; `make deep` tries a hundred times as many.
hypothesis.settings.register_profile("suite", deadline=None)
hypothesis.settings.register_profile("deep", deadline=None, max_examples=10_000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

ROOT = Path(__file__).resolve().parent.parent


def source_documents() -> Path | None:
    """The folder of real documents: SOURCE_DOCUMENTS, else the sibling folder when it is there."""
    folder = Path(os.environ.get("SOURCE_DOCUMENTS", ROOT.parent / "shared" / "source-documents"))
    return folder if folder.is_dir() else None


def chromium() -> str | None:
    """The path of the browser: CHROMIUM, else Debian's chromium on the path."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, with the reason, what this machine cannot run; REQUIRE_CHROMIUM=1 lets it fail."""
    absent = {}
    if not chromium() and os.environ.get("REQUIRE_CHROMIUM") != "1":
        absent["browser"] = "Chromium is not installed"
    if not source_documents():
        absent["documents"] = "the source documents are not there (SOURCE_DOCUMENTS=<folder>)"
    for item in items:
        for marker, reason in absent.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


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
    from django.test import Client

    client = Client()
    client.force_login(editor)
    return client
