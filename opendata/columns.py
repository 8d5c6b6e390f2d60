"""The columns in which records leave the portal, the same in CSV, XLSX, JSON and bulk files.

Names, identifiers and codes are in English and stay as they are; a new column is added at the end
of its kind. Texts stand in one column per language that is empty where a text does not exist.
`id` is the record's identifier everywhere: the public number of a report, the address part of a
theme, entity, document, meeting and indicator, "document/paragraph" for a paragraph.

Values are plain: a text, a number, a truth value, None, or a list of texts. `opendata.cells` says
how each of them stands in a cell, `opendata.records` where the rows come from.
"""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from operator import attrgetter, itemgetter
from typing import Any

from django.utils import timezone

from publication.languages import LANGUAGES, TextState, column, columns
from reports.models import Section

Value = str | int | Decimal | bool | list[str] | None


@dataclass(frozen=True, slots=True)
class Column:
    """`read` gives the value of a record as `opendata.records` loads it.

    `is_editable`: it may be changed in a file of the list that is brought back as a sheet.
    """

    name: str
    read: Callable[[Any], Value]
    about: str
    type: str = "text"  # text, number, boolean, date, list
    language: str = ""
    is_editable: bool = False


def _own(name: str, about: str, *, type: str = "text", of: str = "") -> Column:
    """What an attribute of the record holds; `of` where it is called otherwise there."""
    return Column(name, attrgetter(of or name), about, type)


def _texts(field: str, about: str) -> list[Column]:
    """A translated field: a column for each language."""
    return [
        Column(
            column(field, code), attrgetter(column(field, code)), f"{about}, in {_ENGLISH[code]}",
            language=code,
        )
        for code in LANGUAGES
    ]  # fmt: skip


_AS_KNOWN = "as far as it is known: 2015-04-10, 2015-04 or 2015"


def _date(name: str, about: str, attribute: str) -> Column:
    """A date as far as it is known: 2015-04-10, 2015-04 or 2015."""

    def read(record: Any) -> Value:
        when = getattr(record, attribute)
        return when and when.isoformat()

    return Column(name, read, f"{about}; {_AS_KNOWN}", "date")


def _related(name: str, about: str, relation: str) -> Column:
    """The identifiers of related records, in their order."""

    def read(record: Any) -> Value:
        return [
            str(getattr(one, "slug", None) or one.pk) for one in getattr(record, relation).all()
        ]

    return Column(name, read, about, "list")


def _machine(record: Any) -> Value:
    return [code for code in LANGUAGES if record.state_in(code) == TextState.MACHINE]


_ENGLISH = {"en": "English", "es": "Spanish", "fr": "French", "pt-br": "Portuguese"}
_ID = _own("id", "Identifier", of="slug")
_URL = Column("url", lambda record: record.url, "Address for good; asks for the reader's language")
_ORIGINAL = _own("original_language", "Language in which the texts were written: en, es, fr, pt-br")
_MACHINE = Column(
    "machine_translated", _machine, "Languages whose text is a machine translation", "list"
)
_DEMONSTRATION = _own(
    "is_demonstration", "True for invented records that only show the portal", type="boolean"
)
_ALIASES = _own("aliases", "Other names under which the record is known", type="list")


def _sheet(*every: Column, fixed: Container[str] = ()) -> tuple[Column, ...]:
    """Columns of a kind that comes back as a sheet; those in `fixed` are not changed by one."""
    always = {"id", "url", "machine_translated", "is_demonstration"}
    return tuple(
        replace(one, is_editable=one.name not in always and one.name not in fixed) for one in every
    )


THEMES = _sheet(
    _ID, _URL, *_texts("name", "Name"), *_texts("description", "Description"), _ORIGINAL, _MACHINE,
    _ALIASES, _related("goals", "Sustainable Development Goals, by number", "goals"),
)  # fmt: skip

ENTITIES = _sheet(
    _ID, _URL,
    _own("kind", "state, institution, department, process, civil_society or "
         "human_rights_institution"),
    *_texts("name", "Name"), *_texts("official_name", "Official name"),
    *_texts("acronym", "Acronym"), _ORIGINAL, _MACHINE, _ALIASES,
    Column("parent", lambda entity: entity.parent and entity.parent.slug,
           "The entity that a department is part of"),
    _own("iso_3166_1", "ISO 3166-1 code of a state"),
    _own("subregion", "north_america, central_america, caribbean or south_america"),
    _own("website", "Web site"),
    _DEMONSTRATION,
)  # fmt: skip

MEETINGS = (
    _ID, _URL,
    _own("kind", "summit, special_summit, ministerial, assembly or regional_conference"),
    _own("ordinal", "The number in a series, such as 6 for the Sixth Summit", type="number"),
    *_texts("name", "Name"), *_texts("short_name", "Short name"), *_texts("place", "Place"),
    _ORIGINAL, _MACHINE,
    Column("host", lambda meeting: meeting.host and meeting.host.slug, "The host, an entity"),
    _date("starts_on", "First day", "starts"), _date("ends_on", "Last day, where another", "ends"),
    _related("themes", "Themes", "themes"),
    _own("website", "Official page"),
)  # fmt: skip

DOCUMENTS = (
    _ID, _URL,
    Column("meeting", lambda document: document.meeting and document.meeting.slug,
           "The meeting that adopted it"),
    _own("kind", "declaration, plan_of_action, mandates, commitment, programme, resolution, "
         "communique or statement"),
    *_texts("title", "Title"), *_texts("short_title", "Short title"),
    *_texts("source", "Address of the official text"), _ORIGINAL, _MACHINE,
    _own("symbol", "Symbol"),
    _date("date", "Day of adoption", "adopted"),
    _own("numbering", "continuous, or per_section where numbers restart"),
    _ALIASES, _DEMONSTRATION,
)  # fmt: skip

PARAGRAPHS = _sheet(
    Column("id", lambda paragraph: f"{paragraph.document.slug}/{paragraph.slug}", "Identifier"),
    _URL,
    Column("document", lambda paragraph: paragraph.document.slug, "The document it stands in"),
    _own("number", "Number as printed", of="label"),
    Column("section", lambda paragraph: paragraph.section and paragraph.section.slug,
           "The heading it stands under"),
    _own("position", "Place in the document", type="number"),
    *_texts("text", "Text"), _ORIGINAL, _MACHINE,
    _own("nature", "operative or informative"),
    _own("life_cycle", "active, implemented, superseded or retired"),
    Column("life_cycle_date",
           lambda one: one.life_cycle_date and one.life_cycle_date.isoformat(),
           "The day since which it is not active", "date"),
    *_texts("life_cycle_reason", "Why it is not active"),
    _related("themes", "Themes", "themes"),
    _related("addressees", "Entities it is addressed to", "addressees"),
    _own("affected_groups", "Groups affected", type="list"),
    _related("goals", "Sustainable Development Goals, by number", "goals"),
    _DEMONSTRATION,
    fixed={"document"},
)  # fmt: skip


def _said(name: str, about: str, *, type: str = "text", language: str = "") -> Column:
    """A column of rows that are made in the order of the columns, as those of reports are."""
    return Column(name, _unplaced, about, type, language)


def _unplaced(row: Any) -> Value:
    raise NotImplementedError


def _placed(*said: Column) -> tuple[Column, ...]:
    return tuple(replace(one, read=itemgetter(place)) for place, one in enumerate(said))


def _sections() -> Iterable[Column]:
    """Texts as written, in plain text or Markdown; several of a kind are parted by a blank line."""
    labels = {
        "done": "What was done", "planned": "What was planned", "next": "Next steps",
        "obstacles": "Obstacles", "beneficiaries": "Beneficiaries", "partners": "Partners",
        "financing": "Financing",
    }  # fmt: skip
    for kind in Section.Kind.values:
        for code in LANGUAGES:
            label = labels.get(kind, kind.capitalize())
            yield _said(column(kind, code), f"{label}, in {_ENGLISH[code]}", language=code)


REPORTS = _sheet(*_placed(
    _said("id", "Identifier: the number in the report's address", type="number"),
    _said("url", _URL.about),
    _said("edition", "Edition, from 1 on; always the current one", type="number"),
    _said("entity", "The entity that reports"),
    *(
        _said(column("entity_name", code), f"Its name, in {_ENGLISH[code]}") for code in LANGUAGES
    ),
    _said("date", f"Date of the report; {_AS_KNOWN}", type="date"),
    _said("themes", "Themes", type="list"),
    _said("cycle", "Round of reporting"),
    _said("symbol", "Symbol"),
    _said("original_language", _ORIGINAL.about),
    _said("available_in", "Languages in which the source says that a text exists", type="list"),
    _said("machine_translated", "Languages with a machine translation", type="list"),
    _said("nothing_to_report", "True where the entity says so", type="boolean"),
    _said("filed_by_secretariat", "True where filed on the entity's behalf", type="boolean"),
    _said("cites", "Paragraphs cited for certain, as document/paragraph", type="list"),
    _said("marks", "How far each cited paragraph is, where said: document/paragraph = not_started, "
         "under_way, done, ongoing or no_evidence", type="list"),
    _said("evidence", "Links to evidence: document/paragraph = address", type="list"),
    _said("ambiguous", "Numbers cited without a document: number = the paragraphs it may mean, "
         "parted by “ or ”", type="list"),
    _said("unresolved", "Numbers cited that no document of the theme has", type="list"),
    *_sections(),
    _said("published_on", "Day of publication of this edition", type="date"),
    _said("is_demonstration", _DEMONSTRATION.about, type="boolean"),
), fixed={
    "edition", "entity", *columns("entity_name"), "themes", "cycle", "original_language",
    "available_in", "nothing_to_report", "filed_by_secretariat", "ambiguous", "unresolved",
    "published_on",
})  # fmt: skip


def in_digits(number: Decimal) -> str:
    """A number with as many decimals as it has: "12.5"."""
    return f"{number.normalize():f}"


def _decimal(name: str, about: str) -> Column:
    """A number without the zeros that the database adds, which `str` gives in digits alone."""

    def read(record: Any) -> Value:
        value = getattr(record, name)
        return None if value is None else Decimal(in_digits(value))

    return Column(name, read, about, "number")


def _slug_of(name: str, about: str) -> Column:
    return Column(name, lambda one: (found := getattr(one, name)) and found.slug, about)


def _address_of(paragraph: Any) -> str:
    return f"{paragraph.document.slug}/{paragraph.slug}"


_REPORT = Column(
    "report", lambda one: one.report and one.report.public_id,
    "Number of the report it stands beside", "number",
)  # fmt: skip
_ENTITY = _slug_of("entity", "The entity")
_IN = _own("language", "Its language: en, es, fr, pt-br")

ATTACHMENTS = (
    Column("id", lambda one: str(one.token), "Identifier"), _URL, _REPORT,
    Column("entity", lambda one: one.report.entity.slug, "The entity that reports"),
    _own("title", "Title"), _IN, _own("name", "Name of the file"),
    _own("content_type", "Kind of file"), _own("size", "Size in bytes", type="number"),
    _own("sha256", "SHA-256 checksum"),
    _own("is_demonstration", _DEMONSTRATION.about, type="boolean", of="report.is_demonstration"),
)  # fmt: skip

RESOURCES = (
    _own("id", "Identifier", type="number", of="pk"), _ENTITY,
    _slug_of("theme", "Theme, where it is beside one"), _REPORT, _own("title", "Title"), _IN,
    _own("address", "Where it is, if the source says so", of="url"), _DEMONSTRATION,
)  # fmt: skip

ACTIONS = (
    _own("id", "Identifier: the number in its address", type="number", of="pk"), _URL,
    Column("paragraph", lambda one: _address_of(one.paragraph), "Paragraph, as document/paragraph"),
    _own("position", "Place among the actions for the paragraph", type="number"),
    _related("entities", "Entities responsible", "entities"),
    _slug_of("kept_by", "The entity that words it, where the document does not"),
    *_texts("heading", "Heading"), *_texts("text", "Action"), *_texts("activity", "Activities"),
    *_texts("schedule", "Schedule"), _ORIGINAL, _MACHINE,
    _own("state", "ongoing, done, planned, pending or not_stated"),
    _date("due", "Last day", "due"),
    Column("reports", lambda one: [str(report.public_id) for report in one.published],
           "Reports on it, by number", "list"),
    _DEMONSTRATION,
)  # fmt: skip

INDICATORS = _sheet(
    _ID, _URL, *_texts("name", "Name"), *_texts("definition", "Definition"),
    *_texts("unit", "Unit"), *_texts("source", "Source"), _ORIGINAL, _MACHINE,
    _own("source_url", "Address of the source"),
    _decimal("baseline", "Where it started"),
    _own("baseline_year", "Year of the baseline", type="number"),
    _decimal("target", "Where it should arrive"),
    _own("target_year", "Year of the target", type="number"),
    _own("by_sex", "True where it is measured by sex", type="boolean"),
    _own("by_age", "True where it is measured by age group", type="boolean"),
    _own("by_territory", "True where it is measured by territory", type="boolean"),
    Column("paragraphs", lambda one: [_address_of(cited) for cited in one.paragraphs.all()],
           "Paragraphs, as document/paragraph", "list"),
    Column("goals", lambda one: [goal.code for goal in one.targets.all()],
           "Sustainable Development Goals and their targets, such as 10.7", "list"),
    _DEMONSTRATION,
    _own("decimals", "How many decimals are shown", type="number"),
)  # fmt: skip

INDICATOR_VALUES = _sheet(
    _own("id", "Identifier", type="number", of="pk"), _slug_of("indicator", "The indicator"),
    _ENTITY, _own("year", "Year", type="number"),
    _own("sex", "female, male, or empty for both"),
    _own("age", "Age group, or empty for all"),
    _own("territory", "Territory, or empty for the whole"),
    _decimal("value", "Value"), _own("evidence", "Link to evidence", of="evidence_url"),
    _DEMONSTRATION,
)  # fmt: skip


def _reply(name: str, about: str, read: Callable[[Any], Value], *, type: str = "text") -> Column:
    """What the reply to a contribution says, where there is one."""

    def read_reply(contribution: Any) -> Value:
        reply = getattr(contribution, "reply", None)
        return reply and read(reply)

    return Column(name, read_reply, about, type)


def _day(name: str) -> Callable[[Any], Value]:
    return lambda record: timezone.localdate(getattr(record, name)).isoformat()


CONTRIBUTIONS = (
    _own("id", "Identifier: the number in its address. No official report: a contribution of an "
         "invited organization, counted in no figure", type="number", of="pk"),
    _URL, Column("entity", lambda one: one.entity.slug, "Its author, an entity"),
    Column("entity_kind", lambda one: one.entity.kind,
           "Kind of the author: civil_society or human_rights_institution"),
    _slug_of("about", "The state it concerns, which may reply"),
    *_texts("title", "Title"), *_texts("text", "Text, in Markdown"), _ORIGINAL, _MACHINE,
    Column("paragraphs", lambda one: [_address_of(cited) for cited in one.paragraphs.all()],
           "Paragraphs it speaks of, as document/paragraph", "list"),
    _own("source", "Link given by the author", of="source_url"),
    Column("submitted_on", _day("submitted_at"), "Day on which it was handed in", "date"),
    Column("published_on", _day("published_at"), "Day of publication", "date"),
    *(
        _reply(column("reply", code), f"The state's reply, in {_ENGLISH[code]}",
               attrgetter(column("text", code)))
        for code in LANGUAGES
    ),
    _reply("reply_language", "Language in which the reply was written",
           attrgetter("original_language")),
    _reply("reply_edition", "Edition of the reply, from 1 on", attrgetter("edition"),
           type="number"),
    _reply("reply_on", "Day of this edition of the reply", _day("published_at"), type="date"),
    _DEMONSTRATION,
)  # fmt: skip

COVERAGE = _placed(
    _said("id", "Identifier: entity/kind of thing/identifier of the thing"),
    _said("entity", "The entity"),
    *(_said(column("entity_name", code), f"Its name, in {_ENGLISH[code]}") for code in LANGUAGES),
    _said("entity_kind", "Its kind, as in the file of entities"),
    _said("subregion", "north_america, central_america, caribbean or south_america"),
    _said("about_kind", "What it may be asked about: theme, document or paragraph"),
    _said("about", "Which one: the identifier of the theme, document or paragraph"),
    *(
        _said(column("about_name", code), f"Name, title or number, in {_ENGLISH[code]}")
        for code in LANGUAGES
    ),
    _said("state", "reported, uncited (reported without citing it for certain), nothing (nothing "
          "to report), silent (asked, no report received) or unasked"),
    _said("reports", "How many reports the state rests on", type="number"),
    _said("perhaps", "How many of them do not say which document they cite, and may mean it",
          type="number"),
    _said("url", "Page that says who was asked, when, and what was reported"),
    _said("is_demonstration", _DEMONSTRATION.about, type="boolean"),
)  # fmt: skip

COLUMNS: dict[str, tuple[Column, ...]] = {
    "reports": REPORTS,
    "themes": THEMES,
    "entities": ENTITIES,
    "paragraphs": PARAGRAPHS,
    "documents": DOCUMENTS,
    "meetings": MEETINGS,
    "attachments": ATTACHMENTS,
    "resources": RESOURCES,
    "actions": ACTIONS,
    "indicators": INDICATORS,
    "indicator_values": INDICATOR_VALUES,
    "contributions": CONTRIBUTIONS,
    "coverage": COVERAGE,
}
