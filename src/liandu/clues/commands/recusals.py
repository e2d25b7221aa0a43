"""The list of recusals (回避): who keeps away from which clue, or from every clue about a unit."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.clues.commands.permission import require_clue
from liandu.clues.models import Clue, Recusal
from liandu.clues.queries import people_of_register, recusals_for
from liandu.clues.rules import refuse_blank
from liandu.clues.sealing import seal
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.orgs.models import Unit


@transaction.atomic
def recuse(
    *, person: Any, reason: str, since: date, by: Any, clue: Clue | None = None, unit: Unit | None = None,
    until: date | None = None,
) -> Recusal:  # fmt: skip
    """Let ``person`` keep away from ``clue``, or from every clue about ``unit`` and what is below it; return the entry.

    From the first day on it wins over every post and every naming. Who keeps the register may recuse themselves.
    """
    if clue is not None:
        require_clue(by, Right.CLUE_KEEP, clue)
    require(by, Right.CLUE_KEEP)
    if (clue is None) == (unit is None):
        raise Refusal("recusal.clue_or_unit", gettext_noop("请选一条线索或者一个单位，二者选一。"))
    if until is not None and until < since:
        raise Refusal("recusal.ends_before_it_begins", gettext_noop("回避的结束日期不能早于起始日期。"))
    if not people_of_register(by).filter(pk=person.pk).exists():
        raise Refusal("recusal.person", gettext_noop("只有能进入问题线索的人要登记回避。"))
    row = Recusal(person=person, clue=clue, unit=unit, since=since, until=until, by=by, at=timezone.now())
    seal(row, reason=refuse_blank(reason, gettext_noop("请写回避的理由。")))
    row.save(force_insert=True)
    facts = {"person": person.username, "recusal": row.pk, "since": since, "until": until}
    record(act="recusal.entered", subject=clue or row, by=by, facts=facts)
    return row


@transaction.atomic
def end_recusal(*, recusal: Recusal, until: date, by: Any) -> Recusal:
    """Let a recusal end with the day ``until`` and return it; nobody ends their own."""
    require(by, Right.CLUE_KEEP, subject=recusal)
    if not recusals_for(by).filter(pk=recusal.pk).exists() or recusal.person_id == by.pk:
        raise Refusal("recusal.own", gettext_noop("本人的回避要由别人结束。"))
    if until < recusal.since:
        raise Refusal("recusal.ends_before_it_begins", gettext_noop("回避的结束日期不能早于起始日期。"))
    recusal.until = until
    recusal.save(update_fields=["until"])
    facts = {"person": recusal.person.username, "recusal": recusal.pk, "until": until}
    record(act="recusal.ended", subject=recusal.clue or recusal, by=by, facts=facts)
    return recusal
