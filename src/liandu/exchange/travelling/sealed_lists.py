"""Sealed lists of clues: only by explicit choice, by who sent them, to who registers clues at the other side.

A package is packed and opened by an office that holds no act on clues: who packs or opens this part needs both posts.
For everybody else it is not there.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from liandu.access.queries import acts_of
from liandu.access.roles import Act
from liandu.clues.commands import Listed, bring_in_list
from liandu.clues.models import ListLine, SealedList, Source
from liandu.clues.queries import lists_for, registers_of
from liandu.clues.rules import refuse_above_ceiling
from liandu.clues.sealing import unseal
from liandu.clues.states import ListState
from liandu.exchange.kinds import Coming, Kind, Record, Ref, Selection
from liandu.exchange.models import Foreign
from liandu.exchange.wire import fits, many, moment, moment_out, one_of, text
from liandu.kernel.refusals import Refusal
from liandu.kernel.secrecy import Grade
from liandu.kernel.words import gettext_noop
from liandu.orgs.models import Unit

MOST_LINES = 500
_UNIT = {"code": text(10, least=1), "name": text(120, least=1)}
_STATES = (ListState.SENT, ListState.SIGNED, ListState.SETTLED)


def _is_unit(value: Any) -> bool:
    return value is None or fits(value, _UNIT)


def _pages(value: Any) -> bool:
    return type(value) is int and 0 <= value <= 32_767


_LINE = {
    "title": text(300, least=1),
    "source": one_of(*Source.values),
    "pages": _pages,
    "copies": _pages,
    "grade": one_of(*(grade.value for grade in Grade)),
    "unit": _is_unit,
}


def _are_lines(value: Any) -> bool:
    return bool(many(lambda line: fits(line, _LINE), most=MOST_LINES)(value) and value)


class SealedLists(Kind):
    """The sealed lists of the rounds that the person who packs has sent, once they are closed to change."""

    name = "sealed_lists"
    label = _("密封线索清单")
    sealed = True
    compared = False  # what was sent does not change; how it was signed is each register's own
    tied = False
    personal = frozenset({"exchange.sealed_not_yours", "list.recused"})
    final = frozenset({"clue.above_ceiling"})
    model = SealedList
    fields = {
        "number": text(40, least=1),
        "envelope": text(40),
        "sent_at": moment,
        "lines": _are_lines,
    }
    refs = {"round": Ref("rounds")}

    def may_send(self, reader: Any) -> bool:
        """Return whether the reader both packs and sends clues."""
        return {Act.EXCHANGE_PACK, Act.CLUE_SEND} <= acts_of(reader)

    def may_see(self, reader: Any) -> bool:
        """Return whether the reader sends or registers clues."""
        return bool({Act.CLUE_SEND, Act.CLUE_REGISTER} & acts_of(reader))

    def rows_for(self, reader: Any, selection: Selection) -> Iterator[Model]:
        """Yield the lists that the reader sent in these rounds, oldest first."""
        rows = lists_for(reader).filter(sender=reader.pk, round__in=selection.rounds, state__in=_STATES)
        yield from rows.select_related("round").order_by("sent_at", "key").iterator(chunk_size=50)

    def is_ours(self, row: Any) -> bool:  # noqa: ARG002 - only what is ours is sent
        """Return True: what came from elsewhere is not passed on."""
        return True

    def get(self, key: int) -> None:
        """Return nothing: no row is kept of which list is which."""

    def own(self, key: str) -> SealedList | None:
        """Return the list of ours with this key."""
        return SealedList.objects.filter(pk=key, came_as=None).first()

    def fields_of(self, row: Any) -> dict[str, Any]:
        """Return the list with its titles, opened: they are sealed again by the package itself."""
        lines = ListLine.objects.filter(sealed_list=row).select_related("unit").order_by("place")
        return {
            "number": row.number,
            "envelope": row.envelope,
            "sent_at": moment_out(row.sent_at),
            "lines": [_said(line) for line in lines],
        }

    def refs_of(self, row: Any) -> dict[str, Any]:
        """Return the round."""
        return {"round": row.round}

    def title_of(self, fields: Mapping[str, Any]) -> str:  # noqa: ARG002 - no word of it is kept
        """Return nothing."""
        return ""

    def above(self, fields: Mapping[str, Any], ceiling: str) -> bool:
        """Return whether any line is graded above the receiver's ceiling."""
        return any(Grade(line["grade"]).exceeds(Grade(ceiling)) for line in fields["lines"])

    def match(self, record: Record, refs: Mapping[str, Any]) -> SealedList | None:  # noqa: ARG002 - it says itself
        """Return the list that this record became when it came before."""
        return SealedList.objects.filter(came_as=_came_as(record)).first()

    def refuse(self, record: Record, refs: Mapping[str, Any], existing: Any, coming: Coming) -> None:  # noqa: ARG002
        """Refuse who registers no clues, what is above our ceiling, and a unit that we cannot tell; without words."""
        if Act.CLUE_REGISTER not in acts_of(coming.by) or not registers_of(coming.by).exists():
            raise Refusal("exchange.sealed_not_yours", gettext_noop("没有权限接收密封部分，未写入。"))
        for line in record.fields["lines"]:
            refuse_above_ceiling(Grade(line["grade"]))
            _unit(record, line)

    def apply(self, record: Record, refs: Mapping[str, Any], existing: Any, coming: Coming) -> SealedList:  # noqa: ARG002
        """Take the list in for the case office of the person who opens it."""
        said = record.fields
        lines = [
            Listed(one["title"], one["source"], one["pages"], one["copies"], Grade(one["grade"]), _unit(record, one))
            for one in said["lines"]
        ]
        return bring_in_list(
            recipient=registers_of(coming.by).order_by("path")[0],
            round=refs["round"],
            source=coming.source,
            came_as=_came_as(record),
            number=said["number"],
            envelope=said["envelope"],
            sent_at=datetime.fromisoformat(said["sent_at"]),
            lines=lines,
            by=coming.by,
        )


def _came_as(record: Record) -> str:
    return f"{record.origin}:{record.key}"


def _said(line: ListLine) -> dict[str, Any]:
    plain = {name: getattr(line, name) for name in ("source", "pages", "copies", "grade")}
    unit = {"code": line.unit.code, "name": line.unit.name} if line.unit else None
    return plain | {"title": unseal(line, "title"), "unit": unit}


def _unit(record: Record, line: Mapping[str, Any]) -> Unit | None:
    """Return our unit that a line concerns: it decides who is recused, so one that is named must be known."""
    said = line["unit"]
    if said is None:
        return None
    matched = Foreign.objects.filter(kind="units", origin__code=record.origin, key=said["code"]).first()
    which = {"pk": matched.local} if matched else {"code": said["code"], "name": said["name"]}
    rows = Unit.objects.filter(**which)
    unit = rows.first()
    if unit is None:
        sentence = gettext_noop("密封部分涉及的单位在本系统没有对应，未写入。请先设立机构或者指定对应关系。")
        raise Refusal("exchange.sealed_unit_unknown", sentence)
    return unit
