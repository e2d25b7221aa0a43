"""The code of the moment for a secret, as an app on a telephone would show it (RFC 6238)."""

import time

from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value


def code_now(secret: str, *, at: float | None = None) -> str:
    """Return the six digits that belong to ``secret`` (base32) at a moment (seconds since 1970; None: now)."""
    moment = time.time() if at is None else at
    return format_hotp_value(hotp_value(secret, int(moment // app_settings.TOTP_PERIOD)))
