"""What every form of the portal asks of typed text."""

import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import BigIntegerField
from django.utils.translation import gettext_lazy as _

# NUL and the other control characters but tab and line ends, and halves of surrogate pairs: they
# come from broken programs, no database keeps all of them, and dropping them would change a text
# without a word.
_REFUSED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
LONGEST = 50_000  # characters of one text
YEARS = range(1990, 2201)  # an hour more or less, or a day, stays a moment in all time zones


def refuse_control_characters(text: str) -> None:
    """Raises ValidationError that says where the first forbidden character stands."""
    found = _REFUSED.search(text)
    if found is None:
        return
    before = text[: found.start()]
    raise ValidationError(
        _("An invisible control character stands in line %(line)s, after “%(before)s”. Remove it."),
        code="control_character",
        params={"line": before.count("\n") + 1, "before": before.splitlines()[-1][-20:]
                if before.strip() else "…"},
    )  # fmt: skip


def shown(text: str) -> str:
    """The text as a page can show it again, with a mark where a forbidden character stands."""
    return _REFUSED.sub("\N{REPLACEMENT CHARACTER}", text)


class TextField(forms.CharField):
    """Prose as it was typed: line ends made equal, blank ends cut off, nothing else changed."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": LONGEST, "strip": False, **kwargs})
        self.validators.append(refuse_control_characters)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")
        return text.rstrip().lstrip("\n")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Without the browser's own limit, which cuts a pasted text off without a word."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class WebAddressField(forms.URLField):
    """An address that a browser opens; Django's own lets others in, too."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)
        self.validators.append(refuse_control_characters)

    def to_python(self, value: Any) -> str:
        """The scheme in small letters, as the database's checks compare it."""
        scheme, colon, rest = super().to_python(value).partition(":")
        return f"{scheme.lower()}{colon}{rest}"


class RevisionField(forms.IntegerField):
    """The hidden number of the state that a form shows; one that no database keeps is refused."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": 2**31 - 1, **kwargs})


class RecordsField(forms.ModelMultipleChoiceField):
    """Several records by their keys.

    A number that no key can be is one more that is not there; SQLite cannot even be asked for it.
    """

    def clean(self, value: Any) -> Any:
        for key in value if isinstance(value, list | tuple) else ():
            if _is_beyond_keys(str(key)):
                message = self.error_messages["invalid_choice"]
                raise ValidationError(message, code="invalid_choice", params={"value": key})
        return super().clean(value)


def _is_beyond_keys(text: str) -> bool:
    try:
        return abs(int(text)) > BigIntegerField.MAX_BIGINT
    except ValueError:
        return False


class DayField(forms.DateField):
    """A day of a year that a person can mean."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def to_python(self, value: Any) -> datetime.date | None:
        day = super().to_python(value)
        if day is not None and day.year not in YEARS:
            said = _("A year between 1990 and 2200 is expected.")
            raise ValidationError(said, code="year")
        return day


class LineField(forms.CharField):
    """A few words in one line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators.append(refuse_control_characters)
