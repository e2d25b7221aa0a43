"""Pages of the ledgers."""

from django.http import HttpRequest, HttpResponse


def findings(request: HttpRequest) -> HttpResponse:
    """Return a placeholder until the page is there."""
    return HttpResponse("")
