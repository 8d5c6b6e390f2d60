"""The one settings file. Every value that differs between machines comes from the environment."""

from django.utils.translation import gettext_lazy as _

from .environment import (
    BASE_DIR,
    DEBUG,
    allowed_hosts,
    base_address,
    database,
    env,
    mail_server,
    secret_key,
    sender,
)

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
    "django.forms",  # so that our own templates render forms
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "simple_history",
    "publication",  # before django_tasks_db, whose worker it extends
    "django_tasks",
    "publication.apps.JobsConfig",  # django_tasks_db
    "accounts",
    "countries",
    "mandates",
    "reports",
    "contributions",
    "imports",
    "opendata",
    "pages",
    "following",
    "search",
]
MIDDLEWARE = [
    "summits_portal.middleware.request_id",
    "summits_portal.proxy.client_address",
    "csp.middleware.CSPMiddleware",  # first after the id: static files and refusals carry it too
    "summits_portal.middleware.security_headers",
    "opendata.sharing.open_to_every_site",  # refusals further in too
    "django.middleware.security.SecurityMiddleware",
    "summits_portal.middleware.input_guard",
    "summits_portal.middleware.probes",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "summits_portal.middleware.cache_policy",  # outside what sets cookies and Vary
    "opendata.sharing.by_data_version",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.sessions.lifetime",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.unsent.LoginRequired",
    "accounts.second_factor.SecondFactorMiddleware",
    "accounts.access.rights",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accounts.audit.Trail",
    "accounts.viewing.ViewAs",  # after all that looks at the session of who is really there
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
# Shared by all processes, since it counts attempts to sign in; the table comes with `migrate`.
CACHES = {"default": env.cache_url("CACHE_URL", default="dbcache://portal_cache?max_entries=20000")}
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
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TASKS = {
    "default": {"BACKEND": env.str("TASKS_BACKEND", default="django_tasks_db.DatabaseBackend")}
}
vars().update(mail_server())  # EMAIL_HOST and the like
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = sender(BASE_ADDRESS)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 40  # the form says how many it takes; this stops the rest
FILE_UPLOAD_HANDLERS = [
    "reports.upload_handlers.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "reports.upload_handlers.Temporary",
]

# People -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.RolesBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspace:home"
LOGOUT_REDIRECT_URL = "reports:home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation proves the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # strangers get no mail from us
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False  # the cookie goes with the browser; see also "Security"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
# By network address alone; what counts by person as well is in accounts.limits.
ACCOUNT_RATE_LIMITS = {"login_failed": "20/10m/ip", "reset_password": "20/m/ip,5/h/key"}
ACCOUNT_FORMS = {
    "login": "accounts.sign_in_forms.LoginForm",
    "change_password": "accounts.sign_in_forms.ChangePasswordForm",
    "reset_password": "accounts.sign_in_forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.sign_in_forms.ResetPasswordKeyForm",
    "reauthenticate": "accounts.sign_in_forms.ConfirmPasswordForm",
}
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Summits of the Americas"
MFA_TOTP_TOLERANCE = 1  # a code of 30 seconds ago or ahead; accounts.limits lets each work once
MFA_FORMS = {
    "authenticate": "accounts.sign_in_forms.AuthenticateForm",
    "reauthenticate": "accounts.sign_in_forms.ConfirmCodeForm",
    "activate_totp": "accounts.sign_in_forms.ActivateTOTPForm",
    "add_webauthn": "accounts.sign_in_forms.AddKeyForm",
    "edit_webauthn": "accounts.sign_in_forms.RenameKeyForm",
    "authenticate_webauthn": "accounts.sign_in_forms.AuthenticateKeyForm",
    "reauthenticate_webauthn": "accounts.sign_in_forms.ConfirmKeyForm",
}
# Everybody knows the demonstration accounts; so may everybody know their second factor.
if DEBUG:
    MFA_TOTP_INSECURE_BYPASS_CODE = "000000"
    MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
PASSWORD_RESET_TIMEOUT = 3600
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.ContextWordsValidator"},
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

# Open data ----------------------------------------------------------------------------------
# No one signs in to read: no session is looked at, and nothing is answered but JSON.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_THROTTLE_CLASSES": ["opendata.api.limits.PerAddress"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "opendata.api.errors.handled",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Summits of the Americas",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "LanguageEnum": "django.conf.settings.LANGUAGES",
        "StateEnum": "reports.models.Citation.State",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "opendata.api.description.shared_parts",
    ],
}
API_REQUESTS_PER_MINUTE = env.int("API_REQUESTS_PER_MINUTE", default=120)  # of an address

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
SESSION_COOKIE_AGE = 12 * 3600  # whatever is done in it
SESSION_IDLE_SECONDS = 3600  # without a request
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
        "weasyprint": {"level": "ERROR"},  # tells of each page
        "fontTools": {"level": "ERROR"},
        # Refusals have their line in portal.access; only faults are worth a second one.
        "django.request": {"level": "ERROR"},
        # portal.access has the line of each request; runserver would say it twice.
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}

# The portal ---------------------------------------------------------------------------------
AUDIT_YEARS = env.int("AUDIT_YEARS", default=5)
PAGE_CACHE = env.bool("PAGE_CACHE", default=not DEBUG)
PAGE_CACHE_MEGABYTES = env.int("PAGE_CACHE_MEGABYTES", default=24)
# Parameters that pages understand, but for words to search: those are rendered, never kept.
PAGE_CACHE_QUERY = frozenset(
    {"columns", "cycle", "document", "due", "entity", "format", "funding", "kind", "language"}
    | {"mark", "meeting", "p", "page", "paragraph", "readable", "since", "sort", "state"}
    | {"subregion", "text", "theme", "until", "year"}
)
