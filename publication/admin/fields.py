"""How lists of words are typed: one on a line."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget


class LinesField(forms.CharField):
    """A list of texts, one per line; blank lines and repetitions are dropped."""

    widget = AdminTextareaWidget

    def __init__(self, *, encoder: Any = None, decoder: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # JSONField's encoder and decoder are not needed for words

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = (" ".join(line.split()) for line in super().clean(value).splitlines())
        return list(dict.fromkeys(filter(None, lines)))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != self.clean(data)


class NamesAsLines:
    """For an admin of a record with JSON lists of names: each list is typed as lines."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.get_internal_type() == "JSONField":
            kwargs.setdefault("form_class", LinesField)
            kwargs.setdefault("widget", AdminTextareaWidget(attrs={"rows": 4}))
        return super().formfield_for_dbfield(db_field, request, **kwargs)
