from modeltranslation.translator import TranslationOptions, register
from simple_history import register as keep_history

from .models import Contribution, Reply


@register(Contribution)
class ContributionTranslation(TranslationOptions):
    fields = ["title", "text", "html"]


@register(Reply)
class ReplyTranslation(TranslationOptions):
    fields = ["text", "html"]


# After the translations, so that the history has the language columns too. A contribution's
# begins when it is handed in: drafts are their author's alone. Its paragraphs are in each step.
keep_history(Contribution)
keep_history(Reply)
