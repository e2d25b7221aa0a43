"""Opening accounts: from the signed lines of a handover, or by hand with a reason."""

from collections.abc import Iterable
from datetime import date
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
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.orgs.models import Party, Unit
from liandu.orgs.queries import supervising_offices
from liandu.rectification.commands.posting import keep_balance
from liandu.rectification.models import Item, ItemOffice
from liandu.rectification.rules.deadlines import policy_for, step_due_of
from liandu.rectification.states import ITEMS

DUTY_OF_PARTY = {Party.DISCIPLINE: Signer.SUPERVISING, Party.ORGANIZATION: Signer.ORGANIZATION}


@transaction.atomic
def open_items(*, findings: Iterable[tuple[Finding, Line | None]], by: Any, reason: str = "") -> list[Item]:
    """Open an account for each finding at its unit, and return those that are new, in the order of numbers.

    A finding with its signed ``line`` stands on that signature; one without needs a ``reason``. A finding whose account
    is open already, or that was withdrawn, is left out.
    """
    wanted = {finding.pk: (finding, line) for finding, line in findings}
    there = set(Item.objects.filter(finding__in=wanted).values_list("finding_id", flat=True))
    made = []
    for finding, line in sorted(wanted.values(), key=lambda pair: pair[0].number):
        require(by, Right.ITEM_OPEN, unit=finding.unit, subject=finding)
        if finding.pk in there or finding.state != FindingState.CONFIRMED:
            continue
        if line is None and not reason.strip():
            sentence = gettext_noop("%(number)s 还没有签收，直接立账请写明理由。")
            raise Refusal("item.no_line", sentence, number=finding.number)
        made.append(_open(finding, line, by=by, reason=reason))
    return made


def _open(finding: Finding, line: Line | None, *, by: Any, reason: str) -> Item:
    now = timezone.now()
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
    opened = timezone.localdate(now)
    days: dict[str, date | None] = {Begin.FEEDBACK: finding.feedback_on, Begin.OPENED: opened}
    item.step_due_on = step_due_of(policy_for(policy_id), item.state, days, due_on=None)
    item.save(force_insert=True)
    ItemOffice.objects.bulk_create(
        ItemOffice(item=item, office=office, duty=duty) for office, duty in _offices(finding.unit, opened)
    )
    said = {"number": item.number, "title": finding.title, "line": line.pk if line else None}
    entry = record(act="item.opened", subject=item, by=by, facts=said, reason=reason)
    keep_balance(item, act="item.opened", seq=entry.seq, day=opened)
    return item


def _offices(unit: Unit, day: date) -> list[tuple[Unit, str]]:
    """Return who has a duty from the start: the offices that supervise the unit, and the inspection office."""
    named = [
        (office, DUTY_OF_PARTY[Party(office.party)].value)
        for office in supervising_offices(unit, day=day)
        if office.party in DUTY_OF_PARTY
    ]
    inspection = Unit.objects.filter(party=Party.INSPECTION).order_by("path").first()
    return [*named, (inspection, Signer.INSPECTION.value)] if inspection else named
