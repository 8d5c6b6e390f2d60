from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationConfig(AppConfig):
    name = "publication"
    verbose_name = _("Publication")

    def ready(self) -> None:
        from . import checks  # noqa: F401  registers the system checks
        from .admin import jobs  # noqa: F401  after django_tasks_db has registered its own
