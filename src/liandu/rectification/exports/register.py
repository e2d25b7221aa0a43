"""The register of institutions as a spreadsheet: exactly the view on the page."""

import contextlib
import tempfile
from typing import IO, TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.rectification.commands import note_register_taken
from liandu.rectification.exports.sheets import write_sheet
from liandu.rectification.queries import RegisterView, institutions_asked_for
from liandu.ui.dates import moment

if TYPE_CHECKING:
    from collections.abc import Iterable


def export_register(*, view: RegisterView, by: Any) -> IO[bytes]:
    """Return the view as a spreadsheet in an open temporary file at its beginning; what was taken out is journaled."""
    require(by, Act.LEDGER_EXPORT)
    heads = [
        (_("制度名称"), 40), (_("文号"), 20), (_("方式"), 10), (_("单位"), 28), (_("印发日期"), 14),
        (_("施行日期"), 14), (_("整改事项"), 18), (_("制度文本"), 30), (_("最近检查"), 14), (_("执行情况"), 16),
    ]  # fmt: skip
    said = {None: _("还没有检查"), True: _("得到执行"), False: _("没有得到执行")}
    asked: Iterable[Any] = institutions_asked_for(by, view).iterator(chunk_size=500)  # with their newest review
    rows = (
        [
            row.title,
            row.number,
            row.get_work_display(),
            row.unit.name,
            row.dated,
            row.in_force_on,
            row.item.number,
            row.evidence.title if row.evidence else "",
            row.reviewed_on,
            said[row.carried_out],
        ]
        for row in asked
    )
    with contextlib.ExitStack() as closing:
        out = closing.enter_context(tempfile.TemporaryFile(suffix=".xlsx"))
        note = _("%(who)s 于 %(when)s 导出") % {"who": by, "when": moment(timezone.now())}
        count = write_sheet(out, title=_("制度台账"), note=note, heads=heads, rows=rows)
        note_register_taken(rows=count, by=by)
        out.seek(0)
        closing.pop_all()  # from here on the caller closes it
    return out
