"""A document to take away: what it says, apart from the format it is written in.

`contents` tells of each kind of page what its document holds; `annual` and its neighbours tell the
documents that the Secretariat drafts. `word`, `pdf`, `web` and `book` write them. A document is in
one language; each of its blocks says in which language it is written itself.
"""

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.html import escape
from django.utils.translation import gettext

from publication.dates import PartialDate, written
from publication.passages import Passage
from publication.templatetags.passages import notes

Progress = Callable[[int, int], None]
"""Called with the parts of the document that are written and with all of them."""

_WORD = re.compile(r"[^\W\d_]{2}")  # numbers such as "B.1." are of no language


def no_progress(done: int, total: int) -> None:
    """The default of `progress` everywhere."""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading of a level (0: none), or HTML as publication.rendering cleans it.

    A heading of level 1 with `is_wide` begins a part whose pages lie on their side. `is_mark` says
    of the text below it that it is in another language, or not translated by a person. `anchor` is
    what the contents call a heading.
    """

    is_table: ClassVar[bool] = False

    html: str
    language: str
    level: int = 0
    is_note: bool = False
    is_wide: bool = False
    is_mark: bool = False
    anchor: str = ""


@dataclass(kw_only=True)
class Text:
    """Blocks one after the other: a document's, or those of a cell."""

    language: str
    blocks: "list[Block | Table]" = field(default_factory=list)

    def html(self, html: str, language: str | None = None) -> None:
        """Text that was cleaned when it was saved."""
        self.blocks.append(Block(str(html), language or self.language))

    def passage(self, html: str, found: Passage) -> None:
        self.html(html, found.language)

    def told(self, html: str, found: Passage) -> None:
        """The text, below a mark where it is not in the document's language or not a person's."""
        if said := notes(found):
            text = " ".join(said)
            self.blocks.append(Block(f"<p>[{escape(text)}]</p>", self.language, is_mark=True))
        self.passage(html, found)

    def line(self, *said: object) -> None:
        """A line of passages and words."""
        text = "".join(str(one) for one in said if one is not None)
        self.blocks.append(Block(f"<p>{escape(text)}</p>", self._language(said)))

    def note(self, text: str) -> None:
        """A small line in the document's language."""
        self.blocks.append(Block(f"<p>{escape(text)}</p>", self.language, is_note=True))

    def foreign(self, found: Passage) -> None:
        """What its page says above the text, as a small line."""
        if said := notes(found):
            self.note(" ".join(said))

    def _language(self, said: Iterable[object]) -> str:
        """What is all in another language is marked so; words among it are the document's."""
        if any(isinstance(one, str) and _WORD.search(one) for one in said):
            return self.language
        passages = [one for one in said if isinstance(one, Passage)]
        return passages[0].language if passages else self.language


@dataclass(slots=True)
class Table:
    """Rows of cells below a head that stands again on every page.

    `widths` are the columns' shares of the line. The first cell of a row names it, if `is_named`.
    """

    is_table: ClassVar[bool] = True

    caption: str
    language: str
    head: list[str]
    widths: list[int]
    is_named: bool = False
    rows: list[list[Text]] = field(default_factory=list)

    @property
    def percents(self) -> list[int]:
        return [100 * width // sum(self.widths) for width in self.widths]

    def row(self) -> list[Text]:
        """A further row, whose cells are empty yet."""
        self.rows.append([Text(language=self.language) for _name in self.head])
        return self.rows[-1]

    def words(self, *said: object) -> None:
        """A further row of a line each: words, numbers and passages; None leaves a cell empty."""
        for cell, one in zip(self.row(), said, strict=True):
            if one is not None:
                cell.line(one if isinstance(one, Passage) else str(one))


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page of a document that is drafted. `symbol` may be empty until it has one."""

    symbol: str
    day: str
    subtitle: str
    subtitle_language: str
    version: str

    @property
    def made_from(self) -> str:
        """From what the document was made: a person who edits it should know how old it is."""
        said = {"version": self.version, "day": self.day}
        return gettext("Draft made from data version %(version)s on %(day)s.") % said


@dataclass(kw_only=True)
class Paper(Text):
    """`address` is that of the page, `name` the beginning of the file's name.

    `moment` is that of the data version, if there is one.
    """

    title: str
    address: str
    name: str
    is_demonstration: bool = False
    title_language: str = ""
    cover: Cover | None = None
    moment: datetime.datetime | None = None
    headings: list[Block] = field(default_factory=list, init=False)

    def heading(self, level: int, *said: object, is_wide: bool = False) -> None:
        """A heading of level 1 to 3, of passages and words; in the first passage's language."""
        text = "".join(str(one) for one in said if one is not None)
        language = self._language(said)
        anchor = f"part{len(self.headings) + 1}"
        made = Block(escape(text), language, level, is_wide=is_wide, anchor=anchor)
        self.headings.append(made)
        self.blocks.append(made)

    def table(self, caption: str, head: dict[str, int], *, is_named: bool = False) -> Table:
        """A table, to be filled; `head` are the columns' names with their shares of the line."""
        made = Table(caption, self.language, list(head), list(head.values()), is_named)
        self.blocks.append(made)
        return made

    @property
    def tables(self) -> list[Table]:
        return [block for block in self.blocks if block.is_table]

    @property
    def parts(self) -> Iterator[tuple[bool, list[Block | Table]]]:
        """The blocks by the headings of level 1, each with whether its pages lie on their side."""
        part: list[Block | Table] = []
        for block in self.blocks:
            if part and not block.is_table and block.level == 1:
                yield _is_wide(part), part
                part = []
            part.append(block)
        if part:
            yield _is_wide(part), part

    @property
    def marks(self) -> int:
        """How many texts are not in the document's language or not translated by a person."""
        cells = (cell for table in self.tables for row in table.rows for cell in row)
        texts = [self, *cells]
        return sum(1 for text in texts for one in text.blocks if not one.is_table and one.is_mark)

    def source(self, version: int | str, day: datetime.date) -> str:
        """Where the document comes from, of which data version and day."""
        said = {
            "number": version, "day": written(PartialDate(day), self.language),
            "address": self.address,
        }  # fmt: skip
        source = gettext("Summits of the Americas, data version %(number)s, %(day)s: %(address)s")
        return source % said


def _is_wide(part: list[Block | Table]) -> bool:
    return not part[0].is_table and part[0].is_wide
