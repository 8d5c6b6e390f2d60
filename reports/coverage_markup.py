"""Markup of the coverage: its table and, for narrow screens, its list.

Some two thousand cells: functions instead of template includes, as in `markup`. Every value is
escaped here.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from html import escape as e
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, ngettext, override

from .coverage import Figures
from .coverage_columns import Heading
from .coverage_matrix import DOCUMENTS, PARAGRAPHS, SYMBOLS, THEMES, Cell, State
from .coverage_page import CoveragePage, Row
from .markup import demonstration, inline, lang
from .markup import words as row_words

PARAMETERS = {THEMES: "theme", DOCUMENTS: "document", PARAGRAPHS: "paragraph"}
# Up to so many columns have their names written across; more are written upwards.
ACROSS = 8


@dataclass(frozen=True, slots=True)
class Words:
    """Fixed words in one language; the sentences take `entity`, `column` and, some, `n`."""

    language: str
    sentences: dict[State, str]
    states: dict[State, str]
    list: str
    cell: str
    silent_on: str
    answered: str
    some_perhaps: str
    uncited: str


@cache
def words(language: str, in_years: bool = False) -> Words:
    """With `in_years`, only reports of some years count, and silence is told of these."""
    with override(language):
        # Translators: an entity, a theme or document, and what is known: one cell of a table
        sentences = {
            State.UNCITED: gettext(
                "%(entity)s, %(column)s: reported without citing it for certain (%(n)d)"
            ),
            State.NOTHING: gettext("%(entity)s, %(column)s: nothing to report"),
            State.SILENT: gettext("%(entity)s, %(column)s: no report from these years")
            if in_years
            else gettext("%(entity)s, %(column)s: no report received"),
            State.UNASKED: gettext("%(entity)s, %(column)s: not asked"),
        }
        states = {state: state.said(in_years) for state in State}
        answered, silent_on = gettext("%(part)d of %(whole)d reported"), gettext("%(n)d silent")
        some_perhaps = gettext(
            "%(entity)s, %(column)s: %(n)d reports, of which %(perhaps)d may mean it"
        )
        # Translators: part of a total, such as "11 of 17", that counts everybody who reported
        uncited = gettext("%(n)d of them without citing it for certain")
        entity = reverse("reports:coverage_entity", args=["address-part"])
        return Words(
            language, sentences, states, reverse("reports:reports"),
            entity.replace("address-part", "%s"), silent_on, answered, some_perhaps,
            uncited,
        )  # fmt: skip


def sentence(say: Words, entity: str, column: str, cell: Cell) -> str:
    said = {"entity": entity, "column": column, "n": cell.reports, "perhaps": cell.perhaps}
    if cell.state != State.REPORTED:
        return say.sentences[cell.state] % said
    if cell.perhaps:  # beside one that cites it for certain: always several
        return say.some_perhaps % said
    return _reported(cell.reports) % said


def _reported(reports: int) -> str:
    return ngettext(
        "%(entity)s, %(column)s: %(n)d report", "%(entity)s, %(column)s: %(n)d reports", reports
    )


@dataclass(frozen=True, slots=True)
class Links:
    """Where a cell leads: to its reports, or to the page that says why there are none."""

    say: Words
    parameter: str
    within: dict[str, str]

    def of(self, slug: str, key: str, cell: Cell) -> str:
        if self._is_listed(cell):
            named, page = {"entity": slug, self.parameter: key}, self.say.list
        else:
            named, page = {self.parameter: key}, self.say.cell % slug
        return e(f"{page}?{urlencode(named | self.within, safe='/')}")

    def _is_listed(self, cell: Cell) -> bool:
        """Whether the list of reports knows these by the column; it knows no cycles."""
        on_themes = self.parameter == "theme"
        told = on_themes or cell.state == State.REPORTED or cell.perhaps
        return "cycle" not in self.within and cell.reports > 0 and bool(told)


def _words_of(page: CoveragePage) -> Words:
    return words(page.language, page.filters.has_years)


def links_of(page: CoveragePage, say: Words) -> Links:
    return Links(say, PARAMETERS[page.scope.columns], page.filters.within)


def table_head(page: CoveragePage) -> str:
    across = "" if len(page.shown) <= ACROSS else ' class="up"'
    return "".join(
        f'<th scope="col" class="cell"><a href="{one.url}"{_lang(one, page)}{across}>'
        f"<span>{e(one.name)}</span></a></th>"
        for one in page.shown
    )


def _lang(heading: Heading, page: CoveragePage) -> str:
    return "" if heading.language == page.language else f' lang="{heading.language}"'


def table_rows(page: CoveragePage) -> str:
    say = _words_of(page)
    links = links_of(page, say)
    return "".join(_row(row, page, say, links) for row in page.rows)


def _row(row: Row, page: CoveragePage, say: Words, links: Links) -> str:
    name = str(row.name or row.slug)
    cells = "".join(
        _cell(cell, links.of(row.slug, one.key, cell), sentence(say, name, one.name, cell))
        for one, cell in zip(page.shown, row.cells, strict=True)
    )
    demo = f" {demonstration(row_words(page.language))}" if row.is_demonstration else ""
    figures = row.figures
    share = total(figures, say)
    silent = figures.silent if figures.asked else "–"
    return (
        f'<tr><th scope="row"><a href="{row.url}">{inline(row.name)}</a>{demo}</th>{cells}'
        f'<td class="n">{share}</td><td class="n">{silent}</td></tr>\n'
    )


def _cell(cell: Cell, url: str, name: str) -> str:
    number = f" {cell.number}" if cell.number else ""
    return (
        f'<td class="cell {cell.state}"><a href="{url}">'
        f'<span aria-hidden="true">{SYMBOLS[cell.state]}{number}</span>'
        f'<span class="visually-hidden">{e(name)}</span></a></td>'
    )


def total(figures: Figures, say: Words) -> str:
    """A share of a total, such as "11 of 17", and beneath it what of it cites nothing."""
    if not figures.asked:
        return "–"
    # Translators: a share of a total, such as "17 of 34"
    share = gettext("%(part)d of %(whole)d") % {"part": figures.reported, "whole": figures.asked}
    if not figures.uncited:
        return share
    said = say.uncited % {"n": figures.uncited}
    return (
        f'{share}<br><small class="quiet"><span aria-hidden="true">{figures.uncited} '
        f'{SYMBOLS[State.UNCITED]}</span><span class="visually-hidden">({e(said)})</span></small>'
    )


def table_foot(page: CoveragePage) -> str:
    """The totals of the columns shown, and that of all cells."""
    say = _words_of(page)
    shown = "".join(f'<td class="n cell">{total(one, say)}</td>' for one in page.totals)
    return f'{shown}<td class="n">{total(page.figures, say)}</td>'


def entity_list(page: CoveragePage) -> str:
    """The same for narrow screens: an entity folds out to what it reported on, and what not."""
    say = _words_of(page)
    links = links_of(page, say)
    return "".join(_folded(row, page, say, links) for row in page.rows)


def _folded(row: Row, page: CoveragePage, say: Words, links: Links) -> str:
    by_state = defaultdict(list)
    for heading, cell in zip(page.shown, row.cells, strict=True):
        by_state[cell.state].append((heading, cell))
    groups = "".join(
        _group(state, by_state[state], row, page, say, links) for state in State if by_state[state]
    )
    figures = row.figures
    parts = [say.answered % {"part": figures.reported, "whole": figures.asked}]
    if figures.uncited:
        parts.append(say.uncited % {"n": figures.uncited})
    if figures.silent:
        parts.append(say.silent_on % {"n": figures.silent})
    summed = " · ".join(parts) if figures.asked else say.states[State.UNASKED]
    return (
        f"<li><details><summary><strong{lang(row.name)}>{e(str(row.name))}</strong> "
        f'<span class="quiet">{e(summed)}</span></summary>\n'
        f'<p><a href="{row.url}">{inline(row.name)}</a></p><dl>{groups}</dl></details></li>\n'
    )


def _group(state: State, cells: list, row: Row, page: CoveragePage, say: Words, links) -> str:
    named = ", ".join(
        f'<a href="{links.of(row.slug, heading.key, cell)}"{_lang(heading, page)}>'
        f"{e(heading.name)}</a>" + (f" ({cell.number})" if cell.number else "")
        for heading, cell in cells
    )
    return (
        f'<dt><span aria-hidden="true">{SYMBOLS[state]}</span> {e(say.states[state])}</dt>'
        f"<dd>{named}</dd>"
    )
