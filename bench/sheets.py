"""What odd and giant spreadsheets cost where files are brought in, and what is answered.

    python -m bench.sheets [--only WORDS] [--ways sheet matrix]

Each file is made in a temporary folder and sent to a process of its own: to the page where sheets
of themes are brought in, and to `import_matrix --dry-run`. Memory is how far the peak rises above
what the process had before. Ratios are of seconds to those of the largest sheet that is taken, in
the same run: a file that is refused should cost less. Goals: no fault, rise ≤ 300 MB. Ends with 1
when one is missed.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.many_reports import made
from bench.measure import memory
from bench.running import ROOT, python
from bench.sheet_files import COLUMNS, FILES, PLAN, WORD_FILES

MOST = 300  # megabytes above what the process had
EDITOR = "bench@example.org"
LONGEST = 120  # seconds until a file is given up
WAYS = {"sheet": (COLUMNS, FILES), "matrix": (PLAN, FILES | WORD_FILES)}
HEAD = (
    "| way | file | size | answer | memory rise | seconds | of the largest |\n" + "|---" * 7 + "|"
)


# In the process of its own --------------------------------------------------------------------


def run(way: str, path: Path) -> None:
    import django
    from django.conf import settings

    django.setup()
    settings.ALLOWED_HOSTS = ["*"]
    answer = {"sheet": _sheet, "matrix": _matrix}[way](path)
    before, started = memory("VmRSS"), time.perf_counter()
    said = answer()
    seconds, rise = time.perf_counter() - started, memory("VmHWM") - before
    print(json.dumps({"answer": said, "rise": rise, "seconds": seconds}))


def _sheet(path: Path):
    """Posts the file and looks at the preview it leads to."""
    from accounts.models import User
    from imports.models import Batch
    from imports.sheets import planning, writing  # noqa: F401  loaded before memory is looked at
    from tests.factories import make_person
    from tests.people import signed_in

    Batch.objects.all().delete()
    editor = User.objects.filter(email=EDITOR).first()
    editor = editor or make_person(role="editor", email=EDITOR)
    desk = signed_in(editor, raise_request_exception=False)
    desk.get("/en/secretariat/sheets/themes/in/")

    def send() -> str:
        with path.open("rb") as file:
            data = {"file": file, "create_missing": "on"}
            answer = desk.post("/en/secretariat/sheets/themes/in/", data)
        if answer.status_code == 302:
            answer = desk.get(answer["Location"])
            counts = Batch.objects.newest_first()[0].summary
            said = ", ".join(f"{n} {name}" for name, n in counts.items() if n)
        else:
            said = " ".join(re.findall(r'<a href="#id_file">(.*?)</a>', answer.text))
        return f"{answer.status_code}: {said}"

    return send


def _matrix(path: Path):
    from django.core.management import CommandError, call_command

    from imports.management.commands import import_matrix  # noqa: F401

    def send() -> str:
        options = {"layout": "plan-of-action", "language": "en", "year": 2010}
        try:
            with open(os.devnull, "w") as out:
                call_command("import_matrix", path, dry_run=True, json=True, stdout=out, **options)
        except CommandError as refusal:
            return f"refused: {refusal}"
        return "taken"

    return send


# In the process that counts -------------------------------------------------------------------


def prepared() -> str:
    address, there = made("sqlite", "sheets", afresh=False)
    python(address, "manage.py", "migrate", "--skip-checks", "--verbosity", "0")
    if not there:
        python(address, "manage.py", "load_reference", "--skip-checks")
        python(address, "manage.py", "createcachetable")
    return address


def side(address: str, way: str, path: Path) -> dict:
    environment = {**os.environ, "DATABASE_URL": address, "DEBUG": "true", "LOG_LEVEL": "CRITICAL"}
    command = [sys.executable, "-m", "bench.sheets", "--side", way, "--file", str(path)]
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, timeout=LONGEST, capture_output=True, text=True
        )
    except subprocess.TimeoutExpired:
        return {"answer": "fault: not within the time", "rise": float("nan"), "seconds": LONGEST}
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"ended with {done.returncode}"]
        return {"answer": f"fault: {said[-1]}", "rise": float("nan"), "seconds": float("nan")}
    return json.loads(done.stdout.splitlines()[-1])


def measure(way: str, folder: Path, address: str, only: str) -> bool:
    """Print a line for each file; whether all goals were met."""
    names, files = WAYS[way]
    largest, well = 0.0, True
    for number, (title, (ending, make)) in enumerate(files.items()):
        if number and only not in title:
            continue
        path = folder / f"file.{ending}"
        make(path, names)
        found, size = side(address, way, path), path.stat().st_size / 1024**2
        path.unlink()
        largest = largest or found["seconds"]
        answer, rise, seconds = (found[name] for name in ("answer", "rise", "seconds"))
        well &= rise <= MOST and not answer.startswith(("5", "fault"))
        print(
            f"| {way} | {title} | {size:.1f} MB | {answer[:110]} | {rise:.0f} MB "
            f"| {seconds:.1f} | {seconds / largest:.2f} |",
            flush=True,
        )
    return well


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="files whose title has these words")
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    parser.add_argument("--side", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "summits_portal.settings")
    if options.side:
        run(options.side, options.file)
        return
    address = prepared()
    print(HEAD, flush=True)
    with tempfile.TemporaryDirectory() as folder:
        well = [measure(way, Path(folder), address, options.only) for way in options.ways]
    sys.exit(not all(well))


if __name__ == "__main__":
    main()
