"""Pages of this stage."""

from django.http import HttpRequest, HttpResponse


def documents(request: HttpRequest) -> HttpResponse:
    """Return a placeholder until the page is there."""
    return HttpResponse("")
