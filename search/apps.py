from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from publication.changes import on_change
        from reports.wording import find_reports_by

        from . import lookups  # noqa: F401  registers how terms are matched
        from .finding import reports_with
        from .refreshing import refresh

        on_change(refresh)
        find_reports_by(reports_with)
