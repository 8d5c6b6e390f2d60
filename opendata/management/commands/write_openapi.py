"""Write the OpenAPI document of the API from the code."""

from django.core.management.base import BaseCommand

from opendata.api.description import FILE, as_text, generated


class Command(BaseCommand):
    help = "Write opendata/api/openapi.json from the code."

    def handle(self, **options: object) -> None:
        FILE.write_text(as_text(generated()), encoding="utf-8")
        self.stdout.write(str(FILE))
