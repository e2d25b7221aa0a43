"""A refusal becomes a page that says why and what helps; a denied act is journaled after its roll-back."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

from liandu.access.denials import Denied
from liandu.journal.commands import note_miss, record_denial
from liandu.kernel.refusals import Refusal
from liandu.ui.errors import refusal_page


class RefusalMiddleware:
    """Turns a Refusal that a view lets through into 403 (denied) or 409 (cannot be done now)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal; leave every other exception to Django."""
        if isinstance(exception, Http404) and request.user.is_authenticated:
            note_miss(by=request.user)  # the answer stays what it is
        if isinstance(exception, Denied):
            record_denial(act=exception.act, subject=exception.subject, by=request.user, refusal=exception)
            return refusal_page(request, exception, status=403)
        if isinstance(exception, Refusal):
            return refusal_page(request, exception, status=409)
        return None
