"""What the kinds have in common that belong to an item: who sends and takes them over, and whose they must be."""

from collections.abc import Mapping
from typing import Any

from liandu.access.queries import acts_of, require
from liandu.access.roles import Act
from liandu.exchange.kinds import Coming, Kind, Record, Ref
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop


class OfItems(Kind):
    """A kind that says something about an item: it is written where the item is kept, and nowhere else."""

    needs = ("items",)
    refs = {"item": Ref("items")}

    def may_send(self, reader: Any) -> bool:
        """Return whether the reader may see items."""
        return {Act.EXCHANGE_PACK, Act.ITEM_VIEW} <= acts_of(reader)

    def refs_of(self, row: Any) -> dict[str, Any]:
        """Return the item."""
        return {"item": row.item}

    def refuse(self, record: Record, refs: Mapping[str, Any], existing: Any, coming: Coming) -> None:  # noqa: ARG002
        """Refuse who may not open items of the unit, what we wrote ourselves, and what another site wrote."""
        require(coming.by, Act.ITEM_OPEN, unit=refs["item"].unit)
        refuse_of_ours(coming)
        of = record.refs["item"]
        if of is None or of[0] != record.origin:
            sentence = gettext_noop("这一条不是由维护该事项的单位填写的，没有接收。")
            raise Refusal("exchange.not_by_its_keeper", sentence)


def refuse_of_ours(coming: Coming) -> None:
    """Raise Refusal when a record says that it is ours: what we keep is changed here alone."""
    if not coming.source:
        sentence = gettext_noop("这是本系统维护的台账，只在本系统办理，不能由交换包改变。")
        raise Refusal("exchange.item_of_ours", sentence)
