"""Pages of the ledgers."""

import time
from dataclasses import dataclass

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from liandu.access.queries import may, require
from liandu.access.roles import Act
from liandu.findings.states import State
from liandu.ledgers.columns import COLUMNS, THEME_DEFAULT, category_name
from liandu.ledgers.exports import export_ledger, ledger_title
from liandu.ledgers.queries import PAGE, Choices, View, choices_for, page_of, theme_totals
from liandu.ledgers.tables import headings, item_lines, lines
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
    groups = [("aspect", _("按方面")), ("unit", _("按单位")), ("category", _("按类别"))]
    if view.theme:
        groups.append(("item", _("按检查项")))
    themes = [Filter("theme", _("专题"), _("全部问题"), choices.themes, view.theme)]
    return [
        Filter("round", _("轮次"), _("全部轮次"), choices.rounds, view.round),
        Filter("unit", _("单位"), _("全部单位"), choices.units, view.unit),
        Filter("sector", _("板块"), _("全部板块"), [(v, str(n)) for v, n in Sector.choices], view.sector),
        Filter("category", _("类别"), _("全部类别"), classes, view.category),
        Filter("state", _("状态"), _("全部状态"), [(v, str(n)) for v, n in State.choices], view.state),
        *(themes if choices.themes or view.theme else []),
        Filter("group", _("分组"), _("不分组"), groups, view.group),
    ]


@require_GET
def findings(request: HttpRequest) -> HttpResponse:
    """Show the ledger of all findings that the reader may see."""
    require(request.user, Act.FINDING_VIEW)
    started = time.perf_counter()
    view = View.of(request.GET)
    found = page_of(request.user, view)
    chinese = (get_language() or "").startswith("zh")
    totals = theme_totals(request.user, view, chinese=chinese, groups=found.groups)
    choices = choices_for(request.user, chinese=chinese)
    context = {
        "view": view,
        "page": found,
        "lines": lines(found, view, totals),
        "title": ledger_title(totals.theme if totals else None),
        "totals": totals,
        "themes": [
            (View(theme=key, group="item", sort="item", columns=THEME_DEFAULT).address(), name)
            for key, name in choices.themes
        ],
        "items": item_lines(view, totals),
        "headings": headings(view),
        "filters": _filters(view, choices),
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
    totals = theme_totals(request.user, view, chinese=True)
    title = ledger_title(totals.theme if totals else None)
    name = _("%(ledger)s-%(day)s.xlsx") % {"ledger": title, "day": timezone.localdate().isoformat()}
    out = export_ledger(view=view, totals=totals, by=request.user)
    return FileResponse(out, as_attachment=True, filename=name)
