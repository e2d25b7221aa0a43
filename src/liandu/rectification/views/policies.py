"""The page on which the open items of a round take over the round's policy."""

from collections import Counter

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.inspections.queries import policy_of, rounds_for
from liandu.rectification import commands
from liandu.rectification.queries import NewDeadline, Way, items_behind_for, new_deadlines
from liandu.rectification.tables import new_deadlines_table
from liandu.ui.htmx import page

SHOWN = 100  # items in the list; all are counted


@require_http_methods(["GET", "POST"])
def follow_policy(request: HttpRequest, pk: int) -> HttpResponse:
    """Show which deadlines would move which way; then let the items take the policy over."""
    row = get_object_or_404(rounds_for(request.user).select_related("policy__profile", "term"), pk=pk)
    require(request.user, Right.POLICY_SET, subject=row)
    if request.method == "POST":
        counted = commands.follow_policy(round=row, by=request.user)
        messages.success(request, _("已一并改用：%(ways)s。") % {"ways": _ways(counted)})
        return redirect("inspections:round_policy", row.pk)
    ways: Counter[Way] = Counter()
    shown: list[NewDeadline] = []
    for turn in new_deadlines(items_behind_for(request.user, row).iterator(chunk_size=500), policy_of(row)):
        ways[turn.way] += 1
        if turn.way != Way.SAME and len(shown) < SHOWN:
            shown.append(turn)
    context = {
        "round": row,
        "total": ways.total(),
        "ways": _ways(ways),
        "moved": ways[Way.EARLIER] + ways[Way.LATER],
        "shown": SHOWN,
        "table": new_deadlines_table(shown),
    }
    return page(request, "rectification/follow_policy.html", context)


def _ways(ways: dict[Way, int]) -> str:
    """Return the counts in words."""
    return _("%(earlier)s 项提前，%(later)s 项推后，%(same)s 项不变") % {way.value: ways.get(way, 0) for way in Way}
