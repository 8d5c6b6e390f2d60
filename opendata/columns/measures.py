"""Columns of how mandates are carried out and measured: actions, indicators, values."""

from .making import (
    DEMONSTRATION,
    ENTITY,
    ID,
    MACHINE,
    ORIGINAL,
    URL,
    Column,
    address_of,
    date,
    decimal,
    own,
    related,
    sheet,
    slug_of,
    texts,
)

ACTIONS = (
    own("id", "Identifier: the number in its address", type="number", of="pk"), URL,
    Column("paragraph", lambda one: address_of(one.paragraph), "Paragraph, as document/paragraph"),
    own("position", "Place among the actions for the paragraph", type="number"),
    related("entities", "Entities responsible", "entities"),
    slug_of("kept_by", "The entity that words it, where the document does not"),
    *texts("heading", "Heading"), *texts("text", "Action"), *texts("activity", "Activities"),
    *texts("schedule", "Schedule"), ORIGINAL, MACHINE,
    own("state", "ongoing, done, planned, pending or not_stated"),
    date("due", "Last day", "due"),
    Column("reports", lambda one: [str(report.public_id) for report in one.published],
           "Reports on it, by number", "list"),
    DEMONSTRATION,
)  # fmt: skip

INDICATORS = sheet(
    ID, URL, *texts("name", "Name"), *texts("definition", "Definition"),
    *texts("unit", "Unit"), *texts("source", "Source"), ORIGINAL, MACHINE,
    own("source_url", "Address of the source"),
    decimal("baseline", "Where it started"),
    own("baseline_year", "Year of the baseline", type="number"),
    decimal("target", "Where it should arrive"),
    own("target_year", "Year of the target", type="number"),
    own("by_sex", "True where it is measured by sex", type="boolean"),
    own("by_age", "True where it is measured by age group", type="boolean"),
    own("by_territory", "True where it is measured by territory", type="boolean"),
    Column("paragraphs", lambda one: [address_of(cited) for cited in one.paragraphs.all()],
           "Paragraphs, as document/paragraph", "list"),
    Column("goals", lambda one: [goal.code for goal in one.targets.all()],
           "Sustainable Development Goals and their targets, such as 10.7", "list"),
    DEMONSTRATION,
    own("decimals", "How many decimals are shown", type="number"),
)  # fmt: skip

INDICATOR_VALUES = sheet(
    own("id", "Identifier", type="number", of="pk"), slug_of("indicator", "The indicator"),
    ENTITY, own("year", "Year", type="number"),
    own("sex", "female, male, or empty for both"),
    own("age", "Age group, or empty for all"),
    own("territory", "Territory, or empty for the whole"),
    decimal("value", "Value"), own("evidence", "Link to evidence", of="evidence_url"),
    DEMONSTRATION,
)  # fmt: skip
