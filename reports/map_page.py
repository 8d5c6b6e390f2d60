"""The map of the Americas: each state by what is known of its reporting, with its list beside."""

import json
from dataclasses import dataclass
from functools import cache
from html import escape as e

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy, pgettext

from countries.models import Entity
from mandates.models import Theme
from publication.passages import Passage, passage

from .coverage_filter import by_slug, named
from .coverage_markup import sentence, words
from .coverage_matrix import Cell, State, matrix
from .figures import alphabetical
from .filters import Option, Select, left_out

SHAPES = settings.BASE_DIR / "fixtures" / "map" / "americas.json"


@cache
def shapes() -> dict:
    """What fixtures/map/draw.py drew: `states` by the two letters of ISO 3166-1."""
    return json.loads(SHAPES.read_text())


class MapForm(forms.Form):
    theme = by_slug(gettext_lazy("Theme"), Theme.objects.all())


@dataclass(frozen=True, slots=True)
class Place:
    """A state on the map and in the list; `says` is the sentence that names it."""

    code: str
    slug: str
    name: Passage
    cell: Cell
    url: str
    says: str


@dataclass(frozen=True, slots=True)
class MapPage:
    """`groups` are the states by what is known of them."""

    theme: Theme | None
    places: list[Place]
    select: Select
    ignored: list[str]

    @property
    def theme_name(self) -> str:
        return self.select.words

    @property
    def groups(self) -> list[tuple[State, list[Place]]]:
        by_state = {state: [one for one in self.places if one.cell.state == state]
                    for state in State}  # fmt: skip
        return [(state, found) for state, found in by_state.items() if found]


def map_page(query: QueryDict, language: str) -> MapPage:
    """All states, on one theme where the address names it, else on everything together."""
    form = MapForm(query)
    form.is_valid()
    theme = form.cleaned_data.get("theme")
    themes = alphabetical(Theme.objects.read_in(language, "name"), "name", language)
    offered = [Option(slug, name) for slug, name in named(themes, language)]
    every = Option("", pgettext("every theme together", "All themes"))
    chosen = theme.slug if theme else ""
    return MapPage(
        theme=theme,
        places=_places(theme, language),
        select=Select("theme", gettext("Theme"), chosen, [every, *offered]),
        ignored=left_out(form),
    )


def _places(theme: Theme | None, language: str) -> list[Place]:
    columns = matrix().columns
    if theme:
        columns = {pk: one for pk, one in columns.items() if pk == theme.pk}
    column = str(passage(theme, "name", language)) if theme else gettext("all themes")
    states = Entity.objects.states().real().read_in(language, "name")
    return [
        _place(one, together([c.cell(one.pk) for c in columns.values()]), theme, column, language)
        for one in alphabetical(states, "name", language)
    ]


def together(cells: list[Cell]) -> Cell:
    """What is known over several columns: the fullest state, and all reports counted by column."""
    fullest = min(
        cells, key=lambda cell: list(State).index(cell.state), default=Cell(State.UNASKED)
    )
    return Cell(fullest.state, sum(cell.reports for cell in cells))


def _place(state: Entity, cell: Cell, theme: Theme | None, column: str, language: str) -> Place:
    name = passage(state, "name", language)
    url = reverse("reports:coverage_entity", args=[state.slug])
    if theme:
        url += f"?theme={theme.slug}"
    says = sentence(words(language), str(name), column, cell)
    return Place(state.iso_3166_1, state.slug, name, cell, url, says)


def drawing(page: MapPage) -> SafeString:
    """The inside of the SVG: land that is no state of the Summits, the states, the small ones."""
    drawn = shapes()
    there = [one for one in page.places if one.code in drawn["states"]]
    land = f'<path class="land" d="{drawn["others"]}"/>'
    states = "".join(_state(one, drawn["states"][one.code]) for one in there)
    lines = "".join(_line(drawn["states"][one.code]) for one in there)
    small = "".join(_circle(one, drawn["states"][one.code], drawn["radius"]) for one in there)
    return mark_safe(f"{land}{states}{lines}{small}")  # noqa: S308  escaped here


def _state(place: Place, shape: dict) -> str:
    """A state with a circle has its link there alone; its outline is only seen."""
    state = place.cell.state
    outline = f'<path class="{state}" fill="url(#p-{state})" d="{shape["path"]}"/>'
    return outline if "circle" in shape else _linked(place, outline)


def _line(shape: dict) -> str:
    if "circle" not in shape or shape["circle"] == [shape["x"], shape["y"]]:
        return ""
    x, y = shape["circle"]
    return f'<path class="line" d="M{shape["x"]},{shape["y"]}L{x},{y}"/>'


def _circle(place: Place, shape: dict, radius: int) -> str:
    if "circle" not in shape:
        return ""
    (x, y), state = shape["circle"], place.cell.state
    dot = f'<circle class="{state}" fill="url(#p-{state})" cx="{x}" cy="{y}" r="{radius}"/>'
    if [x, y] == [shape["x"], shape["y"]]:
        return _linked(place, dot)
    name = f'<text x="{x + radius + 8}" y="{y + 5}">{e(place.code)}</text>'
    return _linked(place, f"{dot}{name}")


def _linked(place: Place, drawn: str) -> str:
    return (
        f'<a href="{place.url}" aria-label="{e(place.says)}">'
        f"<title>{e(place.says)}</title>{drawn}</a>"
    )
