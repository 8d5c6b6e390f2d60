"""The locks say what pyproject.toml asks for, with hashes, and where nothing comes from."""

import re
import tomllib

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from requirements.lock import FOLDER, LOCKS, PROJECT, digest, digest_line

PIN = re.compile(
    r"(?P<name>[\w.-]+)(?:\[[\w,-]+\])?==(?P<version>[^\s;]+)"
    r"(?: ; (?P<marker>[^\\]+?))?(?: --hash=\S+)*"
)


def project() -> dict:
    return tomllib.loads(PROJECT.read_text())


def requirements_of(lock: str) -> list[Requirement]:
    """What pyproject.toml asks a lock to hold."""
    tables = project()
    lines = {
        "runtime.txt": [],
        "dev.txt": tables["dependency-groups"]["dev"],
        "pdf.txt": tables["project"]["optional-dependencies"]["pdf"],
        "redis.txt": tables["project"]["optional-dependencies"]["redis"],
    }[lock]
    return [Requirement(line) for line in tables["project"]["dependencies"] + lines]


def statements(lock: str) -> list[str]:
    """The logical lines of a lock, continuations joined, without comments."""
    joined = (FOLDER / lock).read_text().replace("\\\n", " ")
    lines = (" ".join(line.split()) for line in joined.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def pins(lock: str) -> dict[str, str]:
    """Name and version of each pin that holds on this Python."""
    found = {}
    for statement in statements(lock):
        pin = PIN.fullmatch(statement)
        assert pin, f"not a pinned requirement: {statement}"
        if not pin["marker"] or Marker(pin["marker"]).evaluate():
            found[canonicalize_name(pin["name"])] = pin["version"]
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_was_compiled_from_the_present_tables(lock):
    first = (FOLDER / lock).read_text().splitlines(keepends=True)[0]
    assert first == digest_line(project()), "pyproject.toml changed: run `make lock`"


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_holds_every_requirement_within_its_bounds(lock):
    pinned = pins(lock)
    astray = [
        f"{requirement} but {pinned.get(canonicalize_name(requirement.name))}"
        for requirement in requirements_of(lock)
        if not requirement.specifier.contains(pinned.get(canonicalize_name(requirement.name), "0"))
    ]
    assert astray == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes(lock):
    assert [line for line in statements(lock) if "--hash=sha256:" not in line] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_names_no_index_folder_or_address(lock):
    text = (FOLDER / lock).read_text()
    assert (
        re.findall(r"index-url|find-links|trusted-host|https?:|file:|\s@\s|(?<!\w)/\w+", text) == []
    )


def test_the_locks_agree_on_the_runtime():
    runtime = pins("runtime.txt").items()
    assert [lock for lock in LOCKS if not runtime <= pins(lock).items()] == []


def test_locks_that_the_image_installs_together_agree():
    redis, pdf = pins("redis.txt"), pins("pdf.txt")
    assert {name for name in redis.keys() & pdf.keys() if redis[name] != pdf[name]} == set()


def test_psycopg2_is_the_only_postgresql_driver():
    assert {
        lock: [name for name in pins(lock) if name.startswith("psycopg")] for lock in LOCKS
    } == {lock: ["psycopg2-binary"] for lock in LOCKS}


@pytest.mark.parametrize("table", ["dependencies", "optional-dependencies"])
def test_digest_changes_with_a_requirement(table):
    changed = project()
    if table == "dependencies":
        changed["project"][table].append("something>=1")
    else:
        changed["project"][table]["redis"] = ["redis>=9"]
    assert digest(changed) != digest(project())
