"""Administration: the first page, and units with their oversight."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from liandu.access.denials import Denied
from liandu.access.queries import acts_of, holders_of, require
from liandu.access.roles import Act
from liandu.desk import queries
from liandu.desk.views.doors import DOORS, Wrong, go_through, open_doors
from liandu.kernel.words import gettext_noop
from liandu.ui.htmx import page

ADMINISTRATION = frozenset({Act.ACCOUNT_MANAGE, Act.UNIT_MANAGE, Act.POST_MANAGE})


def require_administration(request: HttpRequest) -> None:
    """Raise Denied, with whose pages these are, for everybody but those who keep units, accounts or posts."""
    if not acts_of(request.user) & ADMINISTRATION:
        raise Denied(
            "access.denied",
            gettext_noop("管理页面只对管理员开放：%(holders)s。"),
            act=str(Act.UNIT_MANAGE),
            holders=holders_of(Act.UNIT_MANAGE) + gettext("、") + holders_of(Act.POST_MANAGE),
        )


@require_GET
def administration(request: HttpRequest) -> HttpResponse:
    """Show the sections of administration with their numbers."""
    require_administration(request)
    return page(request, "desk/administration.html", {"totals": queries.house_totals(), "section": ""})


@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """Show the tree of units with oversight and posts."""
    require_administration(request)
    return _show_units(request)


def _show_units(request: HttpRequest, *, wrong: Wrong | None = None, status: int = 200) -> HttpResponse:
    text = request.GET.get("q", "")[:60].replace("\x00", "")
    context = {
        "tree": queries.unit_tree(text=text),
        "text": text,
        "doors": open_doors(request, "units", wrong=wrong),
        "section": "units",
    }
    return page(request, "desk/units.html", context, status=status)


def _through(request: HttpRequest, key: str) -> HttpResponse:
    """Do the act of one door, or show the tree again with what is wrong."""
    door = DOORS[key]
    require(request.user, door.right)
    form, status = go_through(request, door)
    if status != 302:
        return _show_units(request, wrong={key: form}, status=status)
    messages.success(request, str(door.done))
    return redirect("desk:units")


@require_POST
def new_unit(request: HttpRequest) -> HttpResponse:
    """Add a unit to the tree."""
    return _through(request, "unit")


@require_POST
def add_oversight(request: HttpRequest) -> HttpResponse:
    """Let an office supervise a unit."""
    return _through(request, "oversight")


@require_POST
def end_oversight(request: HttpRequest) -> HttpResponse:
    """Let an office's supervision of a unit end."""
    return _through(request, "over")
