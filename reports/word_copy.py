"""A report as a Word document, for whoever has to clear it before it is submitted.

The whole copy is in the language the report is written in.
"""

import io

import docx
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext, override
from docx.document import Document

from publication.dates import PartialDate, written
from publication.passages import passage

from .models import Citation, Report
from .report_titles import report_title
from .scope import lines_of
from .word_text import add_html, plain, set_facts, set_language

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def word_copy(report: Report, reader: str) -> tuple[bytes, str]:
    """The document and a name for it. A report without a language is told in the reader's."""
    language = report.original_language or reader
    with override(language):
        document = docx.Document()
        set_language(document, language)
        _opening(document, report, language)
        _mandates(document, report, language)
        _sections(document, report, language)
        name = f"{slugify(report_title(report, language))}-{timezone.localdate().isoformat()}.docx"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue(), name


def _opening(document: Document, report: Report, language: str) -> None:
    title = plain(report_title(report, language))
    author = str(passage(report.entity, "name", language))
    set_facts(document, title=title, author=author, moment=report.changed_at)
    document.add_heading(title, level=0)
    facts = [written(report.dated, language), str(report.get_state_display())]
    if report.cycle:
        facts.insert(0, plain(passage(report.cycle, "name", language)))
    document.add_paragraph(" · ".join(facts), style="Subtitle")
    if report.state not in Report.ONCE_PUBLIC:
        day = written(PartialDate(timezone.localdate()), language)
        said = gettext("Draft of %(day)s, revision %(revision)s. Not published.")
        mark = said % {"day": day, "revision": report.revision}
        document.sections[0].header.paragraphs[0].text = mark
        document.add_paragraph(mark).runs[0].bold = True


def _mandates(document: Document, report: Report, language: str) -> None:
    document.add_heading(gettext("The mandates"), level=1)
    cited = {row.paragraph_id: row for row in Citation.objects.certain_of(report)}
    if not cited:
        document.add_paragraph(gettext("No mandate was chosen."))
    for line in lines_of(list(cited), language):
        document.add_heading(plain(f"{line.source.title}, {line.label}"), level=2)
        add_html(document, line.html)
        citation = cited[line.id]
        mark = citation.get_mark_display() if citation.mark else gettext("no mark")
        said = gettext("Mark: %(mark)s") % {"mark": mark}
        evidence = f" · {citation.evidence_url}" if citation.evidence_url else ""
        document.add_paragraph(plain(said + evidence)).runs[0].bold = True


def _sections(document: Document, report: Report, language: str) -> None:
    document.add_heading(gettext("The report"), level=1)
    if report.nothing_to_report:
        document.add_paragraph(gettext("Nothing to report for this period."))
        document.add_paragraph(plain(report.no_report_reason))
    for section in report.sections.all():
        if found := passage(section, "html", language):
            document.add_heading(str(section.get_kind_display()), level=2)
            add_html(document, found.text)
