from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mandates.correcting import official_languages
from mandates.models import Paragraph, ParagraphLink, ParagraphTheme
from mandates.models.paragraphs import paragraph_slug
from publication.admin import (
    GuardedInline,
    HistoryAdmin,
    MissingIn,
    TranslatedAdmin,
    TranslatedForm,
    searching,
)
from publication.languages import column


class ParagraphForm(TranslatedForm):
    STANDING_ALONE = ("life_cycle_reason",)

    def clean(self):
        cleaned = super().clean()
        section = cleaned.get("section")
        if section and section.document != cleaned.get("document"):
            self.add_error("section", _("This heading stands in another document."))
        if not self.instance._state.adding:
            self._keep_official()
        return cleaned

    def _keep_official(self) -> None:
        """An official text changes by a correction alone, with a note that the public reads.

        What is official is asked of the record as it is: an earlier version that is brought back
        is itself the instance, and changes nothing of itself.
        """
        now = Paragraph.objects.get(pk=self.instance.pk)
        for code in official_languages(now):
            name = column("text", code)
            changes = self.fields[name].has_changed(getattr(now, name), self[name].data)
            if changes and name not in self.errors:
                self.add_error(name, _pointing_to_correction(now, code))

    def propose_slug(self, cleaned: dict) -> str:
        document, section = cleaned.get("document"), cleaned.get("section")
        restarts = document and document.numbers_restart
        heading = section.slug if section and restarts else ""
        return paragraph_slug(cleaned.get("label") or "", heading)


def _pointing_to_correction(paragraph: Paragraph, language: str) -> str:
    return format_html(
        '{} <a href="{}">{}</a>',
        gettext("This text is official: it changes with a public note, on a page of its own."),
        reverse("secretariat:correct_text", args=[paragraph.pk, language]),
        gettext("Correct the text"),
    )


class ParagraphThemeInline(GuardedInline):
    model = ParagraphTheme
    autocomplete_fields = ["theme"]
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("theme", "paragraph__document")


class ParagraphLinkInline(GuardedInline):
    model = ParagraphLink
    fk_name = "source"
    autocomplete_fields = ["target"]
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("source__document", "target__document")


@admin.register(Paragraph)
class ParagraphAdmin(TranslatedAdmin, HistoryAdmin):
    form = ParagraphForm
    list_display = ["label", "document", "section", "nature", "life_cycle", "lacking"]
    list_filter = [
        "nature",
        "life_cycle",
        MissingIn,
        ("document", admin.RelatedOnlyFieldListFilter),
        ("themes", admin.RelatedOnlyFieldListFilter),
        "is_demonstration",
    ]
    search_fields = [*searching("text"), "=label", "document__slug"]
    autocomplete_fields = ["document", "section", "addressees", "goals"]
    inlines = [ParagraphThemeInline, ParagraphLinkInline]
    facts = (
        (_("Where it stands"), {"fields": ["document", "section", "label", "slug", "position"]}),
        (None, {"fields": ["original_language", "nature"]}),
        (_("Life-cycle"), {"fields": ["life_cycle", "life_cycle_date"]}),
        (_("Whom it concerns"), {"fields": ["addressees", "affected_groups", "goals"]}),
        (None, {"fields": ["is_demonstration"]}),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("document", "section")
