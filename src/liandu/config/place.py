"""Where a site lives on disk. Plain: asked before Django starts, because the settings read the secret key there."""

import os
import secrets
from pathlib import Path

from liandu.config import env


def home() -> Path:
    """Return LIANDU_HOME, or .liandu in the user's own folder."""
    return Path(env.text("LIANDU_HOME", str(Path.home() / ".liandu"))).resolve()


def key_file() -> Path:
    """Return where the secret key of the site is kept."""
    return home() / "secret-key"


def make_home() -> None:
    """Make the folder, readable by its owner only, and the secret key in it; what is there already stays."""
    home().mkdir(parents=True, exist_ok=True, mode=0o700)
    (home() / "static").mkdir(exist_ok=True)
    (home() / "incoming").mkdir(exist_ok=True, mode=0o700)
    if not key_file().exists():
        handle = os.open(key_file(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(secrets.token_urlsafe(50))
