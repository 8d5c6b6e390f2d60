"""Pages as the page cache keeps them: compressed, and no more of them than memory is set aside."""

import gzip
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

import brotli

Headers = list[tuple[str, str]]

# What the entry of a page takes besides its two bodies, roughly.
OVERHEAD = 4000


@dataclass(frozen=True, slots=True)
class Page:
    """An answer as it is kept, its `bodies` by coding; plain text is unpacked when asked for."""

    revision: tuple
    etag: str
    headers: Headers
    headers_of_304: Headers
    bodies: dict[str, bytes]

    @property
    def size(self) -> int:
        return OVERHEAD + sum(map(len, self.bodies.values()))

    def body(self, coding: str) -> bytes:
        return self.bodies.get(coding) or gzip.decompress(self.bodies["gzip"])


class Shelf:
    """Pages by key, the least recently used ones dropped when they outgrow `capacity` bytes."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.size = 0
        self._pages: OrderedDict[tuple, Page] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple) -> Page | None:
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: tuple, page: Page) -> None:
        with self._lock:
            self._drop(key)
            if page.size > self.capacity:
                return
            self._pages[key] = page
            self.size += page.size
            while self.size > self.capacity:
                self._drop(next(iter(self._pages)))

    def _drop(self, key: tuple) -> None:
        page = self._pages.pop(key, None)
        self.size -= page.size if page else 0


def make_page(revision: tuple, headers: Headers, body: bytes) -> Page:
    kept = without(headers, "X-Request-ID", "Content-Length")
    return Page(
        revision=revision,
        etag=dict(headers)["ETag"],
        headers=kept,
        # RFC 9110, section 15.4.5: no word about a body that is not sent.
        headers_of_304=without(kept, "Content-Type", "Content-Language"),
        bodies={
            # Level 5 packs as well as gzip's best in a tenth of the time of brotli's own best.
            "br": brotli.compress(body, mode=brotli.MODE_TEXT, quality=5),
            "gzip": gzip.compress(body, compresslevel=6, mtime=0),
        },
    )


def without(headers: Headers, *names: str) -> Headers:
    return [(name, value) for name, value in headers if name not in names]
