"""The fixed words of a legacy SISCA page in its four languages.

The English labels are those of the page in the source documents, the Spanish ones those its
description gives. No French or Portuguese page is at hand: their labels are translations, each
with likely variants, to be checked against the first real page. Labels are compared by `fold`, so
letter case, accents and no-break spaces do not matter.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

LONGEST_LABEL = 80
"""Letters; a longer line is a text and need not be compared with the labels."""
LANGUAGES = ("en", "es", "fr", "pt-br")
SPACE = r"[ \t\u00a0]"
NUMBER = re.compile(r"(?:\d+|[IVXLC]+)(?:[.-]\w{1,4})*(?: ?(?:bis|ter|quater|[a-z]))?", re.ASCII)
"""A paragraph's number as documents print it: "17", "2.8", "14 bis", "III.2"."""


@dataclass(frozen=True)
class Labels:
    """The labels of one page language; each may be printed in more than one way."""

    ministerials: tuple[str, ...]
    paragraphs_of_theme: tuple[str, ...]
    reports: tuple[str, ...]
    date: str
    citations: str
    resources: tuple[str, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        return self.ministerials + self.paragraphs_of_theme


LABELS: dict[str, Labels] = {
    "en": Labels(
        ministerials=("Ministerials",),
        paragraphs_of_theme=("Paragraphs Related to the Theme",),
        reports=("Reports",),
        date="Date",
        citations="Paragraphs",
        resources=("Related Resources",),
    ),
    "es": Labels(
        ministerials=("Ministeriales",),
        paragraphs_of_theme=("Párrafos relacionados con el tema", "Párrafos relacionados al tema"),
        reports=("Informes",),
        date="Fecha",
        citations="Párrafos",
        resources=("Recursos relacionados",),
    ),
    "fr": Labels(
        ministerials=("Ministérielles", "Réunions ministérielles"),
        paragraphs_of_theme=(
            "Paragraphes liés au thème",
            "Paragraphes relatifs au thème",
            "Paragraphes relatifs à ce thème",
        ),
        reports=("Rapports",),
        date="Date",
        citations="Paragraphes",
        resources=("Ressources connexes", "Ressources liées", "Ressources relatives"),
    ),
    "pt-br": Labels(
        ministerials=("Ministeriais", "Reuniões ministeriais"),
        paragraphs_of_theme=(
            "Parágrafos relacionados com o tema",
            "Parágrafos relacionados ao tema",
        ),
        reports=("Relatórios",),
        date="Data",
        citations="Parágrafos",
        resources=("Recursos relacionados",),
    ),
}

STUB_PHRASES = (
    "Information available in",
    "Información disponible en",
    "Information disponible en",
    "Informations disponibles en",
    "Informação disponível em",
    "Informações disponíveis em",
)

LANGUAGE_NAMES: dict[str, tuple[str, ...]] = {
    "en": ("English", "inglés", "anglais", "inglês"),
    "es": ("Spanish", "español", "espagnol", "espanhol"),
    "fr": ("French", "francés", "français", "francês"),
    "pt-br": ("Portuguese", "portugués", "portugais", "português"),
}

MONTH_NAMES: tuple[tuple[str, ...], ...] = (
    ("January", "enero", "janvier", "janeiro"),
    ("February", "febrero", "février", "fevereiro"),
    ("March", "marzo", "mars", "março"),
    ("April", "abril", "avril"),
    ("May", "mayo", "mai", "maio"),
    ("June", "junio", "juin", "junho"),
    ("July", "julio", "juillet", "julho"),
    ("August", "agosto", "août"),
    ("September", "septiembre", "setiembre", "septembre", "setembro"),
    ("October", "octubre", "octobre", "outubro"),
    ("November", "noviembre", "novembre", "novembro"),
    ("December", "diciembre", "décembre", "dezembro"),
)


def fold(text: str) -> str:
    """`text` in lower case, without accents, with single spaces, to compare two printings."""
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text)
        if not unicodedata.combining(letter)
    )
    return " ".join(bare.casefold().split())


MONTHS: dict[str, int] = {
    fold(name): month for month, names in enumerate(MONTH_NAMES, start=1) for name in names
}
PAGE_LANGUAGES: dict[str, str] = {
    fold(label): code for code in LANGUAGES for label in LABELS[code].headings
}
STUB_LANGUAGES: dict[str, str] = {
    fold(f"{phrase} {name}"): code
    for phrase in STUB_PHRASES
    for code, names in LANGUAGE_NAMES.items()
    for name in names
}
STUB_OPENINGS: tuple[str, ...] = tuple(fold(phrase) + " " for phrase in STUB_PHRASES)


@cache
def folded(labels: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold, labels))


def is_one_of(text: str, labels: tuple[str, ...]) -> bool:
    """Whether `text` is one of `labels` and nothing else; long texts are not even looked at."""
    return len(text) <= LONGEST_LABEL and fold(text) in folded(labels)


@cache
def date_label(language: str) -> re.Pattern[str]:
    """How a line that opens a report begins: four spaces, a bullet and the label of the date."""
    return re.compile(
        rf"^ {{4}}•{SPACE}+{_either_accent(LABELS[language].date)}{SPACE}?:", re.IGNORECASE
    )


@cache
def citations_label(language: str) -> re.Pattern[str]:
    return re.compile(
        rf"{SPACE}{_either_accent(LABELS[language].citations)}{SPACE}?:", re.IGNORECASE
    )


def _either_accent(label: str) -> str:
    return f"(?:{re.escape(label)}|{re.escape(fold(label))})"
