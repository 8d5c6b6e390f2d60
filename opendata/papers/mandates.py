"""The mandates of a meeting, one by one: a table for each document, or for each of its sections."""

from collections.abc import Iterator

from django.utils.translation import gettext

from reports.agreed import in_blocks
from reports.mandate_lines import MandateLine

from . import Paper, Text


def begin_mandates(paper: Paper, lines: list[MandateLine]) -> None:
    """The heading of the part, and that there is nothing to tell where there is not."""
    paper.heading(1, gettext("The mandates one by one"), is_wide=True)
    if not lines:
        paper.line(gettext("No paragraph of this meeting is in the portal yet."))


def tell_mandates(
    paper: Paper, lines: list[MandateLine], share: int, further: dict[str, int]
) -> Iterator[tuple[MandateLine, list[Text]]]:
    """Each paragraph, told, with its cells that are to be filled.

    `share` is the part of the line that the texts take, `further` the names and parts of the
    columns beside them.
    """
    head = {gettext("Number"): 9, gettext("Mandate"): share, **further}
    source = None
    for block in in_blocks(lines):
        if block.source != source:
            paper.heading(2, block.source.title)
            source = block.source
        if block.section:
            paper.heading(3, block.section)
        table = paper.table(str(block.section or source.title), head, is_named=True)
        for line in block.lines:
            label, text, *cells = table.row()
            label.line(line.label)
            text.told(line.html, line.passage)
            if line.ended:
                text.note(line.ended)
            yield line, cells
