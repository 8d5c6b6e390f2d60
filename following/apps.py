from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowingConfig(AppConfig):
    name = "following"
    verbose_name = _("Following")

    def ready(self) -> None:
        from accounts.recipients import write_to
        from publication.jobs import regularly
        from publication.merging import move_along
        from publication.pruning import also_prune
        from publication.visiting import also_visit
        from reports.steps import on_steps

        from . import mails, merging, noticing, pruning
        from .models import Newsletter

        on_steps(noticing.note)
        regularly(noticing.take)
        regularly(mails.send_due)
        write_to("asking", mails.AskedAddresses())
        write_to("follower", mails.Followers())
        also_prune(pruning.prune)
        move_along(merging.FOLLOWS)
        also_visit("newsletters", Newsletter.objects.for_robots, Newsletter.address_of)
