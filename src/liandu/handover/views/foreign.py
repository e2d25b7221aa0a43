"""Lists from other installations: read here, signed there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.handover.models import Purpose
from liandu.handover.queries import foreign_lists_for, foreign_page
from liandu.handover.states import PackageState
from liandu.handover.tables import PACKAGE_LOOKS, foreign_line_rows, foreign_lists_table
from liandu.journal.queries import history_of
from liandu.ui.dates import day, moment
from liandu.ui.htmx import page


@require_GET
def foreign_lists(request: HttpRequest) -> HttpResponse:
    """Show the lists that came from elsewhere, newest first."""
    require(request.user, Act.PACKAGE_VIEW)
    found = foreign_page(request.user, round=request.GET.get("round", ""), before=request.GET.get("before", ""))
    context = {"table": foreign_lists_table(found.rows), "older": found.older}
    return page(request, "handover/foreign_lists.html", context)


@require_GET
def foreign_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one such list as a document; nothing on it can be done here."""
    row = get_object_or_404(foreign_lists_for(request.user), pk=pk)
    tone, shape = PACKAGE_LOOKS[PackageState(row.state)]
    context = {
        "list": row,
        "lines": foreign_line_rows(row),
        "tone": tone,
        "shape": shape,
        "purpose": Purpose(row.purpose).label,
        "handed_over": day(row.handed_over_on),
        "settled": day(row.settled_on) if row.settled_on else "",
        "came": moment(row.brought_in_at),
        "history": [(line, moment(line.at)) for line in history_of(row)],
        "why_not_sign": _("这份清单由“%(source)s”管理，本系统只供查看，不能签收、修改，也不计入清点核对。")
        % {"source": row.source},
    }
    return page(request, "handover/foreign_list.html", context)
