"""Who reports: states, institutions and the other bodies of the Summits process."""

from functools import cached_property

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publication.languages import columns, fold
from publication.passages import called
from publication.translated import Translated, TranslatedQuerySet, language_constraints


class EntityQuerySet(TranslatedQuerySet):
    def states(self) -> "EntityQuerySet":
        return self.filter(kind=Entity.Kind.STATE)

    def institutions(self) -> "EntityQuerySet":
        """Everybody who reports and is not a state."""
        return self.exclude(kind=Entity.Kind.STATE)

    def reporting(self) -> "EntityQuerySet":
        """Everybody but those who contribute instead."""
        return self.exclude(kind__in=Entity.CONTRIBUTING)

    def of_kind(self, kind: str) -> "EntityQuerySet":
        return self.filter(kind=kind)

    def in_subregion(self, subregion: str) -> "EntityQuerySet":
        return self.filter(subregion=subregion)

    def part_of(self, entity) -> "EntityQuerySet":
        """The departments of an institution."""
        return self.filter(parent=entity)

    def without_departments(self) -> "EntityQuerySet":
        return self.filter(departments__isnull=True)

    def taking_part(self, meeting) -> "EntityQuerySet":
        return self.filter(participations__meeting=meeting)

    def real(self) -> "EntityQuerySet":
        """Without the invented entities of the demonstration."""
        return self.filter(is_demonstration=False)

    def demonstrations(self) -> "EntityQuerySet":
        return self.filter(is_demonstration=True)

    def of_slug(self, slug: str) -> "EntityQuerySet":
        return self.filter(slug=slug)

    def for_export(self) -> "EntityQuerySet":
        return self.select_related("parent")

    def with_ids(self, ids) -> "EntityQuerySet":
        return self.filter(pk__in=ids)

    def within(self, ids) -> "EntityQuerySet":
        """The departments of any of the entities."""
        return self.filter(parent__in=ids)

    def with_slugs(self, slugs) -> "EntityQuerySet":
        return self.filter(slug__in=slugs)

    def held(self) -> "EntityQuerySet":
        """Locked until the transaction ends, in one order for everybody."""
        return self.select_for_update(of=("self",)).order_by("pk")

    def ids_by_kind(self) -> tuple[set[int], set[int]]:
        """Ids of the states, and of everybody else."""
        states, others = set(), set()
        for pk, kind in self.order_by().values_list("pk", "kind"):
            (states if kind == Entity.Kind.STATE else others).add(pk)
        return states, others

    def named(self, name: str) -> "list[Entity]":
        """Entities known under `name` by name, official name, acronym or alias, in any language.

        Case, accents and punctuation do not count. More than one means that the name is ambiguous.
        """
        wanted = fold(name)
        return [entity for entity in self.all() if wanted in entity.folded_names()]

    def get_by_natural_key(self, slug: str) -> "Entity":
        return self.get(slug=slug)


class Entity(Translated):
    class Kind(models.TextChoices):
        STATE = "state", pgettext_lazy("kind of entity", "state")
        INSTITUTION = "institution", _("institution")
        DEPARTMENT = "department", _("department")
        PROCESS = "process", _("process")
        CIVIL_SOCIETY = "civil_society", _("civil-society organization")
        HUMAN_RIGHTS_INSTITUTION = (
            "human_rights_institution",
            _("national human-rights institution"),
        )

    # Those that write contributions beside the official reports, and no reports.
    CONTRIBUTING = (Kind.CIVIL_SOCIETY, Kind.HUMAN_RIGHTS_INSTITUTION)

    class Subregion(models.TextChoices):
        NORTH_AMERICA = "north_america", _("North America")
        CENTRAL_AMERICA = "central_america", _("Central America")
        CARIBBEAN = "caribbean", _("Caribbean")
        SOUTH_AMERICA = "south_america", _("South America")

    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    slug = models.SlugField(_("address part"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=200, null=True)  # noqa: DJ001  see languages
    official_name = models.CharField(  # noqa: DJ001
        _("official name"), max_length=255, null=True, blank=True
    )
    acronym = models.CharField(  # noqa: DJ001
        _("acronym"), max_length=30, null=True, blank=True
    )
    aliases = models.JSONField(
        _("other names"), default=list, blank=True, help_text=_("Names that imports recognise.")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="departments",
        verbose_name=_("part of"),
    )  # fmt: skip
    iso_3166_1 = models.CharField(  # noqa: DJ001  unique where there is one
        _("ISO 3166-1 code"), max_length=2, null=True, blank=True, unique=True
    )
    subregion = models.CharField(_("subregion"), max_length=16, choices=Subregion, blank=True)
    website = models.URLField(_("web site"), blank=True)
    needs_approval = models.BooleanField(
        _("a second person approves"), default=False,
        help_text=_("A report is submitted only after an approver of the entity has approved it."),
    )  # fmt: skip
    is_demonstration = models.BooleanField(_("demonstration"), default=False)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = EntityQuerySet.as_manager()

    class Meta:
        verbose_name = _("entity")
        verbose_name_plural = _("entities")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(condition=~Q(slug=""), name="entity_slug_not_empty"),
            models.CheckConstraint(
                condition=Q(kind="department", parent__isnull=False)
                | (~Q(kind="department") & Q(parent__isnull=True)),
                name="entity_department_has_parent",
                violation_error_message=_(
                    "A department is part of another entity; nothing else is."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(parent=F("id")),
                name="entity_not_part_of_itself",
                violation_error_message=_("An entity is no part of itself."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(kind="state", iso_3166_1__isnull=False)
                    | Q(kind="state", is_demonstration=True)
                    | (~Q(kind="state") & Q(iso_3166_1__isnull=True))
                ),
                name="entity_state_has_iso_code",
                violation_error_message=_("A state has an ISO 3166-1 code; nothing else has one."),
            ),
            models.CheckConstraint(
                condition=Q(iso_3166_1__isnull=True) | Q(iso_3166_1__regex=r"^[A-Z]{2}$"),
                name="entity_iso_code_is_two_capitals",
                violation_error_message=_("An ISO 3166-1 code is two capital letters."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="state") | ~Q(subregion=""),
                name="entity_state_has_subregion",
                violation_error_message=_("A state lies in a subregion."),
            ),
            *language_constraints("entity", "name", "official_name", "acronym"),
        ]

    def __str__(self) -> str:
        return called(self, "name")

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    def get_absolute_url(self) -> str:
        return reverse(f"reports:{'country' if self.is_state else 'institution'}", args=[self.slug])

    @property
    def is_state(self) -> bool:
        return self.kind == self.Kind.STATE

    @property
    def contributes(self) -> bool:
        """True for organizations that write contributions, and no reports."""
        return self.kind in self.CONTRIBUTING

    def folded_names(self) -> set[str]:
        """All names the entity is known under, folded; "OAS" and "… (OAS)" among them."""
        return self._folded_names

    @cached_property
    def _folded_names(self) -> set[str]:
        fields = [*columns("name"), *columns("official_name"), *columns("acronym")]
        names = [getattr(self, field) for field in fields] + list(self.aliases)
        return {fold(name) for name in names if name}
