"""Where mail goes out, from one address."""

from typing import Any
from urllib.parse import unquote, urlsplit

BACKENDS = "django.core.mail.backends"
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
WAYS_OUT = (*PORTS, "file", "console")
SECONDS = 20  # for one message, so that a server that does not answer holds nobody up


def is_known(url: str) -> bool:
    """Return whether mail can go out by ``url``; "" is known too: no mail."""
    parts = urlsplit(url)
    return not url or (parts.scheme in WAYS_OUT and (parts.scheme not in PORTS or bool(parts.hostname)))


def mail_settings(url: str) -> dict[str, Any]:
    """Return Django's settings for ``url``; mail that cannot go out goes nowhere (a check names a wrong address)."""
    parts = urlsplit(url)
    if not url or not is_known(url):
        return {"EMAIL_BACKEND": f"{BACKENDS}.dummy.EmailBackend"}
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": f"{BACKENDS}.console.EmailBackend"}
    if parts.scheme == "file":
        return {"EMAIL_BACKEND": f"{BACKENDS}.filebased.EmailBackend", "EMAIL_FILE_PATH": unquote(parts.path)}
    return {
        "EMAIL_BACKEND": f"{BACKENDS}.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+starttls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": SECONDS,
    }
