"""The comparison of two days as a spreadsheet: what changed, by whose acts, and the totals of both days."""

import contextlib
import tempfile
from collections.abc import Iterator
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.journal.queries import Line
from liandu.ledgers.columns import Column
from liandu.ledgers.commands import note_export_of_comparison
from liandu.ledgers.compare_view import CompareView
from liandu.ledgers.exports.items import rate_in_words
from liandu.ledgers.exports.writing import Sheet, write_xlsx
from liandu.ledgers.queries import Row, all_changed, book_of, moves_between, totals_of
from liandu.rectification.states import Result, State
from liandu.ui.dates import day, moment


def export_comparison(*, view: CompareView, by: Any) -> IO[bytes]:
    """Return the comparison in an open temporary file at its beginning; what was taken out is journaled."""
    require(by, Act.LEDGER_EXPORT)
    then, now = (
        totals_of(on, book_of(by, on, act=Act.LEDGER_EXPORT)) for on in (view.on(view.first), view.on(view.last))
    )
    note = _("%(who)s 于 %(when)s 导出；%(rate)s") % {
        "who": str(by),
        "when": moment(timezone.now()),
        "rate": f"{rate_in_words(then)} → {rate_in_words(now)}",
    }
    title = _("整改台账对比：%(first)s至%(last)s") % {"first": day(view.first), "last": day(view.last)}
    moves = [
        (str(State(before).label) if before else _("（还没有立账）"), str(State(after).label), number)
        for (before, after), number in moves_between(by, view).moves.items()
    ]
    sheet = Sheet(_("状态变动"), [(_("原来的状态"), 18), (_("后来的状态"), 18), (_("数量"), 10)], moves)
    with contextlib.ExitStack() as closing:
        out = closing.enter_context(tempfile.TemporaryFile(suffix=".xlsx"))
        count = write_xlsx(
            out, title=title, note=note, columns=_columns(view), rows=_rows(by, view), group="", more=[sheet]
        )
        note_export_of_comparison(view=view, rows=count, by=by)
        out.seek(0)
        closing.pop_all()  # from here on the caller closes it
    return out


def _columns(view: CompareView) -> list[Column]:
    days = {"first": day(view.first), "last": day(view.last)}
    return [
        Column("number", _("编号"), (), width=15),
        Column("unit", _("责任单位"), (), width=20),
        Column("title", _("具体表现"), (), width=50),
        Column("then", _("%(first)s的状态") % days, (), width=14),
        Column("now", _("%(last)s的状态") % days, (), width=14),
        Column("result_then", _("%(first)s的结果") % days, (), width=14),
        Column("result_now", _("%(last)s的结果") % days, (), width=14),
        Column("changes", _("变化"), (), width=20),
        Column("acts", _("经过"), (), width=60),
    ]


def _rows(by: Any, view: CompareView) -> Iterator[Row]:
    for row, acts in all_changed(by, view):
        then = row.then
        values = [
            row.number,
            row.unit,
            row.title,
            str(State(then["state"]).label) if then else None,
            str(State(row.now["state"]).label),
            str(Result(then["result"]).label) if then else None,
            str(Result(row.now["result"]).label),
            _("、").join(str(change.label) for change in row.changes),
            "\n".join(_act(line) for line in acts),
        ]
        yield Row(row.item, None, None, values)


def _act(line: Line) -> str:
    who = " ".join(part for part in (line.actor, line.office) if part)
    reason = _("（%(what)s）") % {"what": line.reason} if line.reason else ""
    return f"{moment(line.at)} {who} {line.sentence}{reason}"
