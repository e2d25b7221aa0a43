"""Findings with their words, passage and number. Here they get a number of ours and keep where they came from."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import Model
from django.utils.translation import pgettext_lazy

from liandu.access.queries import acts_of, require
from liandu.access.roles import Act
from liandu.exchange.kinds import Coming, Kind, Record, Ref, Selection
from liandu.exchange.travelling.rounds import from_iso, iso
from liandu.exchange.wire import Check, day, flag, many, maybe, named, number, one_of, text
from liandu.findings.commands import bring_in_finding, withdraw_finding
from liandu.findings.models import Finding
from liandu.findings.queries import findings_for
from liandu.findings.states import State
from liandu.inspections.taxonomies import taxonomy
from liandu.intake.models import Document
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop

_AT_SOURCE = gettext_noop("来源单位已撤回")
_PASSAGE: Check = many(number, most=3)


def _is_passage(value: Any) -> bool:
    return value is None or (_PASSAGE(value) and len(value) == 3 and value[1] <= value[2])


def _is_category(value: Any) -> bool:
    return value == "" or (isinstance(value, str) and taxonomy().knows(value))


class Findings(Kind):
    """The findings of the rounds."""

    name = "findings"
    label = pgettext_lazy("records", "问题")
    model = Finding
    fields = {
        "number": text(40, least=1),
        "aspect": text(300),
        "problem": text(500),
        "title": text(20_000, least=1),
        "category": _is_category,
        "category_confirmed": flag,
        "stated": named(text(20_000), most=60),
        "rectification": text(60_000),
        "quote": text(20_000),
        "passage": _is_passage,
        "feedback_on": maybe(day),
        "state": one_of(*State.values),
    }
    refs = {"round": Ref("rounds"), "unit": Ref("units"), "material": Ref("material", optional=True)}

    def may_send(self, reader: Any) -> bool:
        """Return whether the reader may see findings."""
        return {Act.EXCHANGE_PACK, Act.FINDING_VIEW} <= acts_of(reader)

    def rows_for(self, reader: Any, selection: Selection) -> Iterator[Model]:
        """Yield the findings within reach, by number."""
        rows = findings_for(reader).filter(round__in=selection.rounds).order_by("number")
        rows = rows.select_related("round", "unit", "document__material__file")
        yield from rows.iterator(chunk_size=500)

    def get(self, key: int) -> Finding | None:
        """Return a finding."""
        return self.get_many([key]).get(key)

    def get_many(self, keys: Collection[int]) -> dict[int, Finding]:
        """Return findings by key."""
        rows = Finding.objects.select_related("round", "unit", "document__material")
        return {row.pk: row for row in rows.filter(pk__in=keys)}

    def fields_of(self, row: Any) -> dict[str, Any]:
        """Return the finding's words and what its document states; the number is that of its source."""
        plain = ("aspect", "problem", "title", "category", "category_confirmed", "rectification", "quote", "state")
        said = {name: getattr(row, name) for name in plain}
        stated = {name: value for name, value in row.stated.items() if isinstance(value, str)}
        passage = [row.block, row.start, row.end] if row.block is not None else None
        number_ = row.source_number or row.number
        return said | {
            "number": number_, "stated": stated, "passage": passage, "feedback_on": iso(row.feedback_on)
        }  # fmt: skip

    def refs_of(self, row: Any) -> dict[str, Any]:
        """Return round, unit, and the material the passage stands in."""
        return {"round": row.round, "unit": row.unit, "material": row.document.material if row.document else None}

    def title_of(self, fields: Mapping[str, Any]) -> str:
        """Return number and words."""
        return f"{fields['number']} {fields['title']}"

    def refuse(self, record: Record, refs: Mapping[str, Any], existing: Any, coming: Coming) -> None:
        """Refuse who may not confirm findings of the unit; a withdrawal needs the right to withdraw."""
        require(coming.by, Act.FINDING_RAISE, unit=refs["unit"])
        state = record.fields["state"]
        if state == State.WITHDRAWN and (existing is None or existing.state != State.WITHDRAWN):
            require(coming.by, Act.FINDING_WITHDRAW, unit=refs["unit"])
        if existing is not None and state == State.CONFIRMED and existing.state == State.WITHDRAWN:
            sentence = gettext_noop("%(number)s 在本系统已经撤回，编号不再使用，不能由交换包恢复。")
            raise Refusal("exchange.finding_withdrawn", sentence, number=existing.number)

    def apply(self, record: Record, refs: Mapping[str, Any], existing: Any, coming: Coming) -> Finding:
        """Take the finding over."""
        said = dict(record.fields)
        state, passage, original = said.pop("state"), said.pop("passage"), said.pop("number")
        said |= {"feedback_on": from_iso(said["feedback_on"]), "source": "", "source_number": ""}
        if coming.source:
            said |= {"source": coming.source, "source_number": original}
        material = refs["material"]
        row = bring_in_finding(
            finding=existing,
            round=refs["round"],
            unit=refs["unit"],
            document=Document.objects.filter(material=material).first() if material else None,
            passage=tuple(passage) if passage else None,
            by=coming.by,
            **said,
        )
        if state == State.WITHDRAWN and row.state == State.CONFIRMED:
            withdraw_finding(finding=row, reason=_AT_SOURCE, by=coming.by)
        return row
