"""The answer when nothing else works: fixed text in the four languages, and no machinery."""

import logging
import sys
from collections.abc import Callable, Iterable
from html import escape

from .headers import policy_with_csp
from .logs import identify

logger = logging.getLogger("portal.errors")

PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>Error 500 · Summits of the Americas</title></head>
<body>
<main>
<h1>Summits of the Americas</h1>
<p lang="en">Something went wrong on our side. Please try again in a few minutes.</p>
<p lang="es">Se produjo un error de nuestro lado. Inténtelo de nuevo en unos minutos.</p>
<p lang="fr">Une erreur s’est produite de notre côté. Veuillez réessayer dans quelques minutes.</p>
<p lang="pt-br">Ocorreu um erro do nosso lado. Tente novamente em alguns minutos.</p>
<p>500 · <code>{reference}</code></p>
</main>
</body>
</html>
"""


def last_page(reference: str) -> bytes:
    return PAGE.replace("{reference}", escape(reference)).encode()


def last_resort(application: Callable) -> Callable:
    """Wrap a WSGI application: an exception that escapes it becomes the fixed page."""

    def guarded(environ: dict, start_response: Callable) -> Iterable[bytes]:
        try:
            return application(environ, start_response)
        except Exception:  # noqa: BLE001  there is nobody further out
            reference = identify(environ)
            logger.exception("unhandled")
            headers = {
                "Content-Type": "text/html; charset=utf-8",
                "Cache-Control": "no-store",
                "X-Request-ID": reference,
                **policy_with_csp(),
            }
            body = last_page(reference)
            headers["Content-Length"] = str(len(body))
            start_response("500 Internal Server Error", list(headers.items()), sys.exc_info())
            return [body]

    return guarded
