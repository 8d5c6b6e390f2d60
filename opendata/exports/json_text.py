"""A JSON object: the kind, its records, and at its end what proves that it is whole."""

import json
from collections.abc import Iterator

from ..cells import json_value
from . import Export

CONTENT_TYPE = "application/json"
PIECE = 64 * 1024


def pieces(export: Export) -> Iterator[str]:
    """The file in pieces, one record a line; every record has every column."""
    names = [column.name for column in export.columns]
    waiting, length, mark = [f'{{"kind": "{export.kind}", "records": ['], 0, "\n"
    for row in export.rows():
        values = map(json_value, row)
        record = json.dumps(dict(zip(names, values, strict=True)), ensure_ascii=False)
        waiting.append(mark + record)
        length, mark = length + len(record), ",\n"
        if length > PIECE:
            yield "".join(waiting)
            waiting, length = [], 0
    end = {**export.end(), "filters": export.filters, "complete": True}
    yield "".join(waiting) + f"\n], {json.dumps(end, ensure_ascii=False)[1:]}\n"
