"""What keeps two records from being merged, in words, with the records to decide on first."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Invitation, Membership
from accounts.policy import Permission, Rights
from countries.models import Entity
from mandates.models import Paragraph
from publication.languages import page_language
from publication.passages import passage

from ..models import ExtensionRequest, IndicatorValue, Report
from ..models.reports import ReportQuerySet
from ..report_titles import report_title
from .links import Record


@dataclass(frozen=True, slots=True)
class Obstacle:
    """`records` are rows of a name and an address, empty for what only others see."""

    words: str
    records: list[tuple[str, str]] = field(default_factory=list)


def obstacles(gone: Record, kept: Record, rights: Rights) -> list[Obstacle]:
    """Everything that stands in the way of merging `gone` into `kept`, by somebody's rights."""
    if type(gone) is not type(kept):
        return [Obstacle(_("A paragraph and an entity are not the same thing."))]
    if gone.pk == kept.pk:
        return [Obstacle(_("Both addresses lead to the same record."))]
    if gone.is_demonstration != kept.is_demonstration:
        return [Obstacle(_("One of them belongs to the demonstration, the other does not."))]
    found = _of_entities if isinstance(gone, Entity) else _of_paragraphs
    return list(found(gone, kept, rights))


def _of_paragraphs(gone: Paragraph, kept: Paragraph, rights: Rights) -> Iterable[Obstacle]:
    both = Report.objects.citing(gone).citing(kept)
    if reports := _named(both):
        yield Obstacle(_("These reports cite both paragraphs; each can cite one once:"), reports)


def _of_entities(gone: Entity, kept: Entity, rights: Rights) -> Iterable[Obstacle]:
    if gone.is_state != kept.is_state:
        yield Obstacle(_("A state is merged with a state only."))
    if gone.contributes != kept.contributes:
        yield Obstacle(_("One of them writes reports, the other writes contributions."))
    if gone.is_state and gone.iso_3166_1 and gone.iso_3166_1 != kept.iso_3166_1:
        yield Obstacle(_("They are two states: their ISO codes differ."))
    if _is_above(gone, kept):
        yield Obstacle(_("The one that stays is a department of the one that goes."))
    if reports := _named(Report.objects.in_one_place(gone, kept)):
        yield Obstacle(
            _("Both have a report on the same theme in the same cycle. Decide on these first:"),
            reports,
        )
    values = IndicatorValue.objects.stated_twice(gone, kept)
    if twice := [(str(one), one.indicator.get_absolute_url()) for one in values]:
        yield Obstacle(_("Both have stated a value of the same indicator and year:"), twice)
    requests = ExtensionRequest.objects.waiting_twice(gone, kept).with_all()
    if waiting := [(str(one), _address_of(one)) for one in requests]:
        yield Obstacle(
            _("Both wait for an answer about more time in the same cycle. Decide on these first:"),
            waiting,
        )
    if not rights.may(Permission.MANAGE_PEOPLE) and _people(gone):
        yield Obstacle(_("People act for it. Who manages people may merge it."))


def _is_above(gone: Entity, kept: Entity) -> bool:
    """Whether `kept` is a part of `gone`, on any level; a ring that is there ends the walk."""
    above, passed = kept.parent, {kept.pk}
    while above is not None and above.pk not in passed:
        if above.pk == gone.pk:
            return True
        passed.add(above.pk)
        above = above.parent
    return False


def _people(gone: Entity) -> bool:
    standing = Membership.objects.standing().of_entity(gone)
    return standing.exists() or Invitation.objects.pending().for_entity(gone).exists()


def _address_of(request: ExtensionRequest) -> str:
    return reverse("secretariat:extension_request", args=[request.asked.cycle.slug, request.pk])


def _named(reports: ReportQuerySet) -> list[tuple[str, str]]:
    """The reports that the Secretariat sees; of drafts that it does not see, whose they are."""
    language = page_language()
    seen = [
        (f"{report_title(one, language)}, {one.dated.isoformat()}",
         reverse("secretariat:review", args=[one.pk]))
        for one in reports.for_review().with_review().newest_first()
    ]  # fmt: skip
    said = _("a report that %(entity)s is writing")
    unseen = reports.private_drafts().select_related("entity")
    names = [passage(one.entity, "name", language) for one in unseen]
    return [*seen, *((said % {"entity": name}, "") for name in names)]
