"""Pages of this stage."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from liandu.ui.htmx import page


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show where this stage begins."""
    return page(request, "clues/home.html", {})
