"""Loads the reference facts of fixtures/reference: who, which meetings, documents and themes.

A record that is there is left alone, since staff may have corrected it, unless `update` is asked
for. One that was given another address is found there, and one that was merged into another does
not come back. Loading twice changes nothing.
"""

import json
from collections import Counter
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.redirects.models import Redirect
from django.db import models, transaction
from django.utils.translation import override

from countries.models import Entity
from mandates.models import Document, Goal, Heading, Meeting, Participation, Theme
from pages.models import Page
from publication.changes import changed
from publication.dates import PartialDate
from publication.languages import LANGUAGES
from publication.redirects import redirects_below
from publication.translated import Translated

FOLDER = settings.BASE_DIR / "fixtures" / "reference"


def load_reference(folder: Path = FOLDER, *, update: bool = False) -> dict[str, int]:
    """Load all reference files; returns how many records were created, updated, left alone."""
    loader = _Loader(folder, update)
    with transaction.atomic():
        for load in (
            loader.goals, loader.themes, loader.entities, loader.meetings, loader.documents,
            loader.pages, loader.redirects,
        ):  # fmt: skip
            load()
        if loader.touched:
            changed(loader.touched)
    return {name: loader.counts[name] for name in ("created", "updated", "unchanged")}


class _Loader:
    def __init__(self, folder: Path, update: bool) -> None:
        self.folder, self.update = folder, update
        self.counts: Counter = Counter()
        self.touched: list[models.Model] = []
        self.known: dict[tuple[type[models.Model], str | None], Any] = {}  # by kind and `slug`

    def _rows(self, name: str) -> list[dict[str, Any]]:
        return json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))

    def _store(
        self,
        model: type[Translated],
        key: dict[str, Any],
        values: dict[str, Any],
        texts: dict[str, dict[str, str]],
    ) -> tuple[Any, bool]:
        """The record of `key` and whether it was written. `texts`: field -> language -> text."""
        record, is_another = model.objects.filter(**key).first(), False
        if record is None and key.keys() == {"slug"}:
            record = _led_to(model(**key, **values))
            is_another = record is not None and not record.history.filter(**key).exists()
        if record is not None and (is_another or not self.update):
            self.counts["unchanged"] += 1
            return record, False
        self.counts["created" if record is None else "updated"] += 1
        record = record or model(**key)
        for name, value in values.items():
            setattr(record, name, value)
        for language in LANGUAGES:
            words = {f: by_language.get(language, "") for f, by_language in texts.items()}
            if words[model.PRIMARY]:
                record.write(language, **words)
        record.save()
        self.touched.append(record)
        return record, True

    def goals(self) -> None:
        for row in self._rows("goals"):
            self._store(Goal, {"number": row["number"]}, {}, {"title": row["title"]})

    def themes(self) -> None:
        for row in self._rows("themes"):
            theme, written = self._store(
                Theme,
                {"slug": row["slug"]},
                {"aliases": row["aliases"]},
                {"name": row["name"], "description": row["description"]},
            )
            self.known[Theme, row["slug"]] = theme
            if written:
                theme.goals.set(row["goals"])

    def entities(self) -> None:
        coded = Entity.objects.exclude(iso_3166_1=None)
        slugs = dict(coded.values_list("iso_3166_1", "slug"))
        for row in self._rows("entities"):
            self.known[Entity, row["slug"]], _written = self._store(
                Entity,
                {"slug": slugs.get(row["iso_3166_1"], row["slug"])},
                {
                    "kind": row["kind"],
                    "aliases": row["aliases"],
                    "iso_3166_1": row["iso_3166_1"],
                    "subregion": row["subregion"] or "",
                    "website": row["website"] or "",
                },
                {name: row[name] for name in ("name", "official_name", "acronym")},
            )

    def meetings(self) -> None:
        for row in self._rows("meetings"):
            starts = PartialDate.parse(row["starts_on"])
            ends = PartialDate.parse(row["ends_on"]) if row.get("ends_on") else None
            meeting, written = self._store(
                Meeting,
                {"slug": row["slug"]},
                {
                    "kind": row["kind"],
                    "ordinal": row["ordinal"],
                    "host": self.known.get((Entity, row["host"])),
                    "starts_on": starts.date,
                    "ends_on": ends.date if ends else None,
                    "date_precision": starts.precision,
                },
                {name: row[name] for name in ("name", "short_name", "place")},
            )
            self.known[Meeting, row["slug"]] = meeting
            if written:
                meeting.themes.set(self.known[Theme, slug] for slug in row["themes"])
                self._participants(meeting, row["participants"])

    @cached_property
    def _states(self) -> set[Entity]:
        return set(Entity.objects.states().filter(is_demonstration=False))

    def _participants(self, meeting: Meeting, who: dict[str, Any]) -> None:
        chosen: dict[str, Callable[[], set[Entity]]] = {
            "all": lambda: self._states,
            "all_but": lambda: self._states - self._named(who["except"]),
            "list": lambda: self._named(who["only"]),
        }
        meeting.participations.all().delete()
        Participation.objects.bulk_create(
            Participation(meeting=meeting, entity=entity)
            for entity in sorted(chosen[who["states"]](), key=lambda entity: entity.slug)
        )

    def _named(self, slugs: list[str]) -> set[Entity]:
        return {self.known[Entity, slug] for slug in slugs}

    def documents(self) -> None:
        for row in self._rows("documents"):
            adopted = PartialDate.parse(row["date"])
            document, written = self._store(
                Document,
                {"slug": row["slug"]},
                {
                    "kind": row["kind"],
                    "meeting": self.known.get((Meeting, row["meeting"])),
                    "symbol": row["symbol"] or "",
                    "date": adopted.date,
                    "date_precision": adopted.precision,
                    "numbering": row["numbering"],
                    "aliases": row["legacy_titles"],
                },
                {name: row[name] for name in ("title", "short_title", "source")},
            )
            if written:
                self._headings(document, row["headings"])

    def _headings(self, document: Document, rows: list[dict[str, Any]]) -> None:
        for position, row in enumerate(rows):
            self._store(
                Heading,
                {"document": document, "slug": row["slug"]},
                {"position": position, "aliases": row["aliases"]},
                {"title": row["title"]},
            )

    def pages(self) -> None:
        for row in self._rows("pages"):
            self._store(
                Page, {"slug": row["slug"]}, {}, {"title": row["title"], "body": row["body"]}
            )

    def redirects(self) -> None:
        """Old addresses of the legacy site. They lead on in the reader's language.

        One that was a text in a certain language (`language`) leads on in that language.
        """
        for row in self._rows("redirects"):
            target = _path(self.known[Theme, row["theme"]]) if row["theme"] else "/themes/"
            if row.get("language"):
                target = f"/{row['language']}{target}"
            redirect, created = Redirect.objects.get_or_create(
                site_id=settings.SITE_ID,
                old_path=row["old_path"],
                defaults={"new_path": target},
            )
            differs = self.update and redirect.new_path != target
            if differs:
                redirect.new_path = target
                redirect.save()
            self.counts["created" if created else "updated" if differs else "unchanged"] += 1


def _led_to(record: Translated) -> Any:
    """The record to which readers of this one's address are led, if they are."""
    path = _path(record)
    slug = redirects_below(path).get(path, "").strip("/").rpartition("/")[2]
    return type(record).objects.filter(slug=slug).first()


def _path(record: Translated) -> str:
    """Its address without the language."""
    with override("en"):
        return record.get_absolute_url().removeprefix("/en")
