"""Settings from the environment, typed."""

import os
from pathlib import Path


def text(name: str, default: str = "") -> str:
    """Return the variable ``name``; ``NAME_FILE`` names a file that holds it instead (for secrets)."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def flag(name: str, *, default: bool = False) -> bool:
    """Return whether the variable says yes (1, true, yes, on)."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    """Return the variable as a whole number."""
    return int(os.environ.get(name, default))


def names(name: str, default: str = "") -> list[str]:
    """Return the variable as a list, separated by commas."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]
