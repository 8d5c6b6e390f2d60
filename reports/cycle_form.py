"""The form of a reporting cycle: texts in four languages, scope, who is asked, dates."""

from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy, ngettext

from countries.models import Entity
from mandates.models import Document, Theme
from publication.forms import LineField, TextField
from publication.languages import ENDONYMS, LANGUAGES, column, digest, page_language

from .chosen import ChosenField
from .models import Cycle, Report
from .moments import LocalMomentField, in_zone, typed_in

DATES = ("opens_at", "due_at", "closes_at")
ZONES = {"UTC"} | {
    name for name in available_timezones() if name.startswith(("America/", "Atlantic/", "Pacific/"))
}


class CycleForm(forms.Form):
    """Gives the fields of a `Cycle`, its themes, documents and entities; saves nothing."""

    opens_at = LocalMomentField(label=gettext_lazy("Opens"))
    due_at = LocalMomentField(label=gettext_lazy("Due"))
    closes_at = LocalMomentField(
        label=gettext_lazy("Closes"), required=False,
        help_text=gettext_lazy("Afterwards nobody submits without more time. Empty: never."),
    )  # fmt: skip
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone of the dates"))
    themes = ChosenField(Theme.objects.none(), label=gettext_lazy("Themes in scope"))
    documents = ChosenField(
        Document.objects.none(), label=gettext_lazy("Documents in scope"), required=False
    )
    all_states = forms.BooleanField(label=gettext_lazy("All states"), required=False)
    all_institutions = forms.BooleanField(label=gettext_lazy("All institutions"), required=False)
    entities = ChosenField(
        Entity.objects.none(), label=gettext_lazy("Entities asked"), required=False
    )
    mark = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, cycle: Cycle | None = None) -> None:
        self.cycle = cycle
        super().__init__(
            data, initial=initial_of(cycle) if cycle else {"time_zone": settings.TIME_ZONE}
        )
        zones = sorted({*ZONES, settings.TIME_ZONE, *([cycle.time_zone] if cycle else [])})
        self.fields["time_zone"].choices = [(name, name.replace("_", " ")) for name in zones]
        for code in LANGUAGES:
            tag = {"lang": code}
            self.fields[column("name", code)] = LineField(
                label=gettext("Name (%(language)s)") % {"language": ENDONYMS[code]},
                max_length=200, required=False, widget=forms.TextInput(attrs=tag),
            )  # fmt: skip
            self.fields[column("guidance", code)] = TextField(
                label=gettext("Guidance (%(language)s)") % {"language": ENDONYMS[code]},
                max_length=20_000, required=False, widget=forms.Textarea(attrs=tag),
            )  # fmt: skip
        language = page_language()
        themes = Theme.objects.in_order_of_name(language)
        self.fields["themes"].queryset = themes.read_in(language, "name")
        documents = Document.objects.newest_first().read_in(language, "title")
        self.fields["documents"].queryset = documents
        entities = Entity.objects.reporting().in_order_of_name(language)
        self.fields["entities"].queryset = entities.read_in(language, "name")

    def say_changed(self, cycle: Cycle) -> None:
        """Somebody else has changed the cycle: sent once more, what is typed takes its place."""
        self.add_error(None, gettext("Nothing was saved: the record has been changed meanwhile."))
        self.data = self.data.copy()
        self.data["mark"] = mark(cycle)

    def texts(self) -> list[tuple[str, Any, Any]]:
        """Language, name and guidance, as fields to show."""
        return [(code, self[column("name", code)], self[column("guidance", code)])
                for code in LANGUAGES]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        self._check_texts(values)
        self._place_dates(values)
        self._check_order(values)
        self._add_groups(values)
        if self.cycle:
            self._keep_what_is_begun(values)
        return values

    def _check_texts(self, values: dict) -> None:
        if not any(values.get(column("name", code)) for code in LANGUAGES):
            self.add_error(
                column("name", "en"), gettext("Name the cycle in one language at least.")
            )
        for code in LANGUAGES:
            name, guidance = values.get(column("name", code)), values.get(column("guidance", code))
            if guidance and not name:
                self.add_error(column("name", code), gettext("Guidance needs the name beside it."))

    def _place_dates(self, values: dict) -> None:
        zone = values.get("time_zone")
        for name in DATES:
            if not (values.get(name) and zone):
                continue
            try:
                values[name] = in_zone(values[name], ZoneInfo(zone))
            except ValidationError as error:
                self.add_error(name, error)

    def _check_order(self, values: dict) -> None:
        if self.errors.keys() & {*DATES, "time_zone"}:
            return
        opens, due, closes = (values[name] for name in ("opens_at", "due_at", "closes_at"))
        if due < opens:
            self.add_error("due_at", gettext("The cycle is due before it opens."))
        if closes and closes < due:
            self.add_error("closes_at", gettext("The cycle closes before it is due."))

    def _add_groups(self, values: dict) -> None:
        states, others = Entity.objects.real().reporting().ids_by_kind()
        chosen = {entity.pk for entity in values.get("entities") or ()}
        chosen |= states if values.get("all_states") else set()
        chosen |= others if values.get("all_institutions") else set()
        values["entities"] = list(Entity.objects.with_ids(chosen).order_by("kind", "slug"))
        if not chosen and "entities" not in self.errors:
            self.add_error("entities", gettext("Choose at least one entity."))

    def _keep_what_is_begun(self, values: dict) -> None:
        """Entities and themes with a report in the cycle stay in it."""
        begun = Report.objects.in_cycle(self.cycle)
        entities, themes = begun.entities_and_themes()
        # What the form has found fault with is no longer among the values.
        gone = entities - {entity.pk for entity in values.get("entities", ())}
        if gone and "entities" in values:
            said = ngettext(
                "%(n)d entity has begun its report and stays asked.",
                "%(n)d entities have begun their reports and stay asked.", len(gone),
            )  # fmt: skip
            self.add_error("entities", said % {"n": len(gone)})
        if "themes" in values and themes - {theme.pk for theme in values["themes"]}:
            self.add_error("themes", gettext("A theme on which a report was begun stays."))


def initial_of(cycle: Cycle) -> dict[str, Any]:
    """What the form shows of the cycle as it is, with its mark."""
    texts = {column(field, code): getattr(cycle, column(field, code)) or ""
             for field in ("name", "guidance") for code in LANGUAGES}  # fmt: skip
    shown = {
        **texts,
        **{name: typed_in(getattr(cycle, name), cycle.zone) for name in DATES},
        "time_zone": cycle.time_zone,
        "themes": list(cycle.themes.values_list("pk", flat=True)),
        "documents": list(cycle.scope.values_list("document", flat=True)),
        "entities": list(cycle.asked.values_list("entity", flat=True)),
    }
    return {**shown, "mark": digest(str(cycle.announced_at), *map(str, shown.values()))}


def mark(cycle: Cycle) -> str:
    """Fingerprint of all that the form changes and of the announcement, as they now are."""
    return initial_of(cycle)["mark"]
