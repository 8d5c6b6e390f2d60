"""Valid records with texts in four languages; a test names only what it is about.

Every factory is keyword-only and takes, beside its own arguments, any field of the model.
`texts` maps languages to texts and replaces the default ones; the first is the original.
"""

import datetime
from collections.abc import Iterable, Mapping
from itertools import count, cycle, product
from string import ascii_uppercase
from typing import Any

from accounts.models import User
from countries.models import Entity
from imports.models import Batch, Change, Origin
from mandates.models import (
    Document,
    Goal,
    Heading,
    Meeting,
    Paragraph,
    ParagraphLink,
    ParagraphTheme,
    Participation,
    Theme,
)
from mandates.models.paragraphs import paragraph_slug
from pages.models import Announcement, Page
from publication.languages import LANGUAGES
from publication.translated import Translated
from reports.models import (
    Asked,
    Citation,
    Cycle,
    CycleDocument,
    RelatedResource,
    Report,
    ReportTheme,
    Section,
    Transition,
)

Texts = Mapping[str, str]
_numbers = count(1)
# No state of the Americas has a code that begins with one of these letters.
# Round and round: no test needs all of them, a long run makes more entities than there are codes.
_iso_codes = cycle(map("".join, product("XQZWYKOFILR", ascii_uppercase)))


def in_four(en: str, es: str, fr: str, pt_br: str) -> dict[str, str]:
    """The same text in the four languages, English the original."""
    return dict(zip(LANGUAGES, (en, es, fr, pt_br), strict=True))


def _written(record: Translated, texts: Texts) -> Any:
    """Save `record` with its primary texts; an empty mapping leaves it without any."""
    for language, text in texts.items():
        record.write(language, **{record.PRIMARY: text})
    record.save()
    return record


# Who reports ----------------------------------------------------------------------------------


def make_entity(*, kind: str = Entity.Kind.STATE, texts: Texts | None = None, **fields) -> Entity:
    """A state, or another kind; a department gets a parent."""
    n = next(_numbers)
    fields.setdefault("slug", f"entity-{n}")
    if kind == Entity.Kind.STATE:
        fields.setdefault("subregion", Entity.Subregion.SOUTH_AMERICA)
        if not fields.get("is_demonstration"):
            fields.setdefault("iso_3166_1", next(_iso_codes))
        names = in_four(f"State {n}", f"Estado número {n}", f"État {n}", f"Estado nº {n}")
    else:
        names = in_four(f"Body {n}", f"Órgano {n}", f"Organe {n}", f"Órgão {n}")
    if kind == Entity.Kind.DEPARTMENT and "parent" not in fields:
        fields["parent"] = make_institution()
    return _written(Entity(kind=kind, **fields), names if texts is None else texts)


def make_institution(**fields) -> Entity:
    return make_entity(kind=Entity.Kind.INSTITUTION, **fields)


# What was agreed ------------------------------------------------------------------------------


def make_meeting(
    *, kind: str = Meeting.Kind.SUMMIT, texts: Texts | None = None, **fields
) -> Meeting:
    n = next(_numbers)
    fields.setdefault("slug", f"meeting-{n}")
    fields.setdefault("starts_on", datetime.date(2015, 4, 10))
    names = in_four(f"Summit {n}", f"Cumbre {n}", f"Sommet {n}", f"Cúpula {n}")
    return _written(Meeting(kind=kind, **fields), names if texts is None else texts)


def make_participation(
    *, meeting: Meeting | None = None, entity: Entity | None = None, **fields
) -> Participation:
    return Participation.objects.create(
        meeting=meeting or make_meeting(), entity=entity or make_entity(), **fields
    )


def make_document(
    *, kind: str = Document.Kind.PLAN_OF_ACTION, texts: Texts | None = None, **fields
) -> Document:
    """A document of 2015 that belongs to no meeting unless `meeting` is given."""
    n = next(_numbers)
    fields.setdefault("slug", f"document-{n}")
    fields.setdefault("date", datetime.date(2015, 4, 11))
    titles = in_four(
        f"Plan of Action {n}", f"Plan de Acción {n}", f"Plan d’action {n}", f"Plano de Ação {n}"
    )
    return _written(Document(kind=kind, **fields), titles if texts is None else texts)


def make_heading(
    *, document: Document | None = None, texts: Texts | None = None, **fields
) -> Heading:
    n = next(_numbers)
    fields.setdefault("slug", f"heading-{n}")
    titles = in_four(f"Health {n}", f"Salud {n}", f"Santé {n}", f"Saúde {n}")
    heading = Heading(document=document or make_document(), **fields)
    return _written(heading, titles if texts is None else texts)


def make_paragraph(
    *,
    document: Document | None = None,
    label: str | None = None,
    section: Heading | None = None,
    themes: Iterable[Theme] = (),
    texts: Texts | None = None,
    **fields,
) -> Paragraph:
    """An operative, active paragraph, last on each of its `themes`."""
    n = next(_numbers)
    document = document or (section.document if section else make_document())
    label = label or str(n)
    restarts = section and document.numbering == Document.Numbering.PER_SECTION
    fields.setdefault("slug", paragraph_slug(label, section.slug if restarts else ""))
    fields.setdefault("position", n)
    words = in_four(
        f"Open {n} schools.", f"Abrir {n} escuelas.", f"Ouvrir {n} écoles.", f"Abrir {n} escolas."
    )
    paragraph = _written(
        Paragraph(document=document, label=label, section=section, **fields),
        words if texts is None else texts,
    )
    for theme in themes:
        make_paragraph_theme(paragraph=paragraph, theme=theme)
    return paragraph


def make_paragraph_theme(
    *, paragraph: Paragraph | None = None, theme: Theme | None = None, **fields
) -> ParagraphTheme:
    theme = theme or make_theme()
    fields.setdefault("position", theme.paragraph_links.count())
    return ParagraphTheme.objects.create(
        paragraph=paragraph or make_paragraph(), theme=theme, **fields
    )


def make_paragraph_link(
    *,
    source: Paragraph | None = None,
    target: Paragraph | None = None,
    kind: str = ParagraphLink.Kind.SAME_SUBJECT,
) -> ParagraphLink:
    return ParagraphLink.objects.create(
        source=source or make_paragraph(), target=target or make_paragraph(), kind=kind
    )


def make_theme(*, texts: Texts | None = None, **fields) -> Theme:
    n = next(_numbers)
    fields.setdefault("slug", f"theme-{n}")
    names = in_four(f"Theme {n}", f"Tema número {n}", f"Thème {n}", f"Tema nº {n}")
    return _written(Theme(**fields), names if texts is None else texts)


def make_goal(*, number: int = 4, texts: Texts | None = None) -> Goal:
    titles = in_four("Quality education", "Educación de calidad", "Éducation", "Educação")
    return _written(Goal(number=number), titles if texts is None else texts)


# What was done --------------------------------------------------------------------------------


def make_cycle(
    *,
    themes: Iterable[Theme] = (),
    documents: Iterable[Document] = (),
    asked: Iterable[Entity] = (),
    texts: Texts | None = None,
    **fields,
) -> Cycle:
    n = next(_numbers)
    fields.setdefault("slug", f"cycle-{n}")
    names = in_four(f"Cycle {n}", f"Ciclo número {n}", f"Cycle nº {n}", f"Ciclo nº {n}")
    cycle = _written(Cycle(**fields), names if texts is None else texts)
    cycle.themes.set(themes)
    for position, document in enumerate(documents):
        CycleDocument.objects.create(cycle=cycle, document=document, position=position)
    for position, entity in enumerate(asked):
        make_asked(cycle=cycle, entity=entity, position=position)
    return cycle


def make_asked(*, cycle: Cycle | None = None, entity: Entity | None = None, **fields) -> Asked:
    return Asked.objects.create(
        cycle=cycle or make_cycle(), entity=entity or make_entity(), **fields
    )


def make_report(
    *,
    entity: Entity | None = None,
    themes: Iterable[Theme] | None = None,
    citing: Iterable[Paragraph] = (),
    state: str = Report.State.PUBLISHED,
    texts: Texts | None = None,
    **fields,
) -> Report:
    """A published report with one section *done*; `texts={}` makes a stub.

    `citing` gives it exact citations, `themes` its themes (one is made when none is named).
    """
    texts = {"en": "Ten schools were opened."} if texts is None else texts
    fields.setdefault("date", datetime.date(2016, 3, 1))
    fields.setdefault("original_language", next(iter(texts), None))
    if state in Report.ONCE_PUBLIC:
        fields.setdefault("published_at", datetime.datetime(2016, 3, 2, tzinfo=datetime.UTC))
    if state == Report.State.WITHDRAWN:
        fields.setdefault("withdrawal_reason", "Filed under another country by mistake.")
    report = Report.objects.create(entity=entity or make_entity(), state=state, **fields)
    for theme in [make_theme()] if themes is None else themes:
        make_report_theme(report=report, theme=theme)
    if texts:
        make_section(report=report, texts=texts)
    for paragraph in citing:
        make_citation(report=report, paragraph=paragraph)
    return report


def make_report_theme(
    *, report: Report | None = None, theme: Theme | None = None, **fields
) -> ReportTheme:
    return ReportTheme.objects.create(
        report=report or make_report(themes=[]), theme=theme or make_theme(), **fields
    )


def make_section(
    *,
    report: Report | None = None,
    kind: str = Section.Kind.DONE,
    texts: Texts | None = None,
    **fields,
) -> Section:
    """A section of a report of its own, or of `report`, in the four languages."""
    words = in_four(
        "Schools were opened.",
        "Se abrieron escuelas.",
        "Des écoles ont été ouvertes.",
        "Escolas foram abertas.",
    )
    section = Section(report=report or make_report(texts={}), kind=kind, **fields)
    return _written(section, words if texts is None else texts)


def make_citation(
    *,
    report: Report | None = None,
    paragraph: Paragraph | None = None,
    state: str = Citation.State.EXACT,
    candidates: Iterable[Paragraph] = (),
    **fields,
) -> Citation:
    """An exact citation of `paragraph`; with another `state`, a typed number and candidates."""
    report = report or make_report()
    if state == Citation.State.EXACT:
        paragraph = paragraph or make_paragraph()
    else:
        fields.setdefault("typed", "17")
    fields.setdefault("position", report.citations.count())
    citation = Citation.objects.create(report=report, paragraph=paragraph, state=state, **fields)
    citation.candidates.set(candidates)
    return citation


def make_resource(
    *, entity: Entity | None = None, theme: Theme | None = None, **fields
) -> RelatedResource:
    fields.setdefault("title", f"Handbook {next(_numbers)}")
    fields.setdefault("language", "en")
    return RelatedResource.objects.create(entity=entity or make_entity(), theme=theme, **fields)


def make_transition(*, report: Report | None = None, **fields) -> Transition:
    defaults = {
        "verb": "publish",
        "from_state": Report.State.DRAFT,
        "to_state": Report.State.PUBLISHED,
        "snapshot": {"sections": []},
        "at": datetime.datetime(2016, 3, 2, tzinfo=datetime.UTC),
    }
    return Transition.objects.create(report=report or make_report(), **{**defaults, **fields})


# What came from outside -----------------------------------------------------------------------


def make_batch(**fields) -> Batch:
    fields.setdefault("file_name", f"page-{next(_numbers)}.txt")
    return Batch.objects.create(**fields)


def make_origin(*, batch: Batch | None = None, record: Any = None, **fields) -> Origin:
    fields.setdefault("kind", "report")
    fields.setdefault("key", f"key-{next(_numbers)}")
    return Origin.objects.create(
        batch=batch or make_batch(), record=record or make_report(), **fields
    )


def make_change(*, batch: Batch | None = None, record: Any = None, **fields) -> Change:
    fields.setdefault("action", Change.Action.CREATED)
    return Change.objects.create(
        batch=batch or make_batch(), record=record or make_report(), **fields
    )


# Pages and people -----------------------------------------------------------------------------


def make_page(*, slug: str = "about", texts: Texts | None = None, **fields) -> Page:
    titles = in_four("About", "Acerca de", "À propos", "Sobre")
    page = Page(slug=slug, **fields)
    for language, title in (titles if texts is None else texts).items():
        page.write(language, title=title, body=f"**{title}**")
    page.save()
    return page


def make_announcement(*, texts: Texts | None = None, **fields) -> Announcement:
    words = in_four("New pages", "Páginas nuevas", "Nouvelles pages", "Novas páginas")
    return _written(Announcement(**fields), words if texts is None else texts)


def make_user(*, email: str | None = None, password: str | None = None, **fields) -> User:
    """A person; without a password, whose hash is slow, tests sign in by `force_login`."""
    return User.objects.create_user(
        email or f"person{next(_numbers)}@example.org", password, **fields
    )


def make_editor(**fields) -> User:
    """A person of the Secretariat who may do everything in the administration."""
    return make_user(is_staff=True, is_superuser=True, **fields)
