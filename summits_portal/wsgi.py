"""The WSGI application. From inside out: Django, what Django must not see, what must never be seen
of Django, and the whole-page cache."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "summits_portal.settings")

django_application = get_wsgi_application()

from django.conf import settings  # noqa: E402  after the settings are there
from django.urls import get_resolver  # noqa: E402

from .charset import utf8_only  # noqa: E402
from .last_resort import last_resort  # noqa: E402
from .page_cache import PageCache  # noqa: E402

get_resolver().url_patterns  # noqa: B018  read before the workers are forked, the views with them

application = last_resort(utf8_only(django_application))
if settings.PAGE_CACHE:
    application = PageCache(application, settings.PAGE_CACHE_MEGABYTES)
