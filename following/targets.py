"""What is followed, read from an address and said in words.

The address of the form names it as the list of reports names its filters: `?theme=migration` is
the theme, `?theme=migration&kind=states` a filtered list; `?all=1` and `?newsletter=1` the rest.
"""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext, pgettext

from countries.models import Entity
from mandates.models import Document, Meeting, Paragraph, Theme
from publication.languages import colon, page_language
from publication.passages import passage
from reports.models import Report
from reports.paragraph_titles import paragraph_title
from reports.report_list_filter import ReportListFilter

from .models.follows import LONGEST_QUERY, RECORDS, Kind

MODELS: dict[str, type[Model]] = {
    Kind.THEME: Theme, Kind.ENTITY: Entity, Kind.MEETING: Meeting, Kind.DOCUMENT: Document,
    Kind.PARAGRAPH: Paragraph, Kind.CITED: Entity,
}  # fmt: skip
NOT_FOLLOWED = {"sort"}  # says in which order, not which reports


@dataclass(frozen=True)
class Asked:
    """What an address asks to follow. `target` is None where it names nothing that is there."""

    target: dict[str, Any] | None = None
    ignored: list[str] = field(default_factory=list)


def asked(query: QueryDict) -> Asked:
    """Read the address; parts that make no sense are left out and named."""
    if query.get("newsletter") == "1":
        return Asked(_target(Kind.NEWSLETTER))
    if query.get("all") == "1":
        return Asked(_target(Kind.ALL))
    found = ReportListFilter(query, queryset=Report.objects.none())
    chosen = {name: value for name, value in found.chosen.items() if name not in NOT_FOLLOWED}
    ignored = list(found.ignored)
    if list(chosen) == ["paragraph"]:
        record = Paragraph.objects.at_address(*chosen["paragraph"].split("/")).first()
        return Asked(record and _target(Kind.PARAGRAPH, record.pk), ignored)
    if len(chosen) == 1 and (name := next(iter(chosen))) in RECORDS:
        return Asked(_target(name, found.value(name).pk), ignored)
    written = urlencode(sorted(chosen.items()))
    if not chosen or len(written) > LONGEST_QUERY:
        return Asked(None, ignored)
    return Asked(_target(Kind.LIST, query=written), ignored)


def _target(kind: str, number: int = 0, query: str = "") -> dict[str, Any]:
    return {"kind": str(kind), "number": number, "query": query}


@dataclass(frozen=True)
class Said:
    """A target in words: its kind, what it is called and where its page is."""

    kind: str
    words: str
    url: str
    is_there: bool = True

    @property
    def whole(self) -> str:
        """As a line of a mail says it."""
        if not self.kind:
            return self.words
        return f"{self.kind}{colon(page_language())} {self.words}"


def said(target: dict[str, Any], language: str) -> Said:
    """The target in words; `language` is the active one, too."""
    return say_all([target], language)[0]


def say_all(targets: list[dict[str, Any]], language: str) -> list[Said]:
    """Each target in words, by one query for each kind of record; of each list by one for each
    record that its filters name.
    """
    records = {
        kind: _records(kind).in_bulk({t["number"] for t in targets if t["kind"] == kind})
        for kind in MODELS
        if any(t["kind"] == kind for t in targets)
    }
    return [_said(target, records, language) for target in targets]


def _records(kind: str) -> QuerySet:
    """With what their names are made of."""
    if kind == Kind.PARAGRAPH:
        return Paragraph.objects.with_place()
    return MODELS[kind].objects.all()


def _said(target: dict[str, Any], records: dict[str, dict], language: str) -> Said:
    kind, number = target["kind"], target["number"]
    if kind == Kind.ALL:
        return Said("", gettext("All reports"), reverse("reports:reports"))
    if kind == Kind.NEWSLETTER:
        return Said("", gettext("The monthly newsletter"), reverse("newsletters:issues"))
    if kind == Kind.LIST:
        query = target["query"]
        words = _list_in_words(query, language)
        return Said(str(Kind.LIST.label), words, f"{reverse('reports:reports')}?{query}")
    record = records[kind].get(number)
    if record is None:
        return Said(str(Kind(kind).label), gettext("no longer in the portal"), "", is_there=False)
    url = record.get_absolute_url()
    if kind == Kind.CITED:
        words = gettext("Citations of documents of the meetings in which %(entity)s took part")
        return Said("", words % {"entity": _name(record, "name", language)}, url)
    if kind == Kind.PARAGRAPH:
        return Said("", paragraph_title(record, language), url)
    named = "title" if kind == Kind.DOCUMENT else "name"
    label = record.get_kind_display() if kind in (Kind.MEETING, Kind.ENTITY) else None
    word = label[:1].upper() + label[1:] if label else str(Kind(kind).label)
    return Said(word, _name(record, named, language), url)


def _name(record: Model, name: str, language: str) -> str:
    return str(passage(record, name, language) or record)


def _list_in_words(query: str, language: str) -> str:
    """The filters of a list: "Theme: Migration · Year: 2016"."""
    found = ReportListFilter(QueryDict(query), queryset=Report.objects.none())
    text = gettext("%(filter)s: %(value)s")
    parts = [
        text % {"filter": found.filters[name].label, "value": _value(found, name, language)}
        for name in found.chosen
    ]
    nothing = pgettext("a list whose filters make no sense now", "Nothing any more")
    return " · ".join(parts) or nothing


def _value(found: ReportListFilter, name: str, language: str) -> str:
    value = found.value(name)
    if isinstance(value, Model):
        return _name(value, "title" if isinstance(value, Document) else "name", language)
    choices = dict(found.filters[name].extra.get("choices", ()))
    return str(choices.get(value, found.chosen[name]))
