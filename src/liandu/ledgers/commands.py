"""Taking a ledger out: the export is made and journaled in one act."""

import tempfile
from typing import IO, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.journal.commands import record
from liandu.ledgers.exports import write_xlsx
from liandu.ledgers.queries import View, all_rows
from liandu.orgs.queries import root_unit
from liandu.ui.dates import moment


def export_ledger(*, view: View, by: Any) -> IO[bytes]:
    """Return the view as a spreadsheet in an open temporary file at its beginning; what was taken out is journaled.

    The rows are written before the entry, and outside its transaction: a long export must not hold up other writers.
    """
    require(by, Act.LEDGER_EXPORT)
    out = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 - the caller sends and closes it
    note = _("%(who)s 于 %(when)s 导出") % {"who": str(by), "when": moment(timezone.now())}
    count = write_xlsx(
        out, title=_("问题台账"), note=note, columns=view.listed(), rows=all_rows(by, view), group=view.group
    )
    note_export(view=view, rows=count, by=by)
    out.seek(0)
    return out


@transaction.atomic
def note_export(*, view: View, rows: int, by: Any) -> None:
    """Journal that ``by`` took ``rows`` rows of the ledger out, and which view."""
    record(act="ledger.exported", subject=root_unit(), by=by, facts={"view": view.address(), "rows": rows})
