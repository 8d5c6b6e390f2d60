"""Plans what a page adds to a report that is there: texts are filled in, never overwritten."""

from copy import copy
from functools import cache

from publication.languages import column
from reports.models import Report, Section

from .kept import clear, kept_report
from .legacy_rows import ReportRow
from .matching import CitedNumbers
from .planned_citations import resolved_anew
from .plans import Fill, Plan


class KnownReport:
    """A report that is there already, beside the same report on the page."""

    def __init__(
        self, plan: Plan, numbers: CitedNumbers, report: Report, row: ReportRow, name: str
    ) -> None:
        self.plan, self.numbers = plan, numbers
        self.report, self.row, self.name = report, row, name
        sections = report.sections.all()
        self.section = next((s for s in sections if s.kind == Section.Kind.DONE), None)
        self.texts = {code for section in sections for code in section.languages()}
        self.takes_over = report.is_demonstration and not plan.demonstration

    def read(self, language: str) -> None:
        """Plan what the page adds; `language` is that of its text, empty for a stub."""
        report, row = self.report, self.row
        if report.is_demonstration != self.plan.demonstration and not self.takes_over:
            self.plan.unchanged += 1
            return
        fill = Fill(report, kept_report(report))
        if self.takes_over:
            self._take_over()
        is_changed = self._add_text(fill, language) | self._add_language()
        if report.edition == 1:
            fill.citations = resolved_anew(self.plan, self.numbers, report, row.line)
        if is_changed or self.takes_over or fill.citations:
            self.plan.fills.append(fill)
        else:
            self.plan.unchanged += 1

    def _take_over(self) -> None:
        """A demonstration report becomes the real one with the same key."""
        self.report.is_demonstration = False
        self.report.available_in, self.report.original_language = [], None
        if self.section is not None:
            clear(self.section, "text")
            self.section.settle()
            self.texts.clear()

    def _add_text(self, fill: Fill, language: str) -> bool:
        """File the page's text; one that is there in the same language stays, whatever it says."""
        report, row = self.report, self.row
        fill.sections = [self.section] if self.takes_over and self.section else []
        if not language:
            return False
        there = getattr(self.section, column("text", language)) if self.section else None
        if there == row.body:
            return False
        if there is not None or self._is_closed():
            code = "report_corrected" if self._is_closed() else "report_conflict"
            self.plan.note(row.line, code, self.name, language)
            return False
        fill.sections = [written(self.section, report, language, row.body)]
        report.original_language = report.original_language or language
        self.texts.add(language)
        return True

    def _add_language(self) -> bool:
        """Note the language a stub names, when no text in it is there and it was not named yet."""
        said = self.row.available_in
        if not said or said in self.texts or said in self.report.available_in or self._is_closed():
            return False
        self.report.available_in = [*self.report.available_in, said]
        return True

    def _is_closed(self) -> bool:
        return self.report.edition > 1 or self.report.state != Report.State.PUBLISHED


def written(section: Section | None, report: Report, language: str, text: str) -> Section:
    """The section, or a new one of the report, with the text in the language."""
    if section is None:
        section = copy(_blank_section())
        section.report = report
    section.write(language, text=text)
    return section


@cache
def _blank_section() -> Section:
    """Its copies are made many times faster than new records with all their language columns."""
    return Section(kind=Section.Kind.DONE, markup="plain")
