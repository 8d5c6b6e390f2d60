"""A list as a file: which records, under which data version, by what address.

One module for each format beside this one. Every file ends with the number of its records and the
data version, so that a broken transfer is no shorter list: the answer has begun with "200 OK" long
before it ends.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from publication.models import Revision

from ..columns import Column, Value
from ..list_filters import FILTERS
from ..records import KINDS, rows


@dataclass
class Export:
    """The records of a kind that an address asks for.

    `ignored` names the filters whose value makes no sense: those are left out, and the file says
    so at its end.
    """

    kind: str
    records: QuerySet
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
        """What it is, of which day and data version."""
        return f"summits-{self.kind}-{timezone.localdate()}-v{_version()}.{ending}"


def export_of(kind: str, query: QueryDict) -> Export:
    """The export that the query asks for. Raises KeyError for a kind that there is not."""
    everything = KINDS[kind].everything()
    if kind == "reports":
        everything = everything.newest_first()
    chosen = FILTERS[kind](query, queryset=everything)
    return Export(kind, chosen.qs, chosen.ignored)


def _version() -> int:
    return Revision.objects.current().number
