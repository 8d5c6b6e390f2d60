"""Records ticked in a list."""

from typing import Any

from django import forms

from publication.forms import RecordsField
from publication.languages import page_language
from publication.passages import passage
from publication.translated import Translated


class ChosenField(RecordsField):
    """Records to tick, by their names in the reader's language."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, record: Any) -> str:
        if not isinstance(record, Translated):
            return str(record)
        return str(passage(record, record.PRIMARY, page_language()) or record)
