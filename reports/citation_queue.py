"""Ambiguous numbers of published reports, grouped: one entity, one number, the same candidates.

A group is decided as a whole. Two numbers of one report never come to mean the same paragraph:
a group in which that would happen stays open, and the page names the report.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from countries.models import Entity
from mandates.models import Document, Paragraph
from publication.keys import is_key
from publication.languages import digest

from .models import Citation, Report


@dataclass(slots=True, eq=False)
class Group:
    """`reports` are those whose number waits, by the citation's id."""

    entity: Entity
    typed: str
    candidates: list[Paragraph]
    reports: dict[int, Report] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Names the group, and changes whenever what it holds does."""
        ids = [self.entity.pk, *(paragraph.pk for paragraph in self.candidates), *self.reports]
        return digest(self.typed, *map(str, ids))

    def candidate(self, pk: int) -> Paragraph | None:
        return next((paragraph for paragraph in self.candidates if paragraph.pk == pk), None)

    def of_document(self, document: int) -> Paragraph | None:
        """The one candidate in the document with this id; None when there is none, or several."""
        found = [one for one in self.candidates if one.document_id == document]
        return found[0] if len(found) == 1 else None


def groups(citations: Iterable[Citation]) -> list[Group]:
    """The groups of ambiguous citations, by entity and number; loaded `with_candidates`."""
    found: dict[tuple, Group] = {}
    for citation in citations:
        report = citation.report
        candidates = sorted(citation.candidates.all(), key=lambda one: (one.document.date, one.pk))
        place = (report.entity_id, citation.typed, *(one.pk for one in candidates))
        group = found.setdefault(place, Group(report.entity, citation.typed, candidates))
        group.reports[citation.pk] = report
    return list(found.values())


def waiting() -> list[Group]:
    """All groups that wait for a decision, in three queries and two for the documents' names."""
    return groups(Citation.objects.waiting())


def documents(found: Sequence[Group]) -> list[Document]:
    """The documents that candidates of the groups stand in, oldest first."""
    known = {one.document_id: one.document for group in found for one in group.candidates}
    return sorted(known.values(), key=lambda document: (document.date, document.pk))


@dataclass(frozen=True, slots=True)
class Choice:
    """A group, and the paragraph that its number is to mean."""

    group: Group
    paragraph: Paragraph

    @property
    def token(self) -> str:
        """The choice as a form carries it."""
        return f"{self.group.key}:{self.paragraph.pk}"


@dataclass(frozen=True, slots=True)
class Doubled:
    """A choice that cannot be carried out: the report cites the paragraph already."""

    choice: Choice
    report: Report


def obstacles(choices: Sequence[Choice]) -> list[Doubled]:
    """Choices that would give a report the same paragraph twice; of two such, the second."""
    reports = {report.pk for choice in choices for report in choice.group.reports.values()}
    taken: dict[int, set[int]] = defaultdict(set)
    for report, paragraph in Citation.objects.with_reports(reports).cited_paragraphs():
        taken[report].add(paragraph)
    found = []
    for choice in choices:
        pk, theirs = choice.paragraph.pk, list(choice.group.reports.values())
        doubled = [r for n, r in enumerate(theirs) if pk in taken[r.pk] or r in theirs[:n]]
        if doubled:
            found.append(Doubled(choice, doubled[0]))
        else:
            for report in theirs:
                taken[report.pk].add(pk)
    return found


def chosen(found: Sequence[Group], tokens: Iterable[str]) -> tuple[list[Choice], int]:
    """The choices that the tokens name, and how many name nothing (any more)."""
    by_key = {group.key: group for group in found}
    choices, unknown = {}, 0
    for token in tokens:
        key, _colon, pk = token.partition(":")
        group = by_key.get(key)
        paragraph = group.candidate(int(pk)) if group and is_key(pk) else None
        if group is None or paragraph is None:
            unknown += 1
        else:
            choices[key] = Choice(group, paragraph)
    return list(choices.values()), unknown
