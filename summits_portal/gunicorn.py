"""Options of gunicorn: `gunicorn --config python:summits_portal.gunicorn summits_portal.wsgi`.

Workers are gunicorn's own WEB_CONCURRENCY; docs/configure.md lists the variables read here.
"""

import gc
from pathlib import Path
from socket import socket
from typing import Any

from gunicorn import util
from gunicorn.http.wsgi import Response

from .environment import env

bind = f"{env.str('BIND', default='0.0.0.0')}:{env.int('PORT', default=8000)}"  # noqa: S104
workers = env.int("WEB_CONCURRENCY", default=2)
worker_class = "gthread"
threads = env.int("WEB_THREADS", default=4)

# The code is read once, before the workers are forked, and they share its memory. A new release
# needs a restart: a reload would go on with the old code.
preload_app = True

# Longer than the database lets a statement run, so that its refusal is the one a reader meets.
timeout = 60
graceful_timeout = 30
keepalive = 75  # longer than common proxies keep an idle connection
max_requests = 5000
max_requests_jitter = 500  # workers do not restart all at once

# The heartbeat file must not wait for a disk, nor need one that can be written.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
control_socket_disable = True
# As long as gunicorn allows: the portal refuses what is over-long itself, in the reader's language.
limit_request_line = 8190

# Together with SECURE_PROXY_SSL_HEADER or not at all.
if env.bool("TRUST_PROXY", default=False):
    forwarded_allow_ips = env.str("FORWARDED_ALLOW_IPS", default="*")
else:
    forwarded_allow_ips = ""

# The application writes a line for each request, as JSON, with its id.
accesslog = None
errorlog = "-"


def when_ready(server: Any) -> None:
    """Keep the collector from writing on the memory that the workers will share."""
    gc.collect()
    gc.freeze()


default_headers = Response.default_headers


def without_server(response: Response) -> list[str]:
    """gunicorn's own header lines without the one that names the software."""
    return [line for line in default_headers(response) if not line.startswith("Server:")]


Response.default_headers = without_server


def write_refusal(sock: socket, status: int, reason: str, message: str) -> None:
    """gunicorn's answer to what it cannot read, as a page of ours under our headers.

    Its own would repeat in `message` what was sent; the server's log has it.
    """
    from .last_resort import refusal  # reads the settings, which this file must not

    util.write_nonblock(sock, refusal(status, reason))


util.write_error = write_refusal
