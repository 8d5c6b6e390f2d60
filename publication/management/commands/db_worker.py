"""The worker of django-tasks-db, which here also does the regular work every minute."""

import os
from typing import Any

from django.utils.autoreload import DJANGO_AUTORELOAD_ENV
from django_tasks_db.management.commands.db_worker import Command as WorkerCommand

from publication.ticking import Ticker, tick


class Command(WorkerCommand):
    help = (
        "Work off queued jobs, and every minute send mails that wait, publish what is scheduled, "
        "send reminders and take up the jobs of workers that died."
    )

    def handle(self, **options: Any) -> None:
        watches = options["reload"] and os.environ.get(DJANGO_AUTORELOAD_ENV) != "true"
        if options["batch"]:
            tick()
        elif not watches:  # the process that only waits for changes of the code does no work
            Ticker().start()
        super().handle(**options)
