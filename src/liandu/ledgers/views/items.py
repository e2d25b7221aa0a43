"""The page of the ledger of items, of the present or of a past day, and its spreadsheet."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from liandu.access.queries import acts_of, may, require
from liandu.access.roles import Act
from liandu.ledgers import exports
from liandu.ledgers.columns.items import ITEM_COLUMNS, is_known
from liandu.ledgers.exports.items import items_title, rate_in_words
from liandu.ledgers.item_view import Deadline, ItemView, States
from liandu.ledgers.models import Ledger
from liandu.ledgers.narrowing import INSTITUTIONS, Met
from liandu.ledgers.queries import (
    PAGE,
    Choices,
    book_of,
    bulk_acts_for,
    choices_for,
    item_page,
    kept_views,
    totals_of,
)
from liandu.ledgers.tables.items import item_headings, ledger_lines, tiles
from liandu.ledgers.views.filters import Filter, choices_of, class_choices, term_filter
from liandu.ledgers.views.keeping import PLAIN, asked_or_first, pushed, shown_views
from liandu.orgs.models import Sector
from liandu.rectification.bulk_acts import MOST
from liandu.rectification.looks import NEAR_DAYS
from liandu.rectification.models import OutcomeKind
from liandu.rectification.states import Kind, Result, State
from liandu.ui.dates import day
from liandu.ui.htmx import page


def item_filters(view: ItemView, choices: Choices) -> list[Filter]:
    """Return the filters of the ledger of items."""
    outcomes = [*choices_of(OutcomeKind), (INSTITUTIONS, _("新建、修订的制度"))]
    return [
        *term_filter(choices, view.term),
        Filter("round", _("轮次"), _("全部轮次"), choices.rounds, view.round),
        Filter("unit", _("单位"), _("全部单位"), choices.units, view.unit),
        Filter("sector", _("板块"), _("全部板块"), choices_of(Sector), view.sector),
        Filter("category", _("类别"), _("全部类别"), class_choices(view.category), view.category),
        Filter("state", _("状态"), _("全部状态"), [*choices_of(States), *choices_of(State)], view.state),
        Filter("result", _("结果"), _("全部结果"), choices_of(Result), view.result),
        Filter("kind", _("整改类型"), _("全部类型"), choices_of(Kind), view.kind),
        Filter("deadline", _("时限"), _("不限"), choices_of(Deadline), view.deadline),
        *([Filter("met", _("办理经过"), _("不限"), choices_of(Met), view.met)] if view.met else []),
        *([Filter("outcome", _("成果"), _("不限"), outcomes, view.outcome)] if view.outcome else []),
    ]


@require_GET
def items(request: HttpRequest) -> HttpResponse:
    """Show the ledger of items: as it is, or read-only as it stood at the end of a past day (``?on=``)."""
    require(request.user, Act.ITEM_VIEW)
    kept = kept_views(request.user, Ledger.ITEMS)
    view = ItemView.of(asked_or_first(request, kept))
    context = items_context(request, view) | shown_views(Ledger.ITEMS, view, kept) | {"rooms": _rooms(request)}
    response = page(request, "ledgers/items.html", context, part="ledgers/_items.html")
    response.headers["HX-Push-Url"] = pushed(request, view.here(), kept)  # the form sends every field
    return response


def _rooms(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the other rooms of the work on items that the reader may enter, as (words, address)."""
    acts = acts_of(request.user)
    rooms = [
        (_("立账"), "rectification:openings", Act.ITEM_OPEN in acts),
        (_("整改方案"), "rectification:plans", True),
        (_("待审方案"), "rectification:plans_to_review", Act.PLAN_REVIEW in acts),
        (_("一起填报进展"), "rectification:report_several", Act.PROGRESS_REPORT in acts),
        (_("延期审批"), "rectification:extensions", Act.EXTENSION_DECIDE in acts),
        (_("销号审核"), "supervision:queue", Act.CLOSURE_SIGN in acts),
        (_("制度台账"), "rectification:institutions", True),
        (_("政策口径"), "inspections:policies", Act.POLICY_SET in acts),
    ]
    return [(words, reverse(name)) for words, name, shown in rooms if shown]


def items_context(request: HttpRequest, view: ItemView) -> dict[str, Any]:
    """Return what the page of a view shows."""
    book = book_of(request.user, view)
    found = item_page(request.user, view, book)
    totals = totals_of(view, book)
    groups = [("unit", _("按单位")), ("category", _("按类别")), ("state", _("按状态"))]
    return {
        "view": view,
        "page": found,
        "totals": totals,
        "title": items_title(view),
        "rate": rate_in_words(totals),
        "tiles": tiles(view, totals),
        "lines": ledger_lines(found.rows, view, totals),
        "headings": item_headings(view),
        "filters": [
            *item_filters(view, choices_for(request.user, chinese=(get_language() or "").startswith("zh"))),
            Filter("group", _("分组"), _("不分组"), groups, view.group),
        ],
        "columns": [
            (column.key, column.heading, column.key in view.columns, is_known(column, view.on))
            for column in ITEM_COLUMNS
        ],
        "left_out": [column.heading for column in view.left_out()],
        "query": view.here(),
        # What the date picker's form carries along, so that another day shows the same view.
        "kept": parse_qsl(view.address(on=None)),
        "clear": "?" + (ItemView(on=view.on, columns=view.columns).address() or PLAIN),
        "bulk_acts": [] if view.on else bulk_acts_for(request.user),
        "most": MOST,
        "plain": view.address(on=None),
        "past": day(view.on),
        "yesterday": (timezone.localdate() - timedelta(days=1)).isoformat(),
        "near_days": NEAR_DAYS,
        "may_export": may(request.user, Act.LEDGER_EXPORT),
        "page_size": PAGE,
    }


@require_POST
def export_items(request: HttpRequest) -> FileResponse:
    """Send exactly the view of the address as a spreadsheet."""
    view = ItemView.of(request.GET)
    on = view.on or timezone.localdate()
    name = _("%(ledger)s-%(day)s.xlsx") % {"ledger": _("整改台账"), "day": on.isoformat()}
    return FileResponse(exports.export_items(view=view, by=request.user), as_attachment=True, filename=name)
