"""The one shape of every error below `/api/`, whoever finds it."""


def error_body(
    status: int, message: str, *, code: str = "", parameters: dict[str, list[str]] | None = None
) -> dict:
    """`parameters` names what is wrong in the address, with the reasons."""
    said: dict = {"status": status, "code": code or CODES.get(status, "error"), "message": message}
    if parameters:
        said["parameters"] = parameters
    return {"error": said}


CODES = {
    400: "bad_request",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    410: "gone",
    429: "too_many_requests",
    500: "server_error",
    503: "unavailable",
}
# In English whatever the reader's browser asks for: programs read them.
MESSAGES = {
    400: "The request is not well formed.",
    403: "This may not be read.",
    404: "There is nothing at this address.",
    410: "What was here is gone.",
    429: "Too many requests. Wait for the number of seconds that Retry-After names.",
    503: "The answer took too long. Ask for less at once.",
    500: "A fault of the portal. It has been recorded.",
}
