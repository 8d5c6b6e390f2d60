from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        from .translating import register

        register()

        from publication.changes import on_change, on_going
        from publication.jobs import regularly

        from . import reminders, workflow
        from .models.standings import keep_in_step, reports_naming
        from .passing_days import pass_days

        on_change(keep_in_step)
        on_going(reports_naming)
        regularly(reminders.send)
        regularly(workflow.publish_due)
        regularly(pass_days)
