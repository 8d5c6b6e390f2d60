"""A search that takes too long is ended, on either database, and says so."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

SECONDS = 8
STEPS = 50_000  # of SQLite's machine between two looks at the clock
MEMORY = "64MB"  # of PostgreSQL for a step of a search
HELPERS = "1000000"  # what the planner thinks that starting them costs


class TooSlow(Exception):
    """The database was stopped before it had an answer."""


@contextmanager
def within(seconds: float = SECONDS) -> Iterator[None]:
    """Let the database work so long for all that is asked inside. Raises TooSlow after that."""
    bounded = _on_sqlite if connection.vendor == "sqlite" else _on_postgresql
    try:
        with bounded(seconds):
            yield
    except OperationalError as stopped:
        if getattr(stopped.__cause__, "pgcode", "") == "57014" or "interrupted" in str(stopped):
            raise TooSlow from stopped
        raise


@contextmanager
def _on_sqlite(seconds: float) -> Iterator[None]:
    connection.ensure_connection()
    raw, end = connection.connection, time.monotonic() + seconds
    raw.set_progress_handler(lambda: time.monotonic() > end, STEPS)
    try:
        yield
    finally:
        raw.set_progress_handler(None, STEPS)


@contextmanager
def _on_postgresql(seconds: float) -> Iterator[None]:
    """Reading by index is cheap here: the rows counted are narrow and mostly in memory.

    With too little memory PostgreSQL remembers pages instead of the rows that a common word is in,
    and takes every row on them apart again: 10.8 s instead of 0.8 s for 250,000 of a million. It
    would start helpers for rare words, too, which takes four times as long as finding them.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('statement_timeout', %s, true), "
            "set_config('random_page_cost', '1.1', true), set_config('jit', 'off', true), "
            "set_config('work_mem', %s, true), set_config('parallel_setup_cost', %s, true)",
            [str(max(int(seconds * 1000), 1)), MEMORY, HELPERS],
        )
        yield
