"""At the door: every entry that a request writes carries the request's id and the office acted for."""

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from liandu.access.queries import Standing, standings_of
from liandu.journal.context import Circumstances, under

SESSION_POST = "post"


def post_acted_in(request: HttpRequest) -> Standing | None:
    """Return the standing (post, membership, loan) that the person acts in now: the one chosen, else the first."""
    standings = standings_of(request.user)
    chosen = str(request.session.get(SESSION_POST, ""))
    return next((one for one in standings if one.key == chosen), standings[0] if standings else None)


class CircumstancesMiddleware:
    """Sets the circumstances for the time of the request; reading too may be journaled (a download, a denial)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request under its circumstances."""
        post = post_acted_in(request)
        here = Circumstances(request_id=str(uuid.uuid4()), office=post.unit.name if post else "", channel="web")
        with under(here):
            return self.get_response(request)
