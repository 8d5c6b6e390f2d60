"""The history of a record keeps every column, the four languages among them."""

import pytest
from django.apps import apps
from simple_history.utils import get_history_manager_for_model

from contributions.models import Contribution, Reply
from countries.models import Entity
from mandates.models import (
    Document,
    Heading,
    Indicator,
    IndicatorTarget,
    Meeting,
    Paragraph,
    ParagraphLink,
    ParagraphTheme,
    Theme,
)
from pages.models import Announcement, Page
from publication.languages import LANGUAGES, column
from publication.translated import Translated
from reports.models import Action, IndicatorValue
from tests.factories import make_paragraph

KEPT = [
    Action,
    Announcement,
    Contribution,
    Document,
    Entity,
    Heading,
    Indicator,
    IndicatorTarget,
    IndicatorValue,
    Meeting,
    Page,
    Paragraph,
    ParagraphLink,
    ParagraphTheme,
    Reply,
    Theme,
]


def columns_of(model):
    return {field.column for field in model._meta.local_concrete_fields}


def test_histories_are_those_of_mandates_countries_pages_actions_and_values():
    models = [m for m in apps.get_models() if hasattr(m._meta, "simple_history_manager_attribute")]
    assert sorted(models, key=lambda m: m.__name__) == KEPT


@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
def test_history_has_every_column(model):
    history = get_history_manager_for_model(model).model
    assert columns_of(model) <= columns_of(history)
    if issubclass(model, Translated):
        texts = {column(name, code) for name in model.translated_fields() for code in LANGUAGES}
        assert texts <= columns_of(history)


@pytest.mark.django_db
def test_each_save_keeps_the_texts_of_all_languages():
    paragraph = make_paragraph()
    paragraph.write("fr", text="Ouvrir cent écoles.")
    paragraph.save()
    newest, oldest = paragraph.history.all()
    assert newest.text_fr == "Ouvrir cent écoles."
    assert newest.html_fr == "<p>Ouvrir cent écoles.</p>"
    assert oldest.text_fr != newest.text_fr
    assert oldest.text_es == newest.text_es == paragraph.text_es
