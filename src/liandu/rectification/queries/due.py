"""What is due on items, for whom: counted in the database by unit and day, told to who must act next.

The number of queries does not grow with the items: those that wait for a unit or its supervising office come as counts,
and only those that wait for signatures, each with parties of its own, come one by one.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Min, QuerySet
from django.urls import reverse

from liandu.access.queries import Ground
from liandu.access.queries.standings import Standing, read_standings
from liandu.access.roles import Act
from liandu.inspections.models import PolicyVersion, Signer
from liandu.inspections.policies import Policy
from liandu.inspections.queries import policies_of
from liandu.kernel.words import Sentence, gettext_noop
from liandu.notices.due import Due
from liandu.orgs.models import Unit
from liandu.orgs.queries import above
from liandu.rectification.models import Item, ItemOffice, Request
from liandu.rectification.queries.items import items_for, own_items
from liandu.rectification.rules import HERE
from liandu.rectification.states import RequestState, State

# What the next step of an item in a state is called.
STEPS = {
    State.REGISTERED: gettext_noop("认领"),
    State.DISPUTED: gettext_noop("答复异议"),
    State.ACKNOWLEDGED: gettext_noop("报送整改方案"),
    State.PLAN_REVIEW: gettext_noop("审核整改方案"),
    State.RECTIFYING: gettext_noop("完成整改"),
    State.REQUESTED: gettext_noop("销号签字"),
}
# Whose step it is: who stands at the unit (or the nearest unit above that has somebody) and carries one of these acts.
AT_THE_UNIT = {
    State.REGISTERED: (Act.ITEM_ACKNOWLEDGE, Act.PLAN_FILE),
    State.ACKNOWLEDGED: (Act.PLAN_FILE,),
    State.RECTIFYING: (Act.PROGRESS_REPORT,),
}

ONE = {
    "late": gettext_noop("%(number)s %(step)s，已逾期 %(days)s 天"),
    "today": gettext_noop("%(number)s %(step)s，今天到期"),
    "soon": gettext_noop("%(number)s %(step)s，还有 %(days)s 天到期"),
}
MANY = {
    "late": gettext_noop("%(step)s %(n)s 项已逾期，最早的逾期 %(days)s 天"),
    "today": gettext_noop("%(step)s %(n)s 项今天到期"),
    "soon": gettext_noop("%(step)s %(n)s 项还有 %(days)s 天到期"),
}

# ``turns(requests)``: whose turn it is to sign, as pairs of an item's and an office's key. The later stage that keeps
# the signatures knows it; without one, it is every party that the request names.
Turns = Callable[[Sequence[Request]], Collection[tuple[int, int]]]
_turns: list[Turns] = []


def knows_whose_turn(turns: Turns) -> Turns:
    """Register who knows whose turn it is to sign. Usable as a decorator."""
    _turns.append(turns)
    return turns


@dataclass(slots=True)
class _Count:
    """Items of one unit that wait for the same step by the same day (or are all late)."""

    n: int = 0
    first: int = 0  # the key of the one with the lowest number
    number: str = ""
    due_on: date = date.max

    def add(self, n: int, first: int, number: str, due_on: date) -> None:
        """Add so many more items, of which ``first`` has the lowest number."""
        if not self.n or number < self.number:
            self.first, self.number = first, number
        self.n += n
        self.due_on = min(self.due_on, due_on)


# What is told to whom: (who: an office, or None for the unit's own people), unit, state, the day (None: late).
_Key = tuple[int | None, int, str, date | None]


@dataclass(slots=True)
class _Found:
    day: date
    days: Sequence[date]
    policies: Mapping[int | None, Policy]
    counts: dict[_Key, _Count] = field(default_factory=lambda: defaultdict(_Count))

    def add(self, who: int | None, row: Mapping[str, Any]) -> None:
        """Count a row, when the policy of its items asks to remind of their day."""
        due_on = row["step_due_on"]
        late = due_on < self.day
        if late or any((due_on - day).days in self.policies[row["policy"]].reminders for day in self.days):
            key = (who, row["unit"], row["state"], None if late else due_on)
            self.counts[key].add(row["n"], row["first"], row["number"], due_on)


def due_items(day: date, days: Sequence[date]) -> Iterator[Due]:
    """Yield what is late on ``day``, and what fell due for a reminder on ``days``, once for each who must act next."""
    policies = policies_of(PolicyVersion.objects.values_list("pk", flat=True))
    horizon = day + timedelta(days=max(max(policy.reminders, default=0) for policy in policies.values()))
    found = _Found(day, days, policies)
    for row in _counted(own_items().filter(state__in=(*AT_THE_UNIT, State.DISPUTED), step_due_on__lte=horizon)):
        found.add(None, row)
    for who, row in (*_to_review(horizon), *_to_sign(horizon)):
        found.add(who, row)
    if found.counts:
        yield from _told(found)


def _counted(items: QuerySet[Item]) -> Iterable[Mapping[str, Any]]:
    rows = items.order_by().values("unit", "state", "policy", "step_due_on")
    return rows.annotate(n=Count("pk"), first=Min("pk"), number=Min("number"))


def _to_review(horizon: date) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the items whose plan a supervising office has to review, counted, each with the office."""
    items = ItemOffice.objects.filter(
        duty=Signer.SUPERVISING, item__state=State.PLAN_REVIEW, item__step_due_on__lte=horizon
    )
    rows = items.order_by().values_list("office", "item__unit", "item__policy", "item__step_due_on")
    for office, unit, policy, due_on, n, first, number in rows.annotate(
        n=Count("item"), first=Min("item"), number=Min("item__number")
    ):
        yield office, {
            "unit": unit, "state": State.PLAN_REVIEW, "policy": policy, "step_due_on": due_on,
            "n": n, "first": first, "number": number,
        }  # fmt: skip


def _to_sign(horizon: date) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the items that an office has to sign off, one by one, each with the office."""
    items = {"item__state": State.REQUESTED, "item__step_due_on__lte": horizon}
    rows = Request.objects.filter(state=RequestState.OPEN, **items).order_by("pk")
    requests = list(rows.only("item", "parties", "in_order", "state"))
    parties = {request.item_id: request.parties for request in requests}
    turns = [known(requests) for known in _turns]
    duties = ItemOffice.objects.filter(**items).order_by("pk").values_list(
        "office", "duty", "item", "item__unit", "item__policy", "item__step_due_on", "item__number"
    )  # fmt: skip
    for office, duty, item, unit, policy, due_on, number in duties:
        if duty in parties.get(item, ()) and all((item, office) in known for known in turns):
            yield office, {
                "unit": unit, "state": State.REQUESTED, "policy": policy, "step_due_on": due_on,
                "n": 1, "first": item, "number": number,
            }  # fmt: skip


def _told(found: _Found) -> Iterator[Due]:
    units = Unit.objects.in_bulk({unit for who, unit, _state, _due in found.counts} | {
        who for who, _unit, _state, _due in found.counts if who is not None
    })  # fmt: skip
    people = _People(found.day)
    for (who, unit_id, state, due_on), count in found.counts.items():
        unit = units[unit_id]
        if who is not None:
            act = Act.PLAN_REVIEW if state == State.PLAN_REVIEW else Act.CLOSURE_SIGN
            users = people.nearest(units[who], (act,), sector=unit.sector)
        elif state == State.DISPUTED:
            users = people.everywhere(Act.DISPUTE_DECIDE)
        else:
            users = people.nearest(unit, AT_THE_UNIT[State(state)], sector=unit.sector)
        words, url = _words(count, State(state), found.day), _url(count, unit_id, state)
        tone = "late" if due_on is None else "look" if count.due_on == found.day else "now"
        for user in sorted(users):
            yield Due(user, str(unit), words, url, count.due_on, tone)


def _words(count: _Count, state: State, day: date) -> Sentence:
    left = (count.due_on - day).days
    kind = "late" if left < 0 else "soon" if left else "today"
    facts = {"step": STEPS[state], "days": str(abs(left)), "n": str(count.n), "number": count.number}
    return Sentence(ONE[kind] if count.n == 1 else MANY[kind], **facts)


def _url(count: _Count, unit: int, state: str) -> str:
    if count.n == 1:
        return reverse("rectification:item", args=[count.first])
    return f"{reverse('rectification:due')}?{urlencode({'unit': unit, 'state': str(state)})}"


class _People:
    """Who stands where on a day: one query, whatever is asked of it."""

    def __init__(self, day: date) -> None:
        self._at: dict[int, list[tuple[int, Standing]]] = defaultdict(list)
        for user, standing in read_standings(day=day):
            if standing.ground != Ground.TEAM:
                self._at[standing.unit.pk].append((user, standing))

    def nearest(self, unit: Unit, acts: Sequence[Act], *, sector: str) -> set[int]:
        """Return who carries one of ``acts`` at ``unit``; where nobody does, at the nearest unit above it."""
        for key in reversed(above(unit)):
            users = {
                user
                for user, one in self._at.get(key, ())
                if not one.acts.isdisjoint(acts) and (not one.sectors or sector in one.sectors)
            }
            if users:
                return users
        return set()

    def everywhere(self, act: Act) -> set[int]:
        """Return who carries ``act``, wherever they stand."""
        return {user for held in self._at.values() for user, one in held if act in one.acts}


def items_due(reader: Any, *, until: date, unit: int | None = None, state: str = "") -> QuerySet[Item]:
    """Return the items within reach, kept here, whose next step is due by ``until``, the longest overdue first."""
    rows = items_for(reader).filter(state__in=list(STEPS), step_due_on__lte=until, kept_at=HERE)
    if unit is not None:
        rows = rows.filter(unit=unit)
    if state:
        rows = rows.filter(state=state)
    return rows.select_related("unit", "finding").order_by("step_due_on", "number")
