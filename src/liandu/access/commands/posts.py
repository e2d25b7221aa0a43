"""Giving and ending posts."""

from datetime import date
from typing import Any

from django.db import transaction

from liandu.access.models import Post
from liandu.access.roles import ADMINISTRATORS, ROLE_CHOICES
from liandu.access.rules import refuse_closed_account, rows_beside
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.orgs.models import Loan, TeamMember, Unit


@transaction.atomic
def give_post(
    *, user: Any, role: str, unit: Unit, since: date, by: Any, until: date | None = None, sectors: tuple[str, ...] = ()
) -> Post:
    """Give ``user`` the role at ``unit`` and return the post.

    Raises Refusal when the role is unknown, the account is closed, or when an administrator's role would meet any other
    post of the person.
    """
    if role not in dict(ROLE_CHOICES):
        raise Refusal("post.unknown_role", gettext_noop("没有“%(role)s”这个岗位。"), role=role)
    refuse_closed_account(user)
    held = set(rows_beside(Post.objects.all(), user, since, until).values_list("role", flat=True))
    if held - {role} and ADMINISTRATORS & (held | {role}):
        raise Refusal("post.administrators_apart", gettext_noop("三员互斥：管理员岗位不能与其他岗位由同一人担任。"))
    beside = [rows_beside(rows, user, since, until) for rows in (TeamMember.objects.all(), Loan.objects.all())]
    if role in ADMINISTRATORS and any(rows.exists() for rows in beside):
        sentence = gettext_noop("三员互斥：联合监督组成员和借调人员在此期间不能担任管理员。")
        raise Refusal("post.administrators_apart", sentence)
    post = Post.objects.create(user=user, role=role, unit=unit, since=since, until=until, sectors=list(sectors))
    record(
        act="post.given",
        subject=user,
        by=by,
        facts={"role": role, "unit": unit.name, "since": since, "until": until, "sectors": list(sectors)},
    )
    return post


@transaction.atomic
def end_post(*, post: Post, until: date, by: Any, reason: str = "") -> Post:
    """Let a post end with the day ``until`` and return it. Raises Refusal when that lies before its first day."""
    if until < post.since:
        raise Refusal("post.ends_before_it_begins", gettext_noop("岗位的结束日期不能早于起始日期。"))
    post.until = until
    post.save(update_fields=["until"])
    record(
        act="post.ended",
        subject=post.user,
        by=by,
        facts={"role": post.role, "unit": post.unit.name, "until": until},
        reason=reason,
    )
    return post
