"""What became of an act on many items, as its entry in the journal says."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from liandu.access.queries import acts_of
from liandu.journal.queries import facts_of
from liandu.kernel.refusals import Refusal
from liandu.ledgers.queries.items import items_with_keys
from liandu.rectification.bulk_acts import BulkAct, bulk_act, bulk_acts
from liandu.rectification.models import Item


@dataclass(frozen=True, slots=True)
class BulkResult:
    """An act on many items: when, why, the items it was done to, and those it was not, each with the refusal."""

    act: BulkAct
    at: datetime
    reason: str
    done: list[Item]
    refused: list[tuple[Item, Refusal]]


def bulk_result(reader: Any, seq: int, *, entry: str) -> BulkResult | None:
    """Return what became of the act that entry ``seq`` of kind ``entry`` sums up; None unless the reader did it."""
    found = facts_of(seq, act=entry, actor=reader.username)
    act = bulk_act(found.facts["act"]) if found else None
    if found is None or act is None:
        return None
    told = {row["item"]: Refusal(row["code"], row["sentence"], **row["facts"]) for row in found.facts["refused"]}
    items = items_with_keys(reader, [*found.facts["done"], *told])
    return BulkResult(
        act=act,
        at=found.at,
        reason=found.reason,
        done=[item for item in items if item.pk not in told],
        refused=[(item, told[item.pk]) for item in items if item.pk in told],
    )


def bulk_acts_for(reader: Any) -> list[BulkAct]:
    """Return the acts on many items that the reader has the right to, somewhere."""
    mine = acts_of(reader)
    return [act for act in bulk_acts() if act.right in mine]
