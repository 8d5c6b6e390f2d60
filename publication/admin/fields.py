"""How lists of words and addresses are typed."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminURLFieldWidget
from django.core.exceptions import ValidationError
from django.db import models

from publication.forms import refuse_control_characters


class LinesField(forms.CharField):
    """A list of texts, one per line; blank lines and repetitions are dropped."""

    widget = AdminTextareaWidget(attrs={"rows": 4})

    def __init__(self, *, encoder: Any = None, decoder: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # JSONField's encoder and decoder are not needed for words

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = (" ".join(line.split()) for line in super().clean(value).splitlines())
        return list(dict.fromkeys(filter(None, lines)))

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return (initial or []) != self.clean(data)
        except ValidationError:  # said where the form is checked, which follows
            return True


_CHECKED = {"validators": [refuse_control_characters]}
# The administration's `formfield_overrides`: JSON holds lists of names and nothing else.
FORM_FIELDS = {
    models.CharField: _CHECKED,
    models.TextField: _CHECKED,
    models.JSONField: {"form_class": LinesField, **_CHECKED},
    models.URLField: {"widget": AdminURLFieldWidget, "assume_scheme": "https", **_CHECKED},
}
