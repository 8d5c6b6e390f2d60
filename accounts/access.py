"""Who may open a page. Login is the default; pages for everybody say so."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.views.decorators.http import require_safe


def public_page(view: Callable) -> Callable:
    """A page anybody may read: GET and HEAD only, no login."""
    return login_not_required(require_safe(view))
