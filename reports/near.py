"""Reports of one entity that say nearly the same, or the same in another language.

Shown to whoever submits one and to whoever reviews it. Nothing is held up by it and nothing is
decided: a person goes on, opens the other, or says that both stay.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.urls import reverse

from .folding import LONGEST_DIFF, can_fold
from .joining import can_join
from .likeness import SHORTEST, Sequences, is_near, likeness, sequences
from .models import Report, Transition
from .word_diff import Run, word_diff

MOST = 200
"""How many of the entity's other reports are looked at, the newest first."""

Texts = dict[str, str]
Runs = dict[str, Sequences]


@dataclass(frozen=True, slots=True)
class Near:
    """`runs` lead from the other report's text to this one's; none for a language version.

    `share` of their words in per cent; `language` is that of the compared texts. `may_link`: the
    two can be made one report in two languages; `may_merge`: one report with what both say.
    """

    other: Report
    address: str
    language: str
    share: int = 0
    runs: list[Run] = field(default_factory=list)
    may_link: bool = False
    may_merge: bool = False


def near_reports(report: Report, *, for_staff: bool) -> list[Near]:
    """The entity's other reports that this one is very like, newest first.

    Left out is what the Secretariat has said stays beside it. What is published stands at its
    public address; to anything else staff are led on their own pages.
    """
    mine = texts_of(report)
    runs = {code: sequences(text) for code, text in mine.items() if len(text) >= SHORTEST}
    if not runs:
        return []
    kept = Transition.objects.kept_beside(report)
    beside = Report.objects.handed_in_beside(report)[:MOST]
    others = [other for other in beside if other.public_id not in kept]
    return list(_near(report, mine, runs, others, for_staff))


def _near(
    report: Report, mine: Texts, runs: Runs, others: list[Report], for_staff: bool
) -> Iterator[Near]:
    themes = {theme.pk for theme in report.themes.all()}
    for other in others:
        theirs = texts_of(other)
        common = [code for code in runs if len(theirs.get(code, "")) >= SHORTEST]
        alike = next((c for c in common if is_near(runs[c], sequences(theirs[c]))), None)
        if alike:
            old, new = theirs[alike], mine[alike]
            diff = word_diff(old[:LONGEST_DIFF], new[:LONGEST_DIFF])
            share = round(100 * likeness(old, new))
            address, fits = _address(other, for_staff), can_fold(report, other)
            yield Near(other, address, alike, share, diff, may_merge=fits)
        elif not common and theirs and _is_one_account(report, other, themes):
            public = report.state == Report.State.PUBLISHED
            yield Near(
                other, _address(other, for_staff), next(iter(theirs)),
                may_link=not public and can_join(report, other),
                may_merge=public and can_fold(report, other),
            )  # fmt: skip


def _is_one_account(report: Report, other: Report, themes: set[int]) -> bool:
    """Of the same day on a common theme: in two languages, that is one account told twice."""
    return report.dated == other.dated and any(theme.pk in themes for theme in other.themes.all())


def _address(other: Report, for_staff: bool) -> str:
    if other.state == Report.State.PUBLISHED:
        return other.get_absolute_url()
    return reverse("secretariat:review" if for_staff else "workspace:preview", args=[other.pk])


def texts_of(report: Report) -> Texts:
    """The report's whole text in each language it has one in, the original first."""
    found: dict[str, list[str]] = {}
    for section in report.sections.all():
        for language, text in section.texts("text").items():
            found.setdefault(language, []).append(text)
    order = sorted(found, key=lambda code: code != report.original_language)
    return {language: "\n\n".join(found[language]) for language in order}
