"""Markup of the rows that repeat: report entries, mandates, entities.

A theme page has 34 mandates, 46 entities and 76 reports. As template includes they took four times
the processor time of everything else on the page, so they are functions; templates reach them by
the tags of `reports.templatetags.rows`. Every value is escaped here, except the HTML of texts,
which publication.rendering cleaned when they were saved.
"""

from dataclasses import dataclass
from functools import cache
from html import escape as e

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext, override

from publication.dates import PartialDate, written
from publication.languages import LANGUAGES
from publication.passages import Passage
from publication.templatetags.passages import language_word, language_words, note

from .citing import Chip, Cited
from .entries import Entry, Told
from .mandate_lines import MandateLine
from .models import Citation
from .reporters import Reporter
from .sparklines import Sparkline


@dataclass(frozen=True, slots=True)
class Words:
    """The fixed words of the rows in one language, asked of the catalogue and escaped once."""

    language: str
    tongues: dict[str, str]
    paragraph: str
    named: str
    cites: str
    cites_none: str
    not_stated: str
    either: str
    not_found: str
    read_on: str
    about_words: str
    permalink: str
    nothing: str
    demonstration: str
    no_text: str
    awaited: str
    no_report: str


@cache
def words(language: str) -> Words:
    with override(language):
        fixed = {
            "paragraph": gettext("Paragraph %(label)s"),
            "named": gettext("Paragraph %(label)s, %(title)s, %(place)s"),
            "cites": gettext("cites"),
            "cites_none": gettext("cites no paragraph"),
            "not_stated": gettext("document not stated:"),
            "either": gettext("or"),
            "not_found": gettext("not found"),
            "read_on": gettext("Read on"),
            "about_words": gettext("(about %(words)d words)"),
            "permalink": gettext("permalink"),
            "nothing": gettext("nothing to report"),
            "demonstration": gettext("demonstration"),
            "no_text": gettext("No text has reached the portal yet."),
            "awaited": gettext("A text exists in %(written)s; it has not reached the portal yet."),
            "no_report": gettext("no report yet"),
        }
        tongues = {code: e(language_word(code)) for code in LANGUAGES}
    return Words(language, tongues, **{name: e(text) for name, text in fixed.items()})


def report_row(entry: Entry, say: Words, *, named: bool = False) -> str:
    """A report: its date in the margin, its text, and one quiet line with what it cites."""
    heading = f'<h3><a href="{entry.url}">{inline(entry.entity_name)}</a></h3>\n' if named else ""
    return (
        f'<article class="report" id="r{entry.id}">\n<p class="when">{date(entry.when, say)}</p>\n'
        f'<div class="body">\n{heading}{_told(entry, say)}\n'
        f'<p class="meta">{" · ".join(_about(entry, say))}</p>\n</div>\n</article>\n'
    )


def _about(entry: Entry, say: Words) -> list[str]:
    parts = [demonstration(say)] if entry.is_demonstration else []
    if entry.language:
        parts.append(f'<span class="tag lang">{say.tongues[entry.language]}</span>')
    if entry.nothing_to_report:
        parts.append(f'<span class="tag">○ {say.nothing}</span>')
    parts.append(cited_row(entry.cited, say))
    if themes := entry.extra.get("themes"):
        parts.append(", ".join(_link(theme.url, theme.name) for theme in themes))
    return [*parts, f'<a href="{entry.url}">{say.permalink}</a>']


def _told(entry: Entry, say: Words) -> str:
    if not entry.told:
        return _untold(entry, say)
    first, *others = entry.told
    sections = _passage(first) + "".join(map(_titled_section, others, entry.told))
    if not entry.lede:
        return f"{note(first.passage)}{sections}"
    count = say.about_words % {"words": entry.words}
    return (
        f"{note(first.passage)}"
        f'<div class="passage lede"{lang(first.passage)}><p>{e(entry.lede)}</p></div>\n'
        f'<details class="more"><summary>{say.read_on} '
        f'<span class="quiet">{count}</span></summary>\n{sections}</details>'
    )


def _untold(entry: Entry, say: Words) -> str:
    if entry.awaited:
        written = e(language_words(entry.awaited))
        return f'<p class="quiet">{say.awaited % {"written": written}}</p>'
    return "" if entry.nothing_to_report else f'<p class="quiet">{say.no_text}</p>'


def _titled_section(told: Told, before: Told) -> str:
    """With the note on its language, unless it is that of the text before it."""
    own = note(told.passage)
    said = "" if own == note(before.passage) else own
    return f'<p class="quiet">{e(told.kind_label)}</p>\n{said}{_passage(told)}'


def _passage(told: Told) -> str:
    return f'<div class="passage"{lang(told.passage)}>{told.html}</div>\n'


def cited_row(cited: list[Cited], say: Words) -> str:
    """What a report cites: certain numbers as links, uncertain ones with what they may mean."""
    if not cited:
        return say.cites_none
    return f"{say.cites} " + ", ".join(_cited(one, say) for one in cited)


def _cited(one: Cited, say: Words) -> str:
    if one.state == Citation.State.EXACT:
        chips = " ".join(_chip(chip, say) for chip in one.chips)
        return f"{chips} {inline(one.place.name)}"
    typed = f'<span class="cite">{e(one.typed)}</span>'
    if one.state == Citation.State.UNRESOLVED:
        return f"{typed} {say.not_found}"
    links = [_link(chip.url, chip.place.name) for chip in one.chips]
    either = f" {say.either} ".join([", ".join(links[:-1]), *links[-1:]] if links[1:] else links)
    return f"{typed}, {say.not_stated} {either}"


def _chip(chip: Chip, say: Words) -> str:
    label, place = e(chip.label), chip.place
    name = say.named % {"label": label, "title": e(str(place.title)), "place": e(str(place.name))}
    return f'<a class="cite" href="{chip.url}" aria-label="{name}">{label}</a>'


def mandate_row(line: MandateLine, say: Words) -> str:
    """A mandate: its number in the margin, its text, and one quiet line."""
    label = e(line.label)
    name = say.paragraph % {"label": label}
    return (
        f'<li class="mandate" id="{line.anchor}">\n'
        f'<p class="num"><a href="{line.url}" aria-label="{name}">{label}</a></p>\n'
        f"{note(line.passage, line.url)}"
        f'<div class="passage"{lang(line.passage)}>{line.html}</div>\n'
        f'<p class="meta">{" · ".join(_standing(line, say))}</p>\n</li>\n'
    )


def _standing(line: MandateLine, say: Words) -> list[str]:
    parts = [demonstration(say)] if line.is_demonstration else []
    if line.ended:
        parts.append(f'<span class="tag">{e(line.ended)}</span>')
    parts.append(e(line.nature))
    if line.themes:
        parts.append(", ".join(_link(url, name) for name, url in line.themes))
    if line.reports:
        parts.append(f'<a href="{line.url}#reports">{e(line.reported)}</a>')
    elif not line.perhaps:
        parts.append(say.no_report)
    if line.perhaps:
        parts.append(e(perhaps_citing(line.perhaps)))
    return parts


def perhaps_citing(count: int) -> str:
    return ngettext("%(count)d report may mean it", "%(count)d reports may mean it", count) % {
        "count": count
    }


def reporter_row(row: Reporter, say: Words) -> str:
    """An entity with its count and years, then its reports; a silent one says so."""
    silent = "" if row.entries else " silent"
    spark = spark_svg(row.spark) if row.spark else ""
    reports = "".join(report_row(entry, say) for entry in row.shown)
    return (
        f'<section class="entity{silent}" id="{row.slug}">\n<div class="entity-row">\n'
        f"<h4>{_link(row.url, row.name)}</h4>\n<p>{_sum(row, say)}</p>\n{spark}</div>\n"
        f"{reports}</section>\n"
    )


def _sum(row: Reporter, say: Words) -> str:
    if not row.entries:
        return say.no_report
    message = ngettext(
        "%(reports)d report, %(last)s", "%(reports)d reports, last %(last)s", row.reports
    )
    return e(message) % {"reports": row.reports, "last": date(row.last, say)}


def spark_svg(spark: Sparkline) -> SafeString:
    return mark_safe(  # noqa: S308  numbers, and a title that is escaped
        f'<svg class="spark" role="img" width="{spark.width}" height="18" '
        f'viewBox="0 0 {spark.width} 18"><title>{e(spark.title)}</title>{spark.bars}</svg>\n'
    )


def demonstration(say: Words) -> str:
    return f'<span class="tag demo">{say.demonstration}</span>'


def date(when: PartialDate, say: Words) -> str:
    return f'<time datetime="{when.isoformat()}">{written(when, say.language)}</time>'


def lang(passage: Passage) -> str:
    return f' lang="{passage.language}"' if passage.is_elsewhere else ""


def inline(passage: Passage | None) -> str:
    """A few words with their own language where it is not the page's."""
    if passage is None:
        return ""
    text = e(passage.text)
    return f'<span lang="{passage.language}">{text}</span>' if passage.is_elsewhere else text


def _link(url: str, name: Passage | None) -> str:
    return f'<a href="{url}">{inline(name)}</a>'
