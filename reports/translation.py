from modeltranslation.translator import TranslationOptions, register

from .models import Cycle, Section


@register(Cycle)
class CycleTranslation(TranslationOptions):
    fields = ["name"]


@register(Section)
class SectionTranslation(TranslationOptions):
    fields = ["text", "html"]
