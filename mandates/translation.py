from modeltranslation.translator import TranslationOptions, register
from simple_history import register as keep_history

from .models import (
    Correction,
    Document,
    Goal,
    Heading,
    Indicator,
    IndicatorTarget,
    Meeting,
    Paragraph,
    ParagraphLink,
    ParagraphTheme,
    Theme,
)


@register(Goal)
class GoalTranslation(TranslationOptions):
    fields = ["title"]


@register(Theme)
class ThemeTranslation(TranslationOptions):
    fields = ["name", "description"]


@register(Meeting)
class MeetingTranslation(TranslationOptions):
    fields = ["name", "short_name", "place"]


@register(Document)
class DocumentTranslation(TranslationOptions):
    fields = ["title", "short_title", "source"]


@register(Heading)
class HeadingTranslation(TranslationOptions):
    fields = ["title"]


@register(Paragraph)
class ParagraphTranslation(TranslationOptions):
    fields = ["text", "html", "life_cycle_reason"]


@register(Correction)
class CorrectionTranslation(TranslationOptions):
    fields = ["note"]


@register(Indicator)
class IndicatorTranslation(TranslationOptions):
    fields = ["name", "definition", "definition_html", "unit", "source"]


# After the translations, so that the history has the language columns too.
for model in (
    Theme,
    Meeting,
    Document,
    Heading,
    Paragraph,
    ParagraphTheme,
    ParagraphLink,
    Indicator,
    IndicatorTarget,
):
    keep_history(model)
