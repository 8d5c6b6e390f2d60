"""Adds what the demonstration does not hold, so that every kind of page has an example.

Run as `python -m tests.browser.stage`, over the database of DATABASE_URL.
"""

import datetime

import django

django.setup()

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction
from django.utils import timezone

from accounts.encryption import encrypt
from accounts.models import User
from contributions.models import Contribution
from countries.models import Entity
from mandates.models import Document, Meeting, Paragraph, Theme
from publication.changes import changed
from publication.languages import TextState
from reports import delegating
from reports.models import Citation, Comment, Report, Section
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
    for email in (places.EDITOR, places.KEYHOLDER):
        with_codes(make.make_editor(email=email, password=places.PASSWORD))
    country = Entity.objects.get(slug=places.COUNTRY)
    about = {"password": places.PASSWORD, "entity": country}
    writer = with_codes(make.make_person(email=places.WRITER, **about))
    helper = make.make_person(email=places.CONTRIBUTOR, role="contributor", **about)
    in_hand(country, writer, with_codes(helper))
    chief = make.make_person(role="administrator", email=places.CHIEF, password=places.PASSWORD)
    with_codes(chief)
    contributions(country)
    undertaken(country, paragraphs)
    cycle()
    sheet()
    make.make_draft(pk=places.DRAFTED, by=chief, data=b"A document.")
    make.make_draft(pk=places.FAILED, by=chief, stage="failed")
    changed([theme])


def with_codes(person: User) -> User:
    """Let the person sign in with the codes of `places`, as many times as there are."""
    TOTP.activate(person, generate_totp_secret())
    codes = {"migrated_codes": [encrypt(code) for code in places.CODES]}
    Authenticator.objects.create(user=person, type="recovery_codes", data=codes)
    return person


def in_hand(country: Entity, writer: User, contributor: User) -> None:
    """A country's reports in each state, with a part handed over, handed in and not taken over."""
    about = {"entity": country, "themes": [Theme.objects.get(slug="migration")]}
    paragraphs = list(Paragraph.objects.for_theme(about["themes"][0]).counted()[:2])
    for number in (places.DRAFT, places.SUBMITTED, places.RETURNED, places.PUBLISHED):
        state = Report.State.values[number - places.DRAFT]
        told = make.make_report(
            id=number, state=state, citing=paragraphs, texts={"es": LONG}, **about
        )
        make.make_transition(report=told, verb="submit", to_state=Report.State.SUBMITTED)
    draft, returned = Report.objects.get(pk=places.DRAFT), Report.objects.get(pk=places.RETURNED)
    words = {"by": writer, "text": "¿Desde cuándo?", "at": timezone.now()}
    Comment.objects.create(report=returned, kind=Section.Kind.DONE, **words)
    texts = delegating.Part({Section.Kind.DONE: "Doce escuelas."})
    for _part in (places.HANDED_IN, places.IN_HAND):
        (part,) = delegating.delegate(draft, by=writer, to=[contributor], paragraphs=paragraphs)
        revision = delegating.save(part, by=contributor, revision=0, content=texts)
        if part.pk == places.HANDED_IN:
            delegating.hand_in(part, by=contributor, revision=revision)


def contributions(country: Entity) -> None:
    """An organization's contributions about the country, in each state, one with a reply."""
    organization = Entity.objects.get(slug=places.ORGANIZATION)
    about = {"entity": organization, "about": country, "is_demonstration": True}
    paragraphs = list(Paragraph.objects.for_theme(Theme.objects.get(slug="migration"))[:2])
    for number, state in zip(places.CONTRIBUTIONS, Contribution.State, strict=True):
        make.make_contribution(pk=number, state=state, paragraphs=paragraphs, **about)
    Contribution.objects.filter(pk=places.CONTRIBUTIONS[3]).update(html_es=f"<p>{WIDE}</p>")
    make.make_reply(contribution=Contribution.objects.get(pk=places.CONTRIBUTIONS[3]))
    person = {"email": places.ORGANIZER, "password": places.PASSWORD, "entity": organization}
    with_codes(make.make_person(**person))


def undertaken(country: Entity, paragraphs: list[Paragraph]) -> None:
    """An action of the country that is overdue, and its figures for an indicator."""
    action = make.make_action(
        pk=places.ACTION, paragraph=paragraphs[0], entities=[country], kept_by=country,
        due_on=datetime.date(2019, 12, 31), is_demonstration=True,
    )  # fmt: skip
    make.make_action_step(action=action)
    indicator = make.make_indicator(
        slug=places.INDICATOR, paragraphs=paragraphs[:2], by_sex=True, is_demonstration=True
    )
    make.make_indicator_target(indicator=indicator)
    for year, value in ((2014, 110), (2015, 117), (2016, 120)):
        make.make_indicator_value(indicator=indicator, entity=country, year=year, value=value)


def sheet() -> None:
    """A previewed one, with a row that has an error."""
    make.make_sheet(theme=Theme.objects.get(slug="migration"), pk=places.SHEET)


def cycle() -> None:
    """An open one, in which the journeys report."""
    now = timezone.now()
    make.make_cycle(
        slug=places.CYCLE, is_demonstration=True, opens_at=now, announced_at=now,
        due_at=now + datetime.timedelta(days=60), closes_at=now + datetime.timedelta(days=90),
        themes=[Theme.objects.get(slug=slug) for slug in ("health", "energy")],
        asked=Entity.objects.demonstrations().states(),
    )  # fmt: skip


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
    french = {"pk": places.PARAGRAPH, "texts": {"fr": "Ouvrir des écoles."}}
    first, second, third = (
        make.make_paragraph(section=health, label="1", themes=themes, **french),
        make.make_paragraph(section=health, label="2", themes=themes, **old),
        make.make_paragraph(section=health, label="3", nature=Paragraph.Nature.INFORMATIVE),
    )
    make.make_correction(paragraph=second)
    make.make_link_proposal(source=second, target=make.make_paragraph())
    return [first, second, third]


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
