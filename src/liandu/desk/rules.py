"""Decisions of administration that need posts and accounts together."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from liandu.access.models import Post
from liandu.access.roles import ADMINISTRATORS, ROLES
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.orgs.queries import on_day

FIRST_LOOK = timedelta(days=7)  # who never looked is told of the last week

NAMED = 2  # names that stand in a line; of more it is said how many


def names_of(things: Iterable[str]) -> str:
    """Return names in a line, each once: one, two, or the first two and how many there are."""
    names = list(dict.fromkeys(things))
    if len(names) < NAMED:
        return "".join(names)
    first = {"one": names[0], "two": names[1], "n": len(names)}
    return _("%(one)s、%(two)s") % first if len(names) == NAMED else _("%(one)s、%(two)s等 %(n)s 处") % first


def refuse_self(by: Any, user: Any) -> None:
    """Raise Refusal when an administrator would do to their own account what another one must do."""
    if by is not None and by.pk == user.pk:
        sentence = gettext_noop("不能对自己的账号这样做，请由另一名管理员办理；密码和第二因子可在右上角自己修改。")
        raise Refusal("account.own", sentence)


def refuse_last_administrator(user: Any, *, role: str = "", after: date | None = None) -> None:
    """Raise Refusal when without ``user`` nobody would be left in one of the administrators' posts they hold.

    ``role`` looks at that post only; ``after`` asks about the day after it instead of today.
    """
    day = after + timedelta(days=1) if after else timezone.localdate()
    held = Post.objects.filter(on_day(timezone.localdate()), user=user, role__in=ADMINISTRATORS)
    for key in sorted(set(held.values_list("role", flat=True)) & ({role} if role else ADMINISTRATORS)):
        others = Post.objects.filter(on_day(day), role=key, user__is_active=True).exclude(user=user)
        if not others.exists():
            sentence = gettext_noop(
                "这是最后一名在岗的%(role)s，停用或免去后没有人能办理这方面的事。请先由另一人任职。"
            )
            raise Refusal("account.last_administrator", sentence, role=str(ROLES[key].name))
