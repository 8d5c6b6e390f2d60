"""Valid records with texts in four languages; a test names only what it is about.

Every factory is keyword-only and takes, beside its own arguments, any field of the model.
`texts` maps languages to texts and replaces the default ones; the first is the original.
"""

import datetime
from collections.abc import Iterable, Mapping
from itertools import count, cycle, product
from string import ascii_uppercase
from typing import Any

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.granting import grant
from accounts.models import AuditEvent, Invitation, Mail, Membership, SecondFactorReset, User
from accounts.policy import ENTITY_ROLES, Role
from contributions.models import Contribution, Reply
from countries.models import Entity
from following.models import (
    Asking,
    Follow,
    Follower,
    Frequency,
    Happening,
    Kind,
    Newsletter,
    NewsletterText,
    Notice,
)
from imports.models import Batch, Change, Contact, Origin
from imports.sheets.kinds import KINDS
from imports.sheets.tables import Line
from imports.sheets.writing import new_batch
from mandates.models import (
    Correction,
    Document,
    Goal,
    Heading,
    Indicator,
    IndicatorTarget,
    LinkProposal,
    Meeting,
    Paragraph,
    ParagraphLink,
    ParagraphTheme,
    Participation,
    Theme,
)
from mandates.models.paragraphs import paragraph_slug
from opendata.drafting import FOLDER
from opendata.kept_files import store
from opendata.models import DraftedDocument
from pages.models import Announcement, Page
from publication.languages import LANGUAGES
from publication.translated import Translated
from reports.models import (
    Action,
    ActionStep,
    Asked,
    Citation,
    Cycle,
    CycleDocument,
    ExtensionRequest,
    IndicatorValue,
    Nudge,
    RelatedResource,
    Reminder,
    Report,
    ReportTheme,
    Section,
    Standing,
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


def make_link_proposal(**fields) -> LinkProposal:
    """Two paragraphs of different documents; open unless who decided is given."""
    fields = {"source": fields.get("source") or make_paragraph(), "share": 50,
              "target": fields.get("target") or make_paragraph(), **fields}  # fmt: skip
    return LinkProposal.objects.create(**fields)


def make_correction(
    *, paragraph: Paragraph | None = None, texts: Texts | None = None, **fields
) -> Correction:
    """The English text of a paragraph put right, with a note."""
    fields = {"language": "en", "before": "Open schols.", "after": "Open schools.",
              "at": timezone.now(), "by": fields.get("by") or make_user(), **fields}  # fmt: skip
    notes = in_four("A letter.", "Una letra.", "Une lettre.", "Uma letra.")
    correction = Correction(paragraph=paragraph or make_paragraph(), **fields)
    return _written(correction, notes if texts is None else texts)


def make_theme(*, texts: Texts | None = None, **fields) -> Theme:
    n = next(_numbers)
    fields.setdefault("slug", f"theme-{n}")
    names = in_four(f"Theme {n}", f"Tema número {n}", f"Thème {n}", f"Tema nº {n}")
    return _written(Theme(**fields), names if texts is None else texts)


def make_goal(*, number: int = 4, texts: Texts | None = None) -> Goal:
    titles = in_four("Quality education", "Educación de calidad", "Éducation", "Educação")
    return _written(Goal(number=number), titles if texts is None else texts)


def make_indicator(
    *, paragraphs: Iterable[Paragraph] = (), texts: Texts | None = None, **fields
) -> Indicator:
    """An indicator of how many schools there are, on `paragraphs`."""
    n = next(_numbers)
    fields.setdefault("slug", f"indicator-{n}")
    names = in_four(f"Schools {n}", f"Escuelas {n}", f"Écoles {n}", f"Escolas {n}")
    indicator = _written(Indicator(**fields), names if texts is None else texts)
    indicator.paragraphs.set(paragraphs)
    return indicator


def make_indicator_target(
    *, indicator: Indicator | None = None, goal: Goal | None = None, part: str = "7"
) -> IndicatorTarget:
    """Target 7 of goal 10, unless others are named."""
    if goal is None:
        goal = Goal.objects.filter(number=10).first() or make_goal(number=10)
    return IndicatorTarget.objects.create(
        indicator=indicator or make_indicator(), goal=goal, part=part
    )


# What was done --------------------------------------------------------------------------------


def make_cycle(
    *,
    themes: Iterable[Theme] = (),
    documents: Iterable[Document] = (),
    asked: Iterable[Entity] = (),
    texts: Texts | None = None,
    **fields,
) -> Cycle:
    """An announced cycle, unless the fields say when: one in preparation asks nobody yet."""
    n = next(_numbers)
    if not fields.keys() & {"announced_at", "opens_at", "due_at"}:
        first = datetime.datetime(2014, 1, 2, tzinfo=datetime.UTC)
        fields |= {"announced_at": first, "opens_at": first, "due_at": first.replace(month=6)}
    fields.setdefault("slug", f"cycle-{n}")
    names = in_four(f"Cycle {n}", f"Ciclo número {n}", f"Cycle nº {n}", f"Ciclo nº {n}")
    cycle = _written(Cycle(**fields), names if texts is None else texts)
    cycle.themes.set(themes)
    for position, document in enumerate(documents):
        CycleDocument.objects.create(cycle=cycle, document=document, position=position)
    for position, entity in enumerate(asked):
        make_asked(cycle=cycle, entity=entity, position=position)
    return cycle


def make_reminder(**fields) -> Reminder:
    now = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)
    defaults = {"step": -7, "due_at": now + datetime.timedelta(days=7), "at": now}
    asked, user = fields.pop("asked", None), fields.pop("user", None)
    return Reminder.objects.create(
        asked=asked or make_asked(), user=user or make_user(), **{**defaults, **fields}
    )


def make_nudge(*, asked: Asked | None = None, by: User | None = None, **fields) -> Nudge:
    fields.setdefault("at", datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC))
    return Nudge.objects.create(asked=asked or make_asked(), by=by or make_user(), **fields)


def make_extension_request(*, asked: Asked | None = None, **fields) -> ExtensionRequest:
    now = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)
    fields["asked_by"] = fields.get("asked_by") or make_user()
    defaults = {"until": now + datetime.timedelta(days=30), "reason": "Elections.", "asked_at": now}
    return ExtensionRequest.objects.create(asked=asked or make_asked(), **{**defaults, **fields})


def make_job(**fields) -> DBTaskResult:
    defaults = {
        "task_path": "accounts.mailing.send",
        "args_kwargs": {"args": [0], "kwargs": {}},
        "backend_name": "default",
        "run_after": datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC),
    }
    return DBTaskResult.objects.create(**{**defaults, **fields})


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


def make_standing(**fields) -> Standing:
    """The row that a report of its own has from the beginning."""
    standing = make_report().standings.get()
    for name, value in fields.items():
        setattr(standing, name, value)
    standing.save()
    return standing


def make_report_theme(
    *, report: Report | None = None, theme: Theme | None = None, **fields
) -> ReportTheme:
    link = ReportTheme.objects.create(
        report=report or make_report(themes=[]), theme=theme or make_theme(), **fields
    )
    Standing.objects.renew([link.report_id])
    return link


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
    Standing.objects.renew([report.pk])
    return citation


def make_resource(
    *, entity: Entity | None = None, theme: Theme | None = None, **fields
) -> RelatedResource:
    fields.setdefault("title", f"Handbook {next(_numbers)}")
    fields.setdefault("language", "en")
    return RelatedResource.objects.create(entity=entity or make_entity(), theme=theme, **fields)


def make_action(
    *,
    paragraph: Paragraph | None = None,
    entities: Iterable[Entity] = (),
    linked: Iterable[Report] = (),
    texts: Texts | None = None,
    **fields,
) -> Action:
    """An action on `paragraph` for which `entities` are responsible, shown in `linked` reports."""
    n = next(_numbers)
    fields.setdefault("position", n)
    words = in_four(
        f"Train {n} teachers.",
        f"Formar a {n} docentes.",
        f"Former {n} enseignants.",
        f"Formar {n} professores.",
    )
    action = _written(
        Action(paragraph=paragraph or make_paragraph(), **fields), words if texts is None else texts
    )
    action.entities.set(entities)
    action.reports.set(linked)
    return action


def make_action_step(*, action: Action | None = None, **fields) -> ActionStep:
    defaults = {
        "at": datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC),
        "to_state": Action.State.PLANNED,
    }
    return ActionStep.objects.create(action=action or make_action(), **{**defaults, **fields})


def make_indicator_value(
    *, indicator: Indicator | None = None, entity: Entity | None = None, **fields
) -> IndicatorValue:
    """120 schools in 2016, unless other figures are named."""
    return IndicatorValue.objects.create(
        indicator=indicator or make_indicator(),
        entity=entity or make_entity(),
        **{"year": 2016, "value": 120, **fields},
    )


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


def make_sheet(
    *, theme: Theme | None = None, by: User | None = None, pk: int | None = None
) -> Batch:
    """A previewed sheet of themes: a new name for `theme`, and a row that names none."""
    lines = [
        Line(2, {"id": (theme or make_theme()).slug, "name_en": "Another name"}, {}),
        Line(3, {"id": "no-such-theme", "name_en": "Nothing"}, {}),
    ]
    batch = new_batch(
        KINDS.get("themes"), lines, "0" * 64, file_name="themes.csv", create_missing=False, by=by
    )
    batch.pk = pk
    batch.save()
    return batch


def make_draft(*, data: bytes | None = None, by: User | None = None, **fields) -> DraftedDocument:
    """A document that waits for a worker; with `data` one that is made, in a file of those."""
    fields.setdefault("kind", DraftedDocument.Kind.ANNUAL)
    fields.setdefault("what", {"programme": "programme", "year": 2011})
    fields.setdefault("language", "en")
    fields.setdefault("ending", DraftedDocument.Ending.WORD)
    fields.setdefault("asked_at", timezone.now())
    fields.setdefault("seen_at", fields["asked_at"])
    if data is not None:

        def write(file) -> tuple[str, str]:
            file.write(data)
            return "annual-report.docx", "application/octet-stream"

        fields |= store(FOLDER, write)
        fields |= {"stage": "done", "made_at": fields["asked_at"], "version": "7"}
        fields.setdefault("title", "Annual report 2011 – Programme")
    return DraftedDocument.objects.create(by=by or make_user(), **fields)


def make_origin(*, batch: Batch | None = None, record: Any = None, **fields) -> Origin:
    fields.setdefault("kind", "report")
    fields.setdefault("key", f"key-{next(_numbers)}")
    return Origin.objects.create(
        batch=batch or make_batch(), record=record or make_report(), **fields
    )


def make_contact(*, report: Report | None = None, **fields) -> Contact:
    fields.setdefault("text", f"Contact {next(_numbers)}")
    return Contact.objects.create(report=report or make_report(), **fields)


def make_change(*, batch: Batch | None = None, record: Any = None, **fields) -> Change:
    fields.setdefault("action", Change.Action.CREATED)
    return Change.objects.create(
        batch=batch or make_batch(), record=record or make_report(), **fields
    )


# Who follows ------------------------------------------------------------------------------------


def make_follower(**fields) -> Follower:
    """An address that has confirmed, or the `user` named."""
    if "user" not in fields:
        fields.setdefault("address", f"follower{next(_numbers)}@example.org")
    return Follower.objects.create(**{"language": "en", **fields})


def make_follow(*, follower: Follower | None = None, **fields) -> Follow:
    """A follow of all reports, unless the fields say of what."""
    fields.setdefault("kind", Kind.ALL)
    return Follow.objects.create(follower=follower or make_follower(), **fields)


def make_asking(**fields) -> Asking:
    n, now = next(_numbers), timezone.now()
    defaults = {
        "kind": Kind.ALL, "address": f"asking{n}@example.org", "language": "en",
        "frequency": Frequency.WEEKLY, "token_hash": f"{n:064x}", "asked_at": now,
        "expires_at": now + datetime.timedelta(hours=72),
    }  # fmt: skip
    return Asking.objects.create(**{**defaults, **fields})


def make_happening(**fields) -> Happening:
    defaults = {"step": next(_numbers), "report": 1, "verb": "publish", "at": timezone.now()}
    return Happening.objects.create(**{**defaults, **fields})


def make_notice(*, follow: Follow | None = None, happening: Happening | None = None) -> Notice:
    follow = follow or make_follow()
    return Notice.objects.create(
        follower=follow.follower, follow=follow, happening=happening or make_happening(),
        due_at=timezone.now(),
    )  # fmt: skip


def make_newsletter(**fields) -> Newsletter:
    """A draft with a text in each language."""
    fields.setdefault("month", datetime.date(2016, 3, 1))
    newsletter = Newsletter.objects.create(made_at=timezone.now(), **fields)
    titles = in_four("March", "Marzo", "Mars", "Março")
    for language, title in titles.items():
        NewsletterText.objects.create(
            newsletter=newsletter, language=language, title=title, body=f"## {title}\n\n{title}."
        )
    return newsletter


# Beside the reports -------------------------------------------------------------------------


def make_organization(**fields) -> Entity:
    """A civil-society organization, which contributes."""
    return make_entity(kind=fields.pop("kind", Entity.Kind.CIVIL_SOCIETY), **fields)


def make_contribution(
    *,
    state: str = Contribution.State.PUBLISHED,
    texts: Texts | None = None,
    paragraphs: Iterable[Paragraph] | None = None,
    **fields,
) -> Contribution:
    """A contribution in the state, on one paragraph."""
    titles = in_four("Schools on the river", "Escuelas del río", "Écoles du fleuve",
                     "Escolas do rio")  # fmt: skip
    moment = datetime.datetime(2024, 5, 6, 12, tzinfo=datetime.UTC)
    if state != Contribution.State.DRAFT:
        fields.setdefault("submitted_at", moment)
    if state in Contribution.ONCE_PUBLIC:
        fields.setdefault("published_at", moment + datetime.timedelta(days=2))
    if state == Contribution.State.WITHDRAWN:
        fields.setdefault("withdrawal_reason", "A figure was wrong.")
        fields.setdefault("withdrawn_by", Contribution.Side.SECRETARIAT)
    fields.setdefault("revision", 1)
    fields["entity"] = fields.get("entity") or make_organization()
    contribution = Contribution(state=state, **fields)
    for language, title in (texts or titles).items():
        contribution.write(language, title=title, text=f"**{title}** are not connected.")
    contribution.save()
    contribution.paragraphs.set([make_paragraph()] if paragraphs is None else paragraphs)
    return contribution


def make_reply(
    *, contribution: Contribution | None = None, texts: Texts | None = None, **fields
) -> Reply:
    """The first edition of a state's reply."""
    contribution = contribution or make_contribution(about=make_entity())
    moment = datetime.datetime(2024, 5, 20, 12, tzinfo=datetime.UTC)
    fields.setdefault("first_at", moment)
    fields.setdefault("published_at", fields["first_at"])
    reply = Reply(contribution=contribution, entity=contribution.about, **fields)
    words = in_four("They are connected.", "Están conectadas.", "Elles sont reliées.",
                    "Estão conectadas.")  # fmt: skip
    return _written(reply, texts or words)


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


def make_membership(
    *,
    user: User | None = None,
    role: str = Role.COORDINATOR,
    entity: Entity | None = None,
    **fields,
) -> Membership:
    """A role that holds: of an entity of its own or `entity`, or of the Secretariat."""
    if role in ENTITY_ROLES:
        fields["entity"] = entity or make_entity()
    return Membership.objects.create(user=user or make_user(), role=role, **fields)


def make_person(*, role: str = Role.COORDINATOR, entity: Entity | None = None, **fields) -> User:
    """Somebody who holds the role, as if by invitation."""
    user = make_user(**fields)
    grant(user, role, entity=(entity or make_entity()) if role in ENTITY_ROLES else None, by=None)
    return user


def make_invitation(*, role: str = Role.COORDINATOR, **fields) -> Invitation:
    """An open invitation, to the role of an entity of its own or of the Secretariat."""
    n = next(_numbers)
    if role in ENTITY_ROLES:
        fields["entity"] = fields.get("entity") or make_entity()
    fields.setdefault("email", f"invited{n}@example.org")
    fields.setdefault("token_hash", f"{n:064x}")
    fields.setdefault("invited_at", timezone.now())
    fields.setdefault("expires_at", fields["invited_at"] + datetime.timedelta(hours=72))
    return Invitation.objects.create(role=role, **fields)


def make_second_factor_reset(
    *, user: User | None = None, asked_by: User | None = None, **fields
) -> SecondFactorReset:
    """A reset that waits for a second member of the staff."""
    fields.setdefault("asked_at", timezone.now())
    fields.setdefault("reason", "The telephone is lost; we spoke.")
    return SecondFactorReset.objects.create(
        user=user or make_user(), asked_by=asked_by or make_user(), **fields
    )


def make_audit_event(*, kind: str = AuditEvent.Kind.SIGNED_IN, **fields) -> AuditEvent:
    return AuditEvent.objects.create(kind=kind, **fields)


def make_mail(**fields) -> Mail:
    """A queued mail to an address."""
    fields.setdefault("address", "somebody@example.org")
    texts = {"language": "en", "kind": "test", "subject": "Subject", "text": "Text\n", "html": "x"}
    return Mail.objects.create(**{**texts, **fields})
