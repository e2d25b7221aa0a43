"""LIANDU_HOME: the folder, the secret key in it, the database brought up to date."""

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.core.management import call_command


def prepare_home() -> None:
    """Make the home, readable by its owner only, write the secret key once, and bring the database up to date."""
    home = Path(settings.LIANDU_HOME)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
    key = home / "secret-key"
    if not key.exists():
        handle = os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(secrets.token_urlsafe(50))
    call_command("migrate", verbosity=0, interactive=False)
