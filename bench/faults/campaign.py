"""Running one kind of fault many times on each database, and printing what was counted."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from . import databases, portal

MUST_BE_ZERO = ("lost", "half applied", "twice", "wrong")
Campaign = Callable[[Path, int], Counter]
"""Given a folder of its own and the number of runs, breaks things and counts."""


def main(module: str, campaign: Campaign, *, runs: int) -> None:
    """Run the campaign of the module on both databases, each in a process of its own.

    Ends with status 1 when a count that must be 0 is not, or a database could not be had with
    REQUIRE_POSTGRES=1.
    """
    parser = argparse.ArgumentParser(description=sys.modules["__main__"].__doc__)
    parser.add_argument("--runs", type=int, default=runs)
    parser.add_argument("--database", choices=databases.KINDS, action="append")
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.folder:
        sys.exit(_count(campaign, options))
    failed = [
        kind for kind in options.database or databases.KINDS if _on(kind, module, options.runs)
    ]
    sys.exit(1 if failed else 0)


def _on(kind: str, module: str, runs: int) -> int:
    """Prepare a database of the kind and let the campaign run on it; the status it ended with."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        try:
            with databases.made(kind, folder) as given:
                env = portal.environment(folder, given)
                portal.manage("migrate", "--verbosity", "0", env=env)
                command = [sys.executable, "-m", module, "--database", kind, "--runs", str(runs)]
                return subprocess.run(
                    [*command, "--folder", name], cwd=portal.ROOT, env=env, check=False
                ).returncode
        except LookupError as refusal:
            print(f"{kind}: not run: {refusal}", flush=True)
            return int(os.environ.get("REQUIRE_POSTGRES") == "1")


def _count(campaign: Campaign, options: argparse.Namespace) -> int:
    start = time.monotonic()
    counts = campaign(options.folder, options.runs)
    seconds = time.monotonic() - start
    zeros = {name: counts.pop(name, 0) for name in MUST_BE_ZERO}
    said = ", ".join(
        f"{name} {number}" for name, number in [*sorted(counts.items()), *zeros.items()]
    )
    print(f"{options.database[0]}, {options.runs} runs, {seconds:.0f} s: {said}", flush=True)
    return int(any(zeros.values()))
