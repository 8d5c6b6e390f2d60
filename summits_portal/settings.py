"""The one settings file. Every value that differs between machines comes from the environment."""

from django.utils.translation import gettext_lazy as _

from .environment import BASE_DIR, DEBUG, allowed_hosts, base_address, database, env, secret_key

# Identity and hosts -------------------------------------------------------------------------
SECRET_KEY = secret_key()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = allowed_hosts()
BASE_ADDRESS = base_address()
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[BASE_ADDRESS])

# Applications -------------------------------------------------------------------------------
INSTALLED_APPS = [
    "modeltranslation",  # before the admin, whose forms it extends
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",  # the same static responses, policy included, in development
    "django.contrib.staticfiles",
    "django.contrib.sites",
    "django.contrib.sitemaps",
    "django.contrib.redirects",
    "csp",
    "django_filters",
    "simple_history",
    "django_tasks",
    "django_tasks_db",
    "publication",
    "accounts",
    "countries",
    "mandates",
    "reports",
    "imports",
    "opendata",
    "pages",
]
MIDDLEWARE = [
    "summits_portal.middleware.request_id",
    "csp.middleware.CSPMiddleware",  # first after the id: static files and refusals carry it too
    "summits_portal.middleware.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "summits_portal.middleware.input_guard",
    "summits_portal.middleware.probes",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "summits_portal.middleware.cache_policy",  # outside what sets cookies and Vary
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "summits_portal.middleware.redirects",
]
ROOT_URLCONF = "summits_portal.urls"
WSGI_APPLICATION = "summits_portal.wsgi.application"
SITE_ID = 1
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "summits_portal.context_processors.portal",
            ],
            "builtins": [
                "publication.templatetags.passages",
                "publication.templatetags.dates",
                "django.templatetags.i18n",
            ],
        },
    },
]

# Database, cache, files ---------------------------------------------------------------------
DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "var" / "media"))()
STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))()
STATICFILES_DIRS = [BASE_DIR / "static"]
# Hashed names need a collected manifest; development and tests serve the sources themselves.
MANIFEST_STATIC = env.bool("MANIFEST_STATIC", default=not DEBUG)
WHITENOISE_USE_FINDERS = not MANIFEST_STATIC
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if MANIFEST_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
TASKS = {
    "default": {"BACKEND": env.str("TASKS_BACKEND", default="django_tasks_db.DatabaseBackend")}
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# People -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "admin:login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Languages ----------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("es", _("Spanish")),
    ("fr", _("French")),
    ("pt-br", _("Portuguese")),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "America/New_York"  # the Secretariat's seat; deadlines name their own zone
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
# A missing text stays missing: publication.languages.passage decides what a reader gets instead.
MODELTRANSLATION_ENABLE_FALLBACKS = False

# Security -----------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "font-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "report-uri": "/csp-report",
    }
}
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=not DEBUG)
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]  # asked by the platform, inside, over http
SECURE_HSTS_SECONDS = 0 if DEBUG else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEBUG
SECURE_HSTS_PRELOAD = not DEBUG
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Only when a proxy that overwrites the headers stands before the portal.
TRUST_PROXY = env.bool("TRUST_PROXY", default=False)
if TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not DEBUG
SESSION_COOKIE_NAME = "sessionid" if DEBUG else "__Host-session"
CSRF_COOKIE_NAME = "csrftoken" if DEBUG else "__Host-csrf"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no further cookie
CSRF_FAILURE_VIEW = "summits_portal.errors.csrf_failure"

# Logs ---------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "summits_portal.logs.JSONFormatter"}},
    "handlers": {"stderr": {"class": "summits_portal.logs.PatientHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # What scanners send is refused with 400; that is no alarm.
        "django.security": {"level": "CRITICAL"},
        "django.security.csrf": {"level": "WARNING"},
        # Refusals have their line in portal.access; only faults are worth a second one.
        "django.request": {"level": "ERROR"},
        # portal.access has the line of each request; runserver would say it twice.
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}

# The portal ---------------------------------------------------------------------------------
PAGE_CACHE = env.bool("PAGE_CACHE", default=not DEBUG)
PAGE_CACHE_MEGABYTES = env.int("PAGE_CACHE_MEGABYTES", default=24)
# Parameters that pages understand, but for words to search: those are rendered, never kept.
PAGE_CACHE_QUERY = frozenset(
    {"document", "entity", "kind", "language", "meeting", "p", "page", "paragraph", "readable"}
    | {"since", "sort", "subregion", "text", "theme", "until", "year"}
)
