"""Columns of what was reported, of what stands beside reports, and of the coverage."""

from collections.abc import Iterable

from publication.languages import LANGUAGES, column, columns
from reports.models import Section

from .making import (
    AS_KNOWN,
    DEMONSTRATION,
    ENGLISH,
    ENTITY,
    ORIGINAL,
    URL,
    Column,
    own,
    placed,
    said,
    sheet,
    slug_of,
)


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
            yield said(column(kind, code), f"{label}, in {ENGLISH[code]}", language=code)


REPORTS = sheet(*placed(
    said("id", "Identifier: the number in the report's address", type="number"),
    said("url", URL.about),
    said("edition", "Edition, from 1 on; always the current one", type="number"),
    said("entity", "The entity that reports"),
    *(said(column("entity_name", code), f"Its name, in {ENGLISH[code]}") for code in LANGUAGES),
    said("date", f"Date of the report; {AS_KNOWN}", type="date"),
    said("themes", "Themes", type="list"),
    said("cycle", "Round of reporting"),
    said("symbol", "Symbol"),
    said("original_language", ORIGINAL.about),
    said("available_in", "Languages in which the source says that a text exists", type="list"),
    said("machine_translated", "Languages with a machine translation", type="list"),
    said("nothing_to_report", "True where the entity says so", type="boolean"),
    said("filed_by_secretariat", "True where filed on the entity's behalf", type="boolean"),
    said("cites", "Paragraphs cited for certain, as document/paragraph", type="list"),
    said("marks", "How far each cited paragraph is, where said: document/paragraph = not_started, "
         "under_way, done, ongoing or no_evidence", type="list"),
    said("evidence", "Links to evidence: document/paragraph = address", type="list"),
    said("ambiguous", "Numbers cited without a document: number = the paragraphs it may mean, "
         "separated by “ or ”", type="list"),
    said("unresolved", "Numbers cited that no document of the theme has", type="list"),
    *_sections(),
    said("published_on", "Day of publication of this edition", type="date"),
    said("is_demonstration", DEMONSTRATION.about, type="boolean"),
), fixed={
    "edition", "entity", *columns("entity_name"), "themes", "cycle", "original_language",
    "available_in", "nothing_to_report", "filed_by_secretariat", "ambiguous", "unresolved",
    "published_on",
})  # fmt: skip

_REPORT = Column(
    "report", lambda one: one.report and one.report.public_id,
    "Number of the report it stands beside", "number",
)  # fmt: skip
_IN = own("language", "Its language: en, es, fr, pt-br")

ATTACHMENTS = (
    Column("id", lambda one: str(one.token), "Identifier"), URL, _REPORT,
    Column("entity", lambda one: one.report.entity.slug, "The entity that reports"),
    own("title", "Title"), _IN, own("name", "Name of the file"),
    own("content_type", "Kind of file"), own("size", "Size in bytes", type="number"),
    own("sha256", "SHA-256 checksum"),
    own("is_demonstration", DEMONSTRATION.about, type="boolean", of="report.is_demonstration"),
)  # fmt: skip

RESOURCES = (
    own("id", "Identifier", type="number", of="pk"), ENTITY,
    slug_of("theme", "Theme, where it is beside one"), _REPORT, own("title", "Title"), _IN,
    own("address", "Where it is, if the source says so", of="url"), DEMONSTRATION,
)  # fmt: skip

COVERAGE = placed(
    said("id", "Identifier: entity/kind of thing/identifier of the thing"),
    said("entity", "The entity"),
    *(said(column("entity_name", code), f"Its name, in {ENGLISH[code]}") for code in LANGUAGES),
    said("entity_kind", "Its kind, as in the file of entities"),
    said("subregion", "north_america, central_america, caribbean or south_america"),
    said("about_kind", "What it may be asked about: theme, document or paragraph"),
    said("about", "Which one: the identifier of the theme, document or paragraph"),
    *(
        said(column("about_name", code), f"Name, title or number, in {ENGLISH[code]}")
        for code in LANGUAGES
    ),
    said("state", "reported, uncited (reported without citing it for certain), nothing (nothing "
         "to report), silent (asked, no report received) or unasked"),
    said("reports", "How many reports the state rests on", type="number"),
    said("perhaps", "How many of them do not say which document they cite, and may mean it",
         type="number"),
    said("url", "Page that says who was asked, when, and what was reported"),
    said("is_demonstration", "True where the entity, what it may be asked about or any of its "
         "reports on that or its theme is invented and only shows the portal", type="boolean"),
)  # fmt: skip
