"""One file of settings for a desk, the tests and production; the environment makes the difference."""

from urllib.parse import urlsplit

from csp.constants import NONCE, SELF
from django.core.exceptions import ImproperlyConfigured

from unionaid import env, keys

BASE_DIR = env.ROOT
DATA = env.folder("UNIONAID_DATA", "var")
PORT = env.number("UNIONAID_PORT", 8000)
ORIGIN = env.text("UNIONAID_ORIGIN", f"http://localhost:{PORT}").rstrip("/")
HTTPS = urlsplit(ORIGIN).scheme == "https"
DEBUG = env.flag("UNIONAID_DEBUG")
DEMO = env.flag("UNIONAID_DEMO", (DATA / "demo").exists())  # the demo city leaves this mark; pages show it

SECRET_KEY = keys.read("UNIONAID_SECRET_KEY", DATA / "secret_key")
KEY_RING = keys.ring(keys.read("UNIONAID_KEYS", DATA / "keys"))

ALLOWED_HOSTS = [
    urlsplit(ORIGIN).hostname,
    *env.text("UNIONAID_HOSTS").split(),
    "localhost",
    "127.0.0.1",
    "[::1]",
]
CSRF_TRUSTED_ORIGINS = [ORIGIN]

# Applications, from the wiring down to the record: an import may only point further down (pyproject.toml).

INSTALLED_APPS = [
    "unionaid",
    "desk",
    "portal",
    "reports",
    "mediation",
    "prevention",
    "cases",
    "parties",
    "law",
    "stations",
    "record",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "pghistory",
    "pgtrigger",
    "rest_framework",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "unionaid.headers.NoStore",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "stations.access.SessionLimits",
    "stations.access.Language",
    "stations.access.LoginRequired",
    "stations.access.SecondFactor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "unionaid.urls"
WSGI_APPLICATION = "unionaid.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "unionaid.frame.frame",
                "stations.access.acts",
            ],
            "builtins": [
                "template_partials.templatetags.partials",
                "law.templatetags.law_dates",
                "unionaid.templatetags.ui",
            ],
        },
    }
]

FORM_RENDERER = "unionaid.renderer.Renderer"

# Database. Only PostgreSQL; the timeouts let a request fail within seconds when the network is cut.

DATABASES = {"default": env.database(env.text("DATABASE_URL", "postgresql:///unionaid"))}
DATABASES["default"] |= {
    "CONN_MAX_AGE": 60,
    "CONN_HEALTH_CHECKS": True,
    "TIME_ZONE": "Asia/Shanghai",
    "OPTIONS": {
        "connect_timeout": 5,
        "tcp_user_timeout": 6000,
        "keepalives": 1,
        "keepalives_idle": 3,
        "keepalives_interval": 1,
        "keepalives_count": 3,
        **DATABASES["default"]["OPTIONS"],
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People and log-in

AUTH_USER_MODEL = "stations.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = ["stations.hashers.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "stations.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "stations.forms.account.LoginForm",
    "change_password": "stations.forms.account.ChangePasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False  # stations/brake.py delays by account and device instead
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "stations.adapter.MfaAdapter"
MFA_FORMS = {
    "authenticate": "stations.forms.account.CodeForm",
    "activate_totp": "stations.forms.account.ActivateAppForm",
    "add_webauthn": "stations.forms.account.AddPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "unionaid"
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
MFA_RECOVERY_CODES_SHOW_ONCE = True
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("UNIONAID_PROXIES", 1 if HTTPS else 0)

# Sessions and cookies. Over https they carry the __Host- prefix, which no other host or path can set.

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}session"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrf"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}language"

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Headers

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_SSL_REDIRECT = False  # the proxy in front does it; behind it every request looks like http
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
    }
}

# Language and time: one zone in Django, Celery and the database

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# Static files: our own tree, and from the npm packages only the files named in unionaid/assets.py

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "unionaid.assets.HashedStorage"},
}
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "unionaid.assets.VendorFinder",
]

# Files: encrypted before they are written, never served by a web server

FILES_ROOT = DATA / "files"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # the roster of a group: 200 workers, a dozen figures each
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Mail. Without a server it is written to the log, so that nothing is sent by mistake.

EMAIL_HOST = env.text("UNIONAID_SMTP_HOST")
EMAIL_PORT = env.number("UNIONAID_SMTP_PORT", 587)
EMAIL_HOST_USER = env.text("UNIONAID_SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("UNIONAID_SMTP_PASSWORD")
EMAIL_USE_TLS = env.flag("UNIONAID_SMTP_TLS", True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("UNIONAID_MAIL_FROM", "unionaid@localhost")
if not EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA / "mail"

# API

REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["stations.api.HasScope"],
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "stations.api.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PARSER_CLASSES": [
        "record.parsers.Json",
        "rest_framework.parsers.FormParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "record.api.handle",
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "unionaid",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [],  # choices stand at their field: names made up for them change with every field
}

# Celery: wakes the drain's work earlier. Whatever it loses, the outbox still holds.

CELERY_BROKER_URL = env.text("REDIS_URL", "redis://localhost:6379/0")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 1800,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 0.2,
    "socket_timeout": 5,
}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 900
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_TIMEZONE = TIME_ZONE

# The outbox: when the morning's digest leaves, and the recurring works of the applications: functions
# step(at) -> number of rows done, called by the drain every few seconds.

DIGEST_AT = env.text("UNIONAID_DIGEST_AT", "08:00")
DRAIN_STEPS: list[str] = [
    "cases.actions.recount.tick",
    "cases.actions.reminders.tick",
    "prevention.actions.reminders.tick",
    "reports.rollup.compact",
    "reports.actions.subscription.tick",
    "stations.actions.export.tick",
    "stations.tasks.sweep",
]

# What must always be true: functions that yield a sentence for each violation (“manage verify”).

INVARIANTS = [
    "record.invariants.append_only_tables_are_closed",
    "record.invariants.states_follow_from_events",
    "record.invariants.stored_files_are_whole",
    "cases.invariants.totals_equal_entries",
    "cases.invariants.nobody_has_more_than_agreed",
    "cases.invariants.instalments_are_not_overpaid",
    "cases.invariants.performed_cases_owe_nothing",
    "cases.invariants.clocks_run_on_open_cases",
    "cases.invariants.numbers_have_no_gap",
    "mediation.invariants.mediations_end_with_their_case",
    "reports.invariants.sums_equal_facts",
    "reports.invariants.briefs_have_no_gap",
    "prevention.invariants.letters_have_no_gap",
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {name: {"level": "WARNING"} for name in ("weasyprint", "fontTools", "pyhanko")},
    "root": {"handlers": ["console"], "level": env.text("UNIONAID_LOG_LEVEL", "INFO")},
}

if not HTTPS and urlsplit(ORIGIN).hostname not in ("localhost", "127.0.0.1", "::1"):
    raise ImproperlyConfigured(f"UNIONAID_ORIGIN is {ORIGIN}: without https only localhost is allowed.")
