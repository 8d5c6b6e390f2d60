from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from mandates.models import Document, Heading
from mandates.slugs import propose_document_slug
from publication.admin import (
    HistoryAdmin,
    MissingIn,
    TranslatedAdmin,
    TranslatedForm,
    TranslatedInline,
    searching,
)


class DocumentForm(TranslatedForm):
    def propose_slug(self, cleaned: dict) -> str:
        meeting, date = cleaned.get("meeting"), cleaned.get("date")
        title = cleaned.get("short_title_en") or cleaned.get("title_en")
        if not (date and title):
            return ""
        return propose_document_slug((meeting and meeting.place_en) or "", date.year, title)


class HeadingInline(TranslatedInline):
    model = Heading
    facts = ((None, {"fields": ["original_language", "slug", "position", "aliases"]}),)


@admin.register(Document)
class DocumentAdmin(TranslatedAdmin, HistoryAdmin):
    form = DocumentForm
    list_display = ["wording", "kind", "date", "meeting", "lacking", "is_demonstration"]
    list_filter = ["kind", "numbering", MissingIn, "is_demonstration"]
    list_select_related = ["meeting"]
    search_fields = [*searching("title", "short_title"), "slug", "symbol"]
    autocomplete_fields = ["meeting"]
    inlines = [HeadingInline]
    facts = (
        (
            None,
            {
                "fields": ["original_language", "slug", "aliases"],
                "description": _(
                    "An address part left empty in a new record is made of place, year and short "
                    "title. It is kept for good; where you change it, the old address leads on."
                ),
            },
        ),
        (_("Adopted"), {"fields": ["meeting", "kind", "date", "date_precision"]}),
        (None, {"fields": ["symbol", "numbering", "is_demonstration"]}),
    )

    def addresses(self, record: Document) -> list[str]:
        """The document's path and those of its paragraphs, which begin with it."""
        [own] = super().addresses(record)
        slugs = record.paragraphs.order_by("id").values_list("slug", flat=True)
        return [own, *(f"{own}{slug}/" for slug in slugs)]


@admin.register(Heading)
class HeadingAdmin(TranslatedAdmin, HistoryAdmin):
    list_display = ["wording", "document", "position", "lacking"]
    list_filter = [MissingIn]
    list_select_related = ["document"]
    search_fields = [*searching("title"), "slug", "document__slug"]
    autocomplete_fields = ["document"]
    prepopulated_fields = {"slug": ["title_en"]}
    facts = ((None, {"fields": ["document", "position", "original_language", "slug", "aliases"]}),)
