"""The filters of a search as they are offered, each value with what it would leave."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext, pgettext

from countries.models import Entity
from mandates.models import Document, Meeting, Paragraph, Theme
from publication.kept import kept
from publication.languages import LANGUAGES
from publication.passages import passage
from publication.templatetags.passages import language_word
from reports.figures import alphabetical
from reports.filters import Option, Select

from .counting import Counted, Limits
from .forms import SearchForm
from .models import Kind
from .sources import keys_about
from .traits import TRAITS


@dataclass(frozen=True)
class Names:
    """The records that filters name, in the reader's order."""

    entities: list[Entity]
    themes: list[Theme]
    meetings: list[Meeting]
    documents: list[Document]
    paragraphs: list[Paragraph]

    @classmethod
    def offered(cls, language: str) -> "Names":
        """Those of every search."""
        return cls(*kept(("names of filters", language), lambda: _offered(language)), [], [])

    @classmethod
    def read(cls, language: str, document: str, paragraph: str) -> "Names":
        """Of documents and paragraphs those at these addresses: there are too many to offer."""
        return replace(
            cls.offered(language),
            documents=list(Document.objects.at_address(document).read_in(language, "title"))
            if document
            else [],
            paragraphs=list(Paragraph.objects.at_address(*paragraph.split("/")))
            if paragraph
            else [],
        )

    @cached_property
    def entity_by_id(self) -> dict[int, Entity]:
        return {one.pk: one for one in self.entities}

    @cached_property
    def theme_by_id(self) -> dict[int, Theme]:
        return {one.pk: one for one in self.themes}


def _offered(language: str) -> tuple[list[Entity], list[Theme], list[Meeting]]:
    """All of them, for every search: to read them takes as long as to find a rare word."""
    return (
        alphabetical(Entity.objects.read_in(language, "name"), "name", language),
        alphabetical(Theme.objects.read_in(language, "name"), "name", language),
        list(Meeting.objects.newest_first().read_in(language, "name")),
    )


def limits(values: dict[str, Any], names: Names) -> tuple[Limits, list[str]]:
    """What the values limit a search to, and the names of those that no record has."""
    odd = []

    def record(name: str, records: Iterable) -> int:
        found = next((one.pk for one in records if one.slug == values[name]), 0)
        if values[name] and not found:
            odd.append(name)
        return found

    def those(name: str, fits: Callable[[Entity], bool]) -> frozenset[int] | None:
        if not values[name]:
            return None
        return frozenset(one.pk for one in names.entities if fits(one))

    entity = record("entity", names.entities)
    cited = next((one.pk for one in names.paragraphs), 0)
    if values["paragraph"] and not cited:
        odd.append("paragraph")
    found = Limits(
        kind=Kind.coded(values["kind"]) if values["kind"] else None,
        language=values["lang"],
        entity=frozenset([entity]) if entity else None,
        entity_kind=those("entity_kind", lambda one: one.kind == values["entity_kind"]),
        subregion=those("subregion", lambda one: one.subregion == values["subregion"]),
        theme=record("theme", names.themes),
        meeting=record("meeting", names.meetings),
        document=record("document", names.documents),
        keys=keys_about(cited) if cited else None,
        mark=values["mark"],
        funding=values["funding"],
        since=values["since"] or 0,
        until=values["until"] or 0,
    )
    for name in odd:
        values[name] = ""
    return found, odd


def selects(values: dict[str, Any], counted: Counted, names: Names, language: str) -> list[Select]:
    """One select for each filter; values that would leave nothing are not offered.

    Few records have marks or say how they are paid for: without any there is no such filter.
    """
    numbers = counted.facets
    kinds = _by_entity(numbers, "entity_kind", names.entities, lambda one: one.kind)
    places = _by_entity(numbers, "subregion", names.entities, lambda one: one.subregion)
    years = [(str(n), str(n)) for n in sorted(numbers["year"], reverse=True) if n]
    tongues = [(code, language_word(code), numbers["language"][code]) for code in LANGUAGES]

    def named(name: str, records: Iterable) -> Select:
        return _select(name, values, _counted(records, numbers[name], values[name], language))

    return [
        _select("lang", values, tongues),
        named("entity", names.entities),
        _select("entity_kind", values, _choices(Entity.Kind, kinds)),
        _select("subregion", values, _choices(Entity.Subregion, places)),
        named("theme", names.themes),
        named("meeting", names.meetings),
        *(
            _select(name, values, _choices(SearchForm.base_fields[name], numbers[name]))
            for name in TRAITS
            if numbers[name] or values[name]
        ),
        _select("since", values, years),
        _select("until", values, years),
        *_by_address(values, names, language),
        _select("sort", values, [("date", gettext("Newest first"))], gettext("Best first")),
    ]


def _select(name: str, values: dict[str, Any], options: Iterable[tuple], every: str = "") -> Select:
    value = str(values[name])
    offered = [Option(*row) for row in options if row[0] == value or len(row) < 3 or row[2]]
    if value and value not in {option.value for option in offered}:
        offered.append(Option(value, value))
    first = Option("", every or pgettext("any value of a filter", "All"))
    label = SearchForm.base_fields[name].label
    return Select(name, str(label), value, [first, *offered])


def _counted(records: Iterable, numbers: Counter, chosen: str, language: str) -> list[tuple]:
    """Those that have something, and the one that is chosen: others are not offered."""
    return [
        (one.slug, str(passage(one, "name", language) or one.slug), numbers[one.pk])
        for one in records
        if numbers[one.pk] or one.slug == chosen
    ]


def _choices(choices: Any, numbers: Counter) -> list[tuple]:
    return [(value, str(label), numbers[value]) for value, label in choices.choices]


def _by_entity(
    numbers: dict[str, Counter], name: str, entities: list[Entity], of: Callable[[Entity], str]
) -> Counter:
    """Numbers by what the entities are; where no entity is asked for, all filters count alike."""
    found: Counter = Counter()
    by_entity = numbers[name] if name in numbers else numbers["entity"]
    for one in entities:
        found[of(one)] += by_entity[one.pk]
    return found


def _by_address(values: dict[str, Any], names: Names, language: str) -> list[Select]:
    """Document and paragraph, where the address names one."""
    found = []
    if values["document"]:
        titles = [(one.slug, str(passage(one, "title", language))) for one in names.documents]
        found.append(_select("document", values, titles))
    if address := values["paragraph"]:
        found.append(_select("paragraph", values, [(address, address.replace("/", " / "))]))
    return found
