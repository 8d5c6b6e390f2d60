"""The columns in which records leave the portal, the same in CSV, XLSX, JSON and bulk files.

Names, identifiers and codes are in English and stay as they are; a new column is added at the end
of its kind. Texts stand in one column per language that is empty where a text does not exist.
`id` is the record's identifier everywhere: the public number of a report, the address part of a
theme, entity, document, meeting and indicator, "document/paragraph" for a paragraph.

Values are plain: a text, a number, a truth value, None, or a list of texts. `opendata.cells` says
how each of them stands in a cell, `opendata.records` where the rows come from.
"""

from .contributions import CONTRIBUTIONS
from .making import Column, Value
from .mandates import DOCUMENTS, ENTITIES, MEETINGS, PARAGRAPHS, THEMES
from .measures import ACTIONS, INDICATOR_VALUES, INDICATORS
from .reports import ATTACHMENTS, COVERAGE, REPORTS, RESOURCES

__all__ = ["COLUMNS", "Column", "Value"]

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
