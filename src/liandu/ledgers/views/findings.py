"""Pages of the ledgers."""

import time

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from liandu.access.queries import may, require
from liandu.access.roles import Act
from liandu.findings.states import State
from liandu.insight.models import RecurrenceKind
from liandu.ledgers.columns import COLUMNS, THEME_DEFAULT
from liandu.ledgers.exports import export_ledger, ledger_title
from liandu.ledgers.models import Ledger
from liandu.ledgers.queries import PAGE, Choices, View, choices_for, kept_views, page_of, theme_totals
from liandu.ledgers.tables import headings, item_lines, lines
from liandu.ledgers.views.filters import Filter, choices_of, class_choices, term_filter
from liandu.ledgers.views.keeping import PLAIN, asked_or_first, pushed, shown_views
from liandu.orgs.models import Sector
from liandu.ui.htmx import page


def _filters(view: View, choices: Choices) -> list[Filter]:
    groups = [("aspect", _("按方面")), ("unit", _("按单位")), ("category", _("按类别"))]
    if view.theme:
        groups.append(("item", _("按检查项")))
    themes = [Filter("theme", _("专题"), _("全部问题"), choices.themes, view.theme)]
    came_back = [Filter("recurred", _("问题再现"), _("不限"), choices_of(RecurrenceKind), view.recurred)]
    return [
        *term_filter(choices, view.term),
        Filter("round", _("轮次"), _("全部轮次"), choices.rounds, view.round),
        Filter("unit", _("单位"), _("全部单位"), choices.units, view.unit),
        Filter("sector", _("板块"), _("全部板块"), [(v, str(n)) for v, n in Sector.choices], view.sector),
        Filter("category", _("类别"), _("全部类别"), class_choices(view.category), view.category),
        Filter("state", _("状态"), _("全部状态"), [(v, str(n)) for v, n in State.choices], view.state),
        *(came_back if view.recurred else []),
        *(themes if choices.themes or view.theme else []),
        Filter("group", _("分组"), _("不分组"), groups, view.group),
    ]


@require_GET
def findings(request: HttpRequest) -> HttpResponse:
    """Show the ledger of all findings that the reader may see."""
    require(request.user, Act.FINDING_VIEW)
    started = time.perf_counter()
    kept = kept_views(request.user, Ledger.FINDINGS)
    view = View.of(asked_or_first(request, kept))
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
        "clear": f"?{PLAIN}",
        **shown_views(Ledger.FINDINGS, view, kept),
        "may_classify": may(request.user, Act.FINDING_RAISE),
        "may_export": may(request.user, Act.LEDGER_EXPORT),
        "milliseconds": round((time.perf_counter() - started) * 1000),
        "page_size": PAGE,
    }
    response = page(request, "ledgers/findings.html", context, part="ledgers/_findings.html")
    # The form sends every field.
    response.headers["HX-Push-Url"] = pushed(request, view.address(after=view.after, before=view.before), kept)
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
