from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        from publication.jobs import regularly

        from . import events
        from .sending import deliver_due

        regularly(deliver_due)
        events.connect()
