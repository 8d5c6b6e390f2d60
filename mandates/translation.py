from modeltranslation.translator import TranslationOptions, register
from simple_history import register as keep_history

from .models import (
    Document,
    Goal,
    Heading,
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


# After the translations, so that the history has the language columns too.
for model in (Theme, Meeting, Document, Heading, Paragraph, ParagraphTheme, ParagraphLink):
    keep_history(model)
