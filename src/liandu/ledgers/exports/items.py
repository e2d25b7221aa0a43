"""The ledger of items as a spreadsheet: the view of the page, of the present or of a past day, and its totals."""

import contextlib
import tempfile
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.ledgers.commands import note_export_of_items
from liandu.ledgers.exports.writing import Sheet, write_xlsx
from liandu.ledgers.item_view import ItemView
from liandu.ledgers.queries import Totals, all_item_rows, book_of, totals_of
from liandu.rectification.states import Result, State
from liandu.ui.dates import day, moment


def export_items(*, view: ItemView, by: Any) -> IO[bytes]:
    """Return the view as a spreadsheet in an open temporary file at its beginning; what was taken out is journaled.

    The rows are written before the entry, and outside its transaction: a long export must not hold up other writers.
    """
    require(by, Act.LEDGER_EXPORT)
    totals = totals_of(view, book_of(by, view, act=Act.LEDGER_EXPORT))
    note = _("%(who)s 于 %(when)s 导出；%(rate)s") % {
        "who": str(by),
        "when": moment(timezone.now()),
        "rate": rate_in_words(totals),
    }
    with contextlib.ExitStack() as closing:
        out = closing.enter_context(tempfile.TemporaryFile(suffix=".xlsx"))
        count = write_xlsx(
            out,
            title=items_title(view),
            note=note,
            columns=view.listed(),
            rows=all_item_rows(by, view),
            group=view.group,
            more=[_of_totals(totals)],
        )
        note_export_of_items(view=view, rows=count, by=by)
        out.seek(0)
        closing.pop_all()  # from here on the caller closes it
    return out


def items_title(view: ItemView) -> str:
    """Return what the ledger is called: of the present, or of a past day."""
    return _("%(day)s的整改台账") % {"day": day(view.on)} if view.on else _("整改台账")


def rate_in_words(totals: Totals) -> str:
    """Return the rate of completion with its numerator, its denominator and its day."""
    facts = {"done": totals.all.done, "total": totals.all.total, "rate": totals.all.rate, "day": day(totals.day)}
    if not totals.all.total:
        return _("没有应完成的事项，截至%(day)s") % facts
    return _("完成 %(done)s / 应完成 %(total)s，%(rate)s，截至%(day)s") % facts


def _of_totals(totals: Totals) -> Sheet:
    rows: list[tuple[Any, ...]] = [(_("应完成"), totals.all.total), (_("完成"), totals.all.done)]
    rows += [(_("完成率"), totals.all.rate or "—"), (_("已逾期"), totals.all.overdue)]
    rows += [(str(result.label), totals.results.get(result, 0)) for result in Result]
    rows += [(str(state.label), totals.states.get(state, 0)) for state in State]
    return Sheet(_("合计"), [(_("项目"), 24), (_("数量"), 12)], rows)
