"""Databases with 100,000 or 1,000,000 generated reports, which the other benches share.

    python -m bench.many_reports --reports 100000 --on sqlite

makes the database unless it is there, brings it up to the newest migration and prints its address;
`--afresh` makes it anew. A bench calls `prepared` and only reads. SQLite files lie in var/bench/;
PostgreSQL databases on the server of TEST_DATABASE_URL are named after the checkout.

The reports follow the reference facts: every entity, some far more often than others; every theme;
citations of generated paragraphs of the reference documents, exact, ambiguous and unresolved; the
four languages, stubs, texts with a translation, reports with nothing to report, editions. Texts are
Zipf-like: each holds one of WORDS with its share. Search rows are not made: `rebuild_search` does.
"""

import argparse
import datetime
import os
import random
import sys
import zlib
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import psycopg2

from bench.running import ROOT, SERVER, python

ENGINES = ("sqlite", "postgresql")
WORDS = {"quinoa": 1 / 9000, "biodiversidad": 1 / 100, "cooperación": 1 / 5}
"""Planted words: rare, middling, common, with the share of the texts that hold them."""
POOL = 9_000  # different texts in each language
LANGUAGE_SHARES = {"es": 55, "en": 30, "pt-br": 10, "fr": 5}
PARAGRAPHS_PER_DOCUMENT = 40


def prepared(engine: str, reports: int, *, afresh: bool = False) -> str:
    """The address (DATABASE_URL) of a database with so many published reports."""
    address, there = made(engine, f"reports_{reports}", afresh=afresh)
    python(address, "manage.py", "migrate", "--skip-checks", "--verbosity", "0")
    if not there:
        python(address, "manage.py", "load_reference", "--skip-checks")
    python(address, "-m", "bench.many_reports", "--fill", str(reports))
    return address


def made(engine: str, name: str, *, afresh: bool) -> tuple[str, bool]:
    """The address of a database of this name, and whether it was there."""
    return (_sqlite if engine == "sqlite" else _postgresql)(name, afresh)


def _sqlite(name: str, afresh: bool) -> tuple[str, bool]:
    path = ROOT / "var" / "bench" / f"{name.replace('_', '-')}.sqlite3"
    path.parent.mkdir(parents=True, exist_ok=True)
    if afresh:
        for end in ("", "-wal", "-shm"):
            Path(f"{path}{end}").unlink(missing_ok=True)
    return f"sqlite:///{path}", path.exists()


def _postgresql(name: str, afresh: bool) -> tuple[str, bool]:
    name = f"bench_{zlib.crc32(str(ROOT).encode()):08x}_{name}"
    connection = psycopg2.connect(SERVER)
    connection.autocommit = True
    with connection.cursor() as cursor:
        if afresh:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        there = cursor.fetchone() is not None
        if not there:
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    connection.close()
    return f"{SERVER.rpartition('/')[0]}/{name}", there


# Filling, in the database of the process ------------------------------------------------------


def fill(reports: int) -> None:
    """Bring the published reports up to this number. Refuses a database with other reports."""
    from reports.models import Report

    there = Report.objects.published().count()
    if there >= reports:
        return
    if Report.objects.exists():
        raise SystemExit(f"There are {there} reports in the database: make it afresh.")
    add(reports)


def add(reports: int) -> None:
    """So many more reports, beside whatever there is."""
    from django.db import connection, transaction

    from bench.tables import settle
    from publication.changes import changed

    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA synchronous = OFF")
    with transaction.atomic():
        tables = Generator(reports).run()
        changed([])
    settle(tables)


class Generator:
    """Deterministic: the same reports whatever the engine."""

    def __init__(self, reports: int) -> None:
        self.reports = reports
        self.chance = random.Random(20)
        self.texts = {code: list(self._pool(code)) for code in LANGUAGE_SHARES}
        self.now = datetime.datetime(2026, 6, 1, 12, tzinfo=datetime.UTC).isoformat(sep=" ")

    def run(self) -> list:
        """Writes everything; returns the models written."""
        from bench.tables import Table, numbers_after
        from countries.models import Entity
        from mandates.models import Paragraph, ParagraphTheme, Theme
        from reports.models import Citation, Report, ReportTheme, Section

        candidates = Citation.candidates.through
        models = [Paragraph, ParagraphTheme, Report, ReportTheme, Section, Citation, candidates]
        self.table = {model: Table(model) for model in models}
        self.number = {model: numbers_after(model) for model in models}
        self.themes = list(Theme.objects.order_by("pk").values_list("pk", flat=True))
        entities = list(Entity.objects.order_by("pk").values_list("pk", flat=True))
        self.chance.shuffle(entities)
        self.paragraphs = self._paragraphs(Paragraph, ParagraphTheme)
        for model in (Paragraph, ParagraphTheme):
            self.table[model].flush()
        weights = list(accumulate(1 / (place + 2) for place in range(len(entities))))
        theme_weights = list(accumulate(1 / (place + 2) for place in range(len(self.themes))))
        published = 0
        while published < self.reports:
            entity = self.chance.choices(entities, cum_weights=weights)[0]
            themes = set(self.chance.choices(self.themes, cum_weights=theme_weights, k=2))
            if self.chance.random() < 0.6:
                themes = {max(themes)}
            published += 1
            corrected = published % 50 == 0 and published < self.reports
            first = self._edition(entity, themes, state="superseded" if corrected else "published")
            if corrected:
                self._edition(entity, themes, of=first)
        for model in models:  # in this order: what is pointed at comes first
            self.table[model].flush()
        return models

    def _pool(self, language: str) -> Iterator[tuple[str, str]]:
        """Texts and their HTML."""
        from publication.rendering import Markup, render
        from tests.imports.legacy_sentences import SENTENCES

        rare, middling, common = WORDS
        rendered = [(line, render(line, Markup.PLAIN)) for line in SENTENCES[language]]
        for n in range(POOL):
            lines = self.chance.choices(rendered, k=self.chance.randint(2, 7))
            words = [rare] * (n == 17) + [middling] * (n % 100 == 3) + [common] * (n % 5 == 1)
            last = f"{n:04} {' '.join(words)}".strip()
            lines.append((last, f"<p>{last}</p>"))
            texts, html = zip(*lines, strict=True)
            yield "\n\n".join(texts), "".join(html)

    def _paragraphs(self, paragraph_model: type, link_model: type) -> list[tuple[int, str, int]]:
        """Paragraphs of every reference document; rows of id, label, document."""
        from mandates.models import Document

        found = []
        for document in Document.objects.order_by("pk"):
            for n in range(1, PARAGRAPHS_PER_DOCUMENT + 1):
                pk = next(self.number[paragraph_model])
                self.table[paragraph_model].add(
                    id=pk, document_id=document.pk, label=str(n), slug=f"bench-{n}", position=n,
                    **self._texts("en", "es"), **{"changed_at": self.now},
                )  # fmt: skip
                for theme in self.chance.sample(self.themes, self.chance.choice([1, 1, 2])):
                    self.table[link_model].add(
                        id=next(self.number[link_model]),
                        paragraph_id=pk,
                        theme_id=theme,
                        position=n,
                    )
                found.append((pk, str(n), document.pk))
        return found

    def _texts(self, original: str, *others: str) -> dict[str, str]:
        """Columns of a record with a text in these languages."""
        values: dict[str, str] = {"original_language": original}
        for code in (original, *others):
            end = code.replace("-", "_")
            values[f"text_{end}"], values[f"html_{end}"] = self.chance.choice(self.texts[code])
            values[f"state_{end}"] = "original" if code == original else "official"
        return values

    def _edition(
        self, entity: int, themes: set[int], *, of: int | None = None, state: str = "published"
    ) -> int:
        """One edition with everything: the first of its report, or the second `of` that one."""
        from reports.models import Report

        pk = next(self.number[Report])
        chance = self.chance.random()
        language = None
        if chance > 0.08:  # else a stub, or nothing to report
            language = self.chance.choices(list(LANGUAGE_SHARES), list(LANGUAGE_SHARES.values()))[0]
        year = 1995 + int(31 * self.chance.random() ** 0.6)
        date = datetime.date(year, self.chance.randint(1, 12), self.chance.randint(1, 28))
        self.table[Report].add(
            id=pk, entity_id=entity, date=date.isoformat(), state=state, published_at=self.now,
            edition=1 if of is None else 2, lineage_id=of, original_language=language,
            nothing_to_report=chance < 0.03,
            available_in='["es"]' if language is None and chance >= 0.03 else "[]",
        )  # fmt: skip
        self._links(pk, themes)
        if language:
            self._sections(pk, language)
            self._citations(pk)
        return pk

    def _links(self, report: int, themes: set[int]) -> None:
        from reports.models import ReportTheme

        for theme in sorted(themes):
            self.table[ReportTheme].add(
                id=next(self.number[ReportTheme]), report_id=report, theme_id=theme, position=report
            )

    def _sections(self, report: int, language: str) -> None:
        from reports.models import Section

        others = ["en"] if language != "en" and self.chance.random() < 0.1 else []
        kinds = ["done"]
        kinds += [kind for kind in ("next", "financing") if self.chance.random() < 0.12]
        for position, kind in enumerate(kinds):
            self.table[Section].add(
                id=next(self.number[Section]), report_id=report, kind=kind, position=position,
                markup="plain", **self._texts(language, *others),
            )  # fmt: skip

    def _citations(self, report: int) -> None:
        from reports.models import Citation

        marks = ["", "", "", "under_way", "done", "ongoing", "not_started", "no_evidence"]
        cited = set(self.chance.choices(self.paragraphs, k=self.chance.choice([0, 1, 1, 2, 3])))
        for position, (paragraph, label, _document) in enumerate(sorted(cited)):
            pk, kind = next(self.number[Citation]), self.chance.random()
            state = "exact" if kind < 0.9 else "ambiguous" if kind < 0.97 else "unresolved"
            exact = state == "exact"
            self.table[Citation].add(
                id=pk, report_id=report, position=position, state=state,
                paragraph_id=paragraph if exact else None, typed="" if exact else label,
                mark=self.chance.choice(marks) if exact else "",
            )  # fmt: skip
            if state == "ambiguous":
                self._candidates(pk, label)

    def _candidates(self, citation: int, label: str) -> None:
        """The paragraphs of that number in two documents."""
        from reports.models import Citation

        through = Citation.candidates.through
        for paragraph in [pk for pk, own, _document in self.paragraphs if own == label][:2]:
            self.table[through].add(
                id=next(self.number[through]), citation_id=citation, paragraph_id=paragraph
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, help="how many")
    parser.add_argument("--on", choices=ENGINES, default="sqlite")
    parser.add_argument("--afresh", action="store_true")
    for name in ("--fill", "--add"):
        parser.add_argument(name, type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.fill or options.add:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "summits_portal.settings")
        import django
        from django.conf import settings

        django.setup()
        settings.DEBUG = False  # else each statement is kept
        fill(options.fill) if options.fill else add(options.add)
    elif options.reports:
        print(prepared(options.on, options.reports, afresh=options.afresh))
    else:  # `make bench` comes by
        print("Other benches make what they need; --reports says how many.", file=sys.stderr)


if __name__ == "__main__":
    main()
