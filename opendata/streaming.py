"""Long answers: sent while they are made, and only so many at once."""

from collections.abc import Iterator
from threading import BoundedSemaphore

AT_ONCE = 2  # in a process, whose other threads go on answering
_places = BoundedSemaphore(AT_ONCE)


class Full(Exception):
    """As many long answers are on their way as there is room for."""


class Streamed:
    """The pieces of an answer, encoded. Holds a place until it is closed, read to its end or not.

    Raises Full when there is no place.
    """

    def __init__(self, pieces: Iterator[str]) -> None:
        if not _places.acquire(blocking=False):
            raise Full
        self._pieces, self._held = pieces, True

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return next(self._pieces).encode()

    def close(self) -> None:
        """Django calls it when the answer is out or the reader has gone."""
        if self._held:
            self._held = False
            self._pieces.close()
            _places.release()
