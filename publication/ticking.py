"""The regular work of a worker, in a thread of its own: a long import holds up no mail."""

import logging
from threading import Event, Thread

from django.db import close_old_connections
from django.utils import timezone

from .jobs import regular_work

SECONDS = 60.0

logger = logging.getLogger("portal.jobs")


def tick() -> list[str]:
    """Do all regular work once. Returns the names of what failed; the rest is done all the same."""
    failed = []
    for work in regular_work():
        try:
            work(timezone.now())
        except Exception:
            logger.exception("regular work failed", extra={"event": {"work": work.__name__}})
            failed.append(work.__name__)
    return failed


class Ticker(Thread):
    """Ticks at once and then every minute, until the process ends."""

    def __init__(self, seconds: float = SECONDS) -> None:
        super().__init__(name="regular work", daemon=True)
        self.seconds, self.ended = seconds, Event()

    def run(self) -> None:
        while not self.ended.is_set():
            close_old_connections()
            tick()
            close_old_connections()
            self.ended.wait(self.seconds)
