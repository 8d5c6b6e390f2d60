"""Two reports of an entity that say nearly the same made one: the next edition holds both.

Where both say nearly the same, the submitted report's words stand; what only the published one says
is kept at its place, paragraph by paragraph. Nothing of either is lost from the histories: the
published one stays readable as the edition before.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from publication.languages import LANGUAGES, TextState, column, digest
from publication.rendering import Markup

from .joining import add_all_but_texts, add_section, in_one_cycle, pairs
from .likeness import is_near, sequences
from .models import Report, Section
from .plain_text import as_markdown
from .word_diff import Run, word_diff

LONGEST_DIFF = 60_000
"""Characters of each text that the differences are shown of."""


@dataclass(frozen=True, slots=True)
class Fold:
    """A section as it will be: `mine` is the report's own, `other` the published one's, if any.

    `before` and `after` are texts by language: the published one's, and those to come.
    """

    mine: Section | None
    other: Section | None
    before: dict[str, str]
    after: dict[str, str]

    @property
    def title(self) -> str:
        return (self.mine or self.other).get_kind_display()

    @property
    def kept(self) -> set[str]:
        """Languages whose text stays as it is in the published report."""
        return {code for code, text in self.before.items() if self.after.get(code) == text}

    def changes(self) -> list[tuple[str, list[Run]]]:
        """By language, how the published text becomes the merged one."""
        there = [code for code in LANGUAGES if code in self.before or code in self.after]
        return [(code, self._runs(code)) for code in there]

    def _runs(self, code: str) -> list[Run]:
        both = (texts.get(code, "")[:LONGEST_DIFF] for texts in (self.before, self.after))
        return word_diff(*both)


def can_fold(report: Report, published: Report) -> bool:
    """Whether the two, of one entity, can be one report: the next edition of the published one.

    The other is a first edition on its way, or published, too, and the later of the two, since its
    words stand.
    """
    public = report.state == Report.State.PUBLISHED
    later = (report.date, report.pk) > (published.date, published.pk)
    return (
        published.state == Report.State.PUBLISHED
        and (later if public else report.edition == 1)
        and report.entity_id == published.entity_id
        and report.is_demonstration == published.is_demonstration
        and in_one_cycle(report, published)
        and report.public_id != published.public_id
    )


def folds(report: Report, published: Report) -> list[Fold]:
    """What the merged report will say, section by section, in the order of the report's own."""
    together = list(pairs(report, published, by=_place))
    paired = {mine.pk for mine, _other in together if mine}
    alone = [(one, None) for one in report.sections.all() if one.pk not in paired]
    rows = sorted([*together, *alone], key=lambda row: (row[0] or row[1]).position)
    return [_fold(mine, other) for mine, other in rows]


def mark(rows: Iterable[Fold]) -> str:
    """Fingerprint of all that is shown, to tell whether it is still what would be written."""
    texts = [texts for row in rows for texts in (row.before, row.after)]
    return digest(*(part for one in texts for item in sorted(one.items()) for part in item))


def fold(report: Report, published: Report) -> None:
    """Let the report be the next edition, with the texts of both.

    To be called with both locked, and no edition of the published one on its way.
    """
    for row in folds(report, published):
        if row.mine is None:
            add_section(report, row.other)
        elif row.other is not None:
            _write(row)
    add_all_but_texts(report, published)


def _place(section: Section) -> tuple:
    """What it is about, on which paragraph."""
    return section.kind, section.paragraph_id


def _fold(mine: Section | None, other: Section | None) -> Fold:
    theirs, own = _texts(other, mine), _texts(mine, other)
    both = own.keys() & theirs.keys()
    after = {**theirs, **own, **{code: merged(theirs[code], own[code]) for code in both}}
    return Fold(mine, other, other.texts("text") if other else {}, after)


def _texts(section: Section | None, beside: Section | None) -> dict[str, str]:
    """In the markup that both are brought to."""
    texts = section.texts("text") if section else {}
    if section and beside and section.markup != beside.markup == Markup.MARKDOWN:
        return {code: as_markdown(text) for code, text in texts.items()}
    return texts


def _write(row: Fold) -> None:
    """A translation shows as older than the original where that is not the one it was made of."""
    mine, other = row.mine, row.other
    original = mine.original_language
    of_theirs = digest(row.before[original]) if original in row.before else ""
    was = mine.source_digest()
    if other.markup != mine.markup:
        mine.markup = Markup.MARKDOWN
    own = mine.languages()
    for code, text in row.after.items():
        setattr(mine, column("text", code), text)
    for code in row.after:
        if code == original:
            continue
        name = column("digest", code)
        if code in own:
            setattr(mine, name, getattr(mine, name) or was)
            continue
        state = other.state_in(code)
        state = TextState.OFFICIAL if state == TextState.ORIGINAL else state
        setattr(mine, column("state", code), state)
        known = getattr(other, name) if other.is_stale(code) else of_theirs
        setattr(mine, name, known or was)
    mine.save()


def merged(theirs: str, own: str) -> str:
    """Our paragraphs, and between them at their places those of theirs that ours do not say."""
    old, new = _paragraphs(theirs), _paragraphs(own)
    said = _said(old, new)
    matcher = SequenceMatcher(a=said, b=[*range(len(new))], autojunk=False)
    kept: list[str] = []
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag != "equal":
            kept += [old[place] for place in range(first, last) if said[place] is None]
        kept += new[start:end]
    return "\n\n".join(kept) if len(kept) > len(new) else own


def _said(old: list[str], new: list[str]) -> list[int | None]:
    """For each of the old paragraphs the first of the new ones that says nearly the same."""
    runs = [sequences(one) for one in new]
    places: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for place, found in enumerate(runs):
        for run in found:
            places[run].add(place)
    said = []
    for found in map(sequences, old):
        alike = sorted(set().union(*(places.get(run, ()) for run in found)))
        said.append(next((place for place in alike if is_near(found, runs[place])), None))
    return said


def _paragraphs(text: str) -> list[str]:
    blocks = text.replace("\r\n", "\n").split("\n\n")
    return [block.strip("\n") for block in blocks if block.strip()]
