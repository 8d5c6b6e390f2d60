"""The four languages of content: codes, columns, and what a reader is offered next.

Content columns are modeltranslation's (`text_en`, `text_es`, `text_fr`, `text_pt_br`). Nothing
reads the bare attribute; see `passages` for what a reader gets.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Case, CharField, F, Q, TextField, Value, When
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LANGUAGES: tuple[str, ...] = tuple(code for code, _name in settings.LANGUAGES)
ENDONYMS = {"en": "English", "es": "Español", "fr": "Français", "pt-br": "Português"}
# What a reader most likely understands when a text is not there in the reader's language.
NEXT_BEST = {
    "en": ("es", "fr", "pt-br"),
    "es": ("en", "pt-br", "fr"),
    "fr": ("en", "es", "pt-br"),
    "pt-br": ("es", "en", "fr"),
}

DIGEST = 32  # characters
JOINT = "\x1f"  # between texts that are fingerprinted together


class TextState(models.TextChoices):
    ORIGINAL = "original", _("original")
    OFFICIAL = "official", _("official translation")
    MACHINE = "machine", _("machine translation")
    MISSING = "missing", _("missing")


def page_language() -> str:
    """The language of the page being rendered; English outside the four."""
    language = get_language() or "en"
    return language if language in NEXT_BEST else "en"


def language_tag(language: str) -> str:
    """The code as BCP 47 writes it: "pt-BR"."""
    name, _hyphen, region = language.partition("-")
    return f"{name}-{region.upper()}" if region else name


def column(field: str, language: str) -> str:
    """Name of the column of `field` in `language`: column("text", "pt-br") is "text_pt_br"."""
    return f"{field}_{language.replace('-', '_')}"


def columns(field: str) -> list[str]:
    return [column(field, language) for language in LANGUAGES]


_CHAINS = {language: (language, *others) for language, others in NEXT_BEST.items()}


def chain(language: str) -> tuple[str, ...]:
    """Languages in the order a reader of `language` is offered them."""
    return _CHAINS[language]


def localized(field: str, language: str, prefix: str = "") -> Coalesce:
    """Expression for the text a reader of `language` gets, for ordering and lists of values.

    `prefix` is the path of a related record, such as "paragraph__".
    """
    names = (prefix + column(field, code) for code in chain(language))
    return Coalesce(*map(F, names), output_field=TextField())


def language_of(field: str, language: str) -> Case:
    """Expression: the language of `localized(field, language)`."""
    cases = [
        When(**{f"{column(field, code)}__isnull": False}, then=Value(code))
        for code in chain(language)
    ]
    return Case(*cases, default=Value(None), output_field=CharField(null=True))


def source(primary: str, prefix: str = "", followed: tuple[str, ...] = ()) -> Case:
    """Expression: the original text, where a translation tells what it was made from.

    Texts of the fields `followed` stand behind it, as `joined` puts them.
    """
    cases = [
        When(
            **{f"{prefix}original_language": code},
            then=_joined([prefix + column(name, code) for name in (primary, *followed)]),
        )
        for code in LANGUAGES
    ]
    no_digest = Q(**{prefix + column("digest", code): "" for code in LANGUAGES})
    return Case(When(no_digest, then=Value(None)), *cases, output_field=TextField(null=True))


def _joined(names: list[str]) -> F | Concat:
    """`joined` as an expression, of columns."""
    main, *others = names
    if not others:
        return F(main)
    more = [
        Case(
            When(**{f"{name}__isnull": False}, then=Concat(Value(JOINT), F(name))),
            default=Value(""),
            output_field=TextField(),
        )
        for name in others
    ]
    return Concat(F(main), *more, output_field=TextField())


def joined(texts: Iterable[str | None]) -> str:
    """The main text of a record and the others that there are, as one source."""
    main, *others = texts
    return JOINT.join([main or "", *filter(None, others)])


def compared(primary: str, language: str, prefix: str = "") -> Case:
    """Expression: what shows whether `localized(primary, language, prefix)` is stale.

    The digest that the text was translated from, and after it the original as it is now; NULL
    where no digest is known, as for an original. `is_outdated` reads it.
    """
    cases = []
    for code in chain(language):
        known, there = prefix + column("digest", code), f"{prefix}{column(primary, code)}__isnull"
        both = Concat(F(known), source(primary, prefix), output_field=TextField())
        cases += [
            When(Q(**{there: False}) & ~Q(**{known: ""}), then=both),
            When(**{there: False}, then=Value(None)),
        ]
    return Case(*cases, output_field=TextField(null=True))


def is_outdated(comparison: str | None) -> bool:
    """True when the original of a translation has changed since, by what `compared` loaded."""
    if not comparison:
        return False
    return comparison[:DIGEST] != digest(comparison[DIGEST:])


def colon(language: str) -> str:
    """A colon as the language writes it: French has a space before it, where no line ends."""
    return "\u00a0:" if language == "fr" else ":"


def fold(text: str) -> str:
    """The text without case, accents, punctuation and doubled spaces, for matching names."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", bare.casefold()))


def digest(*texts: str | None) -> str:
    """Fingerprint of a source text, kept with its translations so that stale ones can be told."""
    return hashlib.sha256(JOINT.join(text or "" for text in texts).encode()).hexdigest()[:DIGEST]
