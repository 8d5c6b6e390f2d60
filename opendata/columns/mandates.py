"""Columns of what was agreed: themes, entities, meetings, documents, paragraphs."""

from .making import (
    ALIASES,
    DEMONSTRATION,
    ID,
    MACHINE,
    ORIGINAL,
    URL,
    Column,
    date,
    own,
    related,
    sheet,
    texts,
)

THEMES = sheet(
    ID, URL, *texts("name", "Name"), *texts("description", "Description"), ORIGINAL, MACHINE,
    ALIASES, related("goals", "Sustainable Development Goals, by number", "goals"),
)  # fmt: skip

ENTITIES = sheet(
    ID, URL,
    own("kind", "state, institution, department, process, civil_society or "
        "human_rights_institution"),
    *texts("name", "Name"), *texts("official_name", "Official name"),
    *texts("acronym", "Acronym"), ORIGINAL, MACHINE, ALIASES,
    Column("parent", lambda entity: entity.parent and entity.parent.slug,
           "The entity that a department is part of"),
    own("iso_3166_1", "ISO 3166-1 code of a state"),
    own("subregion", "north_america, central_america, caribbean or south_america"),
    own("website", "Web site"),
    DEMONSTRATION,
)  # fmt: skip

MEETINGS = (
    ID, URL,
    own("kind", "summit, special_summit, ministerial, assembly or regional_conference"),
    own("ordinal", "The number in a series, such as 6 for the Sixth Summit", type="number"),
    *texts("name", "Name"), *texts("short_name", "Short name"), *texts("place", "Place"),
    ORIGINAL, MACHINE,
    Column("host", lambda meeting: meeting.host and meeting.host.slug, "The host, an entity"),
    date("starts_on", "First day", "starts"), date("ends_on", "Last day, where another", "ends"),
    related("themes", "Themes", "themes"),
    own("website", "Official page"),
)  # fmt: skip

DOCUMENTS = (
    ID, URL,
    Column("meeting", lambda document: document.meeting and document.meeting.slug,
           "The meeting that adopted it"),
    own("kind", "declaration, plan_of_action, mandates, commitment, programme, resolution, "
        "communique or statement"),
    *texts("title", "Title"), *texts("short_title", "Short title"),
    *texts("source", "Address of the official text"), ORIGINAL, MACHINE,
    own("symbol", "Symbol"),
    date("date", "Day of adoption", "adopted"),
    own("numbering", "continuous, or per_section where numbers restart"),
    ALIASES, DEMONSTRATION,
)  # fmt: skip

PARAGRAPHS = sheet(
    Column("id", lambda paragraph: f"{paragraph.document.slug}/{paragraph.slug}", "Identifier"),
    URL,
    Column("document", lambda paragraph: paragraph.document.slug, "The document it stands in"),
    own("number", "Number as printed", of="label"),
    Column("section", lambda paragraph: paragraph.section and paragraph.section.slug,
           "The heading it stands under"),
    own("position", "Place in the document", type="number"),
    *texts("text", "Text"), ORIGINAL, MACHINE,
    own("nature", "operative or informative"),
    own("life_cycle", "active, implemented, superseded or retired"),
    Column("life_cycle_date",
           lambda one: one.life_cycle_date and one.life_cycle_date.isoformat(),
           "The day since which it is not active", "date"),
    *texts("life_cycle_reason", "Why it is not active"),
    related("themes", "Themes", "themes"),
    related("addressees", "Entities it is addressed to", "addressees"),
    own("affected_groups", "Groups affected", type="list"),
    related("goals", "Sustainable Development Goals, by number", "goals"),
    DEMONSTRATION,
    fixed={"document"},
)  # fmt: skip
