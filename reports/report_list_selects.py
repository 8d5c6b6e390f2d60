"""What each filter of the list of reports offers, every value with how many reports have it."""

from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext, pgettext

from countries.models import Entity
from mandates.models import Document, Meeting, Paragraph, Theme
from publication.languages import LANGUAGES
from publication.passages import passage
from publication.templatetags.passages import language_word

from .document_names import places_of, title_with_place
from .facets import Facets, Found
from .figures import alphabetical
from .filters import Select
from .models import Report

Named = list[tuple[str, str]]


class Selects:
    """The filters in the order in which they are shown. `entities` stand in the reader's order."""

    def __init__(self, facets: Facets, entities: list[Entity], language: str) -> None:
        self.facets, self.chosen = facets, facets.chosen
        self.entities, self.language = entities, language
        linked = self.chosen.value("document")
        documents = Document.objects.citable(besides=[linked.pk] if linked else [])
        documents = documents.newest_first().read_in(language, "title", "short_title")
        self.documents = list(documents)

    def all(self) -> list[Select]:
        """One that is set by links alone is shown when it is set."""
        selects = [
            self._records("entity", self.entities, lambda found: found.by_entity),
            self._kinds(),
            self._subregions(),
            self._themes(),
            self._meetings(),
            self._document(),
            *self._paragraphs(),
            *self._years(),
            self._words("language", lambda found: found.by_language),
            self._words("readable", lambda found: found.by_readable),
            self._choices("mark", lambda found: found.by_mark),
            self._choices("funding", lambda found: {"yes": found.with_funding}),
        ]
        order = self.chosen.filters["sort"].extra["choices"]
        return [*selects, self.chosen.select("sort", gettext("Newest first"), order)]

    def _counted(
        self, name: str, named: Iterable[tuple[str, str]], counts: Iterable[int]
    ) -> Select:
        """A filter of these values and words, with as many counts."""
        more = self.facets.among(name).has_more
        options = [
            (value, words, count, more) for (value, words), count in zip(named, counts, strict=True)
        ]
        return self.chosen.select(name, pgettext("any value of a filter", "All"), options)

    def _records(self, name: str, records: list, by: Callable[[Found], Mapping]) -> Select:
        """Silent ones are offered too: "Belize (0)"."""
        counts = by(self.facets.among(name))
        named = [
            (one.slug, str(passage(one, "name", self.language) or one.slug)) for one in records
        ]
        return self._counted(name, named, [counts.get(one.pk, 0) for one in records])

    def _choices(self, name: str, by: Callable[[Found], Mapping]) -> Select:
        counts, choices = by(self.facets.among(name)), self.chosen.filters[name].extra["choices"]
        return self._counted(name, choices, [counts.get(value, 0) for value, _words in choices])

    def _words(self, name: str, by: Callable[[Found], Mapping]) -> Select:
        counts = by(self.facets.among(name))
        named = [(code, language_word(code)) for code in LANGUAGES]
        return self._counted(name, named, [counts.get(code, 0) for code in LANGUAGES])

    def _kinds(self) -> Select:
        """Of the kinds that "institutions" takes together those that there are."""
        counts = self.facets.among("kind").by_entity
        sums: dict[str, int] = {"states": 0, "institutions": 0}
        for entity in self.entities:
            group = "states" if entity.is_state else "institutions"
            for kind in {group, entity.kind}:
                sums[kind] = sums.get(kind, 0) + counts[entity.pk]
        offered = [kind for kind in self.chosen.filters["kind"].extra["choices"] if kind[0] in sums]
        return self._counted("kind", offered, [sums[value] for value, _words in offered])

    def _subregions(self) -> Select:
        counts, sums = self.facets.among("subregion").by_entity, dict.fromkeys(Entity.Subregion, 0)
        for entity in self.entities:
            if entity.subregion:
                sums[entity.subregion] += counts[entity.pk]
        return self._counted("subregion", Entity.Subregion.choices, sums.values())

    def _themes(self) -> Select:
        themes = Theme.objects.read_in(self.language, "name")
        return self._records(
            "theme", alphabetical(themes, "name", self.language), lambda found: found.by_theme
        )

    def _meetings(self) -> Select:
        """The Summits, and the meeting of another kind that a link may have set."""
        summits = Meeting.objects.summits().newest_first().read_in(self.language, "name")
        offered, linked = list(summits), self.chosen.value("meeting")
        if linked and not linked.is_summit:
            offered.append(linked)
        meetings = {document.pk: document.meeting_id for document in self.documents}
        return self._records("meeting", offered, lambda found: found.by_meeting(meetings))

    def _document(self) -> Select:
        """With where each was adopted: many are called a plan of action."""
        counts = self.facets.among("document").by_document
        places = places_of(self.documents, self.language)
        named = [
            (one.slug, title_with_place(one, places.get(one.meeting_id), self.language))
            for one in self.documents
        ]
        return self._counted("document", named, [counts[one.pk] for one in self.documents])

    def _paragraphs(self) -> list[Select]:
        """Those of the document that is chosen, or the one that a link has set."""
        document, set_to = self.chosen.value("document"), self.chosen.chosen.get("paragraph")
        if document is None:
            options = [(set_to, set_to.replace("/", " / "))] if set_to else []
            every = pgettext("any value of a filter", "All")
            return [self.chosen.select("paragraph", every, options)] if options else []
        rows = Paragraph.objects.of_document(document).values_list("pk", "slug", "label")
        counts = self.facets.among("paragraph").by_paragraph
        found = [(f"{document.slug}/{slug}", label, counts[pk]) for pk, slug, label in rows]
        if set_to and set_to not in [value for value, _label, _count in found]:
            found.append((set_to, set_to.replace("/", " / "), 0))
        return [self._counted("paragraph", [row[:2] for row in found], [row[2] for row in found])]

    def _years(self) -> list[Select]:
        """From and until; a single year is reached from other pages."""
        ends = Report.objects.published().first_and_last_year()
        years = range(ends[1], ends[0] - 1, -1) if ends else []
        options = [(str(year), str(year)) for year in years]
        every = pgettext("any value of a filter", "All")
        found = [self.chosen.select(name, every, options) for name in ("since", "until")]
        if year := self.chosen.chosen.get("year"):
            found.append(self.chosen.select("year", every, [(year, year)]))
        return found
