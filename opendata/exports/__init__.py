"""A list as a file: which records, under which data version, by what address.

One module for each format beside this one. Every file ends with the number of its records and the
data version, so that a broken transfer is no shorter list: the answer has begun with "200 OK" long
before it ends.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from publication.languages import fold
from publication.models import Revision
from reports.filters import odd_names

from ..cells import clean
from ..columns import Column, Value
from ..list_filters import FILTERS
from ..records import KINDS, rows

# Filters whose value says by itself what it is; a name of a file has the others' names, too.
SELF_EVIDENT = {"entity", "theme", "meeting", "document", "paragraph", "about", "q"}
SHOWING = {"sort", "format"}  # say how a page shows its records, not which
LONGEST = 80  # letters of a file's name that tell the filters


@dataclass
class Export:
    """The records of a kind that an address asks for.

    `filters` are those that were applied, as they stand in the address; `ignored` are the names of
    those that were left out, as their value makes no sense. The file says both at its end.
    """

    kind: str
    records: QuerySet
    filters: dict[str, str] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    count: int = 0
    first_version: int = 0

    @property
    def columns(self) -> tuple[Column, ...]:
        return KINDS[self.kind].columns

    def rows(self) -> Iterator[Sequence[Value]]:
        """The records, which are counted on their way."""
        self.count, self.first_version = 0, _version()
        for row in rows(self.kind, self.records):
            self.count += 1
            yield row

    def end(self) -> dict[str, int | str]:
        """What proves that the file is whole, once all rows are out.

        The data version is "5-6" where something was published while the file was written.
        """
        last = _version()
        version = last if last == self.first_version else f"{self.first_version}-{last}"
        said = {"rows": self.count, "data_version": version}
        return said | ({"ignored": ", ".join(self.ignored)} if self.ignored else {})

    def file_name(self, ending: str) -> str:
        """What it is, under which filters, of which day and data version."""
        what = "-".join(filter(None, ["summits", self.kind, _told(self.filters)]))
        return f"{what}-{timezone.localdate()}-v{_version()}.{ending}"


def export_of(kind: str, query: QueryDict) -> Export:
    """The export that the query asks for. Raises KeyError for a kind that there is not."""
    everything = KINDS[kind].everything()
    if kind == "reports":
        everything = everything.newest_first()
    chosen = FILTERS[kind](query, queryset=everything)
    applied = {
        name: clean(" ".join(value.split()))
        for name, value in chosen.chosen.items()
        if name not in SHOWING
    }
    return Export(kind, chosen.qs, applied, odd_names(chosen.form))


def _told(filters: dict[str, str]) -> str:
    """The filters as part of a file's name, which has plain letters, digits and hyphens alone."""
    said = [value if name in SELF_EVIDENT else f"{name} {value}" for name, value in filters.items()]
    return "-".join(re.findall("[a-z0-9]+", fold(" ".join(said))))[:LONGEST].strip("-")


def _version() -> int:
    return Revision.objects.current().number
