"""How much of a matrix's cells is stored, counted in characters, white space apart."""

from collections.abc import Iterable

from .matrix_cells import INK, ink


class Kept:
    """Texts that records hold, made ready once for the many cells that are looked for in them."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.whole = {INK.sub("", text) for text in texts}
        self.joined = "\n".join(self.whole)  # a line end is in none of them

    def has(self, squeezed: str) -> bool:
        """Whether one of them holds this, white space apart."""
        return squeezed in self.whole or squeezed in self.joined


class Coverage:
    """Adds up cells against the texts that the records hold for them."""

    def __init__(self) -> None:
        self.there = 0
        self.stored = 0

    @property
    def share(self) -> float:
        """From 0 to 1, never rounded up to 1; 1 for a file without a cell."""
        if not self.there:
            return 1.0
        return int(10_000 * self.stored / self.there) / 10_000

    def cell(self, text: str, kept: Iterable[str]) -> None:
        """Count the cell. What is not in the `kept` texts whole is looked for line by line."""
        self.cell_in(Kept(kept), text)

    def cell_in(self, kept: Kept, text: str) -> None:
        """The same for texts that were made ready."""
        self.there += ink(text)
        whole = INK.sub("", text)
        if kept.has(whole):
            self.stored += len(whole)
            return
        for line in text.split("\n"):
            squeezed = INK.sub("", line)
            if squeezed and kept.has(squeezed):
                self.stored += len(squeezed)

    def left_out(self, characters: int) -> None:
        self.there += characters
