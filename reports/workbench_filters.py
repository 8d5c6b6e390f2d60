"""What the translation queue is asked for, in its address."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from mandates.models import Theme
from publication.languages import ENDONYMS, LANGUAGES
from publication.passages import Passage, passage
from publication.translating import Kind, kinds

from .figures import alphabetical
from .filters import Option, Select

TO_DO, MISSING, STALE, MACHINE, ALL = "", "missing", "stale", "machine", "all"
STATES = {
    TO_DO: _("to do: missing or out of date"),
    MISSING: _("missing"),
    STALE: _("out of date"),
    MACHINE: _("machine translation"),
    ALL: _("all"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for, by a reader of a language.

    `language` is the one to translate into; `ignored` are labels of values that make no sense.
    """

    reader: str
    language: str
    kind: str = ""
    state: str = TO_DO
    theme: Theme | None = None
    ignored: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        """The same filters in an address, without the language; empty when nothing is set."""
        theme = self.theme.slug if self.theme else ""
        rows = (("kind", self.kind), ("state", self.state), ("theme", theme))
        return urlencode([(name, value) for name, value in rows if value])

    @property
    def list_url(self) -> str:
        """The queue, with these filters."""
        query = urlencode({"into": self.language}) + (f"&{self.query}" if self.query else "")
        return f"{reverse('secretariat:translations')}?{query}"

    @property
    def theme_name(self) -> Passage | None:
        return passage(self.theme, "name", self.reader)

    @property
    def kinds(self) -> list[tuple[int, Kind]]:
        rows = enumerate(kinds())
        return [(n, kind) for n, kind in rows if self.kind in ("", kind.code)]


def wanted(query: QueryDict, reader: str, language: str = "") -> Wanted:
    """Read the filters; `language` is the one in the path, else the query's or the reader's own."""
    ignored = []
    into = language or query.get("into", "")
    if into not in LANGUAGES:
        ignored += [gettext("Translate into")] if into else []
        into = reader
    kind, state, slug = (query.get(name, "") for name in ("kind", "state", "theme"))
    if kind and kind not in {one.code for one in kinds()}:
        kind, ignored = "", [*ignored, gettext("Kind of text")]
    if state not in STATES:
        state, ignored = TO_DO, [*ignored, gettext("State")]
    theme = Theme.objects.with_slug(slug[:120]).first() if slug else None
    if slug and theme is None:
        ignored.append(gettext("Theme"))
    return Wanted(reader, into, kind, state, theme, tuple(ignored))


def selects(asked: Wanted) -> list[Select]:
    """What the list's filters offer."""
    every = Option("", pgettext("any value of a filter", "All"))
    themes = alphabetical(Theme.objects.read_in(asked.reader, "name"), "name", asked.reader)
    named = [Option(one.slug, str(passage(one, "name", asked.reader))) for one in themes]
    theme = asked.theme.slug if asked.theme else ""
    languages = [Option(code, name) for code, name in ENDONYMS.items()]
    offered = [every, *(Option(kind.code, str(kind.label)) for kind in kinds())]
    states = [Option(value, str(words).capitalize()) for value, words in STATES.items()]
    return [
        Select("into", gettext("Translate into"), asked.language, languages),
        Select("kind", gettext("Kind of text"), asked.kind, offered),
        Select("state", gettext("State"), asked.state, states),
        Select("theme", gettext("Theme"), theme, [every, *named]),
    ]
