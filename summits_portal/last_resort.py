"""The answers when nothing else works: fixed text in the four languages, and no machinery."""

import logging
import sys
from collections.abc import Callable, Iterable
from html import escape

from .headers import policy_with_csp
from .logs import identify, log_access

logger = logging.getLogger("portal.errors")

PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>Error {status} · Summits of the Americas</title></head>
<body>
<main>
<h1>Summits of the Americas</h1>
{sentences}
<p>{status} · <code>{reference}</code></p>
</main>
</body>
</html>
"""

OUR_FAULT = """\
<p lang="en">Something went wrong on our side. Please try again in a few minutes.</p>
<p lang="es">Se produjo un error de nuestro lado. Inténtelo de nuevo en unos minutos.</p>
<p lang="fr">Une erreur s’est produite de notre côté. Veuillez réessayer dans quelques minutes.</p>
<p lang="pt-br">Ocorreu um erro do nosso lado. Tente novamente em alguns minutos.</p>"""
NOT_UNDERSTOOD = """\
<p lang="en">The request was not understood. Please check the address and try again.</p>
<p lang="es">No se entendió la solicitud. Compruebe la dirección e inténtelo de nuevo.</p>
<p lang="fr">La demande n’a pas été comprise. Vérifiez l’adresse et réessayez.</p>
<p lang="pt-br">O pedido não foi compreendido. Verifique o endereço e tente novamente.</p>"""


def last_page(reference: str, status: int = 500) -> bytes:
    sentences = OUR_FAULT if status >= 500 else NOT_UNDERSTOOD
    page = PAGE.replace("{sentences}", sentences).replace("{status}", str(status))
    return page.replace("{reference}", escape(reference)).encode()


def last_headers(reference: str, body: bytes) -> dict[str, str]:
    return {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": "no-store",
        "X-Request-ID": reference,
        **policy_with_csp(),
        "Content-Length": str(len(body)),
    }


def refusal(status: int, reason: str) -> bytes:
    """A whole answer to what no application was asked: bytes that are no request, or too many."""
    reference = identify({})
    log_access("", "", status, 0)
    body = last_page(reference, status)
    headers = last_headers(reference, body) | {"Connection": "close"}
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {said}" for name, said in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def last_resort(application: Callable) -> Callable:
    """Wrap a WSGI application: an exception that escapes it becomes the fixed page."""

    def guarded(environ: dict, start_response: Callable) -> Iterable[bytes]:
        try:
            return application(environ, start_response)
        except Exception:  # noqa: BLE001  there is nobody further out
            reference = identify(environ)
            logger.exception("unhandled")
            body = last_page(reference)
            headers = last_headers(reference, body)
            start_response("500 Internal Server Error", list(headers.items()), sys.exc_info())
            return [body]

    return guarded
