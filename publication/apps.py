from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django_tasks_db import apps as tasks


class PublicationConfig(AppConfig):
    name = "publication"
    verbose_name = _("Publication")

    def ready(self) -> None:
        from . import checks  # noqa: F401  registers the system checks
        from .admin import jobs  # noqa: F401  after django_tasks_db has registered its own


class JobsConfig(tasks.TasksAppConfig):
    """django_tasks_db under a name that staff understand.

    Django takes a module with two such classes for one without any: `default` says which is ours,
    and the parent is not imported by its name.
    """

    default = False
    verbose_name = _("Jobs")
