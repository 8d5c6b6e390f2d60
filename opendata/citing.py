"""How a page is cited: in plain words, as BibTeX and as RIS, each with the data version.

`cited_page` finds out from a page's own address what it is about; nothing that a reader sends ends
up in the words.
"""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.http import Http404
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import timezone
from django.utils.translation import gettext, override

from contributions.models import Contribution
from countries.models import Entity
from mandates.models import Document, Goal, Indicator, Meeting, Paragraph, Theme
from publication.dates import PartialDate, written
from publication.keys import is_key
from publication.passages import passage
from reports.mandate_lines import mandate_lines, mandates_in
from reports.models import Action, Report
from reports.paragraph_titles import paragraph_title
from reports.report_page import current, public_editions
from reports.report_titles import report_title


@dataclass(frozen=True, slots=True)
class Work:
    """What a page is about: its title; for what somebody wrote on a day, who, when, which edition.

    The rest is the Secretariat's own, of the day of its data.
    """

    title: str
    author: str = ""
    dated: PartialDate | None = None
    edition: int = 0
    is_demonstration: bool = False


@dataclass(frozen=True, slots=True)
class Cited:
    """What is cited: the work, its address, the data version it was read at, and the day it was."""

    work: Work
    url: str
    language: str
    version: int
    moment: datetime.datetime | None
    read: datetime.date | None = None

    @property
    def author(self) -> str:
        return self.work.author or gettext("Summits of the Americas Secretariat")

    @property
    def dated(self) -> PartialDate:
        return self.work.dated or PartialDate(self.day)

    @property
    def day(self) -> datetime.date:
        """As pages show it."""
        return timezone.localdate(self.moment)

    @property
    def version_words(self) -> str:
        day = written(PartialDate(self.day), self.language)
        return gettext("data version %(number)s of %(day)s") % {"number": self.version, "day": day}

    @property
    def note(self) -> str:
        """The data version; for an invented record also that it is one."""
        mark = f" ({gettext('demonstration')})" if self.work.is_demonstration else ""
        return self.version_words + mark

    def plain(self) -> str:
        with override(self.language):
            return gettext(
                "Summits of the Americas Secretariat, “%(title)s”, %(version)s, %(address)s"
            ) % {"title": self.work.title, "version": self.version_words, "address": self.url}

    def bibtex(self) -> str:
        with override(self.language):
            fields = {
                "author": "{{" + _tex(self.author) + "}}",
                "title": "{{" + _tex(self.work.title) + "}}",
                "year": f"{{{self.dated.date.year}}}",
                "date": f"{{{self.dated.isoformat()}}}",
                "edition": f"{{{self.work.edition}}}" if self.work.edition else "",
                "publisher": "{{" + _tex(gettext("Summits of the Americas Secretariat")) + "}}",
                "url": f"{{{self.url}}}",
                "urldate": f"{{{self.read}}}" if self.read else "",
                "note": "{" + _tex(self.note) + "}",
                "language": f"{{{self.language}}}",
            }
        key = re.sub(r"[^a-z0-9]+", "-", self.url.split("//")[-1].partition("/")[2].lower())
        lines = ",\n".join(f"  {name} = {value}" for name, value in fields.items() if value)
        return f"@misc{{summits-{key.strip('-')}-v{self.version},\n{lines}\n}}\n"

    def ris(self) -> str:
        year, month, day = [*self.dated.isoformat().split("-"), "", ""][:3]
        with override(self.language):
            tags = (
                ("TY", "ELEC"),
                ("AU", self.author),
                ("TI", self.work.title),
                ("PY", year),
                ("DA", f"{year}/{month}/{day}"),
                ("ET", str(self.work.edition or "")),
                ("PB", gettext("Summits of the Americas Secretariat")),
                ("UR", self.url),
                ("Y2", f"{self.read:%Y/%m/%d}" if self.read else ""),
                ("N1", self.note),
                ("LA", self.language),
            )
        said = [f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in tags if value]
        return "".join(said) + "ER  - \r\n"


_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "$": r"\$",
    "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def _tex(text: str) -> str:
    """The text with what TeX would take for orders of its own made harmless."""
    return "".join(_TEX.get(sign, sign) for sign in " ".join(text.split()))


def cite_data(language: str, version: int, moment: datetime.datetime | None) -> str:
    """The whole of the data, in plain words."""
    with override(language):
        title = gettext("Data of the portal")
    work = Work(title)
    return Cited(work, f"{settings.BASE_ADDRESS}/data/", language, version, moment).plain()


def work_at(path: str, language: str) -> Work:
    """What the page at a path such as "/en/themes/migration/" is about, without its prefix too.

    Raises Http404 where there is no such page, or none that is cited.
    """
    found = _resolved(path, language)
    about = WORKS.get(found.view_name)
    if about is None:
        raise Http404
    with override(language):
        try:
            return about(language, **found.kwargs)
        except ObjectDoesNotExist as absent:
            raise Http404 from absent


def _resolved(path: str, language: str) -> ResolverMatch:
    try:
        with override(language):  # prefixes are understood in the active language alone
            return resolve(path)
    except Resolver404 as unknown:
        raise Http404 from unknown


def _named(model: type[Model], field: str) -> Callable[..., Work]:
    def work(language: str, slug: str) -> Work:
        record = model._default_manager.get(slug=slug)
        title = str(passage(record, field, language) or slug)
        return Work(title, is_demonstration=getattr(record, "is_demonstration", False))

    return work


def _document(language: str, slug: str) -> Work:
    found = Document.objects.at_address(slug).get()
    title = passage(found, "title", language) or slug
    adopter, invented = _adopter(found, language), found.is_demonstration
    return Work(str(title), adopter, found.adopted, is_demonstration=invented)


def _paragraph(language: str, slug: str, paragraph_slug: str) -> Work:
    found = Paragraph.objects.at_address(slug, paragraph_slug).get()
    document = found.document
    title, adopter = paragraph_title(found, language), _adopter(document, language)
    return Work(title, adopter, document.adopted, is_demonstration=found.is_demonstration)


def _programme(language: str, slug: str) -> Work:
    """The Secretariat's, since the page tells of years; who adopted it is on the document's."""
    found = Document.objects.programmes().at_address(slug).get()
    title = str(passage(found, "title", language) or slug)
    return Work(title, is_demonstration=found.is_demonstration)


def _goal(language: str, number: int) -> Work:
    return Work(str(passage(Goal.objects.get(pk=number), "title", language) or number))


def _action(language: str, number: int) -> Work:
    """Raises Http404 for a number that no action can have."""
    if not is_key(number):
        raise Http404
    action = Action.objects.for_page().get(pk=number)
    [line] = mandate_lines(mandates_in(language).with_ids([action.paragraph_id]), language)
    said = {"label": line.label, "title": line.source.title}
    title = gettext("Action on paragraph %(label)s, %(title)s") % said
    return Work(title, is_demonstration=action.is_demonstration)


def _adopter(document: Document, language: str) -> str:
    return str((document.meeting and passage(document.meeting, "name", language)) or "")


def _report(language: str, number: int) -> Work:
    found = current(public_editions(number))
    if found.state == Report.State.WITHDRAWN:
        raise Report.DoesNotExist(number)
    title = f"{report_title(found, language)}, {written(found.dated, language)}"
    entity = passage(found.entity, "name", language) or found.entity.slug
    return Work(title, str(entity), found.dated, found.edition, found.is_demonstration)


def _contribution(language: str, number: int) -> Work:
    found = _public_contribution(number)
    title = passage(found, "title", language)
    day = PartialDate(timezone.localdate(found.published_at))
    said = {"title": str(title), "day": written(day, language)}
    author = passage(found.entity, "name", language) or found.entity.slug
    named = gettext("%(title)s, contribution, %(day)s") % said
    return Work(named, str(author), day, is_demonstration=found.is_demonstration)


def _public_contribution(number: int) -> Contribution:
    """Raises Http404 for one that is not published, or not any more."""
    public = Contribution.objects.published().for_page().with_ids([number])
    if not is_key(number) or (found := public.first()) is None:
        raise Http404
    return found


def _data(language: str) -> Work:
    return Work(gettext("Data of the portal"))


WORKS: dict[str, Callable[..., Work]] = {
    "reports:theme": _named(Theme, "name"),
    "reports:document": _document,
    "reports:paragraph": _paragraph,
    "reports:programme": _programme,
    "reports:indicator": _named(Indicator, "name"),
    "reports:goal": _goal,
    "reports:action": _action,
    "reports:country": _named(Entity, "name"),
    "reports:institution": _named(Entity, "name"),
    "reports:summit": _named(Meeting, "name"),
    "reports:ministerial": _named(Meeting, "name"),
    "reports:meeting": _named(Meeting, "name"),
    "reports:report": _report,
    "contributions:contribution": _contribution,
    "data:data": _data,
}
