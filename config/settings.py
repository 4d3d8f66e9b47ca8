"""Settings come from the environment only; docs/operations.md lists each one."""

import sys
from datetime import timedelta
from pathlib import Path

import environ
import pghistory
from csp.constants import NONCE
from kombu import Queue

from config import engines, logs, work

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# production refuses to start unsafe (config/checks.py); demo and test may.
ENVIRONMENT = env("FORTYSEVEN_ENV", default="development")
PRODUCTION = ENVIRONMENT == "production"
DEBUG = env.bool("DEBUG", default=False)
INSECURE_SECRET = "development-only-" + "0" * 50
SECRET_KEY = env("SECRET_KEY", default=INSECURE_SECRET)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# The address that people type; mails link to it.
SITE_URL = env("SITE_URL", default="http://localhost:8047").rstrip("/")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "guardian",
    "pgtrigger",
    "pghistory",
    "django_htmx",
    "django_structlog",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "config.apps.ConfigApp",
    "audit",
    "notices",
    "once",
    "agencies",
    "children",
    "records",
    "deadlines",
    "actions",
    "circulation",
    "strategy",
    "s47",
    "conference",
    "governance",
    "retention",
    "boards",
    # Its people, its data and its commands: at a desk, never where real families are on file.
    *([] if PRODUCTION else ["demo"]),
]

MIDDLEWARE = [
    "config.patience.of_the_web",
    "config.soundness.before_anything",
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    # Before the redirect to HTTPS: whoever checks the health asks from inside.
    "config.middleware.watched_without_session",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "config.middleware.timed",
    "config.tracing.traced",
    "config.middleware.not_now",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.sessions.bounded",
    "config.held.nothing_waits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.second_factor.required",
    "agencies.hats.chosen",
    "agencies.access.MembersOnly",
    "config.soundness.required",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "csp.middleware.CSPMiddleware",
    "audit.door.listening",
    "config.middleware.private_pages",
    "config.middleware.refusals",
    "axes.middleware.AxesMiddleware",
    "config.once.Once",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["config.templatetags.fortyseven"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.shell",
            ],
        },
    }
]

# --- data ---------------------------------------------------------------------------
DATABASES = {
    "default": env.db_url_config(
        env("DATABASE_URL", default="") or engines.database_url(embedded=not PRODUCTION)
    )
}
DATABASES["default"] |= {
    "ENGINE": "config.database",
    "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60),
    "CONN_HEALTH_CHECKS": True,
    "OPTIONS": DATABASES["default"].get("OPTIONS", {}) | {"connect_timeout": 5},
}
# Seconds that a request, and a worker or command, wait: for what somebody else has locked, for one statement,
# and in a transaction in which nothing is done (config/patience.py).
PATIENCE = {
    "web": {
        "lock_timeout": env.float("WEB_LOCK_SECONDS", default=3),
        "statement_timeout": env.float("WEB_STATEMENT_SECONDS", default=15),
        "idle_in_transaction_session_timeout": env.float("WEB_IDLE_SECONDS", default=60),
    },
    "work": {
        "lock_timeout": env.float("WORK_LOCK_SECONDS", default=60),
        "statement_timeout": env.float("WORK_STATEMENT_SECONDS", default=3600),
        "idle_in_transaction_session_timeout": env.float("WORK_IDLE_SECONDS", default=3600),
    },
}
PGHISTORY_DEFAULT_TRACKERS = (
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env("REDIS_URL", default="") or engines.redis_url(embedded=not PRODUCTION)
# Attempts and used codes, seen by every web process, and there when Redis is away.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"},
}

STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": env("FILES_ROOT", default=str(engines.var() / "files"))},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
        # Style and scripts are for everybody, whoever has collected them.
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}
# What is stored is read by the account that runs this, and by no other of the machine.
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
STATIC_URL = "/static/"
STATIC_ROOT = env("STATIC_ROOT", default=str(engines.var() / "static"))
STATICFILES_DIRS = [d for d in (BASE_DIR / "static" / "dist", BASE_DIR / "static" / "own") if d.exists()]
WHITENOISE_AUTOREFRESH = not PRODUCTION
WHITENOISE_USE_FINDERS = not PRODUCTION
UPLOAD_LIMIT_BYTES = env.int("UPLOAD_LIMIT_MB", default=10) * 1024 * 1024
CLAMD_HOST = env("CLAMD_HOST", default="")
DATA_UPLOAD_MAX_MEMORY_SIZE = UPLOAD_LIMIT_BYTES
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- people -------------------------------------------------------------------------
AUTH_USER_MODEL = "agencies.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "agencies.backends.Accounts",
    "guardian.backends.ObjectPermissionBackend",
]
GUARDIAN_GET_INIT_ANONYMOUS_USER = None
ANONYMOUS_USER_NAME = None
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Wrong passwords lock an address, known or not, for a while; a new password or the time unlocks it. Not the
# network address: everybody of a council comes from one.
AXES_FAILURE_LIMIT = env.int("SIGN_IN_ATTEMPTS", default=10)
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = ["username"]
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # it asks for the network address
AXES_USERNAME_CALLABLE = "agencies.backends.address_typed"
AXES_LOCKOUT_CALLABLE = "config.entrance.locked_out"
AXES_DISABLE_ACCESS_LOG = True  # sign-ins are access events
AXES_ENABLE_ADMIN = AXES_VERBOSE = False
# Masked in what is noted of an attempt; the way back may be a way in.
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "next", "code", "state", "token", "credential"]
# The second factor of everybody, whatever the role; the demonstration has none.
SECOND_FACTOR = env.bool("SECOND_FACTOR", default=ENVIRONMENT != "demonstration")
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ADAPTER = "config.adapters.SecondFactors"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an address is an account's because an administrator has typed it
MFA_FORMS = {
    "authenticate": "config.entering.CodeForm",
    "reauthenticate": "config.entering.CodeAgainForm",
    "add_webauthn": "config.entering.AddKeyForm",
}
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Fortyseven"
MFA_TOTP_TOLERANCE = 1  # a code of half a minute ago, or of a clock half a minute ahead
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION  # a browser offers keys on localhost without TLS
ACCOUNT_ADAPTER = "config.adapters.Accounts"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_FORMS = {"login": "config.entering.SignInForm"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
# By network address generously, a council comes from one; by person the code, key or password again.
_SIGN_INS = env.int("SIGN_INS_A_MINUTE", default=120)
ACCOUNT_RATE_LIMITS = {
    "login": f"{_SIGN_INS}/m/ip",
    "login_failed": "10/15m/key",
    "reauthenticate": "10/m/user",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ALLAUTH_TRUSTED_PROXY_COUNT = int(env.bool("BEHIND_PROXY", default=False))
SOCIALACCOUNT_ADAPTER = "config.adapters.EmployersAccounts"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_LOGIN_ON_GET = True  # our policy lets no form lead elsewhere; a link does nothing but ask
SOCIALACCOUNT_ONLY = False
if "pytest" in sys.modules:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Whoever opens the files of more children than this within an hour is listed for review.
UNUSUAL_CHILDREN_IN_AN_HOUR = env.int("UNUSUAL_CHILDREN_IN_AN_HOUR", default=30)
# What one person may search and export in a minute: more than anybody needs, less than a robber wants.
SEARCHES_A_MINUTE = env.int("SEARCHES_A_MINUTE", default=30)
EXPORTS_A_MINUTE = env.int("EXPORTS_A_MINUTE", default=10)
# Emergency access to a file: how long it lasts; how many files and how many wrong numbers a person has in 24
# hours; within how many hours a second one is told as a series; within how many working days it is reviewed.
BREAK_GLASS_MINUTES = env.int("BREAK_GLASS_MINUTES", default=60)
# Where each seal is written besides, out of reach of whoever may write to the database.
SEALS_FILE = env("SEALS_FILE", default=str(engines.var() / "seals.jsonl"))
BREAK_GLASS_FILES = env.int("BREAK_GLASS_FILES", default=3)
BREAK_GLASS_WRONG_NUMBERS = env.int("BREAK_GLASS_WRONG_NUMBERS", default=5)
BREAK_GLASS_SERIES_HOURS = env.int("BREAK_GLASS_SERIES_HOURS", default=4)
BREAK_GLASS_REVIEW_DAYS = env.int("BREAK_GLASS_REVIEW_DAYS", default=1)
# Within how many minutes information governance answers who has only the name of a child, and for how many
# days what was typed is kept.
NAME_QUESTION_MINUTES = env.int("NAME_QUESTION_MINUTES", default=60)
NAME_QUESTION_KEPT_DAYS = env.int("NAME_QUESTION_KEPT_DAYS", default=365)
# How long the reason holds for which somebody without work on a child opens the file: a working day.
LOOK_REASON_HOURS = env.int("LOOK_REASON_HOURS", default=8)
# How long a file waits after two people agreed that it goes: so long either can still keep it.
DESTRUCTION_WAITS_DAYS = env.int("DESTRUCTION_WAITS_DAYS", default=0 if ENVIRONMENT == "demonstration" else 7)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my_work"
LOGOUT_REDIRECT_URL = "account_login"
SESSION_HOURS = env.int("SESSION_HOURS", default=12)
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
# Nobody has done anything for so long: the session ends. A warning comes two minutes before.
IDLE_MINUTES = env.int("IDLE_MINUTES", default=15)
# How long a link to a new password works, and an invitation’s to the first; how many an hour and address.
PASSWORD_LINK_MINUTES = env.int("PASSWORD_LINK_MINUTES", default=60)
FIRST_PASSWORD_DAYS = env.int("FIRST_PASSWORD_DAYS", default=14)
PASSWORD_LINKS_AN_HOUR = env.int("PASSWORD_LINKS_AN_HOUR", default=5)

# --- time and language --------------------------------------------------------------
TIME_ZONE = "Europe/London"
USE_TZ = True
LANGUAGE_CODE = "en-gb"
USE_I18N = False
DATE_FORMAT, DATETIME_FORMAT = "j F Y", "j F Y, H:i"

# --- the wire -----------------------------------------------------------------------
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=PRODUCTION)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000 if PRODUCTION else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.bool("COOKIES_SECURE", default=PRODUCTION)
if SESSION_COOKIE_SECURE:  # bound to this very host, and to no part of it
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        # A script runs only when the page that we made names it; what it imports, it answers for.
        "script-src": [NONCE, "'strict-dynamic'"],
        "img-src": ["'self'", "data:"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}

# --- mail ---------------------------------------------------------------------------
if env("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = engines.var() / "mail"
EMAIL_TIMEOUT = 10  # for each answer of the mail server; notices.workflow.LONGEST_MAIL counts on it
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Fortyseven <no-reply@fortyseven.invalid>")

# How many notices may be in trouble, given up lately or waiting too long, before /health/ says "failing".
NOTICES_IN_TROUBLE = env.int("NOTICES_IN_TROUBLE", default=3)

# --- worker and beat ----------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_TIMEZONE = "UTC"
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 1,
    "socket_keepalive": True,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
}
# Who asks a worker to send waits for no Redis: the outbox holds what could not be announced. Not for workers:
# they wait for messages, for as long as it takes.
PUBLISH_SECONDS = 0.4  # for each answer; the first that is late is the last
PUBLISH_OPTIONS = CELERY_BROKER_TRANSPORT_OPTIONS | {
    "socket_connect_timeout": PUBLISH_SECONDS,
    "socket_timeout": PUBLISH_SECONDS,
    "retry_on_timeout": False,
    "max_retries": 0,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True  # they are sets of rows, done again
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(engines.var() / "beat-schedule")
# Whose clock is further ahead of the database’s does no work of the beat.
CLOCKS_MAY_DIFFER = timedelta(minutes=1)
_MINUTE = env.float("SWEEP_SECONDS", default=60.0)
CELERY_BEAT_SCHEDULE = work.schedule(_MINUTE)
# A worker that is not told which queues takes from all of them.
CELERY_TASK_QUEUES = [Queue(name) for name in work.QUEUES]
CELERY_TASK_DEFAULT_QUEUE = work.CLOCKS
CELERY_TASK_ROUTES = work.routes()
CELERY_TASK_ANNOTATIONS = work.limits()

# --- seen from outside -----------------------------------------------------------------
METRICS_TOKEN = env("METRICS_TOKEN", default="")  # without it nobody is told any figure
METRICS_PORT = env.int("METRICS_PORT", default=0)  # of a worker

# --- logs: no personal data in a line ------------------------------------------------
logs.configure()
LOGGING = logs.to_console(env("LOG_LEVEL", default="WARNING"))

CSRF_FAILURE_VIEW = "config.views.csrf_failure"
# A form that was open before the session ended can still be sent, and its text kept.
CSRF_COOKIE_AGE = 365 * 24 * 3600
