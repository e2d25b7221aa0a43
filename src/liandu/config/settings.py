"""The settings: defaults that run, everything else from the environment. docs/admin/settings.md explains each."""

import secrets
from pathlib import Path

from csp.constants import NONE, SELF

from liandu.config import env
from liandu.config.databases import database
from liandu.config.mail import mail_settings
from liandu.config.place import home, key_file

PACKAGE = Path(__file__).resolve().parents[1]

# Where everything lives that must survive: database, files, secret key.
LIANDU_HOME = home()
# Keys lie outside the database, and may lie on another disk than the rest.
LIANDU_KEYS = Path(env.text("LIANDU_KEYS") or LIANDU_HOME / "keys").resolve()
# Signatures of seals and packages: ed25519, or sm2 (needs liandu[sm]).
LIANDU_SIGNING = env.text("LIANDU_SIGNING", "ed25519")
# Encryption of clues: aes-256-gcm or sm4-gcm.
LIANDU_CIPHER = env.text("LIANDU_CIPHER", "aes-256-gcm")
# Encryption of exchange packages to their receiver: age, or sm2-sm4 (needs liandu[sm]).
LIANDU_ENVELOPE = env.text("LIANDU_ENVELOPE", "age")
# The largest exchange package in megabytes, and for how many days a package that went out is kept for download.
LIANDU_EXCHANGE_MB = env.number("LIANDU_EXCHANGE_MB", 8192)
LIANDU_EXCHANGE_DAYS = env.number("LIANDU_EXCHANGE_DAYS", 30)
# The highest grade of secrecy that may be held here: public, internal, secret, confidential, top_secret.
LIANDU_CEILING = env.text("LIANDU_CEILING", "internal")
# The largest upload in megabytes.
LIANDU_UPLOAD_MB = env.number("LIANDU_UPLOAD_MB", 100)
# Shown beside the name, so that nobody mistakes a demo for the real thing.
LIANDU_SITE_NOTE = env.text("LIANDU_SITE_NOTE")
# Whether administrators and people of the clue register must have a second factor: required, or only offered.
LIANDU_SECOND_FACTOR = env.text("LIANDU_SECOND_FACTOR", "required")
# Days after which a password must be changed; 0: never.
LIANDU_PASSWORD_DAYS = env.number("LIANDU_PASSWORD_DAYS", 90)
# Minutes without any act after which a person is signed out; 0: not before the session ends.
LIANDU_IDLE_MINUTES = env.number("LIANDU_IDLE_MINUTES", 30)
# Whether signing in somewhere ends the person's other sign-ins.
LIANDU_SINGLE_SESSION = env.flag("LIANDU_SINGLE_SESSION")
# How the numbers of packages begin: 云巡移〔2026〕9-03.
LIANDU_HANDOVER_MARK = env.text("LIANDU_HANDOVER_MARK", "巡移")
# Where mail goes out: smtp://user:password@host:25, smtp+starttls://…:587, smtps://…:465, file:/folder, console:.
# Empty: no mail (with LIANDU_DEBUG: to the console).
DEBUG = env.flag("LIANDU_DEBUG")
LIANDU_MAIL_URL = env.text("LIANDU_MAIL_URL", "console:" if DEBUG else "")
LIANDU_MAIL_FROM = env.text("LIANDU_MAIL_FROM", "liandu@localhost")
# Domains that mail may go to; empty: any.
LIANDU_MAIL_DOMAINS = env.names("LIANDU_MAIL_DOMAINS")
# The address under which people reach the site, for the links in mail; empty: mail has none.
LIANDU_ADDRESS = env.text("LIANDU_ADDRESS")
# Processes that read documents.
LIANDU_READERS = env.number("LIANDU_READERS", 2)
# From how many units, or how many sectors, a problem counts as a common one.
LIANDU_COMMON_UNITS = env.number("LIANDU_COMMON_UNITS", 3)
LIANDU_COMMON_SECTORS = env.number("LIANDU_COMMON_SECTORS", 2)

# `liandu up` writes the key file; without it (tests, one command) a key of the moment is enough.
SECRET_KEY = env.text("LIANDU_SECRET_KEY") or (
    key_file().read_text(encoding="utf-8") if key_file().exists() else secrets.token_urlsafe(50)
)
ALLOWED_HOSTS = env.names("LIANDU_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = env.names("LIANDU_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # Before allauth, so that our sign-in page is found first.
    "liandu.ui",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_cotton.apps.SimpleAppConfig",
    "liandu.journal",
    "liandu.accounts",
    "liandu.orgs",
    "liandu.access",
    "liandu.files",
    "liandu.search",
    "liandu.notices",
    "liandu.inspections",
    "liandu.intake",
    "liandu.findings",
    "liandu.clues",
    "liandu.handover",
    "liandu.exchange",
    "liandu.rectification",
    "liandu.supervision",
    "liandu.insight",
    "liandu.ledgers",
    "liandu.desk",
    "liandu.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    # Before Django asks for a sign-in: it knows why the last one ended.
    "liandu.accounts.watch.WatchMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "liandu.ui.circumstances.CircumstancesMiddleware",
    "liandu.ui.first_things.FirstThingsMiddleware",
    "liandu.ui.refused.RefusalMiddleware",
]

ROOT_URLCONF = "liandu.config.urls"
WSGI_APPLICATION = "liandu.config.wsgi.application"

_CACHED = [
    (
        "django.template.loaders.cached.Loader",
        [
            "django_cotton.cotton_loader.Loader",
            "django.template.loaders.filesystem.Loader",
            "django.template.loaders.app_directories.Loader",
        ],
    )
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": _CACHED,
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "liandu.ui.frame.frame",
                "liandu.desk.navigation.navigation",
            ],
        },
    }
]
COTTON_DIR = "cotton"

DATABASES = {"default": database(env.text("LIANDU_DATABASE"), home=LIANDU_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["liandu.accounts.adapter.LockedDoor"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "liandu.accounts.rules.KindsValidator"},
    {"NAME": "liandu.accounts.rules.NotLatelyUsedValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "liandu.accounts.adapter.ClosedDoor"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PRESERVE_USERNAME_CASING = False
# allauth's own limits, said here because the sign-in page promises them.
# How many proxies of ours stand before the site: from behind them the address of a visitor is read, for the limits.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("LIANDU_PROXIES", 0)
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "change_password": "5/m/user"}

ACCOUNT_FORMS = {
    "change_password": "liandu.accounts.forms.ChangePassword",
    "reauthenticate": "liandu.accounts.forms.AskPassword",
}
MFA_ADAPTER = "liandu.accounts.adapter.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an address is for reminders only and proves nobody
MFA_TOTP_TOLERANCE = 1  # half a minute: the clocks of telephones and of a site without network differ
MFA_WEBAUTHN_USER_VERIFICATION = "discouraged"  # the password is the other factor; the key need not ask for a PIN
MFA_FORMS = {
    "authenticate": "liandu.accounts.forms.AskCode",
    "authenticate_webauthn": "liandu.accounts.forms.AskKey",
    "reauthenticate": "liandu.accounts.forms.AskCodeAgain",
    "reauthenticate_webauthn": "liandu.accounts.forms.AskKeyAgain",
    "activate_totp": "liandu.accounts.forms.FirstCode",
    "add_webauthn": "liandu.accounts.forms.AddKey",
    "edit_webauthn": "liandu.accounts.forms.RenameKey",
}

SESSION_ENGINE = "liandu.accounts.sessions"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
# Behind HTTPS (nginx) set LIANDU_HTTPS=1.
_https = env.flag("LIANDU_HTTPS")
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "liandu.ui.errors.csrf_failed"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = env.text("LIANDU_TIME_ZONE", "Asia/Shanghai")
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATIC_ROOT = LIANDU_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Our own files carry a digest of their inputs in the address (ui.frame), so they may be kept for ever.
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 31_536_000 if not DEBUG else 0

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
# Uploads come to rest beside the files that are kept, not in a folder that everybody shares.
_incoming = LIANDU_HOME / "incoming"
FILE_UPLOAD_TEMP_DIR = str(_incoming) if _incoming.is_dir() else None
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

globals().update(mail_settings(LIANDU_MAIL_URL))
DEFAULT_FROM_EMAIL = LIANDU_MAIL_FROM

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.text("LIANDU_LOG_LEVEL", "INFO")},
    "loggers": {"django.request": {"level": "ERROR"}},
}
