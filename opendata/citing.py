"""How a page is cited: in plain words, as BibTeX and as RIS, each with the data version.

`cited_page` finds out from a page's own address what it is about; nothing that a reader sends ends
up in the words.
"""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Model
from django.http import Http404
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import timezone
from django.utils.translation import gettext, override

from contributions.models import Contribution
from contributions.page import fits
from countries.models import Entity
from mandates.models import Document, Meeting, Paragraph, Theme
from publication.dates import PartialDate, written
from publication.passages import passage
from reports.models import Report
from reports.report_page import current, public_editions
from reports.report_titles import report_title


@dataclass(frozen=True, slots=True)
class Cited:
    """What is cited: title, address, and the data version it was read at."""

    title: str
    url: str
    language: str
    version: int
    moment: datetime.datetime | None
    author: str = ""  # of a text that is not the Secretariat's

    @property
    def written_by(self) -> str:
        return self.author or gettext("Summits of the Americas Secretariat")

    @property
    def day(self) -> datetime.date:
        """As pages show it: in UTC."""
        return (self.moment or timezone.now()).astimezone(datetime.UTC).date()

    @property
    def version_words(self) -> str:
        day = written(PartialDate(self.day), self.language)
        return gettext("data version %(number)s of %(day)s") % {"number": self.version, "day": day}

    def plain(self) -> str:
        with override(self.language):
            return gettext(
                "Summits of the Americas Secretariat, “%(title)s”, %(version)s, %(address)s"
            ) % {"title": self.title, "version": self.version_words, "address": self.url}

    def bibtex(self) -> str:
        with override(self.language):
            fields = {
                "author": "{{" + _tex(self.written_by) + "}}",
                "title": "{{" + _tex(self.title) + "}}",
                "year": f"{{{self.day.year}}}",
                "url": f"{{{self.url}}}",
                "note": "{" + _tex(self.version_words) + "}",
                "language": f"{{{self.language}}}",
            }
        key = re.sub(r"[^a-z0-9]+", "-", self.url.split("//")[-1].partition("/")[2].lower())
        lines = ",\n".join(f"  {name} = {value}" for name, value in fields.items())
        return f"@misc{{summits-{key.strip('-')}-v{self.version},\n{lines}\n}}\n"

    def ris(self) -> str:
        with override(self.language):
            tags = (
                ("TY", "ELEC"),
                ("AU", self.written_by),
                ("TI", self.title),
                ("PY", str(self.day.year)),
                ("DA", f"{self.day:%Y/%m/%d}"),
                ("UR", self.url),
                ("N1", self.version_words),
                ("LA", self.language),
                ("ER", ""),
            )
        return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in tags)


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
    return Cited(title, f"{settings.BASE_ADDRESS}/data/", language, version, moment).plain()


def title_at(path: str, language: str) -> str:
    """The title of the page at a path such as "/en/themes/migration/", without its prefix too.

    Raises Http404 where there is no such page, or none that is cited.
    """
    found = _resolved(path, language)
    titled = TITLES.get(found.view_name)
    if titled is None:
        raise Http404
    with override(language):
        try:
            return titled(language, **found.kwargs)
        except (Document.DoesNotExist, Report.DoesNotExist, Paragraph.DoesNotExist) as absent:
            raise Http404 from absent
        except (Theme.DoesNotExist, Entity.DoesNotExist, Meeting.DoesNotExist) as absent:
            raise Http404 from absent


def author_at(path: str, language: str) -> str:
    """Who wrote what stands at the path, where it is not the Secretariat; "" where it is."""
    found = _resolved(path, language)
    if found.view_name != "contributions:contribution":
        return ""
    contribution = _public_contribution(**found.kwargs)
    return str(passage(contribution.entity, "name", language))


def _resolved(path: str, language: str) -> ResolverMatch:
    try:
        with override(language):  # prefixes are understood in the active language alone
            return resolve(path)
    except Resolver404 as unknown:
        raise Http404 from unknown


def _named(model: type[Model], field: str) -> Callable[..., str]:
    def title(language: str, slug: str) -> str:
        record = model._default_manager.get(slug=slug)
        return str(passage(record, field, language) or slug)

    return title


def _paragraph(language: str, slug: str, paragraph_slug: str) -> str:
    found = Paragraph.objects.at_address(slug, paragraph_slug).get()
    title = str(passage(found.document, "title", language) or slug)
    return gettext("Paragraph %(label)s, %(title)s") % {"label": found.label, "title": title}


def _report(language: str, number: int) -> str:
    found = current(public_editions(number))
    if found.state == Report.State.WITHDRAWN:
        raise Report.DoesNotExist(number)
    return f"{report_title(found, language)}, {written(found.dated, language)}"


def _contribution(language: str, number: int) -> str:
    found = _public_contribution(number)
    title, day = passage(found, "title", language), PartialDate(found.published_at.date())
    said = {"title": str(title), "day": written(day, language)}
    return gettext("%(title)s, contribution, %(day)s") % said


def _public_contribution(number: int) -> Contribution:
    """Raises Http404 for one that is not published, or not any more."""
    public = Contribution.objects.published().for_page().with_ids([number])
    if not fits(number) or (found := public.first()) is None:
        raise Http404
    return found


def _data(language: str) -> str:
    return gettext("Data of the portal")


TITLES: dict[str, Callable[..., str]] = {
    "reports:theme": _named(Theme, "name"),
    "reports:document": _named(Document, "title"),
    "reports:paragraph": _paragraph,
    "reports:country": _named(Entity, "name"),
    "reports:institution": _named(Entity, "name"),
    "reports:summit": _named(Meeting, "name"),
    "reports:ministerial": _named(Meeting, "name"),
    "reports:meeting": _named(Meeting, "name"),
    "reports:report": _report,
    "contributions:contribution": _contribution,
    "data:data": _data,
}
