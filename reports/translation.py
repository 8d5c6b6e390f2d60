from modeltranslation.translator import TranslationOptions, register
from simple_history import register as keep_history

from .models import Action, Cycle, IndicatorValue, Section


@register(Action)
class ActionTranslation(TranslationOptions):
    fields = [
        "heading",
        "text",
        "html",
        "activity",
        "activity_html",
        "schedule",
        "schedule_html",
    ]


@register(Cycle)
class CycleTranslation(TranslationOptions):
    fields = ["name", "guidance", "guidance_html"]


@register(Section)
class SectionTranslation(TranslationOptions):
    fields = ["text", "html"]


# Translated and corrected in place; what it was before stays in its history.
keep_history(Action)
keep_history(IndicatorValue)
