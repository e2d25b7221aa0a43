"""Serve a page, or only the part of it that htmx asked for."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def is_partial(request: HttpRequest) -> bool:
    """Return whether htmx asks for a part: not for a boosted page, not for one restored from history."""
    h = request.headers
    return h.get("HX-Request") == "true" and h.get("HX-Boosted") != "true" and "HX-History-Restore-Request" not in h


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, part: str | None = None, status: int = 200
) -> HttpResponse:
    """Render ``template``; when htmx asks, render ``part`` alone."""
    response = render(request, part if part and is_partial(request) else template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def tell(response: HttpResponse, **events: Any) -> HttpResponse:
    """Let the page hear ``events`` (name=detail) after the part is in place, and return the response."""
    response.headers["HX-Trigger-After-Settle"] = json.dumps(events)
    return response


def go_to(url: str) -> HttpResponse:
    """Return an answer that lets htmx load ``url`` as a whole page."""
    return HttpResponse(status=204, headers={"HX-Redirect": url})
