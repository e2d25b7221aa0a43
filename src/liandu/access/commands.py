"""Giving and ending posts."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from liandu.access.models import Post
from liandu.access.roles import ADMINISTRATORS, ROLES
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.orgs.models import Unit


@transaction.atomic
def give_post(
    *, user: Any, role: str, unit: Unit, since: date, by: Any, until: date | None = None, sectors: tuple[str, ...] = ()
) -> Post:
    """Give ``user`` the role at ``unit`` and return the post.

    Raises Refusal when the role is unknown, or when an administrator's role would meet any other post of the person.
    """
    if role not in ROLES:
        raise Refusal("post.unknown_role", gettext_noop("没有“%(role)s”这个岗位。"), role=role)
    held = set(_posts_beside(user, since, until).values_list("role", flat=True))
    if held - {role} and ADMINISTRATORS & (held | {role}):
        raise Refusal("post.administrators_apart", gettext_noop("三员互斥：管理员岗位不能与其他岗位由同一人担任。"))
    post = Post.objects.create(user=user, role=role, unit=unit, since=since, until=until, sectors=list(sectors))
    record(
        act="post.given",
        subject=user,
        by=by,
        facts={"role": role, "unit": unit.name, "since": since, "until": until, "sectors": list(sectors)},
    )
    return post


def _posts_beside(user: Any, since: date, until: date | None) -> QuerySet[Post]:
    """Return the posts of ``user`` that share a day with ``since`` to ``until``; the day a post ends still counts."""
    rows = Post.objects.filter(Q(until=None) | Q(until__gte=since), user=user)
    return rows if until is None else rows.filter(since__lte=until)


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
