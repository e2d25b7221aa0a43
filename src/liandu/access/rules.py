"""What stands beside what: rows of one person that share a day, and days that cannot be."""

from datetime import date
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from liandu.access.models import Post
from liandu.access.roles import ADMINISTRATORS
from liandu.accounts.models import User
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop

M = TypeVar("M", bound=Model)


def rows_beside(rows: QuerySet[M], user: Any, since: date, until: date | None) -> QuerySet[M]:
    """Return those of ``rows`` about ``user`` that share a day with ``since`` to ``until``; last days count."""
    return rows.filter(shares_a_day(since, until), user=user)


def shares_a_day(since: date, until: date | None) -> Q:
    """Return the condition that a row with ``since`` and ``until`` shares a day with the days given."""
    there = Q(until=None) | Q(until__gte=since)
    return there if until is None else there & Q(since__lte=until)


def refuse_administrator(user: Any, since: date, until: date | None) -> None:
    """Raise Refusal when ``user`` is one of the three administrators on a day from ``since`` to ``until``."""
    if rows_beside(Post.objects.all(), user, since, until).filter(role__in=ADMINISTRATORS).exists():
        sentence = gettext_noop("三员互斥：%(person)s在此期间担任管理员，不能参加联合监督组，也不能借调。")
        raise Refusal("post.administrators_apart", sentence, person=str(user))


def refuse_closed_account(user: Any) -> None:
    """Raise Refusal when the account of ``user`` is closed: nothing new is given to who cannot sign in."""
    if User.objects.filter(pk=user.pk, is_active=False).exists():
        raise Refusal("post.account_closed", gettext_noop("%(person)s的账号已经停用，不能再设置。"), person=str(user))


def refuse_days_out_of_order(since: date, until: date | None) -> None:
    """Raise Refusal when ``until`` lies before ``since``."""
    if until is not None and until < since:
        raise Refusal("days.out_of_order", gettext_noop("结束日期不能早于起始日期。"))


def refuse_end_in_the_past(since: date, until: date) -> None:
    """Raise Refusal when something that gives reach is to end before it began, or before today.

    What a person could see until today they could see; a later entry cannot undo it.
    """
    refuse_days_out_of_order(since, until)
    if until < timezone.localdate():
        raise Refusal("days.in_the_past", gettext_noop("结束日期不能早于今天：今天以前的范围已经用过，不能补改。"))
