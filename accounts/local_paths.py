"""Where a page may lead back to: an address that came with the request is anybody's word."""

from django.utils.http import url_has_allowed_host_and_scheme


def is_local(url: str | None) -> bool:
    """True for a path of this portal; False for another host, scheme, or odd characters."""
    return (
        bool(url)
        and url.startswith("/")
        and url.isprintable()
        and url_has_allowed_host_and_scheme(url, None)
    )
