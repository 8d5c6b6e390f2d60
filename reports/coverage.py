"""Who was asked about what, and what is known of it. Silence is a state of its own.

Who counts is said to readers on "How to read these figures".
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db import models
from django.db.models import Exists, Min, OuterRef, Subquery

from countries.models import Entity, EntityQuerySet
from mandates.models import Participation
from mandates.models.paragraphs import counted

from .models import Asked


@dataclass(frozen=True, slots=True)
class Figures:
    """How many of the entities asked have reported.

    `uncited` of the `reported` cite nothing there for certain; only the coverage page counts them.
    """

    asked: int
    reported: int
    reports: int
    uncited: int = 0

    @property
    def silent(self) -> int:
        return self.asked - self.reported

    def __add__(self, other: "Figures") -> "Figures":
        """The figures of two groups without a common member or report."""
        return Figures(
            self.asked + other.asked,
            self.reported + other.reported,
            self.reports + other.reports,
            self.uncited + other.uncited,
        )


def asked_about(theme) -> EntityQuerySet:
    """Entities asked about the theme, each with its `asked_position` (None outside a cycle).

    Public cycles with the theme in scope say who is asked; a legacy page is such a cycle. Without
    one, it is who took part in the meetings that adopted the theme's operative, active paragraphs.
    """
    in_cycles = Asked.objects.about(theme).order_by()
    asked = Exists(in_cycles.filter(entity=OuterRef("pk")))
    took_part = Exists(_participations(theme).filter(entity=OuterRef("pk")))
    position = in_cycles.filter(entity=OuterRef("pk")).values("entity")
    return Entity.objects.filter(asked | (~Exists(in_cycles) & took_part)).annotate(
        asked_position=Subquery(position.annotate(first=Min("position")).values("first"))
    )


def asked_by_theme() -> dict[int, set[int]]:
    """Ids of the entities asked about each theme, by the theme's id: `asked_about` in bulk."""
    asked: dict[int, set[int]] = defaultdict(set)
    for theme, entity in Asked.objects.by_theme():
        asked[theme].add(entity)
    in_cycles = set(asked)
    for theme, entity in Participation.objects.by_theme():
        if theme not in in_cycles:
            asked[theme].add(entity)
    return asked


def _participations(theme) -> models.QuerySet:
    paragraph = "meeting__documents__paragraphs__"
    on_theme = {f"{paragraph}theme_links__theme": theme}
    return Participation.objects.filter(**on_theme, **counted(paragraph))
