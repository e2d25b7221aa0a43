"""Files that are sent to us, and files that are handed out, only ever as a download."""

from pathlib import Path
from typing import Any

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase

HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}


def sent(request: HttpRequest) -> tuple[Any, ...]:
    """Return what fills a form with a file: fields and files of a POST, nothing otherwise."""
    return (request.POST, request.FILES) if request.method == "POST" else ()


def handed_out(path: Path, name: str) -> HttpResponseBase:
    """Return the file at ``path`` as a download called ``name``."""
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream", headers=HEADERS
    )
