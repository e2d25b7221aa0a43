"""How items look: a tone and a shape for every state, kind and result, deadlines in words, the way an item goes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from liandu.inspections.models import Signer
from liandu.rectification.rules import policy_for
from liandu.rectification.states import Kind, Result, State
from liandu.ui.dates import day, distance

# Tone and shape: a state is told by its word and its shape; the tone only repeats it.
STATE_LOOKS = {
    State.REGISTERED: ("now", "○"),
    State.DISPUTED: ("look", "？"),
    State.ACKNOWLEDGED: ("now", "◔"),
    State.PLAN_REVIEW: ("now", "◑"),
    State.RECTIFYING: ("now", "◕"),
    State.REQUESTED: ("now", "◇"),
    State.PUBLICITY: ("now", "◈"),
    State.WRITTEN_OFF: ("good", "●"),
    State.ENDED: ("late", "■"),
    State.CANCELLED: ("plain", "⊘"),
}
KIND_LOOKS = {Kind.AT_ONCE: ("plain", "▲"), Kind.BY_DATE: ("plain", "▶"), Kind.LONG_TERM: ("plain", "∞")}
RESULT_LOOKS = {
    Result.NOT_DONE: ("plain", "□"),
    Result.UNDER_WAY: ("now", "◧"),
    Result.BASICALLY_DONE: ("look", "▣"),
    Result.DONE: ("good", "■"),
}
NEAR_DAYS = 20  # the first reminder of the policies that come along


@dataclass(frozen=True, slots=True)
class Look:
    """A badge: words with tone and shape."""

    words: str
    tone: str
    shape: str


def state_look(state: str) -> Look:
    """Return the badge of a state of items."""
    return Look(str(State(state).label), *STATE_LOOKS[State(state)])


def kind_look(kind: str) -> Look:
    """Return the badge of a kind of rectification."""
    return Look(str(Kind(kind).label), *KIND_LOOKS[Kind(kind)])


def result_look(result: str) -> Look:
    """Return the badge of a result."""
    return Look(str(Result(result).label), *RESULT_LOOKS[Result(result)])


def due_look(on: date | None) -> Look | None:
    """Return how far a deadline is in words (还有 6 天, 今天, 逾期 3 天); None without one."""
    if on is None:
        return None
    left = (on - timezone.localdate()).days
    if left < 0:
        return Look(ngettext("逾期 %(n)s 天", "逾期 %(n)s 天", -left) % {"n": -left}, "late", "!")
    words = _("今天到期") if left == 0 else distance(on)
    return Look(words, "look" if left <= NEAR_DAYS else "plain", "◷")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline of an item: what it is for, the day, how far it is, and the basis that sets it ("" for none)."""

    words: str
    on: str
    look: Look


def deadlines_of(item: Any) -> list[Deadline]:
    """Return the deadline of the next step and that of the whole, where they differ; none of what is closed."""
    found = []
    step, whole = due_look(item.step_due_on), due_look(item.due_on)
    if step is not None and item.step_due_on != item.due_on:
        found.append(Deadline(_("本步时限"), day(item.step_due_on), step))
    if whole is not None and item.state not in {State.WRITTEN_OFF, State.ENDED, State.CANCELLED}:
        found.append(Deadline(_("完成时限"), day(item.due_on), whole))
    return found


# Whose turn it is, by state: what they have to do, and the duty of the offices that do it ("" for the unit itself).
TURNS: dict[State, tuple[str | Promise, str]] = {
    State.REGISTERED: (gettext_lazy("%(who)s认领，或者提出异议"), ""),
    State.DISPUTED: (gettext_lazy("%(who)s答复异议"), Signer.INSPECTION),
    State.ACKNOWLEDGED: (gettext_lazy("%(who)s报送整改方案"), ""),
    State.PLAN_REVIEW: (gettext_lazy("%(who)s审核整改方案"), Signer.SUPERVISING),
    State.RECTIFYING: (gettext_lazy("%(who)s整改、填报进展，完成后申请销号"), ""),
    State.REQUESTED: (gettext_lazy("%(who)s依次审核签字"), Signer.SUPERVISING),
    State.PUBLICITY: (gettext_lazy("%(who)s在公示期满后办理销号"), Signer.INSPECTION),
}


def whose_turn(item: Any, offices: Iterable[Any], parties: Iterable[str] = ()) -> str:
    """Return in words who has to do what now ("" when nothing waits); ``offices`` are the item's.

    ``parties`` are those whose agreement an open request asks for, in order; one office of each signs ("甲/乙").
    """
    turn = TURNS.get(State(item.state))
    if turn is None:
        return ""
    sentence, duty = turn
    if not duty:
        return str(sentence) % {"who": item.unit}
    rows = list(offices)
    named = [[str(row.office) for row in rows if row.duty == party] for party in tuple(parties) or (duty,)]
    who = _("、").join("/".join(names) for names in named if names)
    return str(sentence) % {"who": who or str(Signer(duty).label)}


@dataclass(frozen=True, slots=True)
class Stop:
    """A station on the way of an item: its word, its shape, and whether it is "done", "here" or "ahead"."""

    words: str
    shape: str
    place: str


_DONE, _HERE, _AHEAD = "done", "here", "ahead"
_WAY = {
    State.REGISTERED: gettext_lazy("认领"),
    State.ACKNOWLEDGED: gettext_lazy("报方案"),
    State.PLAN_REVIEW: gettext_lazy("审方案"),
    State.RECTIFYING: gettext_lazy("整改"),
    State.REQUESTED: gettext_lazy("销号审核"),
    State.PUBLICITY: gettext_lazy("公示"),
    State.WRITTEN_OFF: gettext_lazy("销号"),
}
_SHAPES = {_DONE: "●", _HERE: "◉", _AHEAD: "○"}


def way_of(item: Any) -> list[Stop]:
    """Return how far an item has come: opened, acknowledged, planned, … written off, each as a station.

    Publicity stands there only where the policy asks for it. An item that ended otherwise ends the way there.
    """
    state = State(item.state)
    stops = [Stop(_("立账"), _SHAPES[_DONE], _DONE)]
    if state == State.CANCELLED:
        return [*stops, Stop(str(state.label), "⊘", _HERE)]
    if state == State.ENDED:
        return [*stops, Stop(str(state.label), "■", _HERE)]
    order = [each for each in _WAY if each != State.PUBLICITY or policy_for(item.policy_id).publicity_days]
    at = State.REGISTERED if state == State.DISPUTED else state
    here = order.index(at) if at in order else order.index(State.REQUESTED)
    for number, each in enumerate(order):
        place = _DONE if number < here or state == State.WRITTEN_OFF else _HERE if number == here else _AHEAD
        words = _("有异议，待答复") if each == at and state == State.DISPUTED else str(_WAY[each])
        stops.append(Stop(words, _SHAPES[place], place))
    return stops
