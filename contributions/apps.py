from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContributionsConfig(AppConfig):
    name = "contributions"
    verbose_name = _("Contributions")

    def ready(self) -> None:
        from publication.merging import move_along
        from publication.visiting import also_visit

        from . import merging, translating
        from .models import Contribution

        translating.register()
        move_along(merging.CONTRIBUTIONS)
        also_visit("contributions", Contribution.objects.for_robots, Contribution.address_of)
