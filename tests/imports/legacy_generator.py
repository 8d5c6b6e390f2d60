"""Writes legacy pages in the documented grammar, with its traps, and says what they hold.

Every choice comes from the seed, so a failing page can be written again.
"""

import datetime
from collections.abc import Callable, Sequence
from random import Random

from tests.imports.legacy_sentences import (
    DOCUMENTS,
    ENTITIES,
    ITEMS,
    LABELS,
    LANGUAGE_NAMES,
    MANDATES,
    MONTHS,
    PLACES,
    RESOURCES,
    SENTENCES,
)

LANGUAGES = tuple(LABELS)
NUMBERS = ("1", "2", "3", "12", "17", "28", "190", "191", "39", "2.8", "14 bis", "III.2")

KnownDocument = tuple[str, str, str]
"""Name and place as a page prints them, and the ISO month."""


def generate(
    seed: int,
    language: str | None = None,
    *,
    documents: Sequence[KnownDocument] = (),
    entities: Sequence[str] = (),
    reports: tuple[int, int] = (1, 5),
) -> tuple[str, dict]:
    """A page and what it holds, in the shape of `/data/themes/<slug>.json` as far as it says.

    `language` is that of the page, chosen by the seed when not given. `documents` and `entities`
    are names the portal knows; invented ones are mixed in among them. `reports` is the least and
    the most number of reports of an entity that is not silent.
    """
    random = Random(seed)
    writer = _Writer(random, language or random.choice(LANGUAGES))
    expected = {
        "language": writer.language,
        "documents": writer.documents(list(documents)),
        "entities": writer.entities(list(entities), reports),
    }
    return "\n".join(writer.lines) + random.choice(["\n", "\n\n"]), expected


class _Writer:
    def __init__(self, random: Random, language: str) -> None:
        self.random = random
        self.language = language
        self.labels = LABELS[language]
        self.traps: list[Trap] = []
        self.lines = [self.labels["navigation"], "", f"  • {self.labels['ministerials']}"]

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def text_language(self) -> str:
        """Mostly the page's; a real page has texts in other languages too."""
        return self.random.choice(LANGUAGES) if self.chance(0.4) else self.language

    # Documents

    def documents(self, known: list[KnownDocument]) -> list[dict]:
        self.lines.append(f"  • {self.labels['paragraphs']}")
        names = self.random.sample(DOCUMENTS[self.language], self.random.randint(1, 3))
        unknown = [
            (name, self.random.choice(PLACES), f"{year}-{self.random.randint(1, 12):02}")
            for name, year in zip(names, (1994, 2005, 2015), strict=False)
        ]
        chosen = [*known, *unknown]
        self.random.shuffle(chosen)
        return [self.document(index, *parts) for index, parts in enumerate(chosen)]

    def document(self, index: int, name: str, place: str, month: str) -> dict:
        title = f"{name} - {place} - {self.month(month)}"
        self.lines.append(f"    • • {title}" if index == 0 else f"      • {title}")
        numbers = self.random.sample(NUMBERS, self.random.randint(1, 6))
        paragraphs = [self.paragraph(number) for number in numbers]
        self.blank(0.2)
        return {"title": title, "date": month, "paragraphs": paragraphs}

    def month(self, iso: str) -> str:
        year, month = iso.split("-")
        name = MONTHS[self.language].split()[int(month) - 1]
        of = " de" if self.language in ("es", "pt-br") and self.chance(0.5) else ""
        return f"{name}{of} {year}"

    def paragraph(self, number: str) -> dict:
        language = self.text_language()
        text = [self.random.choice(MANDATES[language]) + " " + self.sentence(language)]
        if self.chance(0.3):
            text[0] = f"{self.random.choice(ITEMS[language]).capitalize()} {text[0]}"
        if self.chance(0.3):
            text += [f"• {item}" for item in ITEMS[language]]
        if self.chance(0.2):
            text += ["", f"- {self.sentence(language)}", "    1. " + self.sentence(language)]
        self.lines += [f"      • {number}:", *_indented(text, "      ")]
        self.blank(0.2)
        return {"number": number, "text": {language: "\n".join(text)}}

    # Entities

    def entities(self, known: list[str], reports: tuple[int, int]) -> list[dict]:
        names = known + self.random.sample(ENTITIES, self.random.randint(2, len(ENTITIES)))
        self.random.shuffle(names)
        self.blank(0.8)
        return [self.entity(name, reports) for name in names]

    def entity(self, name: str, reports: tuple[int, int]) -> dict:
        self.lines.append(f"  • {name}")
        has_reports, has_resources = self.chance(0.6), self.chance(0.4)
        entity: dict = {"name": name, "reports": [], "resources": []}
        if has_reports:
            self.lines.append(f"    • {self.labels['reports']}")
            # After the last report, a bullet of this text would be the heading itself.
            self.traps = [t for t in TRAPS if has_resources or t is not resources_as_bullet]
            for _ in range(self.random.randint(*reports)):
                entity["reports"] += self.reports()
        if has_resources:
            entity["resources"] = self.resources()
        return entity

    def reports(self) -> list[dict]:
        """One report, or up to four identical stubs, as two states really have."""
        date = datetime.date(2009, 1, 1) + datetime.timedelta(self.random.randint(0, 3500))
        numbers = self.random.sample(NUMBERS, self.random.choice([0, 0, 1, 1, 2, 3]))
        report = {
            "date": date.isoformat(),
            "original_language": None,
            "available_in": [],
            "text": {},
            "citations": [{"number": number} for number in numbers],
        }
        opening = self.opening(date, numbers)
        if self.chance(0.25):
            return self.stubs(opening, report)
        language = self.text_language()
        body = self.body(language)
        self.lines += [opening, *self.blanks(0.3), *_indented(body, "    "), *self.blanks(0.3)]
        return [report | {"original_language": language, "text": {language: "\n".join(body)}}]

    def opening(self, date: datetime.date, numbers: list[str]) -> str:
        gap = self.random.choice([" \u00a0", "  ", "\u00a0\u00a0", " "])
        wide = self.random.choice(["\u00a0 \u00a0 ", "    ", "\u00a0\u00a0\u00a0\u00a0"])
        printed = f"{date.month}/{date.day}/{date.year}"
        citations = ", ".join(numbers) or "-"
        return (
            f"    • {self.labels['date']}{gap}{printed}{wide}{self.labels['citations']} {citations}"
        )

    def stubs(self, opening: str, report: dict) -> list[dict]:
        language = self.random.choice([code for code in LANGUAGES if code != self.language])
        stub = "    " + self.labels["stub"].format(LANGUAGE_NAMES[self.language][language])
        count = self.random.choice([1, 1, 2, 4])
        self.lines += [opening, stub] * count
        return [report | {"available_in": [language]} for _ in range(count)]

    def resources(self) -> list[dict]:
        titles = self.random.sample(RESOURCES, self.random.randint(0, len(RESOURCES)))
        self.lines.append(f"    • {self.labels['resources']}")
        for title in titles:
            self.lines += [*self.blanks(0.2), f"    {title}"]
        return [{"title": title} for title in titles]

    # Texts

    def body(self, language: str) -> list[str]:
        """Sentences first, so that the language can be told; then traps, and a sentence to end."""
        lines = [f"{self.sentence(language)} {self.sentence(language)}"]
        for trap in self.random.sample(self.traps, self.random.randint(0, 4)):
            lines += [*self.blanks(0.4), self.sentence(language), *trap(self, language)]
        return [*lines, self.sentence(language)]

    def sentence(self, language: str) -> str:
        return self.random.choice(SENTENCES[language])

    def blanks(self, probability: float) -> list[str]:
        return [""] * self.random.randint(1, 3) if self.chance(probability) else []

    def blank(self, probability: float) -> None:
        self.lines += self.blanks(probability)


def _indented(lines: list[str], indent: str) -> list[str]:
    return [indent + line if line else "" for line in lines]


Trap = Callable[[_Writer, str], list[str]]


def bullets(writer: _Writer, language: str) -> list[str]:
    return [line for item in ITEMS[language] for line in (f"• {item};", *writer.blanks(0.3))]


def sublist(writer: _Writer, language: str) -> list[str]:
    return [f"• {writer.sentence(language)}", *(f"o {item}" for item in ITEMS[language])]


def numbered(writer: _Writer, language: str) -> list[str]:
    return [f"{number}. {item}" for number, item in enumerate(ITEMS[language], start=1)]


def lettered(writer: _Writer, language: str) -> list[str]:
    return [
        f"{mark} {item}" for mark, item in zip(("a)", "1.1.1)", "-"), ITEMS[language], strict=True)
    ]


def deeper(writer: _Writer, language: str) -> list[str]:
    """Lines of greater depth that print what would be a structure at its own."""
    item = ITEMS[language][0]
    return [
        f"  • {item}",
        "  • 17:",
        f"  • {writer.labels['date']} 1/2/2015 {writer.labels['citations']} 3",
    ]


def labels_as_bullets(writer: _Writer, language: str) -> list[str]:
    labels = writer.labels
    return [f"• {labels['reports']}", f"• {labels['citations']} 3, 4", f"• {labels['date']} ?"]


def labels_as_lines(writer: _Writer, language: str) -> list[str]:
    labels = writer.labels
    return [
        labels["reports"],
        f"{labels['date']} 3/4/2015",
        f"{labels['citations']} 12",
        labels["paragraphs"],
    ]


def resources_as_bullet(writer: _Writer, language: str) -> list[str]:
    return [f"• {writer.labels['resources']}", f"- {ITEMS[language][1]}"]


def other_language(writer: _Writer, language: str) -> list[str]:
    """The opening of a report as a page in another language prints it."""
    other = {"en": "es", "es": "pt-br", "fr": "es", "pt-br": "en"}[writer.language]
    return [f"• {LABELS[other]['date']} 6/12/2015    {LABELS[other]['citations']} 12"]


def stub_in_text(writer: _Writer, language: str) -> list[str]:
    return [writer.labels["stub"].format(LANGUAGE_NAMES[writer.language]["es"])]


def odd_spaces(writer: _Writer, language: str) -> list[str]:
    item = ITEMS[language][2]
    return [f"-\u00a0{item}", f"{item}\u2028{item}  ", "\u00a0", f"\t{item}\x0b{item}"]


def page_outline(writer: _Writer, language: str) -> list[str]:
    """What an entity or a document looks like, but at the depth of a body."""
    return [f"• {ENTITIES[1]}", f"• • {ITEMS[language][0]} - Lima, Peru - April 2018", "• 14 bis:"]


TRAPS: list[Trap] = [
    bullets,
    sublist,
    numbered,
    lettered,
    deeper,
    labels_as_bullets,
    labels_as_lines,
    resources_as_bullet,
    other_language,
    stub_in_text,
    odd_spaces,
    page_outline,
]
