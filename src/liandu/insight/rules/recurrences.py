"""What may be judged of a recurrence, and what one that is confirmed means for the item of before."""

from liandu.findings.states import State as FindingState
from liandu.insight.models import Recurrence, RecurrenceKind
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.rectification.models import Item
from liandu.rectification.states import State


def refuse_withdrawn(recurrence: Recurrence) -> None:
    """Raise Refusal when one side was withdrawn: there is nothing to judge about what is no problem any more."""
    sides = (recurrence.finding, recurrence.earlier)
    withdrawn = next((one for one in sides if one.state != FindingState.CONFIRMED), None)
    if withdrawn is not None:
        sentence = gettext_noop("问题 %(number)s 已撤回，不用再研判。")
        raise Refusal("recurrence.withdrawn", sentence, number=withdrawn.number)


def is_relapse(recurrence: Recurrence) -> bool:
    """Return whether the unit itself has the problem again, in other words or the same."""
    return recurrence.unit_id == recurrence.earlier_unit_id and recurrence.kind != RecurrenceKind.ELSEWHERE


def calls_for_reopening(item: Item) -> bool:
    """Return whether a relapse means that this item of the earlier finding should be opened again."""
    return item.state == State.WRITTEN_OFF and not item.kept_at
