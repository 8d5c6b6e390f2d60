"""The WSGI application: Django, inside the whole-page cache."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "summits_portal.settings")

application = get_wsgi_application()
