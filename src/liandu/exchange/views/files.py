"""Handing out a file, only ever as a download."""

from pathlib import Path

from django.http import FileResponse
from django.http.response import HttpResponseBase

HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}


def handed_out(path: Path, name: str) -> HttpResponseBase:
    """Return the file at ``path`` as a download called ``name``."""
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream", headers=HEADERS
    )
