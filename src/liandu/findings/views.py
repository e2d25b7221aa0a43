"""Pages of findings."""

from django.http import HttpRequest, HttpResponse


def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a placeholder until the page is there."""
    return HttpResponse("")
