"""Administration of what is followed beside reports: actions and values of indicators."""

from django import forms
from django.contrib import admin
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publication.admin import (
    HistoryAdmin,
    MissingIn,
    PublishedAdmin,
    ReadOnly,
    TranslatedAdmin,
    TranslatedForm,
    searching,
)

from .acting import record_step
from .models import Action, ActionStep, IndicatorValue


class ActionRecordForm(TranslatedForm):
    def clean(self):
        cleaned = super().clean()
        if cleaned.get("due_precision") != "day" and not cleaned.get("due_on"):
            cleaned["due_precision"] = "day"
        return cleaned


class ActionStepInline(ReadOnly, admin.TabularInline):
    model = ActionStep
    fields = ["at", "by", "from_state", "to_state"]

    def get_queryset(self, request):
        found = super().get_queryset(request)
        return found.select_related("by", "action__paragraph__document").order_by("-at", "-id")


@admin.register(Action)
class ActionAdmin(TranslatedAdmin):
    form = ActionRecordForm
    list_display = ["wording", "paragraph", "state", "due_on", "lacking", "is_demonstration"]
    list_filter = ["state", MissingIn, "is_demonstration"]
    list_select_related = ["paragraph__document"]
    search_fields = [*searching("text"), "paragraph__document__slug"]
    autocomplete_fields = ["paragraph", "entities", "kept_by", "reports"]
    inlines = [ActionStepInline]
    facts = (
        (_("Where it stands"), {"fields": ["paragraph", "position", "original_language"]}),
        (_("How far it is"), {"fields": ["state", ("due_on", "due_precision")]}),
        (_("Who, and what was reported"), {"fields": ["entities", "kept_by", "reports"]}),
        (None, {"fields": ["is_demonstration"]}),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("paragraph__document")

    def save_model(self, request, obj, form, change):
        if change:  # counted first: the kept history takes a number, no expression
            Action.objects.with_ids([obj.pk]).update(revision=F("revision") + 1)
            obj.refresh_from_db(fields=["revision"])
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        before = form.initial.get("state", "") if change else ""
        record_step(form.instance, by=request.user, at=timezone.now(), from_state=before)


class IndicatorValueForm(forms.ModelForm):
    """Values are entered with what breaks them down, as far as the indicator is broken down."""

    def clean(self):
        cleaned = super().clean()
        indicator = cleaned.get("indicator")
        for name in ("sex", "age", "territory"):
            if indicator and cleaned.get(name) and not getattr(indicator, f"by_{name}"):
                self.add_error(name, _("The indicator is not broken down by this."))
        return cleaned


@admin.register(IndicatorValue)
class IndicatorValueAdmin(HistoryAdmin, PublishedAdmin):
    form = IndicatorValueForm
    list_display = ["indicator", "entity", "year", "sex", "age", "territory", "value"]
    list_filter = ["year", "sex", "is_demonstration"]
    list_select_related = ["indicator", "entity"]
    search_fields = [*searching("entity__name", "indicator__name"), "indicator__slug"]
    autocomplete_fields = ["indicator", "entity"]

    def save_model(self, request, obj, form, change):
        obj.recorded_by = request.user
        super().save_model(request, obj, form, change)
