"""Finds the records that an outside text means, by the names they are known under."""

import re
from collections import defaultdict
from collections.abc import Iterable

from countries.models import Entity
from mandates.models import Document, Heading, Paragraph, Theme
from publication.dates import PartialDate
from publication.languages import columns, fold

from .legacy_rows import DocumentRow


class KnownEntities:
    """Entities by every folded name, official name, acronym and alias."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._by_name: dict[str, list[Entity]] = defaultdict(list)
        for entity in entities:
            self.add(entity)

    def add(self, entity: Entity) -> None:
        for name in entity.folded_names():
            self._by_name[name].append(entity)

    def find(self, name: str) -> list[Entity]:
        """Entities that `name` may mean: none is unknown, several are ambiguous."""
        return self._by_name.get(fold(name), [])


class KnownDocuments:
    """Documents by title and alias; a short name such as "Plan of Action" needs the month too."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents: list[tuple[Document, set[str]]] = []
        for document in documents:
            self.add(document)

    def add(self, document: Document) -> None:
        self._documents.append((document, document.folded_titles()))

    def find(self, row: DocumentRow) -> list[Document]:
        """Documents that the row's title may mean, by its whole line or by its name and month."""
        whole, name = fold(row.title), fold(row.name)
        by_line = [document for document, titles in self._documents if whole in titles]
        return by_line or [
            document
            for document, titles in self._documents
            if name in titles and row.date and document.date.isoformat()[:7] == row.date
        ]


class RunInHeadings:
    """Headings that stand at the start of a paragraph's text, as legacy pages print them."""

    def __init__(self, headings: Iterable[Heading], themes: Iterable[Theme]) -> None:
        self._known: list[tuple[str, Heading | Theme]] = []
        for heading in headings:
            names = [getattr(heading, name) for name in columns("title")] + list(heading.aliases)
            self._add(names, heading)
        for theme in themes:
            self._add(theme.folded_names(), theme)
        # The longest wins; a heading of the document wins over a theme of the same name.
        self._known.sort(key=lambda known: (-len(known[0]), isinstance(known[1], Theme)))

    def _add(self, names: Iterable[str | None], source: Heading | Theme) -> None:
        self._known += [(fold(name) + " ", source) for name in names if name]

    def find(self, text: str) -> Heading | Theme | None:
        """The heading or theme whose name opens `text`, if any.

        The sentence after it begins anew: "Migration To strengthen …" has a heading, "Migration
        flows must …" has none.
        """
        words = re.findall(r"\w+", text[:400])
        start = fold(text[:400]) + " "
        for name, source in self._known:
            after = words[len(name.split()) :]
            if start.startswith(name) and after and not after[0][0].islower():
                return source
        return None


CitedParagraphs = list[tuple[str, list[Paragraph]]]
"""Numbers that one report cites, each with the paragraphs it may mean."""


class CitedNumbers:
    """Paragraphs of one theme by their number.

    A number means the paragraphs of that label in documents adopted on or before the report's date,
    compared at the coarser precision of the two. Nothing is guessed among several.
    """

    def __init__(self) -> None:
        self._by_label: dict[str, list[tuple[Paragraph, PartialDate]]] = defaultdict(list)

    def add(self, paragraph: Paragraph, adopted: PartialDate) -> None:
        self._by_label[normal_label(paragraph.label)].append((paragraph, adopted))

    def find(self, number: str, reported: PartialDate) -> list[Paragraph]:
        known = self._by_label.get(normal_label(number), ())
        return [paragraph for paragraph, adopted in known if adopted.not_after(reported)]

    def cited(self, numbers: Iterable[str], reported: PartialDate) -> CitedParagraphs:
        """Each number once, as it is printed first, with the paragraphs it may mean."""
        once: dict[str, str] = {}
        for number in numbers:
            once.setdefault(normal_label(number), number)
        return [(number, self.find(number, reported)) for number in once.values()]


def normal_label(label: str) -> str:
    """A paragraph's number without differences of case and spacing."""
    return " ".join(label.lower().split())
