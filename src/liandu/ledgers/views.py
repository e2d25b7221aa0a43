"""Pages of the ledgers."""

import time
from dataclasses import dataclass

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from liandu.access.queries import may, require
from liandu.access.roles import Act
from liandu.findings.states import State
from liandu.ledgers.columns import COLUMNS, category_name
from liandu.ledgers.exports import export_ledger
from liandu.ledgers.queries import PAGE, Choices, View, choices_for, page_of
from liandu.ledgers.tables import headings, lines
from liandu.orgs.models import Sector
from liandu.texts.keywords import categories
from liandu.ui.htmx import page


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter of the form: its name in the address, its label, what it offers and what is chosen."""

    name: str
    label: str
    everything: str
    options: list[tuple[str, str]]
    chosen: str


def _filters(view: View, choices: Choices) -> list[Filter]:
    classes = [(code, category_name(code)) for code in categories()]
    return [
        Filter("round", _("轮次"), _("全部轮次"), choices.rounds, view.round),
        Filter("unit", _("单位"), _("全部单位"), choices.units, view.unit),
        Filter("sector", _("板块"), _("全部板块"), [(v, str(n)) for v, n in Sector.choices], view.sector),
        Filter("category", _("类别"), _("全部类别"), classes, view.category),
        Filter("state", _("状态"), _("全部状态"), [(v, str(n)) for v, n in State.choices], view.state),
        Filter(
            "group",
            _("分组"),
            _("不分组"),
            [("aspect", _("按方面")), ("unit", _("按单位")), ("category", _("按类别"))],
            view.group,
        ),
    ]


@require_GET
def findings(request: HttpRequest) -> HttpResponse:
    """Show the ledger of all findings that the reader may see."""
    require(request.user, Act.FINDING_VIEW)
    started = time.perf_counter()
    view = View.of(request.GET)
    found = page_of(request.user, view)
    shown = lines(found, view)
    context = {
        "view": view,
        "page": found,
        "lines": shown,
        "headings": headings(view),
        "filters": _filters(view, choices_for(request.user)),
        "columns": [(column.key, column.heading, column.key in view.columns) for column in COLUMNS],
        "query": view.address(after=view.after, before=view.before),
        "may_export": may(request.user, Act.LEDGER_EXPORT),
        "milliseconds": round((time.perf_counter() - started) * 1000),
        "page_size": PAGE,
    }
    response = page(request, "ledgers/findings.html", context, part="ledgers/_findings.html")
    # The form sends every field; the address bar gets what differs from the view nobody has changed.
    query = view.address(after=view.after, before=view.before)
    response.headers["HX-Push-Url"] = request.path + (f"?{query}" if query else "")
    return response


@require_POST
def export(request: HttpRequest) -> FileResponse:
    """Send exactly the view of the address as a spreadsheet."""
    view = View.of(request.GET)
    name = _("问题台账-%(day)s.xlsx") % {"day": timezone.localdate().isoformat()}
    return FileResponse(export_ledger(view=view, by=request.user), as_attachment=True, filename=name)
