"""The ledger of findings as a spreadsheet."""

import contextlib
import tempfile
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.inspections.models import Theme
from liandu.ledgers.commands import note_export
from liandu.ledgers.exports.writing import Sheet, write_xlsx
from liandu.ledgers.queries import ThemeTotals, View, all_rows
from liandu.ui.dates import moment


def ledger_title(theme: Theme | None) -> str:
    """Return what the ledger is called: of one theme, or of all findings."""
    return _("%(theme)s专项台账") % {"theme": theme} if theme else _("问题台账")


def export_ledger(*, view: View, by: Any, totals: ThemeTotals | None = None) -> IO[bytes]:
    """Return the view as a spreadsheet in an open temporary file at its beginning; what was taken out is journaled.

    ``totals`` are those of the view's theme: they give it the title and the line of who signs.

    The rows are written before the entry, and outside its transaction: a long export must not hold up other writers.
    """
    require(by, Act.LEDGER_EXPORT)
    note = _("%(who)s 于 %(when)s 导出") % {"who": str(by), "when": moment(timezone.now())}
    title = ledger_title(totals.theme if totals else None)
    if totals:
        signers = _("、").join(totals.version.signer_names)
        note += _("；会签方：%(signers)s") % {"signers": signers}
    with contextlib.ExitStack() as closing:
        out = closing.enter_context(tempfile.TemporaryFile(suffix=".xlsx"))
        count = write_xlsx(
            out,
            title=title,
            note=note,
            columns=view.listed(),
            rows=all_rows(by, view),
            group=view.group,
            more=[_of_items(totals)] if totals else [],
        )
        note_export(view=view, rows=count, by=by)
        out.seek(0)
        closing.pop_all()  # from here on the caller closes it
    return out


def _of_items(totals: ThemeTotals) -> Sheet:
    """Return every item of the checklist with its number of findings, also those without."""
    rows = [(item.code, item.name, item.count) for item in totals.items]
    rows += [("", _("未归入检查项"), totals.others)] if totals.others else []
    return Sheet(_("检查项合计"), [(_("检查项"), 10), (_("名称"), 40), (_("问题数"), 12)], rows)
