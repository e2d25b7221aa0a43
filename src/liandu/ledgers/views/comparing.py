"""The page that compares two days, and its spreadsheet."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from liandu.access.queries import may, require
from liandu.access.roles import Act
from liandu.ledgers import exports
from liandu.ledgers.compare_view import Change, CompareView
from liandu.ledgers.exports.items import rate_in_words
from liandu.ledgers.queries import book_of, choices_for, compared_page, moves_between, totals_of
from liandu.ledgers.tables.comparing import both_totals, change_links, changed_lines, move_lines
from liandu.ledgers.views.filters import Filter, choices_of, class_choices
from liandu.orgs.models import Sector
from liandu.rectification.states import State
from liandu.ui.dates import day
from liandu.ui.htmx import page


@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """Show what became of the items between the ends of two days, by whose acts, and the totals of both days."""
    require(request.user, Act.ITEM_VIEW)
    view = CompareView.of(request.GET)
    then, now = (totals_of(on, book_of(request.user, on)) for on in (view.on(view.first), view.on(view.last)))
    moves = moves_between(request.user, view)
    found = compared_page(request.user, view)
    choices = choices_for(request.user, chinese=(get_language() or "").startswith("zh"))
    context = {
        "view": view,
        "page": found,
        "moves": moves,
        "first": day(view.first),
        "last": day(view.last),
        "today": timezone.localdate().isoformat(),
        "rates": [rate_in_words(then), rate_in_words(now)],
        "totals": both_totals(then, now),
        "changes": change_links(view, moves),
        "matrix": move_lines(view, moves),
        "lines": changed_lines(found.rows),
        "filters": [
            Filter("round", _("轮次"), _("全部轮次"), choices.rounds, view.round),
            Filter("unit", _("单位"), _("全部单位"), choices.units, view.unit),
            Filter("sector", _("板块"), _("全部板块"), choices_of(Sector), view.sector),
            Filter("category", _("类别"), _("全部类别"), class_choices(view.category), view.category),
            Filter("change", _("变化"), _("全部变化"), choices_of(Change), view.change),
            Filter("came_from", _("原来的状态"), _("全部状态"), choices_of(State), view.came_from),
            Filter("state", _("后来的状态"), _("全部状态"), choices_of(State), view.state),
        ],
        "query": view.address(),
        "clear": CompareView(view.first, view.last).address(),
        "may_export": may(request.user, Act.LEDGER_EXPORT),
    }
    return page(request, "ledgers/compare.html", context)


@require_POST
def export_comparison(request: HttpRequest) -> FileResponse:
    """Send what the address compares as a spreadsheet."""
    view = CompareView.of(request.GET)
    name = _("整改台账对比-%(first)s-%(last)s.xlsx") % {"first": view.first.isoformat(), "last": view.last.isoformat()}
    out = exports.export_comparison(view=view, by=request.user)
    return FileResponse(out, as_attachment=True, filename=name)
