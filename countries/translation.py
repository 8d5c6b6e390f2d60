from modeltranslation.translator import TranslationOptions, register
from simple_history import register as keep_history

from .models import Entity


@register(Entity)
class EntityTranslation(TranslationOptions):
    fields = ["name", "official_name", "acronym"]


# After the translation, so that the history has the language columns too.
keep_history(Entity)
