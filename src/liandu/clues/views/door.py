"""The door of the register: who has no act here finds nothing, exactly as at an address that does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from liandu.access.roles import Act
from liandu.clues.forms import BeginSitting
from liandu.clues.models import Assignment, Clue, ListLine, SealedList, Sitting
from liandu.clues.queries import (
    assignments_for,
    lines_for,
    may_enter,
    opened_clue,
    opened_list,
    sitting_for,
)
from liandu.ui.htmx import page

View = Callable[..., HttpResponseBase]
SESSION = "clue_sitting"
IDLE_SECONDS, LONGEST_SECONDS = 20 * 60, 60 * 60

OF_LISTS = (Act.CLUE_SEND, Act.CLUE_REGISTER, Act.CLUE_KEEP)
OF_CLUES = (Act.CLUE_REGISTER, Act.CLUE_KEEP, Act.CLUE_APPROVE, Act.CLUE_HANDLE)


def behind_the_door(*acts: Act, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """Let a view be found by who carries one of ``acts`` (any act on clues when none is given), by nobody else.

    Asked before the method and before the token of a form, whose own refusals would tell that the address exists.
    What comes out is kept by no cache, and what was typed stands in no report of an error.
    """

    def behind(view: View) -> View:
        guarded = csrf_protect(view)

        @csrf_exempt
        @sensitive_post_parameters()
        @wraps(view)
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not may_enter(request.user, *acts):
                raise Http404
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            response = guarded(request, *args, **kwargs)
            response.headers["Cache-Control"] = "private, no-store"
            return response

        return door

    return behind


def found_clue(request: HttpRequest, key: str) -> Clue:
    """Return the clue within the reader's reach, or answer as for a page that does not exist."""
    row = opened_clue(request.user, key)
    if row is None:
        raise Http404
    return row


def found_list(request: HttpRequest, key: str) -> SealedList:
    """Return the sealed list within the reader's reach, or answer as for a page that does not exist."""
    row = opened_list(request.user, key)
    if row is None:
        raise Http404
    return row


def found_line(request: HttpRequest, key: str) -> ListLine:
    """Return a line of a list within reach, or answer as for a page that does not exist."""
    row = lines_for(request.user).filter(pk=key).first()
    if row is None:
        raise Http404
    return row


def found_assignment(request: HttpRequest, key: str) -> Assignment:
    """Return an assignment of a clue within reach, or answer as for a page that does not exist."""
    row = assignments_for(request.user).select_related("clue__unit", "handler").filter(pk=key).first()
    if row is None:
        raise Http404
    return row


def sit_down(request: HttpRequest, sitting: Sitting) -> None:
    """Remember the sitting for this session."""
    now = timezone.now().timestamp()
    request.session[SESSION] = [sitting.pk, now, now]


def sitting_of(request: HttpRequest) -> Sitting | None:
    """Return the sitting that goes on, None when it ended: after an hour, or after twenty minutes without a look."""
    held = request.session.get(SESSION)
    if not held:
        return None
    key, begun, last = held
    now = timezone.now().timestamp()
    if now - begun > LONGEST_SECONDS or now - last > IDLE_SECONDS:
        del request.session[SESSION]
        return None
    request.session[SESSION] = [key, begun, now]
    return sitting_for(request.user, key)


def ask_why(request: HttpRequest, number: str = "") -> HttpResponse:
    """Answer with the small form that asks why the register is opened now; it leads back here."""
    form = BeginSitting(initial={"next": request.path})
    return page(request, "clues/why.html", {"form": form, "number": number})
