"""Lists of what was handed over, with how each line was signed. They arrive as copies to read."""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from liandu.access.queries import acts_of, require
from liandu.access.roles import Act
from liandu.exchange.kinds import Coming, Kind, Record, Ref, Selection
from liandu.exchange.travelling.rounds import from_iso, iso
from liandu.exchange.wire import Check, day, fits, many, maybe, number, one_of, packed, text
from liandu.handover.commands import bring_in_list
from liandu.handover.models import ForeignList, Line, LineKind, Package, Purpose, Result
from liandu.handover.queries import foreign_lists_for, packages_for
from liandu.handover.states import SENT, LineState, PackageState
from liandu.inspections.rules import refuse_above_ceiling
from liandu.kernel.refusals import Refusal
from liandu.kernel.secrecy import Grade
from liandu.kernel.words import gettext_noop

MOST_LINES = 20_000
MOST_BYTES = 3 * 1024 * 1024  # of the lines of one list; a record of a package is at most a little longer
STATES = (*SENT, PackageState.WITHDRAWN)  # of a withdrawn package too: the copy follows it

LINE: Mapping[str, Check] = {
    "position": number,
    "kind": one_of(*LineKind.values),
    "number": text(60),
    "title": text(500, least=1),
    "pages": maybe(number),
    "copies": number,
    "grade": one_of(*(grade.value for grade in Grade)),
    "sha256": text(64),
    "note": text(4000),
    "state": one_of(*LineState.values),
    "signed_by": text(60),
    "signed_on": maybe(day),
    "reason": text(300),
    "came_title": text(500),
    "came_pages": maybe(number),
    "came_copies": maybe(number),
    "answer_due_on": maybe(day),
    "answered_on": maybe(day),
    "result": one_of("", *Result.values),
}


_LINES = many(lambda line: fits(line, LINE), most=MOST_LINES)


def _are_lines(value: Any) -> bool:
    return bool(_LINES(value) and value and len(packed(value)) <= MOST_BYTES)


class Lists(Kind):
    """The lists of the packages of the rounds, each with its lines. What is ours goes out, what came is passed on."""

    name = "lists"
    label = pgettext_lazy("records", "移交清单")
    model = ForeignList
    fields = {
        "number": text(40, least=1),
        "title": text(200, least=1),
        "note": text(20_000),
        "purpose": one_of(*Purpose.values),
        "state": one_of(*(state.value for state in STATES)),
        "sender": text(120, least=1),
        "recipient": text(120, least=1),
        "supplements": text(40),
        "handed_over_on": day,
        "settled_on": maybe(day),
        "digest": text(64),
        "lines": _are_lines,
    }
    refs = {"round": Ref("rounds")}

    def may_send(self, reader: Any) -> bool:
        """Return whether the reader may see packages."""
        return {Act.EXCHANGE_PACK, Act.PACKAGE_VIEW} <= acts_of(reader)

    def rows_for(self, reader: Any, selection: Selection) -> Iterator[Model]:
        """Yield the packages of the rounds that were handed over, and the lists that came for them, oldest first."""
        sent = packages_for(reader).filter(round__in=selection.rounds, number__isnull=False, state__in=STATES)
        sent = sent.prefetch_related("lines__signed_by", "lines__answer").order_by("pk")
        came = foreign_lists_for(reader).filter(round__in=selection.rounds).order_by("pk")
        yield from chain(sent.iterator(chunk_size=20), came.iterator(chunk_size=20))

    def is_ours(self, row: Any) -> bool:
        """Return whether the row is a package of ours; what came is kept in a table of its own."""
        return isinstance(row, Package)

    def get(self, key: int) -> ForeignList | None:
        """Return a list that came."""
        return ForeignList.objects.select_related("round").filter(pk=key).first()

    def own(self, key: str) -> Any:
        """Return the package of ours with this key."""
        if not (key.isascii() and key.isdigit() and len(key) < 19):
            return None
        rows = Package.objects.filter(pk=int(key), number__isnull=False)
        return rows.select_related("round", "sender", "recipient", "supplements").first()

    def fields_of(self, row: Any) -> dict[str, Any]:
        """Return the list as it stands; that clues are handed over apart is not said."""
        plain = ("number", "title", "note", "purpose", "state", "digest")
        said = {name: getattr(row, name) for name in plain}
        if isinstance(row, ForeignList):
            same = {name: getattr(row, name) for name in ("sender", "recipient", "supplements", "lines")}
            days = {name: iso(getattr(row, name)) for name in ("handed_over_on", "settled_on")}
            return said | same | days
        return said | {
            "sender": row.sender.name,
            "recipient": row.recipient.name if row.recipient else "—",
            "supplements": (row.supplements.number or "") if row.supplements else "",
            "handed_over_on": _day_of(row.handed_over_at),
            "settled_on": _day_of(row.settled_at),
            "lines": [_said(line) for line in row.lines.all()],
        }

    def refs_of(self, row: Any) -> dict[str, Any]:
        """Return the round."""
        return {"round": row.round}

    def title_of(self, fields: Mapping[str, Any]) -> str:
        """Return number and name."""
        return f"{fields['number']} {fields['title']}"

    def above(self, fields: Mapping[str, Any], ceiling: str) -> bool:
        """Return whether any line is graded above the receiver's ceiling: such a list does not travel at all."""
        return any(Grade(line["grade"]).exceeds(Grade(ceiling)) for line in fields["lines"])

    def refuse(self, record: Record, refs: Mapping[str, Any], existing: Any, coming: Coming) -> None:  # noqa: ARG002
        """Refuse who may not prepare packages, what is above our ceiling, and another version of a list of ours."""
        require(coming.by, Act.PACKAGE_PREPARE)
        for line in record.fields["lines"]:
            refuse_above_ceiling(Grade(line["grade"]), name=record.fields["number"])
        if not coming.source:
            sentence = gettext_noop("清单 %(number)s 是本系统发出的，只在本系统签收和修改，不能由交换包改变。")
            raise Refusal("exchange.list_of_ours", sentence, number=record.fields["number"])

    def apply(self, record: Record, refs: Mapping[str, Any], existing: Any, coming: Coming) -> ForeignList:
        """Keep the copy."""
        said = dict(record.fields)
        said |= {name: from_iso(said[name]) for name in ("handed_over_on", "settled_on")}
        return bring_in_list(foreign_list=existing, round=refs["round"], source=coming.source, by=coming.by, **said)


def _day_of(at: Any) -> str | None:
    return iso(timezone.localdate(at)) if at else None


def _said(line: Line) -> dict[str, Any]:
    plain = ("position", "kind", "number", "title", "pages", "copies", "grade", "sha256", "state", "reason")
    came = ("came_title", "came_pages", "came_copies")
    return {name: getattr(line, name) for name in (*plain, *came)} | {
        "note": line.note[:4000],
        "signed_by": str(line.signed_by)[:60] if line.signed_by else "",
        "signed_on": _day_of(line.signed_at),
        "answer_due_on": iso(line.answer_due_on),
        "answered_on": iso(line.answer.answered_on) if line.answer else None,
        "result": line.answer.result if line.answer else "",
    }
