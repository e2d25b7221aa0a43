"""The list that a reminder leads to: what is due, of a unit and a step."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.rectification.queries import STEPS, items_due
from liandu.rectification.states import State
from liandu.rectification.tables import due_table
from liandu.ui.htmx import page

AHEAD = timedelta(days=31)
SHOWN = 200


@require_GET
def due(request: HttpRequest) -> HttpResponse:
    """Show the items within reach whose next step is late or due within a month."""
    require(request.user, Right.ITEM_VIEW)
    unit, state = request.GET.get("unit", ""), request.GET.get("state", "")
    known = state if state in {str(key) for key in STEPS} else ""
    key = int(unit) if unit.isdecimal() and len(unit) <= 12 else None
    rows = items_due(request.user, until=timezone.localdate() + AHEAD, unit=key, state=known)
    shown = list(rows[: SHOWN + 1])
    context = {
        "title": _("到期事项：%(step)s") % {"step": _(STEPS[State(known)])} if known else _("到期事项"),
        "narrowed": bool(known or key is not None),
        "more": len(shown) > SHOWN,
        "shown": SHOWN,
        "table": due_table(shown[:SHOWN]),
    }
    return page(request, "rectification/due.html", context)
