"""Whether items, their balances and the journal say the same: the account can be read back from its entries alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from liandu.journal.queries import facts_of_acts
from liandu.journal.subjects import subject_of
from liandu.rectification.models import FAR, Balance, Item
from liandu.rectification.states import ITEMS

OPENED = ("item.opened", "item.brought_in")  # the second: of an item that another installation keeps
TOGETHER = 500  # items looked at with one question to the journal


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What does not agree about an item: its number, a stable code, and what each side says."""

    number: str
    code: str
    here: str
    there: str


def disagreements() -> Iterator[Disagreement]:
    """Yield everything on which items, balances and journal differ; nothing when all is well.

    Reads all items in pieces; the caller is a check of the house, not a person with a reach.
    """
    keys = list(Item.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), TOGETHER):
        yield from _of_some(keys[start : start + TOGETHER])


def _of_some(keys: list[int]) -> Iterator[Disagreement]:
    items = list(Item.objects.filter(pk__in=keys).order_by("pk"))
    told = facts_of_acts([subject_of(item) for item in items], beginning="item.")
    balances: dict[int, list[Balance]] = {}
    for row in Balance.objects.filter(item__in=keys).order_by("item", "since"):
        balances.setdefault(row.item_id, []).append(row)
    for item in items:
        yield from _with_journal(item, told.get(subject_of(item), []))
        yield from _with_balances(item, balances.get(item.pk, []), told.get(subject_of(item), []))


def _with_journal(item: Item, told: list[tuple[int, str, dict[str, str]]]) -> Iterator[Disagreement]:
    if not told or told[0][1] not in OPENED:
        yield Disagreement(item.number, "not_opened", "item", told[0][1] if told else "")
        return
    state = str(ITEMS.initial)
    for _seq, act, facts in told:
        if "to" not in facts:
            continue
        if facts["from"] != state:
            yield Disagreement(item.number, "chain_broken", f"{act} from {facts['from']}", state)
        state = facts["to"]
    if state != item.state:
        yield Disagreement(item.number, "state_differs", item.state, state)


def _with_balances(
    item: Item, balances: list[Balance], told: list[tuple[int, str, dict[str, str]]]
) -> Iterator[Disagreement]:
    if not balances or balances[-1].until != FAR:
        yield Disagreement(item.number, "no_balance_stands", "", "")
        return
    last = balances[-1]
    for name in ("state", "kind", "result", "due_on", "step_due_on", "extensions", "reopenings"):
        if getattr(last, name) != getattr(item, name):
            yield Disagreement(
                item.number, f"balance_differs.{name}", str(getattr(item, name)), str(getattr(last, name))
            )
    if told and last.seq > told[-1][0]:
        yield Disagreement(item.number, "balance_without_entry", str(last.seq), str(told[-1][0]))
    for one, other in pairwise(balances):
        if one.until != other.since:
            yield Disagreement(item.number, "balances_apart", str(one.until), str(other.since))
