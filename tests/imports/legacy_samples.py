"""Short legacy pages for the tests of the parser, and what it makes of them."""

from imports.legacy_page import Page, ReportRow, parse

DOCUMENTS = """Skip Navigation Links

  • Ministerials
  • Paragraphs Related to the Theme
    • • Declaration - Lima, Peru - April 2018
      • 1:
      To keep every promise.
"""
REPORT = "    • Date: \u00a012/20/2016\u00a0 \u00a0 Paragraphs: 1"


def page_with(*lines: str, documents: str = DOCUMENTS) -> Page:
    """The page whose first entity has `lines`, followed by a silent one."""
    return parse("\n".join([documents, "  • Terra Alta", *lines, "  • Costa Norte", ""]))


def reports_in(*lines: str) -> tuple[ReportRow, ...]:
    return page_with("    • Reports", *lines).entities[0].reports


def body_of(*lines: str) -> str:
    """The body of the only report, `lines` being what stands below its date."""
    (report,) = reports_in(REPORT, *lines)
    return report.body


def warnings_of(page: Page) -> list[tuple[str, str]]:
    return [(found.code, found.quote) for found in page.warnings]


def documents_in(*lines: str) -> Page:
    heading = "  • Ministerials\n  • Paragraphs Related to the Theme"
    return page_with(documents="\n".join([heading, *lines]))
