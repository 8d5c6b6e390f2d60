"""Writes short legacy pages from what a test is about, in any page language."""

import datetime
from collections.abc import Sequence
from typing import Any

from imports.legacy_rows import Page
from imports.plans import Plan
from imports.sisca import Options, import_page
from tests.imports.legacy_sentences import LABELS, LANGUAGE_NAMES

LIMA = "Lima Commitment - Lima, Peru - April 2018"
# Long enough that the language is plain.
TEXTS = {
    "en": "The ministry opened four new offices where families can ask for advice.",
    "es": "El ministerio abrió cuatro oficinas nuevas donde las familias reciben asesoría.",
    "fr": "Le ministère a ouvert quatre bureaux où les familles sont conseillées sans frais.",
    "pt-br": "O ministério abriu quatro escritórios onde as famílias recebem orientação.",
}
MANDATES = {
    "en": "To protect the families of workers who live abroad and to respect their rights.",
    "es": "Proteger a las familias de los trabajadores que viven en el extranjero.",
    "fr": "Protéger les familles des travailleurs qui vivent à l’étranger.",
    "pt-br": "Proteger as famílias dos trabalhadores que vivem no exterior e os seus direitos.",
}

Report = tuple[str, str, str]
"""Date as ISO, citations as printed ("-" for none), body; a stub's body is a language code."""


def page(
    *,
    language: str = "en",
    documents: Sequence[tuple[str, Sequence[tuple[str, str]]]] = (),
    entities: Sequence[tuple[str, Sequence[Report]] | tuple[str, Sequence[Report], list]] = (),
) -> bytes:
    """A page with documents (title; numbers and texts) and entities (name, reports, resources)."""
    labels = LABELS[language]
    lines = [
        labels["navigation"],
        "",
        f"  • {labels['ministerials']}",
        f"  • {labels['paragraphs']}",
    ]
    for n, (title, paragraphs) in enumerate(documents):
        lines.append(f"    • • {title}" if n == 0 else f"      • {title}")
        for number, text in paragraphs:
            lines += [f"      • {number}:", *_indented(text, "      ")]
    for name, reports, *resources in entities:
        lines += ["", f"  • {name}"]
        lines += [f"    • {labels['reports']}"] if reports else []
        for report in reports:
            lines += _report(language, *report)
        if resources:
            lines += [f"    • {labels['resources']}", *(f"    {one}" for one in resources[0])]
    return ("\n".join(lines) + "\n").encode()


def _report(language: str, date: str, citations: str, body: str) -> list[str]:
    labels, day = LABELS[language], datetime.date.fromisoformat(date)
    if body in LANGUAGE_NAMES[language]:
        body = labels["stub"].format(LANGUAGE_NAMES[language][body])
    printed = f"{day.month}/{day.day}/{day.year}"
    opening = f"    • {labels['date']}  {printed}    {labels['citations']} {citations}"
    return [opening, *_indented(body, "    ")]


def _indented(text: str, indent: str) -> list[str]:
    return [indent + line if line else "" for line in text.split("\n")]


def written_again(rows: Page, language: str, bodies: dict[str, str]) -> bytes:
    """A parsed page as the site prints it in another language.

    A body is there in the language it is written in; where the source page has only a stub that
    names `language`, a body of `bodies` takes its place. Paragraphs are left out.
    """

    def body(n: int, row: Any) -> str:
        if row.available_in == language:
            return f"{bodies[language]} ({n})"
        return row.body or row.available_in

    return page(
        language=language,
        documents=[(row.title, []) for row in rows.documents],
        entities=[
            (
                entity.name,
                [
                    (row.date.isoformat(), row.citations_as_printed, body(n, row))
                    for n, row in enumerate(entity.reports)
                ],
            )
            for entity in rows.entities
        ],
    )


def take_in(data: bytes, theme: str = "migration", **options: Any) -> Plan:
    """Import a page written by `page`; returns what was done."""
    by = options.pop("by", None)
    return import_page(data, Options(theme, **options), file_name="page.txt", by=by)


def done(plan: Plan) -> tuple[int, int, int]:
    """How many records were created, updated, left alone."""
    return plan.created, plan.updated, plan.unchanged


def said(plan: Plan) -> list[tuple[str, tuple[str, ...]]]:
    """Code and words of each note, without the one that such short pages always get."""
    notes = plan.sorted_notes()
    return [(note.code, note.words) for note in notes if note.code != "ends_in_report"]


def codes(plan: Plan) -> list[str]:
    return [code for code, _words in said(plan)]
