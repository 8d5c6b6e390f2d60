"""Writes short matrices of each layout, as a text dump, a Word file or a sheet."""

import csv
import io
from collections.abc import Sequence

from docx import Document
from openpyxl import Workbook

from imports.matrix import MatrixOptions, import_matrix
from imports.matrix_plans import MatrixPlan

Row = Sequence[str]
FORMATS = ("txt", "docx", "xlsx", "csv")

HEADINGS = {
    "annual-report": {
        "en": ["Activities stated in the resolution", "Programmed activities for 2011",
               "Activities executed", "Activities programmed for 2012", "Type of financing"],
        "es": ["Actividades enunciadas en la resolución", "Actividades programadas para 2011",
               "Actividades realizadas", "Actividades programadas para 2012",
               "Tipo de financiamiento"],
        "fr": ["Activités énoncées dans la résolution", "Activités programmées pour 2011",
               "Activités réalisées", "Activités programmées pour 2012", "Type de financement"],
        "pt-br": ["Atividades enunciadas na resolução", "Atividades programadas para 2011",
                  "Atividades realizadas", "Atividades programadas para 2012",
                  "Tipo de financiamento"],
    },
    "compendium": {
        "en": ["Organization", "Description of activities", "Reference document"],
        "es": ["Organización", "Descripción de las actividades", "Documento de referencia"],
        "fr": ["Organisation", "Description des activités", "Document de référence"],
        "pt-br": ["Organização", "Descrição das atividades", "Documento de referência"],
    },
    "plan-of-action": {
        "en": ["Themes", "Objectives", "Action for implementation", "Activities", "Calendar"],
        "es": ["Temas", "Objetivos", "Acción para la implementación", "Actividades", "Calendario"],
        "fr": ["Thèmes", "Objectifs", "Action de mise en œuvre", "Activités", "Calendrier"],
        "pt-br": ["Temas", "Objetivos", "Ação para implementação", "Atividades", "Calendário"],
    },
}  # fmt: skip

PLANNED = "Four offices will open where families can ask for advice on their papers."
DONE = "The offices were opened in May, and two hundred families came to ask for advice."
SPANISH_DONE = "Las oficinas se abrieron en mayo y doscientas familias recibieron asesoría."
ANNUAL = [
    ["A. Institute of Rivers"],
    ["1.\nPromote the rights of families along the rivers.\n\n2. Offer training to officials.",
     PLANNED, DONE, "Two more offices will open.", "Voluntary contributions"],
    ["B. Institute of Lakes"],
    ["B. 1. Department of Boats"],
    ["2.\nOffer training to officials.", "", "Nothing was done on the lakes during the year.", "",
     "Regular fund"],
]  # fmt: skip
# With the first row once more, in nearly the same words.
ANNUAL_AGAIN = [*ANNUAL[:2], ["B.3. Institute of Rivers"],
                [*ANNUAL[1][:2], DONE.replace("May", "June"), *ANNUAL[1][3:]]]  # fmt: skip
COMPENDIUM = [
    ["Institute of Rivers", "The institute opened four offices where families ask for advice.",
     "RV/INF.2/08\n\nMay 1, 2008"],
    ["", "It also trained officials along the rivers and printed a guide for them.",
     "RV/INF.2/08\n\nMay 1, 2008"],
    ["Institute of Lakes", "No projects were carried out on the lakes.", "Web page of the lakes"],
]  # fmt: skip
PLAN = [
    ["RIVERS", "1. KEEP THE RIVERS CLEAN.", "CLEAN THE BANKS", "MEET EVERY YEAR", "ONGOING"],
    ["", "", "", "PRINT A GUIDE", "DONE IN 2005. THE SECOND ONE IS ONGOING"],
    ["", "2. SHIPS", "COUNT THE SHIPS", "USE A FORM", "DONE IN MAY"],
    ["LAKES", "1. FISH", "COUNT THE FISH", "", "AGREED IN JUNE"],
]
PLAN_HEAD = "PLAN OF ACTION\n\nRIVERS CONFERENCE\n\nQuito, Ecuador, May 2-4, 2006\n\n"


def written(
    layout: str,
    rows: Sequence[Row],
    *,
    kind: str = "txt",
    language: str = "en",
    head: str = "",
    headings: Row = (),
) -> bytes:
    """A file of the kind with one table: headings of the layout in the language, and the rows."""
    top = list(headings) or HEADINGS[layout][language]
    writer = {"txt": _dump, "docx": _word, "xlsx": _workbook, "csv": _separated}[kind]
    return writer([top, *rows], head)


def _dump(rows: Sequence[Row], head: str) -> bytes:
    table = "\n".join("".join(f"\t{text}\n" for text in row) for row in rows)
    return (head + table).encode()


def _word(rows: Sequence[Row], head: str) -> bytes:
    document = Document()
    for line in head.split("\n"):
        document.add_paragraph(line)
    width = max(map(len, rows))
    table = document.add_table(len(rows), width)
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=False):
            cell.text = text
        if len(texts) == 1 and width > 1:
            row.cells[0].merge(row.cells[-1])
    return _bytes(document.save)


def _workbook(rows: Sequence[Row], head: str) -> bytes:
    book = Workbook()
    for line in filter(None, head.split("\n")):
        book.active.append([line])
    for row in rows:
        book.active.append(list(row))
    return _bytes(book.save)


def _separated(rows: Sequence[Row], head: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([line] for line in head.split("\n") if line)
    writer.writerows(rows)
    return out.getvalue().encode()


def _bytes(save) -> bytes:
    out = io.BytesIO()
    save(out)
    return out.getvalue()


def take_in(layout: str, data: bytes, *, name: str = "matrix.txt", **options) -> MatrixPlan:
    options.setdefault("language", "en")
    return import_matrix(data, MatrixOptions(layout, **options), file_name=name)


def codes(plan: MatrixPlan) -> list[str]:
    return [note.code for note in plan.sorted_notes()]


def done(plan: MatrixPlan) -> tuple[int, int, int]:
    return plan.created, plan.updated, plan.unchanged
