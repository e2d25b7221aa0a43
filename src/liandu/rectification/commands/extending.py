"""More time: asked by the unit, decided by the office that the policy names, never by who asked."""

from datetime import date
from typing import Any, cast

from django.db import transaction
from django.utils import timezone

from liandu.access.denials import Denied
from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.journal.commands import record
from liandu.journal.subjects import subject_of
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.rectification.commands.posting import hold_item, post_entry
from liandu.rectification.models import Extension, Item
from liandu.rectification.queries.extensions import acts_for_office, open_extension
from liandu.rectification.rules.deadlines import policy_for
from liandu.rectification.rules.extending import NOT_APPROVER, against_asking, against_deciding, against_until
from liandu.rectification.rules.reporting import raise_first
from liandu.rectification.states import ASKED, Act, AskedAct, AskedState


@transaction.atomic
def ask_extension(*, item: Item, until: date, reason: str, by: Any) -> Extension:
    """Ask for more time for ``item`` and return what was asked; one waits at a time."""
    require(by, Right.EXTENSION_ASK, unit=item.unit, subject=item)
    now = hold_item(item)
    rule = policy_for(now.policy_id).extension
    is_open = open_extension(now) is not None
    raise_first(against_asking(now, rule, today=timezone.localdate(), is_open=is_open))
    raise_first(against_until(now.due_on, until, rule))
    due_before = cast("date", now.due_on)  # who has no deadline was refused
    if not reason.strip():
        raise Refusal("extension.no_reason", gettext_noop("请写明申请延期的理由。"))
    extension = Extension.objects.create(
        item=item,
        state=ASKED.initial,
        reason=reason.strip(),
        due_before=due_before,
        until=until,
        asked_at=timezone.now(),
        asked_by=by,
    )
    facts = {"until": until.isoformat(), "due_before": due_before.isoformat()}
    record(act="item.extension_asked", subject=item, by=by, facts=facts, reason=reason.strip())
    return extension


@transaction.atomic
def decide_extension(*, extension: Extension, granted: bool, answer: str, by: Any) -> Extension:
    """Grant or refuse more time and return what was asked; granted, the item has its new deadline.

    Only a person acting for the office that the policy names decides, and never who asked. A refusal needs words.
    """
    item = extension.item
    require(by, Right.EXTENSION_DECIDE, unit=item.unit, subject=item)
    rule = policy_for(item.policy_id).extension
    if not acts_for_office(by, item, duty=rule.approver, right=Right.EXTENSION_DECIDE):
        raise Denied("access.denied", NOT_APPROVER, act=str(Right.EXTENSION_DECIDE), subject=subject_of(item))
    raise_first(against_deciding(asked_by=extension.asked_by_id, by=by.pk, is_approver=True))
    act = AskedAct.GRANT if granted else AskedAct.REFUSE
    if not granted and not answer.strip():
        raise Refusal("extension.no_answer", gettext_noop("不同意延期，请写明理由。"))
    _settle(extension, act, by=by, answer=answer.strip())
    if granted:
        raise_first(against_until(item.due_on, extension.until, rule))
        facts = {"until": extension.until.isoformat(), "due_before": extension.due_before.isoformat()}
        n = item.extensions + 1
        post_entry(
            item=item, act=Act.EXTEND, by=by, facts=facts, reason=answer.strip(), due_on=extension.until, extensions=n
        )
    else:
        facts = {"until": extension.until.isoformat()}
        record(act="item.extension_refused", subject=item, by=by, facts=facts, reason=answer.strip())
    return extension


@transaction.atomic
def take_back_extension(*, extension: Extension, by: Any) -> Extension:
    """Take back what was asked for before it is answered, and return it."""
    item = extension.item
    require(by, Right.EXTENSION_ASK, unit=item.unit, subject=item)
    _settle(extension, AskedAct.TAKE_BACK)
    facts = {"until": extension.until.isoformat()}
    record(act="item.extension_taken_back", subject=item, by=by, facts=facts)
    return extension


def drop_extensions(*, item: Item, answer: str) -> None:
    """Let a request for more time that still waits rest, with ``answer``: the item needs none any more."""
    state = ASKED.after(state=AskedState.ASKED, act=AskedAct.TAKE_BACK)
    Extension.objects.filter(item=item, state=AskedState.ASKED).update(state=state, answer=answer)


def _settle(extension: Extension, act: AskedAct, *, by: Any = None, answer: str = "") -> None:
    """Move what was asked for; whoever comes second is told how it stands."""
    changes: dict[str, Any] = {"state": str(ASKED.after(state=extension.state, act=act))}
    if by is not None:
        changes |= {"answered_at": timezone.now(), "answered_by": by, "answer": answer}
    if not Extension.objects.filter(pk=extension.pk, state=extension.state).update(**changes):
        extension.refresh_from_db(fields=["state"])
        state = str(AskedState(extension.state).label)
        raise Refusal("extension.settled", gettext_noop("这次申请刚刚办过，现在是“%(state)s”。"), state=state)
    for name, value in changes.items():
        setattr(extension, name, value)
