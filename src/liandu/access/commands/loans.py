"""Lending people from one office to another."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.models import Post
from liandu.access.queries import require
from liandu.access.roles import LENT_ROLES, Act
from liandu.access.rules import (
    refuse_administrator,
    refuse_closed_account,
    refuse_days_out_of_order,
    refuse_end_in_the_past,
    rows_beside,
)
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.orgs.models import Loan, Unit


@transaction.atomic
def lend_person(
    *, user: Any, from_office: Unit, to_office: Unit, since: date, until: date, reason: str, by: Any
) -> Loan:
    """Lend ``user`` to another office from ``since`` to ``until`` and return the loan.

    There they carry the role that they have at their own office, as long as they have it. Raises Refusal when the days
    are out of order, when the person has no such role at ``from_office``, is lent already, or is an administrator.
    """
    require(by, Act.TEAM_MANAGE, unit=to_office, subject=user)
    refuse_days_out_of_order(since, until)
    refuse_closed_account(user)
    refuse_administrator(user, since, until)
    facts = {"person": str(user), "from_office": from_office.name, "to_office": to_office.name}
    if from_office == to_office or not to_office.party or not from_office.party:
        raise Refusal("loan.between_offices", gettext_noop("借调是从一个机构到另一个机构，请选两个不同的机构。"))
    if not reason.strip():
        raise Refusal("loan.reason_missing", gettext_noop("请写明借调的事由。"))
    if not rows_beside(Post.objects.all(), user, since, until).filter(unit=from_office, role__in=LENT_ROLES).exists():
        sentence = gettext_noop("%(person)s在此期间没有在%(from_office)s任职，不能从那里借调。")
        raise Refusal("loan.no_post_there", sentence, **facts)
    there = rows_beside(Loan.objects.all(), user, since, until).select_related("to_office").first()
    if there is not None:
        sentence = gettext_noop("%(person)s在此期间已借调到%(where)s，时间不能重叠。")
        raise Refusal("loan.overlaps", sentence, person=str(user), where=there.to_office.name)
    loan = Loan.objects.create(
        user=user, from_office=from_office, to_office=to_office, since=since, until=until, reason=reason.strip()
    )
    record(act="person.lent", subject=user, by=by, facts={**facts, "since": since, "until": until}, reason=reason)
    return loan


@transaction.atomic
def extend_loan(*, loan: Loan, until: date, reason: str, by: Any) -> Loan:
    """Let a loan that still runs go on until a later day, for a reason, and return it."""
    require(by, Act.TEAM_MANAGE, unit=loan.to_office, subject=loan.user)
    _refuse_ended(loan)
    if until <= loan.until:
        raise Refusal("loan.not_later", gettext_noop("延长后的日期要晚于原定的结束日期。"))
    refuse_administrator(loan.user, loan.since, until)
    if rows_beside(Loan.objects.all(), loan.user, loan.since, until).exclude(pk=loan.pk).exists():
        raise Refusal("loan.overlaps_another", gettext_noop("延长后与这个人的另一次借调重叠。"))
    record(act="loan.extended", subject=loan.user, by=by, facts=_move_end(loan, until, reason), reason=reason)
    return loan


@transaction.atomic
def end_loan(*, loan: Loan, until: date, reason: str, by: Any) -> Loan:
    """Let a loan end earlier, with the day ``until``, for a reason, and return it."""
    require(by, Act.TEAM_MANAGE, unit=loan.to_office, subject=loan.user)
    _refuse_ended(loan)
    refuse_end_in_the_past(loan.since, until)
    if until > loan.until:
        raise Refusal("loan.ends_later", gettext_noop("这是延长，请用“延长”办理。"))
    record(act="loan.ended", subject=loan.user, by=by, facts=_move_end(loan, until, reason), reason=reason)
    return loan


def _refuse_ended(loan: Loan) -> None:
    if loan.until < timezone.localdate():
        raise Refusal("loan.over", gettext_noop("这次借调已经结束，请另行登记。"))


def _move_end(loan: Loan, until: date, reason: str) -> dict[str, Any]:
    """Write the new end of a loan, unless somebody moved it meanwhile; return the facts for the journal."""
    if not reason.strip():
        raise Refusal("loan.reason_missing", gettext_noop("请写明理由。"))
    if not Loan.objects.filter(pk=loan.pk, until=loan.until).update(until=until):
        raise Refusal("loan.changed_meanwhile", gettext_noop("这一条刚被别人改过，请刷新后再办。"))
    facts = {"person": str(loan.user), "to_office": loan.to_office.name, "before": loan.until, "until": until}
    loan.until = until
    return facts
