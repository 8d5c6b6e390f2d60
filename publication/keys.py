"""What can be a key of a record, and thousands of keys as one value of a query."""

import json
from collections.abc import Iterable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigIntegerField, Expression
from django.db.models.sql.compiler import SQLCompiler

MOST_DIGITS = len(str(BigIntegerField.MAX_BIGINT))


def is_key(said: int | str) -> bool:
    """Whether it can be a key: a whole number above zero that fits 63 bits, in digits of ASCII.

    SQLite cannot even be asked about a larger one, nor Python read one of thousands of digits.
    """
    if isinstance(said, str):
        if not (said.isascii() and said.isdigit() and len(said) <= MOST_DIGITS):
            return False
        said = int(said)
    return 0 < said <= BigIntegerField.MAX_BIGINT


class Keys(Expression):
    """Keys to look in: `filter(report__in=Keys(ids))`.

    As a list each of them would be a parameter of its own, which Django prepares one by one and
    the database reads one by one, in every query that asks with them.
    """

    output_field = BigIntegerField()

    def __init__(self, keys: Iterable[int]) -> None:
        super().__init__()
        self.written = json.dumps(list(keys), separators=(",", ":"))

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, list[str]]:
        return self.written_for(connection)

    def written_for(self, connection: BaseDatabaseWrapper) -> tuple[str, list[str]]:
        """What stands after IN, and its one value: whole numbers."""
        if connection.vendor == "postgresql":
            return "(SELECT unnest(%s::bigint[]))", [f"{{{self.written[1:-1]}}}"]
        return "(SELECT value FROM json_each(%s))", [self.written]
