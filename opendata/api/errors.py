"""Errors that a view of the API raises, in the shape of `error_shape`."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from .error_shape import MESSAGES, error_body


class Gone(exceptions.APIException):
    """What was public and was withdrawn; the message is the reason."""

    status_code = 410
    default_code = "gone"


def handled(error: Exception, context: dict) -> Response | None:
    """The answer to an error; None for a fault, which Django then takes up."""
    answer = exception_handler(error, context)
    if answer is None:
        return None
    answer.data = _body(error, answer.status_code)
    return answer


def _body(error: Exception, status: int) -> dict:
    if isinstance(error, exceptions.ValidationError):
        return error_body(status, MESSAGES[400], code="invalid", parameters=_reasons(error.detail))
    if isinstance(error, Http404 | PermissionDenied | exceptions.Throttled):
        return error_body(status, MESSAGES[status])
    return error_body(status, str(error.detail), code=error.get_codes())


def _reasons(detail: dict | list) -> dict[str, list[str]]:
    named = detail if isinstance(detail, dict) else {"request": detail}
    return {str(name): [str(reason) for reason in reasons] for name, reasons in named.items()}
