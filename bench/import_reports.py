"""P8: taking in a page with 20,000 reports, against plain bulk_create of the same rows and links.

    python -m bench.import_reports [--reports 20000] [--rounds 3]

Each side runs in a process of its own on a fresh copy of a database with the reference facts: first
on SQLite, then on PostgreSQL when one answers at TEST_DATABASE_URL, else on this machine. The
yardstick reads the rows that the import made, and its time begins when it has them: models built
from plain values, bulk_create table by table, one transaction. The ratio is of reports per second.
The real page is timed whole, with the start of the command.
"""

import argparse
import json
import os
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import psycopg2

from bench.measure import HEAD, Ratio, compare
from bench.running import ROOT, SERVER, python

DOCUMENTS = Path(os.environ.get("SOURCE_DOCUMENTS", ROOT.parent / "shared" / "source-documents"))
PARAGRAPHS = 60
Copy = Callable[[str], str]
"""Makes a database of that name as a copy of the template; gives its address."""


def write_page(path: Path, reports: int) -> None:
    """A page of the real one's proportions: bodies of some 1,500 letters, a fifth of them stubs."""
    from tests.imports.legacy_sentences import SENTENCES
    from tests.imports.written_pages import MANDATES, page

    chance = random.Random(8)
    names = [
        row["name"]["en"]
        for row in json.loads((ROOT / "fixtures/reference/entities.json").read_text())
    ]

    def body() -> str:
        if chance.random() < 0.2:
            return "es"
        sentences = SENTENCES[chance.choice(["en", "es", "es", "pt-br"])]
        lines = [" ".join(chance.choices(sentences, k=2)) for _ in range(chance.randint(4, 12))]
        return "\n".join(f"• {line}" if n % 3 else line for n, line in enumerate(lines))

    def row() -> tuple[str, str, str]:
        date = f"{chance.randint(2009, 2022)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        cited = chance.sample(range(1, PARAGRAPHS + 1), chance.choice([0, 0, 1, 1, 2]))
        return date, ", ".join(map(str, cited)) or "-", body()

    per_entity = [reports // len(names) + (n < reports % len(names)) for n in range(len(names))]
    numbered = [(str(n), f"{MANDATES['en']} ({n})") for n in range(1, PARAGRAPHS + 1)]
    data = page(
        documents=[
            ("Plan of Action - Mar del Plata, Argentina - November 2005", numbered),
            ("Declaration - Mar del Plata, Argentina - November 2005", numbered[:5]),
        ],
        entities=[
            (name, [row() for _ in range(n)]) for name, n in zip(names, per_entity, strict=True)
        ],
    )
    path.write_bytes(data)


# The two sides, each in its own process -------------------------------------------------------


def run_import(path: str) -> None:
    import resource

    from imports.sisca import Options, import_page

    started, worked = time.perf_counter(), time.process_time()
    plan = import_page(Path(path).read_bytes(), Options("migration"), file_name="page.txt")
    seconds, cpu = time.perf_counter() - started, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    tell(seconds=seconds, cpu=cpu, peak=peak, created=plan.created)


def run_bulk(imported: str) -> None:
    from django.db import connection, transaction

    from imports.models import Batch, Change, Origin
    from mandates.models import Paragraph, ParagraphTheme
    from reports.models import (
        Asked,
        Citation,
        Cycle,
        CycleDocument,
        Report,
        ReportTheme,
        Section,
        Transition,
    )  # fmt: skip

    models = [
        Cycle, Cycle.themes.through, Asked, CycleDocument, Paragraph, ParagraphTheme,
        Report, ReportTheme, Section, Citation, Citation.candidates.through, Transition,
        Batch, Origin, Change,
    ]  # fmt: skip
    fresh = connection.settings_dict["NAME"]
    use_database(imported)
    rows = [list(values(model)) for model in models]
    use_database(fresh)
    started, worked = time.perf_counter(), time.process_time()
    with transaction.atomic():
        for model, of_model in zip(models, rows, strict=True):
            model._base_manager.bulk_create([model(**row) for row in of_model])
    seconds, cpu = time.perf_counter() - started, time.process_time() - worked
    tell(seconds=seconds, cpu=cpu, rows=sum(map(len, rows)))


def values(model) -> Iterator[dict]:
    """Plain values of every column; the bare translated ones are nobody's."""
    names = [field.attname for field in model._meta.concrete_fields]
    if hasattr(model, "translated_fields"):
        names = [name for name in names if name not in model.translated_fields()]
    for row in model._base_manager.order_by("pk").values_list(*names):
        yield dict(zip(names, row, strict=True))


def use_database(name: str) -> None:
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = name


def tell(**figures: float) -> None:
    print(json.dumps(figures))


# Databases ------------------------------------------------------------------------------------


@contextmanager
def sqlite() -> Iterator[Copy]:
    with tempfile.TemporaryDirectory() as folder:

        def copy(name: str) -> str:
            if name != "template":
                shutil.copy(f"{folder}/template", f"{folder}/{name}")
            return f"sqlite:///{folder}/{name}"

        yield copy


@contextmanager
def postgresql() -> Iterator[Copy]:
    server, made = SERVER.rpartition("/")[0], []
    prefix = f"bench_{os.getpid()}"

    def do(statement: str) -> None:
        connection = psycopg2.connect(SERVER)
        connection.autocommit = True
        connection.cursor().execute(statement)
        connection.close()

    def copy(name: str) -> str:
        template = "template0" if name == "template" else f"{prefix}_template"
        do(f"DROP DATABASE IF EXISTS {prefix}_{name} WITH (FORCE)")
        do(f"CREATE DATABASE {prefix}_{name} TEMPLATE {template}")
        made.append(name)
        return f"{server}/{prefix}_{name}"

    try:
        yield copy
    finally:
        for name in dict.fromkeys(made):
            do(f"DROP DATABASE IF EXISTS {prefix}_{name} WITH (FORCE)")


def answers() -> bool:
    try:
        psycopg2.connect(SERVER, connect_timeout=5).close()
    except psycopg2.Error:
        return False
    return True


# Measuring ------------------------------------------------------------------------------------


def side(database: str, which: str, argument: str) -> dict:
    return json.loads(python(database, "-m", "bench.import_reports", "--side", which, argument))


def measure(name: str, copy: Copy, page: Path, reports: int, rounds: int) -> None:
    template = copy("template")
    python(template, "manage.py", "migrate", "--skip-checks", "--verbosity", "0")
    python(template, "manage.py", "load_reference", "--skip-checks")
    done: list[dict] = []
    bulk: list[dict] = []

    def ours() -> float:
        database = copy("imported")
        done.append({**side(database, "import", str(page)), "name": name_in(database)})
        return reports / done[-1]["seconds"]

    def yardstick() -> float:
        bulk.append(side(copy("bulk"), "bulk", done[-1]["name"]))
        return reports / bulk[-1]["seconds"]

    title = f"P8 {name}, {reports} reports"
    print(compare(title, ours, yardstick, rounds=rounds, unit="/s").row())
    cpu = [[reports / one["cpu"] for one in runs] for runs in (done, bulk)]
    ratios = tuple(a / b for a, b in zip(*cpu, strict=True))
    # Says more than the clock where other work is going on; PostgreSQL's own share is not in it.
    print(Ratio(f"{title}, by CPU", ratios, median(cpu[0]), median(cpu[1]), "/s").row())
    print(f"| P8 {name}, peak memory | | | {max(one['peak'] for one in done)} MB | |")
    real = DOCUMENTS / "000_8d5b63cea4f761ee.txt"
    if real.exists():
        command = ["manage.py", "import_sisca", str(real), "--theme", "migration"]
        database, started = copy("real"), time.perf_counter()
        python(database, *command)
        print(
            f"| {name}, the real page | | | {time.perf_counter() - started:.1f} s | |", flush=True
        )


def name_in(database: str) -> str:
    """The database's name as Django's settings have it."""
    scheme, _, rest = database.partition("://")
    return rest.removeprefix("/") if scheme == "sqlite" else rest.rpartition("/")[2]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--side", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "summits_portal.settings")
    if options.side:
        import django
        from django.conf import settings

        django.setup()
        settings.DEBUG = False  # else each statement is kept
        which, argument = options.side
        {"import": run_import, "bulk": run_bulk}[which](argument)
        return
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.txt"
        code = "import sys, bench.import_reports as b, pathlib, django; django.setup(); "
        code += "b.write_page(pathlib.Path(sys.argv[1]), int(sys.argv[2]))"
        python("sqlite://:memory:", "-c", code, str(page), str(options.reports))
        print(f"A page of {page.stat().st_size // 1024**2} MB\n{HEAD}", flush=True)
        with sqlite() as copy:
            measure("SQLite", copy, page, options.reports, options.rounds)
        if answers():
            with postgresql() as copy:
                measure("PostgreSQL", copy, page, options.reports, options.rounds)
        else:
            print("PostgreSQL: not measured, no server answers")


if __name__ == "__main__":
    main()
