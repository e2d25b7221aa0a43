"""What every page needs: the digest of the browser files, the site's note, the languages."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest

BUILD = Path(__file__).parent / "static/liandu/dist/build.json"


@cache
def assets_digest() -> str:
    """Return a short digest of the inputs of the browser files; it stands in their addresses, so they may be cached."""
    return json.loads(BUILD.read_text(encoding="utf-8"))["inputs"][:12] if BUILD.exists() else "0"


def frame(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001 - Django's signature
    """Return what ui/frame.html shows on every page."""
    return {
        "assets": assets_digest(),
        "site_note": settings.LIANDU_SITE_NOTE,
        "languages": settings.LANGUAGES,
    }
