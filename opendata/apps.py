from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpenDataConfig(AppConfig):
    name = "opendata"
    verbose_name = _("Open data")

    def ready(self) -> None:
        from publication.jobs import regularly
        from publication.pruning import also_prune

        from .bulk.building import build_when_due
        from .drafting import prune as prune_drafts
        from .kept_files import prune

        also_prune(prune)
        also_prune(prune_drafts)
        regularly(build_when_due)
