"""Records whose content exists in one to four languages, and the rules the database keeps."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _

from .languages import (
    LANGUAGES,
    TextState,
    column,
    columns,
    digest,
    fold,
    joined,
    language_of,
    localized,
    source,
)
from .passages import SOURCE_READ, read_name
from .rendering import Markup, render


class TranslatedQuerySet(models.QuerySet):
    """Loading plans for records with content columns."""

    def as_written(self) -> "TranslatedQuerySet":
        """Columns are meant as they are named: what the library would rewrite takes as long again
        as reading it."""
        return self.rewrite(False) if hasattr(self, "rewrite") else self

    def read_in(self, language: str, *fields: str) -> "TranslatedQuerySet":
        """Load of each field only the one text that a reader of `language` gets."""
        unread = [
            name for field in self.model.translated_fields() for name in (field, *columns(field))
        ]
        followed = self.model.FOLLOWED
        texts = {SOURCE_READ: source(self.model.PRIMARY, followed=followed)}
        for field in fields:
            texts[read_name(field, language)] = localized(field, language)
            if field != self.model.PRIMARY:
                texts[read_name(field, language) + "_in"] = language_of(field, language)
        return self.as_written().defer(*unread).annotate(**texts)

    def in_order_of_name(self, language: str) -> "TranslatedQuerySet":
        """A to Z for a reader of the language, accents aside, for forms: one query more."""
        rows = self.order_by().values_list("pk", localized(self.model.PRIMARY, language))
        named = sorted(set(rows), key=lambda row: (fold(row[1] or ""), row[0]))
        cases = [When(pk=pk, then=place) for place, (pk, _name) in enumerate(named)]
        return self.order_by(*([Case(*cases)] if cases else []), "pk")

    def missing_in(self, language: str) -> "TranslatedQuerySet":
        return self.filter(**{column("state", language): TextState.MISSING})

    def existing_in(self, language: str) -> "TranslatedQuerySet":
        return self.exclude(**{column("state", language): TextState.MISSING})


def _state_field() -> models.CharField:
    return models.CharField(
        max_length=8, choices=TextState, default=TextState.MISSING, editable=False
    )


def _digest_field() -> models.CharField:
    return models.CharField(max_length=32, blank=True, default="", editable=False)


class Translated(models.Model):
    """A record whose content exists in one to four languages.

    `PRIMARY` is the field that decides whether a language is there; a translation is out of date
    when it or a field `FOLLOWED` has changed in the original since. `RENDERED` maps a text field to
    the field that keeps its sanitised HTML, written whenever the record is saved.
    """

    PRIMARY = "name"
    FOLLOWED: tuple[str, ...] = ()
    RENDERED: dict[str, str] = {}
    MARKUP = Markup.PLAIN

    original_language = models.CharField(  # noqa: DJ001  no text, no language
        _("original language"), max_length=5, choices=settings.LANGUAGES, null=True, blank=True
    )
    state_en, state_es, state_fr, state_pt_br = (_state_field() for _code in LANGUAGES)
    digest_en, digest_es, digest_fr, digest_pt_br = (_digest_field() for _code in LANGUAGES)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.get_deferred_fields():
            self.settle()
        super().save(*args, **kwargs)

    @classmethod
    def translated_fields(cls) -> tuple[str, ...]:
        """Names of the translated fields, the rendered ones included."""
        from modeltranslation.translator import translator

        return tuple(translator.get_options_for_model(cls).get_field_names())

    def languages(self) -> tuple[str, ...]:
        """Languages in which the record's text exists, in the site's order."""
        return tuple(code for code in LANGUAGES if self.state_in(code) != TextState.MISSING)

    def state_in(self, language: str) -> str:
        return getattr(self, column("state", language))

    def texts(self, field: str) -> dict[str, str]:
        """Every text of `field` that exists, by language."""
        found = {code: getattr(self, column(field, code)) for code in LANGUAGES}
        return {code: text for code, text in found.items() if text}

    def write(self, language: str, *, state: str = TextState.OFFICIAL, **texts: str) -> None:
        """Set the texts of one language. The first text of a record becomes its original."""
        for field, text in texts.items():
            setattr(self, column(field, language), text or None)
        if self.original_language is None:
            self.original_language = language
        if language != self.original_language:
            setattr(self, column("state", language), state)
        self.settle()

    def source_digest(self) -> str:
        """Fingerprint of the original text."""
        if self.original_language is None:
            return ""
        read = self.__dict__.get(SOURCE_READ)
        names = self.followed_columns(self.original_language)
        return digest(read or joined(getattr(self, name) for name in names))

    @classmethod
    def followed_columns(cls, language: str) -> list[str]:
        """Columns of the texts that a translation follows, the main one first."""
        return [column(field, language) for field in (cls.PRIMARY, *cls.FOLLOWED)]

    def is_stale(self, language: str) -> bool:
        """True when the original has changed since it was translated into `language`."""
        known = getattr(self, column("digest", language))
        return bool(known) and known != self.source_digest()

    def text_to_render(self, field: str, language: str) -> str | None:
        """The text as pages show it; a record may leave out what they say elsewhere."""
        return getattr(self, column(field, language))

    def markup_of(self, field: str) -> str:
        return getattr(self, "markup", self.MARKUP)

    def settle(self) -> None:
        """Bring states and rendered HTML in step with the texts. Bulk writers call it too."""
        for code in LANGUAGES:
            for field in self.translated_fields():
                if getattr(self, column(field, code)) == "":
                    setattr(self, column(field, code), None)
            for field, rendered in self.RENDERED.items():
                text = self.text_to_render(field, code)
                html = render(text, self.markup_of(field)) if text else None
                setattr(self, column(rendered, code), html)
        self._settle_states()

    def _settle_states(self) -> None:
        present = [code for code in LANGUAGES if getattr(self, column(self.PRIMARY, code))]
        if self.original_language not in present:
            self.original_language = present[0] if present else None
        for code in LANGUAGES:
            name = column("state", code)
            if code not in present:
                setattr(self, name, TextState.MISSING)
                setattr(self, column("digest", code), "")
            elif code == self.original_language:
                setattr(self, name, TextState.ORIGINAL)
                setattr(self, column("digest", code), "")
            elif getattr(self, name) in (TextState.MISSING, TextState.ORIGINAL):
                setattr(self, name, TextState.OFFICIAL)


def language_constraints(
    model: str, primary: str, *others: str, required: bool = True
) -> list[models.CheckConstraint]:
    """The rules of a translated record as database constraints.

    Per language: the state is *missing* exactly when the text is NULL, then the other fields are
    NULL too, and no field is empty text. Per record: the original language is the one and only
    language whose state is *original*; with `required` there is one.
    """
    rules = [_language_rule(model, primary, others, code) for code in LANGUAGES]
    rules += [_not_empty(model, (primary, *others), code) for code in LANGUAGES]
    return [*rules, _original_rule(model, required)]


def _language_rule(
    model: str, primary: str, others: tuple[str, ...], code: str
) -> models.CheckConstraint:
    state = column("state", code)
    absent = Q(**{state: TextState.MISSING})
    for field in (primary, *others):
        absent &= Q(**{f"{column(field, code)}__isnull": True})
    present = ~Q(**{state: TextState.MISSING}) & Q(**{f"{column(primary, code)}__isnull": False})
    suffix = code.replace("-", "_")
    return models.CheckConstraint(
        condition=absent | present, name=f"{model}_{suffix}_state_fits_text"
    )


def _not_empty(model: str, fields: tuple[str, ...], code: str) -> models.CheckConstraint:
    rule = Q()
    for field in fields:
        name = column(field, code)
        rule &= Q(**{f"{name}__isnull": True}) | ~Q(**{name: ""})
    return models.CheckConstraint(
        condition=rule, name=f"{model}_{code.replace('-', '_')}_not_empty"
    )


def _original_rule(model: str, required: bool) -> models.CheckConstraint:
    rule = Q()
    for code in LANGUAGES:
        one = Q(original_language=code)
        for other in LANGUAGES:
            matches = Q(**{column("state", other): TextState.ORIGINAL})
            one &= matches if other == code else ~matches
        rule |= one
    if not required:
        none = Q(original_language__isnull=True)
        for code in LANGUAGES:
            none &= Q(**{column("state", code): TextState.MISSING})
        rule |= none
    return models.CheckConstraint(condition=rule, name=f"{model}_one_original")
