"""Is the process alive, is it ready to serve, and what did browsers refuse to load?"""

import json
import logging
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

logger = logging.getLogger("portal.health")
csp_logger = logging.getLogger("portal.csp")

LARGEST_REPORT = 16 * 1024
# The directive and the two addresses, in the older (report-uri) and the newer form of a report.
REPORTED = {
    "directive": ("effective-directive", "violated-directive", "effectiveDirective"),
    "blocked": ("blocked-uri", "blockedURL"),
    "page": ("document-uri", "documentURL"),
}


@login_not_required
@require_safe
@never_cache
def livez(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers at all."""
    return plain("ok")


@login_not_required
@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the process can serve, else 503. What is amiss stands in the log only."""
    amiss = [check.__name__ for check in (database, migrations, media) if not holds(check)]
    return plain("unavailable", status=503) if amiss else plain("ok")


def holds(check: Callable[[], None]) -> bool:
    try:
        check()
    except Exception as problem:  # noqa: BLE001  whatever it is, the process is not ready
        logger.warning("not ready: %s: %s", check.__name__, problem)
        return False
    return True


def database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def migrations() -> None:
    missing = known_migrations() - set(MigrationRecorder(connection).applied_migrations())
    if missing:
        raise RuntimeError(f"{len(missing)} migrations are not applied")


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """The migrations of the running code. They are read once: a change of code is a new process."""
    return frozenset(MigrationLoader(None).disk_migrations)


def media() -> None:
    Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=settings.MEDIA_ROOT) as file:
        file.write(b"1")


def plain(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


@csrf_exempt
@login_not_required
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    """Log what a browser says it refused, as one line; answers 204, or 413 above 16 kB."""
    body = request.read(LARGEST_REPORT + 1)
    if len(body) > LARGEST_REPORT:
        return HttpResponse(status=413)
    try:
        event = read_report(json.loads(body))
    except (ValueError, RecursionError):
        event = {"directive": "unreadable"}
    csp_logger.warning("a browser refused to load something", extra={"event": event})
    return HttpResponse(status=204)


def read_report(report: object) -> dict[str, str]:
    """What a report says, without the query of any address: it may hold what somebody typed."""
    if isinstance(report, list) and report:
        report = report[0]
    if isinstance(report, dict):
        report = report.get("csp-report") or report.get("body") or report
    if not isinstance(report, dict):
        raise ValueError("not a report")
    said = {
        key: next((report[n] for n in names if n in report), "") for key, names in REPORTED.items()
    }
    return {key: short_address(str(value)) for key, value in said.items()}


def short_address(value: str) -> str:
    return urlsplit(value[:2000])._replace(query="", fragment="").geturl()[:200]
