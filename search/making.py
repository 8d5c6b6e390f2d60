"""The rows of the index, made from the records as they stand: one maker for each kind."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain

from contributions.models import Contribution
from countries.models import Entity
from mandates.models import Document, Meeting, Paragraph, Theme
from publication.languages import LANGUAGES, column, columns
from reports.models import Attachment, Report

from .composing import Facets, Vocabulary, day, entry, ids, in_every
from .models import Entry, Kind
from .sources import (
    cited_documents,
    public_attachments,
    report_rows,
    report_texts,
    report_themes,
    report_traits,
    themes_of_paragraphs,
)

Maker = Callable[["Making", list[int]], Iterator[Entry]]


CALLED = {
    Kind.PARAGRAPH: (
        "paragraph mandate",
        "párrafo mandato",
        "paragraphe mandat",
        "parágrafo mandato",
    ),
    Kind.REPORT: ("report", "informe", "rapport", "relatório"),
    Kind.CONTRIBUTION: ("contribution", "contribución", "contribution", "contribuição"),
}


class Making:
    """Makes rows and remembers the words met and the names that many rows share."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self._known: dict[type, dict[int, list[str]]] = {}

    def rows(self, kind: Kind, records: Collection[int]) -> list[Entry]:
        """The entries that these records of the kind should have; those not public have none."""
        made = list(MAKERS[kind](self, sorted(records)))
        of_key: dict[int, int] = defaultdict(int)
        for one in made:
            of_key[one.key] += 1
        for one in made:
            one.alone = of_key[one.key] == 1
        return made

    # What many records share ------------------------------------------------------------------

    def entities(self, pks: Iterable[int]) -> dict[int, list[str]]:
        """Terms of the entities' names, in all languages; others may be there too."""
        return self._names(Entity, pks, "name", "official_name", "acronym")

    def themes(self, pks: Iterable[int]) -> dict[int, list[str]]:
        return self._names(Theme, pks, "name")

    def meetings(self, pks: Iterable[int]) -> dict[int, list[str]]:
        return self._names(Meeting, pks, "name", "short_name", "place")

    def documents(self, pks: Iterable[int]) -> dict[int, list[str]]:
        return self._names(Document, pks, "title", "short_title", plain=("symbol",))

    def _names(
        self, model: type, pks: Iterable[int], *fields: str, plain: tuple[str, ...] = ()
    ) -> dict[int, list[str]]:
        known = self._known.setdefault(model, {})
        unknown = set(pks) - known.keys() - {None}
        if unknown:
            columns_of = [name for one in fields for name in columns(one)]
            rows = model.objects.with_ids(list(unknown)).order_by()
            for row in rows.values("pk", *columns_of, *plain):
                own = in_every(self.vocabulary, row, *fields)
                signs = (term for name in plain for term in self.everywhere(row[name]))
                known[row["pk"]] = list(dict.fromkeys([*own, *signs]))
        return known

    def called(self, kind: Kind) -> list[str]:
        """What people call one of the kind, in each language: "Peru report 2012"."""
        words = zip(LANGUAGES, CALLED[kind], strict=True)
        return [term for code, said in words for term in self.vocabulary.terms(code, said)]

    def everywhere(self, text: str) -> list[str]:
        """Terms of what has no language, such as a symbol or a year, in each of the four."""
        return [term for code in LANGUAGES for term in self.vocabulary.terms(code, text)]


def entities(making: Making, records: list[int]) -> Iterator[Entry]:
    for one in Entity.objects.with_ids(records).select_related("parent"):
        facets = Facets(entity_id=one.pk)
        for code in one.languages():
            names = [
                *(getattr(one, column(name, code)) for name in ("name", "official_name")),
                *(getattr(one, name) for name in columns("acronym")),
            ]
            parent = getattr(one.parent, column("name", code)) if one.parent else None
            yield entry(
                Kind.ENTITY, one.pk, code, facets, names=[*names, *one.aliases],
                title=making.vocabulary.terms(code, *names),
                around=making.vocabulary.terms(code, parent, *one.aliases),
            )  # fmt: skip


def themes(making: Making, records: list[int]) -> Iterator[Entry]:
    for one in Theme.objects.with_ids(records):
        facets = Facets(themes=ids([one.pk]))
        for code in one.languages():
            name = getattr(one, column("name", code))
            yield entry(
                Kind.THEME, one.pk, code, facets, names=[name, *one.aliases],
                title=making.vocabulary.terms(code, name),
                around=making.vocabulary.terms(code, *one.aliases),
                body=making.vocabulary.terms(code, getattr(one, column("description", code))),
            )  # fmt: skip


def meetings(making: Making, records: list[int]) -> Iterator[Entry]:
    for one in Meeting.objects.with_ids(records).prefetch_related("themes"):
        on = [theme.pk for theme in one.themes.all()]
        facets = Facets(themes=ids(on), meetings=ids([one.pk]), day=day(one.starts_on))
        for code in one.languages():
            names = [getattr(one, column(name, code)) for name in ("name", "short_name")]
            place = getattr(one, column("place", code))
            yield entry(
                Kind.MEETING, one.pk, code, facets, names=names,
                title=making.vocabulary.terms(code, *names),
                body=making.vocabulary.terms(code, place, str(one.starts_on.year)),
            )  # fmt: skip


def documents(making: Making, records: list[int]) -> Iterator[Entry]:
    found = list(Document.objects.with_ids(records))
    adopted_at = making.meetings(one.meeting_id for one in found)
    for one in found:
        facets = Facets(meetings=ids([one.meeting_id]), documents=ids([one.pk]), day=day(one.date))
        around = [*adopted_at.get(one.meeting_id, []), *making.everywhere(str(one.date.year))]
        for code in one.languages():
            titles = [getattr(one, column(name, code)) for name in ("title", "short_title")]
            names = [*titles, one.symbol]
            yield entry(
                Kind.DOCUMENT, one.pk, code, facets, names=[*names, *one.aliases],
                title=making.vocabulary.terms(code, *names),
                around=[*around, *making.vocabulary.terms(code, *one.aliases)],
            )  # fmt: skip


def paragraphs(making: Making, records: list[int]) -> Iterator[Entry]:
    on = themes_of_paragraphs(records)
    found = list(Paragraph.objects.with_ids(records).select_related("document", "section"))
    theme_names = making.themes(chain.from_iterable(on.values()))
    adopted_at = making.meetings(one.document.meeting_id for one in found)
    titles = making.documents(one.document_id for one in found)
    for one in found:
        document = one.document
        facets = Facets(
            themes=ids(on[one.pk]), meetings=ids([document.meeting_id]),
            documents=ids([document.pk]), day=day(document.date),
        )  # fmt: skip
        around = [
            *making.called(Kind.PARAGRAPH),
            *chain.from_iterable(theme_names.get(theme, []) for theme in on[one.pk]),
            *adopted_at.get(document.meeting_id, []),
            *making.everywhere(str(document.date.year)),
        ]
        for code in one.languages():
            heading = getattr(one.section, column("title", code)) if one.section else None
            own = making.vocabulary.terms(code, one.label, heading)
            yield entry(
                Kind.PARAGRAPH, one.pk, code, facets, around=around,
                title=[*own, *titles[document.pk]],
                body=making.vocabulary.terms(code, getattr(one, column("text", code))),
            )  # fmt: skip


def reports(making: Making, records: list[int]) -> Iterator[Entry]:
    found = report_rows(Report.objects.with_ids(records))
    texts, on, cited = report_texts(found), report_themes(found), cited_documents(found)
    beside = report_traits(found)
    for pk, (entity, date, symbol) in found.items():
        facets = _facets(entity, date, on[pk], cited[pk], beside[pk])
        title = _title(making, entity, on[pk])
        around = [
            *making.called(Kind.REPORT),
            *making.everywhere(symbol),
            *making.everywhere(str(date.year)),
        ]
        for code, said in (texts[pk] or {"": []}).items():
            body = making.vocabulary.terms(code, *said) if code else []
            yield entry(
                Kind.REPORT, pk, code, facets, title=title, body=body, around=around,
                names=[symbol],
            )  # fmt: skip


def attachments(making: Making, records: list[int]) -> Iterator[Entry]:
    found = public_attachments(Attachment.objects.with_ids(records))
    beside = {row.report_id for row in found}
    rows = report_rows(Report.objects.with_ids(list(beside)))
    on, cited, said = report_themes(rows), cited_documents(rows), report_traits(rows)
    for one in found:
        entity, date, _symbol = rows[one.report_id]
        of = one.report_id
        facets = _facets(entity, date, on[of], cited[of], said[of])
        yield entry(
            Kind.ATTACHMENT, one.pk, one.language, facets,
            title=making.vocabulary.terms(one.language, one.title),
            around=[
                *making.vocabulary.terms(one.language, one.name),
                *_title(making, entity, on[of]),
            ],
        )  # fmt: skip


def contributions(making: Making, records: list[int]) -> Iterator[Entry]:
    """With the reply of the state concerned, each language with what it has of the two."""
    found = list(Contribution.objects.published().with_ids(records).with_places())
    names = making.entities(pk for one in found for pk in (one.entity_id, one.about_id))
    for one in found:
        cited, reply = list(one.paragraphs.all()), getattr(one, "reply", None)
        facets = Facets(
            entity_id=one.entity_id, day=day(one.published_at),
            themes=ids(link.theme_id for place in cited for link in place.theme_links.all()),
            meetings=ids(place.document.meeting_id for place in cited),
            documents=ids(place.document_id for place in cited),
        )  # fmt: skip
        around = [
            *making.called(Kind.CONTRIBUTION), *names.get(one.about_id, []),
            *making.everywhere(str(one.published_at.year)),
        ]  # fmt: skip
        for code in LANGUAGES:
            said = [
                getattr(one, column("text", code)),
                reply and getattr(reply, column("text", code)),
            ]
            title = getattr(one, column("title", code))
            if title or any(said):
                own = making.vocabulary.terms(code, title)
                yield entry(
                    Kind.CONTRIBUTION, one.pk, code, facets, around=around,
                    title=[*own, *names[one.entity_id]],
                    body=making.vocabulary.terms(code, *said),
                )  # fmt: skip


def _facets(entity: int, date: object, on: list[int], cited: list[tuple], said: int) -> Facets:
    return Facets(
        entity_id=entity, themes=ids(on), meetings=ids(meeting for _document, meeting in cited),
        documents=ids(document for document, _meeting in cited), day=day(date), traits=said,
    )  # fmt: skip


def _title(making: Making, entity: int, on: list[int]) -> list[str]:
    """What a report is called: whose it is, and on what."""
    themes_named = making.themes(on)
    return [
        *making.entities([entity])[entity],
        *chain.from_iterable(themes_named[theme] for theme in on),
    ]


MAKERS: dict[Kind, Maker] = {
    Kind.ENTITY: entities,
    Kind.THEME: themes,
    Kind.MEETING: meetings,
    Kind.DOCUMENT: documents,
    Kind.PARAGRAPH: paragraphs,
    Kind.REPORT: reports,
    Kind.ATTACHMENT: attachments,
    Kind.CONTRIBUTION: contributions,
}
