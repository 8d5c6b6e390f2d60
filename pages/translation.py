from modeltranslation.translator import TranslationOptions, register
from simple_history import register as keep_history

from .models import Announcement, Page


@register(Page)
class PageTranslation(TranslationOptions):
    fields = ["title", "body", "html"]


@register(Announcement)
class AnnouncementTranslation(TranslationOptions):
    fields = ["text"]


for model in (Page, Announcement):
    keep_history(model)
