"""P2: the theme page uncached, in processor time, against the prefetch prototype.

    python -m bench.theme_page [--slug migration]

Reads the database of DATABASE_URL, loaded with the real page or the demonstration. The page cache
is outside: both views run in one process through Django's handler.
"""

import argparse
import os

import django


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--slug", default="migration")
    parser.add_argument("--language", default="en")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "summits_portal.settings")
    django.setup()
    from django.db import connection
    from django.test import RequestFactory
    from django.test.utils import CaptureQueriesContext
    from django.utils.translation import override

    from bench.measure import HEAD, compare, cpu_ms
    from bench.prototype import theme as prototype
    from reports.views.themes import theme

    request = RequestFactory().get(f"/{options.language}/themes/{options.slug}/")
    request.LANGUAGE_CODE = options.language

    def ours() -> bytes:
        return theme(request, options.slug).content

    def yardstick() -> bytes:
        return prototype(request, options.slug).content

    with override(options.language):
        for name, call in (("ours", ours), ("prototype", yardstick)):
            with CaptureQueriesContext(connection) as queries:
                size = len(call())
            print(f"{name}: {len(queries)} queries, {size // 1024} KB")
        result = compare(
            "P2 theme page, CPU", lambda: cpu_ms(ours, 20), lambda: cpu_ms(yardstick, 20)
        )
    print(f"{connection.vendor}, theme {options.slug}\n{HEAD}\n{result.row()}")


if __name__ == "__main__":
    main()
