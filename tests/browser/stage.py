"""Adds what the demonstration does not hold, so that every kind of page has an example.

Run as `python -m tests.browser.stage`, over the database of DATABASE_URL.
"""

import datetime

import django

django.setup()

from django.db import transaction

from countries.models import Entity
from mandates.models import Document, Meeting, Paragraph, Theme
from publication.changes import changed
from publication.languages import TextState
from reports.models import Citation, Report, Section
from tests import factories as make
from tests.browser import places

LONG = "\n\n".join(
    [
        "## Las escuelas",
        "Se abrieron **diez escuelas** en las provincias, con la participación de los municipios.",
        "- Tres en la costa.\n- Siete en la sierra, véase [el registro](https://example.org/).",
        "| Año | Provincia | Establecimientos | Responsables |\n| - | - | - | - |\n"
        "| 2015 | Tierra del Fuego | Diecisiete | Municipalidades |",
        *["Cada escuela recibió libros en dos lenguas y una maestra formada para enseñar en ambas."]
        * 12,
    ]
)
# A word that no line holds.
WIDE = "https://example.org/" + "x" * 120


@transaction.atomic
def stage() -> None:
    theme = make.make_theme(slug="staged-theme")
    meetings(theme)
    paragraphs = document()
    reports(paragraphs)
    make.make_announcement(is_shown=True)
    make.make_editor(email=places.EDITOR, password=places.PASSWORD)
    changed([theme])


def meetings(theme: Theme) -> None:
    ministerial = make.make_meeting(kind=Meeting.Kind.MINISTERIAL, slug="staged-ministerial")
    assembly = make.make_meeting(kind=Meeting.Kind.ASSEMBLY, slug="staged-assembly")
    ministerial.themes.set([theme, Theme.objects.get(slug="migration")])
    for meeting in (ministerial, assembly):
        make.make_document(meeting=meeting)
        make.make_participation(meeting=meeting, entity=Entity.objects.get(slug="haiti"))


def document() -> list[Paragraph]:
    """A plan with numbers per section: a French paragraph, a superseded and an informative one."""
    plan = make.make_document(slug=places.DOCUMENT, numbering=Document.Numbering.PER_SECTION)
    health = make.make_heading(document=plan, slug="health")
    themes = [Theme.objects.get(slug="migration")]
    old = {
        "life_cycle": Paragraph.LifeCycle.SUPERSEDED,
        "life_cycle_date": datetime.date(2018, 4, 14),
    }
    return [
        make.make_paragraph(
            section=health, label="1", themes=themes, texts={"fr": "Ouvrir des écoles."}
        ),
        make.make_paragraph(section=health, label="2", themes=themes, **old),
        make.make_paragraph(section=health, label="3", nature=Paragraph.Nature.INFORMATIVE),
    ]


def reports(paragraphs: list[Paragraph]) -> None:
    about = {
        "themes": [Theme.objects.get(slug="migration")],
        "entity": Entity.objects.get(slug="argentina"),
    }
    told = make.make_report(
        id=places.TOLD, citing=paragraphs, texts={"es": LONG}, filed_by_secretariat=True, **about
    )
    make.make_citation(report=told, state=Citation.State.AMBIGUOUS, candidates=paragraphs[:2])
    make.make_citation(report=told, state=Citation.State.UNRESOLVED, typed="999")
    make.make_report(id=places.STUB, texts={}, available_in=["es", "pt-br"], **about)
    whole = make.make_report(id=places.SECTIONS, texts={"en": WIDE}, **about)
    for kind in list(Section.Kind)[1:]:
        make.make_section(report=whole, kind=kind)
    machine_translated(make.make_report(id=places.MACHINE, **about))
    make.make_report(id=places.NOTHING, texts={}, nothing_to_report=True, **about)
    first = make.make_report(id=places.FIRST, state=Report.State.SUPERSEDED, **about)
    make.make_report(id=places.SECOND, lineage=first, edition=2, **about)
    make.make_report(id=places.WITHDRAWN, state=Report.State.WITHDRAWN, **about)


def machine_translated(report: Report) -> None:
    section = report.sections.get()
    for language in ("es", "fr", "pt-br"):
        section.write(language, state=TextState.MACHINE, text=f"({language}) 10.")
    section.save()


if __name__ == "__main__":
    stage()
