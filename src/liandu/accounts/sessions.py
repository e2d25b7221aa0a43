"""Sessions in the database, as Django keeps them; a cookie that cannot be a key is not even looked up."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore


class SessionStore(DatabaseStore):
    """Refuses keys of other characters than Django makes: PostgreSQL fails on a NUL, and the visitor gets a fault."""

    def _validate_session_key(self, key: Any) -> bool:
        """Return whether ``key`` may be one."""
        return isinstance(key, str) and len(key) >= 8 and key.isascii() and key.isalnum()
