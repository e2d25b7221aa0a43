"""Opening items from signed lines, or with a reason; cancelling what was opened wrongly, and taking that back."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.findings.models import Finding
from liandu.findings.states import State as FindingState
from liandu.handover.models import Line
from liandu.inspections.models import Signer
from liandu.inspections.policies import Begin
from liandu.journal.commands import record_many
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.orgs.models import Oversight, Party, Unit
from liandu.orgs.queries import on_day
from liandu.rectification.commands.extending import drop_extensions
from liandu.rectification.commands.posting import AT_ONCE, keep_balances, post_entry
from liandu.rectification.models import Item, ItemOffice, Objection
from liandu.rectification.rules import policy_for, refuse_without_reason, step_due_of
from liandu.rectification.states import ASKED, ITEMS, Act, AskedAct, AskedState, Result, State

CANCELLED = "事项已撤账"  # the answer that stands where nobody answered
DUTY_OF_PARTY = {Party.DISCIPLINE: Signer.SUPERVISING, Party.ORGANIZATION: Signer.ORGANIZATION}


@transaction.atomic
def open_items(*, findings: Iterable[tuple[Finding, Line | None]], by: Any, reason: str = "") -> list[Item]:
    """Open an item for each finding at its unit, in few statements, and return the new ones in the order of numbers.

    A finding with its signed ``line`` stands on that signature; one without needs a ``reason``. A finding that has an
    item already, or that was withdrawn, is left out.
    """
    wanted = sorted({finding.pk: (finding, line) for finding, line in findings}.values(), key=lambda row: row[0].number)
    for unit in {finding.unit_id: finding.unit for finding, _line in wanted}.values():
        require(by, Right.ITEM_OPEN, unit=unit)
    confirmed = _hold([finding.pk for finding, _line in wanted])
    fresh = [(finding, line) for finding, line in wanted if finding.pk in confirmed]
    for finding, line in fresh:
        if line is None and not reason.strip():
            sentence = gettext_noop("%(number)s 还没有签收，直接立账请写明理由。")
            raise Refusal("item.no_line", sentence, number=finding.number)
    now = timezone.now()
    items = [_new_item(finding, line, now) for finding, line in fresh]
    Item.objects.bulk_create(items, batch_size=AT_ONCE)
    _give_offices(items, day=timezone.localdate(now))
    _post_openings(items, by=by, reason=reason, day=timezone.localdate(now))
    return items


def _hold(keys: Sequence[int]) -> set[int]:
    """Return which findings are confirmed and have no item, held so that nobody withdraws or opens them meanwhile."""
    found: set[int] = set()
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        rows = Finding.objects.select_for_update().filter(pk__in=some, state=FindingState.CONFIRMED).order_by("pk")
        found |= set(rows.values_list("pk", flat=True))
        found -= set(Item.objects.filter(finding__in=some).values_list("finding_id", flat=True))
    return found


def _new_item(finding: Finding, line: Line | None, now: datetime) -> Item:
    policy_id = finding.round.policy_id
    item = Item(
        number=finding.number,
        finding=finding,
        unit=finding.unit,
        round=finding.round,
        line=line,
        category=finding.category,
        theme=finding.theme.code if finding.theme else "",
        policy_id=policy_id,
        state=ITEMS.initial,
        opened_at=now,
        changed_at=now,
    )
    accepted = line.accepted_on if line is not None else None
    item.step_due_on = _first_step_due(item, timezone.localdate(now), accepted=accepted)
    return item


def _first_step_due(item: Item, opened: date, *, accepted: date | None = None) -> date | None:
    """Return the deadline of the first step; a clock of a day that is not known begins with ``opened``."""
    days: dict[str, date | None] = {
        Begin.FEEDBACK: item.finding.feedback_on,
        Begin.OPENED: opened,
        Begin.ACCEPTED: accepted,
    }
    return step_due_of(policy_for(item.policy_id), State.REGISTERED, days, due_on=None)


def _give_offices(items: Sequence[Item], *, day: date) -> None:
    """Give each item who has a duty from the start: the offices that supervise its unit, and the inspection office."""
    units = {item.unit_id for item in items}
    named: dict[int, list[tuple[Unit, str]]] = {unit: [] for unit in units}
    rows = Oversight.objects.filter(on_day(day), unit__in=units, office__party__in=DUTY_OF_PARTY)
    for row in rows.select_related("office").order_by("office__name"):
        named[row.unit_id].append((row.office, DUTY_OF_PARTY[Party(row.office.party)].value))
    inspection = Unit.objects.filter(party=Party.INSPECTION).order_by("path").first()
    last = [(inspection, Signer.INSPECTION.value)] if inspection else []
    duties = (
        ItemOffice(item=item, office=office, duty=duty)
        for item in items
        for office, duty in [*named[item.unit_id], *last]
    )
    ItemOffice.objects.bulk_create(duties, batch_size=AT_ONCE)


def _post_openings(items: Sequence[Item], *, by: Any, reason: str, day: date) -> None:
    told = [
        (item, {"number": item.number, "title": item.finding.title, "line": item.line.pk if item.line else None})
        for item in items
    ]
    numbers = record_many(act="item.opened", subjects=told, by=by, reason=reason)
    keep_balances(items=items, act="item.opened", numbers=numbers, day=day)


@transaction.atomic
def cancel_item(*, item: Item, reason: str, by: Any) -> Item:
    """Cancel an item that was opened wrongly, with a reason, and return it; its finding stays as it is."""
    require(by, Right.ITEM_OPEN, unit=item.unit, subject=item)
    refuse_without_reason(reason)
    drop_what_waits(item=item)
    return post_entry(item=item, act=Act.CANCEL, by=by, reason=reason)


@transaction.atomic
def reinstate_item(*, item: Item, reason: str, by: Any) -> Item:
    """Register a cancelled item again, with a reason, and return it: the unit acknowledges it anew.

    Refused while its finding is withdrawn; reinstating the finding registers the item too.
    """
    require(by, Right.ITEM_OPEN, unit=item.unit, subject=item)
    refuse_without_reason(reason)
    if item.finding.state != FindingState.CONFIRMED:
        sentence = gettext_noop("%(number)s 的问题已经撤回，请先恢复问题，事项随之恢复。")
        raise Refusal("item.finding_withdrawn", sentence, number=item.number)
    return register_again(item=item, reason=reason, by=by)


def drop_what_waits(*, item: Item) -> None:
    """Let what the unit asked for and nobody answered rest: the item it is about is being cancelled."""
    state = ASKED.after(state=AskedState.ASKED, act=AskedAct.TAKE_BACK)
    Objection.objects.filter(item=item, state=AskedState.ASKED).update(state=state, answer=CANCELLED)
    drop_extensions(item=item, answer=CANCELLED)


def register_again(*, item: Item, reason: str, by: Any) -> Item:
    """Let a cancelled item begin anew: nothing acknowledged, no deadline of the work, the first clock from today."""
    return post_entry(
        item=item,
        act=Act.REINSTATE,
        by=by,
        reason=reason,
        result=Result.NOT_DONE,
        acknowledged_at=None,
        due_on=None,
        step_due_on=_first_step_due(item, timezone.localdate()),
    )
