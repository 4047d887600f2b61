"""Settings of PatientPlus, all from the environment. Every variable is explained in .env.example."""

import sys
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
TESTING = "pytest" in sys.modules
if not TESTING:
    environ.Env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=TESTING)
SECRET_KEY = env.str("SECRET_KEY", default="only-for-tests" if TESTING else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY in the environment or in .env (see .env.example).")
# Keys of before: what was signed or encrypted with one of them still holds.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
# Where links in emails and feeds point when there is no request to ask.
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "data")))

INSTALLED_APPS = [
    # First, so that after a migration the permissions are there before our groups are given them (*/roles.py).
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "patientplus.apps.PatientPlusConfig",
    "core",
    "accounts",
    "articles",
    "notes",
    "appraisal",
    "feedback",
    "patientplus.apps.DeskConfig",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_prose_editor",
    "js_asset",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "patientplus.middleware.Utf8Middleware",
    "articles.public.middleware.PageCacheMiddleware",  # first, so that a page in memory costs nothing but itself
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "accounts.middleware.NothingKeptMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "notes.reading.middleware.PageViewMiddleware",
    "notes.annotations.middleware.PageNotesMiddleware",
]

ROOT_URLCONF = "patientplus.urls"
WSGI_APPLICATION = "patientplus.wsgi.application"
# Laid out for whoever reads them, and sent without that (core/templates.py).
TEMPLATE_LOADERS = ["core.templates.FilesystemLoader", "core.templates.AppLoader"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": TEMPLATE_LOADERS if DEBUG else [("django.template.loaders.cached.Loader", TEMPLATE_LOADERS)],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# --- Database: SQLite beside the code unless DATABASE_URL says otherwise (docs/decisions/0001) ---

DATA_DIR.mkdir(parents=True, exist_ok=True)
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'db.sqlite3'}")}
if "ENGINE" not in DATABASES["default"]:
    raise ImproperlyConfigured("DATABASE_URL names no database; it looks like postgres://user@host:5432/name.")
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=134217728;"
        "PRAGMA cache_size=-20000;",
    }
    # Opening and closing the file for each request cost more than most requests themselves: the last to close it
    # writes the whole log back. Not with DEBUG: the development server begins a thread for each request.
    DATABASES["default"]["CONN_MAX_AGE"] = 0 if DEBUG else None
    # Tests use a file as the site does: one in memory has other locks and no write-ahead log, and is shared by
    # the threads of a test server in a way that crashes when they close it.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
elif not TESTING:
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {"max_size": env.int("DATABASE_POOL", default=8)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sign-in limits and other counts live in the cache, so every process must share it: never process memory.
REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {
        "BACKEND": "patientplus.cache.DatabaseCache",
        "LOCATION": "patientplus_cache",
        # Django's 300 would let someone with many addresses push other people's counts out.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# What everyone reads is kept in the memory of each process while it is the same (articles/generations.py).
KEEP_PAGES = env.bool("KEEP_PAGES", default=not DEBUG)

# Work that nobody should wait for: done by `manage.py db_worker` where one runs, and otherwise at once.
BACKGROUND_WORKER = env.bool("BACKGROUND_WORKER", default=False)
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend"
        if BACKGROUND_WORKER
        else "django_tasks.backends.immediate.ImmediateBackend"
    }
}

# --- Language, time ---

LANGUAGE_CODE = "en-gb"
FORMAT_MODULE_PATH = "patientplus.formats"
TIME_ZONE = "Europe/London"
USE_TZ = True

# --- Static files ---

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_AUTOREFRESH = DEBUG  # tests turn DEBUG off after this, and collect no files
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # What members keep and no address leads to: handed out by views alone, to its owner.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": str(DATA_DIR / "private"),
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "patientplus.storage.StaticFilesStorage"
    },
}

# --- People: email and password, verified address, second factor (django-allauth) ---

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.sessions.AuthenticationBackend"]
SESSION_ENGINE = "accounts.sessions"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.emails.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD = "phone_number"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# The session in which it was changed goes on, under a new key; all others end (accounts/receivers.py).
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "PatientPlus"
# Staff reach the admin only in a session that gave a second factor; a demonstration of one's own may do without.
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=not DEBUG)
# Of the accounts that the demo command makes; it makes one up and prints it if there is none.
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="")

# --- Frozen summaries: whose key signs their PDF (docs/security.md); without one, a development key is made ---

SUMMARY_SIGNING_KEY = env.str("SUMMARY_SIGNING_KEY", default="")
SUMMARY_SIGNING_CERTIFICATE = env.str("SUMMARY_SIGNING_CERTIFICATE", default="")
SUMMARY_SIGNING_PASSPHRASE = env.str("SUMMARY_SIGNING_PASSPHRASE", default="")

# --- Email: to the console unless EMAIL_URL says otherwise ---

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 60  # seconds without a word from the mail server
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="PatientPlus <noreply@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Where readers' messages go, besides the admin.
FEEDBACK_EMAIL = env.str("FEEDBACK_EMAIL", default="")

# An organisation's app and pages elsewhere, for the foot of every page: what to call each, and where it is.
FOOTER_LINKS = env.dict("FOOTER_LINKS", default={})
for _address in FOOTER_LINKS.values():
    if not _address.startswith("https://"):
        raise ImproperlyConfigured("FOOTER_LINKS names addresses that begin with https:// (see .env.example).")
# Whether the desk asks Crossref and PubMed for a reference whose DOI or PMID an author gives.
REFERENCE_LOOKUP = env.bool("REFERENCE_LOOKUP", default=True)

# --- Browsers: what a page may load, and how cookies travel (docs/security.md) ---

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["pp"],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: [] for feature in ["camera", "geolocation", "microphone", "payment", "usb", "display-capture"]
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not DEBUG
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "core.http.form_too_old"
SECURE_HSTS_SECONDS = 0 if DEBUG else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEBUG
SECURE_REDIRECT_EXEMPT = [r"^health/"]
# Proxies that are believed when they say who is asking, and whether over HTTPS (see wsgi.py).
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FORMS_URLFIELD_ASSUME_HTTPS = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # Each task would say that it began and ended; one that failed still speaks.
    "loggers": {"django_tasks": {"level": "WARNING"}},
}
