"""A report's content as plain data: what its history keeps of every step."""

from typing import Any

from .models import Report


def snapshot(report: Report) -> dict[str, Any]:
    """The report as it now stands; its texts by language, its citations in their order."""
    return {
        "edition": report.edition,
        "date": report.dated.isoformat(),
        "original_language": report.original_language,
        "available_in": report.available_in,
        "nothing_to_report": report.nothing_to_report,
        "reason": report.no_report_reason,
        "sections": [
            {"kind": s.kind, "position": s.position, "markup": s.markup, "texts": s.texts("text")}
            for s in report.sections.all()
        ],
        "citations": [
            {
                "typed": c.typed, "state": c.state, "paragraph": c.paragraph_id, "mark": c.mark,
                "evidence": c.evidence_url,
            }
            for c in report.citations.all()
        ],
    }  # fmt: skip
