"""The resources of the API: of each kind a list, and its records by their addresses."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext, gettext_noop
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from contributions.listing import ContributionFilter
from contributions.models import Contribution
from publication.models import Revision
from reports.document_list import DocumentListFilter
from reports.models import Report
from reports.report_page import current, public_editions

from .. import reading
from ..list_filters import ActionListFilter
from . import contributions, filters, mandates, measures, reports
from .description import document_text
from .errors import Gone
from .resources import LANG, Listed, Open, Record, said

RESOURCES = (
    "reports", "citations", "entities", "themes", "meetings", "documents", "paragraphs",
    "actions", "indicators", "indicator_values", "contributions",
)  # fmt: skip


# What was done --------------------------------------------------------------------------------


@said(gettext_noop("Published reports, with their texts and what they cite."), LANG)
class Reports(Listed):
    serializer_class = reports.ReportSerializer
    filterset_class = filters.Reports

    def get_queryset(self):  # noqa: ANN201
        return reading.reports()


def _merged(number: int) -> str:
    address = settings.BASE_ADDRESS + reverse("opendata:api_report", args=[number])
    return gettext("Made one with another report: %(address)s") % {"address": address}


@said(gettext_noop("One report in its current edition; 410 where it was withdrawn."), LANG)
class OneReport(Record):
    serializer_class = reports.ReportSerializer
    queryset = Report.objects.none()

    def get_object(self) -> Report:
        try:
            found = current(public_editions(self.kwargs["number"]))
        except Report.DoesNotExist as absent:
            raise Http404 from absent
        if found.merged_into_id:
            raise Gone(_merged(found.merged_into_id))
        if found.state == Report.State.WITHDRAWN:
            raise Gone(found.withdrawal_reason)
        return reading.whole(Report.objects.with_ids([found.pk])).get()


@said(gettext_noop("What published reports cite, one by one."), LANG)
class Citations(Listed):
    serializer_class = reports.CitationSerializer
    filterset_class = filters.Citations

    def get_queryset(self):  # noqa: ANN201
        return reading.citations()


# Who reports, and what was agreed -------------------------------------------------------------


@said(gettext_noop("States, institutions and the other bodies that report."), LANG)
class Entities(Listed):
    serializer_class = mandates.EntitySerializer
    filterset_class = filters.Entities

    def get_queryset(self):  # noqa: ANN201
        return reading.entities()


@said(gettext_noop("One entity."), LANG)
class OneEntity(Record):
    serializer_class = mandates.EntitySerializer

    def get_queryset(self):  # noqa: ANN201
        return reading.entities()


@said(gettext_noop("Themes under which mandates and reports are read."), LANG)
class Themes(Listed):
    serializer_class = mandates.ThemeSerializer
    filterset_class = filters.Themes

    def get_queryset(self):  # noqa: ANN201
        return reading.themes()


@said(gettext_noop("One theme."), LANG)
class OneTheme(Record):
    serializer_class = mandates.ThemeSerializer

    def get_queryset(self):  # noqa: ANN201
        return reading.themes()


@said(gettext_noop("Summits and other meetings that adopt documents."), LANG)
class Meetings(Listed):
    serializer_class = mandates.MeetingSerializer
    filterset_class = filters.Meetings

    def get_queryset(self):  # noqa: ANN201
        return reading.meetings()


@said(gettext_noop("One meeting."), LANG)
class OneMeeting(Record):
    serializer_class = mandates.MeetingSerializer

    def get_queryset(self):  # noqa: ANN201
        return reading.meetings()


@said(gettext_noop("Adopted documents."), LANG)
class Documents(Listed):
    serializer_class = mandates.DocumentSerializer
    filterset_class = DocumentListFilter

    def get_queryset(self):  # noqa: ANN201
        return reading.documents()


@said(gettext_noop("One document; its paragraphs are listed under “paragraphs”."), LANG)
class OneDocument(Record):
    serializer_class = mandates.DocumentSerializer

    def get_queryset(self):  # noqa: ANN201
        return reading.documents()


@said(gettext_noop("Numbered paragraphs of the documents: the mandates themselves."), LANG)
class Paragraphs(Listed):
    serializer_class = mandates.ParagraphSerializer
    filterset_class = filters.Paragraphs

    def get_queryset(self):  # noqa: ANN201
        return reading.paragraphs()


@said(gettext_noop("One paragraph, by the slug of its document and its own."), LANG)
class OneParagraph(Record):
    serializer_class = mandates.ParagraphSerializer

    def get_queryset(self):  # noqa: ANN201
        return reading.paragraphs()

    def get_object(self):  # noqa: ANN201
        address = self.kwargs["document"], self.kwargs["slug"]
        return get_object_or_404(self.get_queryset().at_address(*address))


# How it is carried out and measured -----------------------------------------------------------


@said(gettext_noop("Actions undertaken to carry out paragraphs."), LANG)
class Actions(Listed):
    serializer_class = measures.ActionSerializer
    filterset_class = ActionListFilter

    def get_queryset(self):  # noqa: ANN201
        return reading.actions()


@said(gettext_noop("One action."), LANG)
class OneAction(Record):
    serializer_class = measures.ActionSerializer
    lookup_field, lookup_url_kwarg = "pk", "number"

    def get_queryset(self):  # noqa: ANN201
        return reading.actions()


@said(
    gettext_noop("Indicators: what is measured, from where it started to where it should be."), LANG
)
class Indicators(Listed):
    serializer_class = measures.IndicatorSerializer
    filterset_class = filters.Indicators

    def get_queryset(self):  # noqa: ANN201
        return reading.indicators()


@said(gettext_noop("One indicator; its values are listed under “indicator_values”."), LANG)
class OneIndicator(Record):
    serializer_class = measures.IndicatorSerializer

    def get_queryset(self):  # noqa: ANN201
        return reading.indicators()


@said(gettext_noop("Values that entities stated for indicators, year by year."), LANG)
class IndicatorValues(Listed):
    serializer_class = measures.ValueSerializer
    filterset_class = filters.IndicatorValues

    def get_queryset(self):  # noqa: ANN201
        return reading.indicator_values()


# What others write ----------------------------------------------------------------------------


@said(
    gettext_noop("What invited organizations write. No official reports: counted in no figure."),
    LANG,
)
class Contributions(Listed):
    serializer_class = contributions.ContributionSerializer
    filterset_class = ContributionFilter

    def get_queryset(self):  # noqa: ANN201
        return reading.contributions()


@said(gettext_noop("One contribution with the reply to it; 410 where it was withdrawn."), LANG)
class OneContribution(Record):
    serializer_class = contributions.ContributionSerializer
    lookup_field, lookup_url_kwarg = "pk", "number"

    def get_queryset(self):  # noqa: ANN201
        return reading.with_parts(Contribution.objects.once_public())

    def get_object(self) -> Contribution:
        found = super().get_object()
        if found.state == Contribution.State.WITHDRAWN:
            raise Gone(found.withdrawal_reason)
        return found


# The API itself -------------------------------------------------------------------------------


class Index(Open):
    """Where everything is, and the data version."""

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        base, revision = settings.BASE_ADDRESS, Revision.objects.current()
        found = {name: base + reverse(f"opendata:api_{name}") for name in RESOURCES}
        about = {"openapi": base + reverse("opendata:api_openapi"), "resources": found}
        return Response({"data_version": revision.number, **about})


class OpenApi(Open):
    """The document that tells programs of the API."""

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponse:
        return HttpResponse(document_text(), content_type="application/vnd.oai.openapi+json")
