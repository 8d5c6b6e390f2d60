"""What the lists can be asked for. Lists with filters on the screens are asked for as there."""

import django_filters as filters
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from countries.models import Entity
from mandates.models import Indicator, Meeting, Paragraph, Theme
from reports.models import Citation, IndicatorValue
from reports.report_list_filter import ReportListFilter

SLUG = RegexValidator(r"^[-a-zA-Z0-9_]{1,120}$")  # as ECMA 262 reads patterns, too


class Reports(ReportListFilter):
    """All of the screen's but the order, which is that of the identifiers."""

    sort = None


def _slug(label: str, field: str) -> filters.CharFilter:
    return filters.CharFilter(
        label=label, field_name=field, validators=[SLUG], distinct=True, strip=False
    )


class Entities(filters.FilterSet):
    kind = filters.ChoiceFilter(label=_("Kind of entity"), choices=Entity.Kind)
    subregion = filters.ChoiceFilter(label=_("Subregion"), choices=Entity.Subregion)

    class Meta:
        model = Entity
        fields: list[str] = []


class Meetings(filters.FilterSet):
    kind = filters.ChoiceFilter(label=_("Kind"), choices=Meeting.Kind)
    theme = _slug(_("Theme"), "themes__slug")

    class Meta:
        model = Meeting
        fields: list[str] = []


class Paragraphs(filters.FilterSet):
    document = _slug(_("Document"), "document__slug")
    theme = _slug(_("Theme"), "theme_links__theme__slug")
    nature = filters.ChoiceFilter(label=_("Nature"), choices=Paragraph.Nature)
    life_cycle = filters.ChoiceFilter(label=_("Life-cycle"), choices=Paragraph.LifeCycle)

    class Meta:
        model = Paragraph
        fields: list[str] = []


class Citations(filters.FilterSet):
    entity = _slug(_("Entity"), "report__entity__slug")
    theme = _slug(_("Theme"), "report__theme_links__theme__slug")
    document = _slug(_("Document"), "paragraph__document__slug")
    state = filters.ChoiceFilter(label=_("State"), choices=Citation.State)
    mark = filters.ChoiceFilter(
        label=pgettext_lazy("how far a paragraph is", "Mark"), choices=Citation.Mark
    )

    class Meta:
        model = Citation
        fields: list[str] = []


class Themes(filters.FilterSet):
    class Meta:
        model = Theme
        fields: list[str] = []


class Indicators(filters.FilterSet):
    document = _slug(_("Document"), "paragraphs__document__slug")
    theme = _slug(_("Theme"), "paragraphs__theme_links__theme__slug")

    class Meta:
        model = Indicator
        fields: list[str] = []


class IndicatorValues(filters.FilterSet):
    indicator = _slug(_("Indicator"), "indicator__slug")
    entity = _slug(_("Entity"), "entity__slug")
    year = filters.NumberFilter(label=_("Year"), min_value=1990, max_value=2100)

    class Meta:
        model = IndicatorValue
        fields: list[str] = []
