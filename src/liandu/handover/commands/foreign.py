"""Taking over the list of a package from another installation: a copy, which nothing else here changes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.handover.models import ForeignList, LineKind, Purpose, Result
from liandu.handover.rules import refuse_unless_copied_whole
from liandu.handover.states import LineState, PackageState
from liandu.inspections.models import Round
from liandu.inspections.rules import refuse_above_ceiling
from liandu.journal.commands import record
from liandu.kernel.secrecy import Grade


@transaction.atomic
def bring_in_list(
    *,
    foreign_list: ForeignList | None,
    round: Round,  # noqa: A002 - the field's term
    source: str,
    number: str,
    title: str,
    note: str,
    purpose: str,
    state: str,
    sender: str,
    recipient: str,
    supplements: str,
    handed_over_on: date,
    settled_on: date | None,
    digest: str,
    lines: Sequence[Mapping[str, Any]],
    by: Any,
) -> ForeignList:
    """Keep a list as ``source`` says it stands, anew or over the copy that came before, and return the copy.

    A line graded above our ceiling refuses the whole list: a list with a line left out would count wrongly.
    """
    require(by, Right.PACKAGE_PREPARE, subject=foreign_list)
    refuse_unless_copied_whole(source=source, number=number, state=state, lines=lines)
    for line in lines:
        refuse_above_ceiling(Grade(line["grade"]), name=number)
        _known_words(line)
    row = foreign_list or ForeignList(brought_in_by=by)
    said = {
        "round": round, "source": source, "number": number, "title": title, "note": note, "purpose": Purpose(purpose),
        "state": PackageState(state), "sender": sender, "recipient": recipient, "supplements": supplements,
        "handed_over_on": handed_over_on, "settled_on": settled_on, "digest": digest,
        "lines": [dict(line) for line in lines],
    }  # fmt: skip
    for name, value in said.items():
        setattr(row, name, value)
    if row.pk is None:
        row.save(force_insert=True)
    else:
        row.save(update_fields=list(said))
    facts = {"number": number, "source": source, "state": row.state, "lines": len(lines)}
    record(act="package.brought_in", subject=row, by=by, facts=facts)
    return row


def _known_words(line: Mapping[str, Any]) -> None:
    """Raise ValueError for a line whose codes our pages have no words for."""
    LineKind(line["kind"])
    LineState(line["state"])
    if line["result"]:
        Result(line["result"])
