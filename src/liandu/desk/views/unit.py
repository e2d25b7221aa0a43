"""A unit at a glance."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from liandu.access.queries import may
from liandu.access.roles import Act
from liandu.desk.queries.items import items_address
from liandu.desk.queries.unit_page import Branch, UnitPage, unit_for, unit_page
from liandu.desk.tables.items import leaves_table
from liandu.desk.tables.overview import money
from liandu.ledgers.item_view import States
from liandu.rectification.looks import STATE_LOOKS
from liandu.rectification.states import State
from liandu.ui.dates import day
from liandu.ui.htmx import page
from liandu.ui.tables import Table

FOLD_FROM = 60  # leaves; a shorter tree stands open


@require_GET
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a unit: its problems as a tree, how they stand, what came of them, who answers, papers and packages."""
    found = unit_for(request.user, pk)
    if found is None:
        raise Http404
    shown = unit_page(request.user, found, round_key=request.GET.get("round", ""))
    round_key = shown.inspection.round_id if shown.inspection else ""
    leaves = sum(1 for aspect in shown.tree for _leaf in aspect.all_leaves())
    context = {
        "unit": found,
        "shown": shown,
        "today": day(timezone.localdate()),
        "feedback_on": day(shown.inspection.feedback_on) if shown.inspection else "",
        "tree": [_drawn(aspect) for aspect in shown.tree],
        "open": leaves <= FOLD_FROM,
        "states": [
            (State(state).label, *STATE_LOOKS[State(state)], n, items_address(unit=pk, round=round_key, state=state))
            for state, n in shown.states
        ],
        "outcomes": [(label, money(amount)) for label, amount in shown.outcomes.by_kind],
        "may_see_profile": may(request.user, Act.INSIGHT_VIEW),
        "addresses": _addresses(shown, round_key),
        "material": [(one, day(one.dated)) for one in shown.material],
        "packages": [(one, day(timezone.localdate(one.handed_over_at)) if one.handed_over_at else "")
                     for one in shown.packages],
    }  # fmt: skip
    return page(request, "desk/unit.html", context)


def _drawn(branch: Branch) -> tuple[Branch, Table, list[tuple[Branch, Table]]]:
    """Return an aspect with the table of its own leaves, and its problems with theirs."""
    return branch, _table(branch), [(below, _table(below)) for below in branch.branches]


def _table(branch: Branch) -> Table:
    return leaves_table(branch.leaves, caption=branch.title or _("没有归入方面的问题"))


def _addresses(shown: UnitPage, round_key: object) -> dict[str, str]:
    """Return where each number of the head leads: the rows it counts, in the ledger of items."""
    here = {"unit": shown.unit.pk, "round": round_key}
    return {
        "all": items_address(**here, state=States.COUNTED),
        "open": items_address(**here, state=States.OPEN),
        "done": items_address(**here, result="done"),
        "late": items_address(**here, deadline="overdue"),
        "long_term": items_address(**here, state=States.COUNTED, kind="long_term"),
    }
