"""Start is refused, in one sentence, when the environment is not fit to go live."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
KEY = "k3y-Jq8Zx2Vw9Tn4Rb7Ym1Ls6Pd5Hc0Gf-of-sixty-characters-or-more!"
PRODUCTION = {
    "DEBUG": "false",
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "portal.example.org",
    "BASE_ADDRESS": "https://portal.example.org",
    "DATABASE_URL": "sqlite://:memory:",
}


def start(*command: str, **changes: str) -> subprocess.CompletedProcess:
    """`manage.py` in a production environment with `changes`; an empty one is left out."""
    environment = {name: value for name, value in (PRODUCTION | changes).items() if value}
    kept = {"PATH": os.environ["PATH"], "PORTAL_IGNORE_DOTENV": "1"}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT, env=kept | environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing: "),
        ({"SECRET_KEY": "sample-key-for-local-use-only"}, "SECRET_KEY is a sample or too weak: "),
        (
            {"SECRET_KEY": f"sample-key-for-local-use-only{KEY}"},
            "SECRET_KEY is a sample or too weak: ",
        ),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is a sample or too weak: "),
        ({"SECRET_KEY": "ab" * 40}, "SECRET_KEY is a sample or too weak: "),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is missing: "),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS holds a wildcard: "),
        ({"ALLOWED_HOSTS": "portal.example.org,.example.org"}, "ALLOWED_HOSTS holds a wildcard: "),
        ({"BASE_ADDRESS": ""}, "BASE_ADDRESS is not an https address: "),
        ({"BASE_ADDRESS": "http://portal.example.org"}, "BASE_ADDRESS is not an https address: "),
        ({"BASE_ADDRESS": "portal.example.org"}, "BASE_ADDRESS is not an https address: "),
    ],
)
def test_start_is_refused(changes: dict, sentence: str) -> None:
    refused = start("check", **changes)
    assert refused.returncode != 0
    last = refused.stderr.strip().splitlines()[-1]
    assert sentence in last
    assert last.endswith(".")


def test_production_environment_passes_the_deployment_check() -> None:
    checked = start("check", "--deploy", "--fail-level", "WARNING")
    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout


def test_production_stays_with_this_host_over_https() -> None:
    changed = start("diffsettings").stdout.splitlines()
    for line in (
        "SESSION_COOKIE_NAME = '__Host-session'",
        "SESSION_COOKIE_SECURE = True",
        "CSRF_COOKIE_NAME = '__Host-csrf'",
        "CSRF_COOKIE_SECURE = True",
        "CSRF_COOKIE_HTTPONLY = True",
        "SECURE_SSL_REDIRECT = True",
        "SECURE_HSTS_SECONDS = 31536000",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS = True",
    ):
        assert line in changed
    assert "PAGE_CACHE = True  ###" in changed


def test_debug_needs_no_environment() -> None:
    started = start("check", DEBUG="true", SECRET_KEY="", ALLOWED_HOSTS="", BASE_ADDRESS="")
    assert started.returncode == 0, started.stderr
