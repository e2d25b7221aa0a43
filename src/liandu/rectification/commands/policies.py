"""Open items take over the policy that their round has got."""

from collections import Counter
from typing import Any

from django.db import transaction

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.inspections.models import Round
from liandu.inspections.queries import policy_for
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.rectification.commands.posting import AT_ONCE, Amendment, amend_items
from liandu.rectification.queries.policies import NewDeadline, Way, items_behind, new_deadlines

FOLLOWED = "item.policy_followed"


@transaction.atomic
def follow_policy(*, round: Round, by: Any) -> dict[Way, int]:  # noqa: A002 - the field's term
    """Let the open items of a round go by the round's present policy; return how many deadlines moved which way.

    Closed and cancelled items stay exactly as they are. Each item that goes over has an entry and a balance of its own.
    Refused while the round has no policy, and when there is nothing to take over.
    """
    require(by, Right.POLICY_SET, subject=round)
    # Whoever gives the round another policy meanwhile waits until these items have followed this one.
    now = Round.objects.select_for_update().get(pk=round.pk)
    if now.policy is None:
        raise Refusal("round.no_policy", gettext_noop("本轮还没有选定政策口径，请先选定。"))
    version, policy = now.policy, policy_for(now.policy_id)
    said = {"policy": version.profile.name, "version": version.number}
    ways: Counter[Way] = Counter()
    keys = list(items_behind(now).values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        held = items_behind(now).filter(pk__in=keys[start : start + AT_ONCE]).select_for_update(of=("self",))
        turns = list(new_deadlines(held, policy))
        ways.update(turn.way for turn in turns)
        amend_items(amendments=[_amendment(turn, version.pk, said) for turn in turns], act=FOLLOWED, by=by)
    if not ways:
        raise Refusal("round.all_follow", gettext_noop("未销号的事项都已经按本轮的口径办，没有要改的。"))
    counted = {way: ways[way] for way in Way}
    record(
        act="round.policy_followed", subject=round, by=by, facts={**said, **{str(way): n for way, n in counted.items()}}
    )
    return counted


def _amendment(turn: NewDeadline, version: int, said: dict[str, Any]) -> Amendment:
    item = turn.item
    facts = {**said, "due_before": item.due_on, "step_before": item.step_due_on}
    changes = {"policy_id": version, "due_on": turn.due_on, "step_due_on": turn.step_due_on}
    return Amendment(item, changes, {**facts, "due_on": turn.due_on, "step_due_on": turn.step_due_on})
