"""Compile pyproject.toml into hash-pinned requirements: `make lock` (UPGRADE=1 for newer versions).

Each lock starts with the digest of the tables it was compiled from, so that a test can say,
offline, when somebody changed pyproject.toml and did not lock again. A lock names no package
index: where packages come from is the business of whoever installs.
"""

import hashlib
import json
import subprocess
import sys
import tomllib
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
PROJECT = FOLDER.parent / "pyproject.toml"
# The lock of the runtime comes first: the others are held to its versions.
LOCKS = {
    "runtime.txt": [],
    "dev.txt": ["--group", "dev"],
    "pdf.txt": ["--extra", "pdf"],
    "redis.txt": ["--extra", "redis"],
}
OPTIONS = [
    "--quiet",
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-header",
    "--no-annotate",
    # pip looks `coverage[toml]` up apart from `coverage`, and would take the newest, without hash.
    "--no-strip-extras",
]


def dependency_tables(project: dict) -> dict:
    """The parts of pyproject.toml that decide a lock."""
    return {
        "requires-python": project["project"]["requires-python"],
        "dependencies": project["project"]["dependencies"],
        "optional-dependencies": project["project"]["optional-dependencies"],
        "dependency-groups": project["dependency-groups"],
    }


def digest(project: dict) -> str:
    """SHA-256 of the dependency tables, whatever the layout of the file."""
    tables = json.dumps(dependency_tables(project), sort_keys=True)
    return hashlib.sha256(tables.encode()).hexdigest()


def digest_line(project: dict) -> str:
    """The first line of a lock."""
    return f"# Compiled by `make lock`; digest of the tables in pyproject.toml: {digest(project)}\n"


def compile_lock(name: str, options: list[str]) -> None:
    """Write one lock; versions already locked stay unless `--upgrade` is among the options."""
    lock = FOLDER / name
    command = [sys.executable, "-m", "uv", "pip", "compile", str(PROJECT), f"--output-file={lock}"]
    if name != "runtime.txt":
        command.append(f"--constraint={FOLDER / 'runtime.txt'}")
    subprocess.run([*command, *OPTIONS, *options], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    header = digest_line(tomllib.loads(PROJECT.read_text()))
    lock.write_text(header + lock.read_text())


def main(arguments: list[str]) -> None:
    for name, options in LOCKS.items():
        compile_lock(name, [*options, *arguments])


if __name__ == "__main__":
    main(sys.argv[1:])
