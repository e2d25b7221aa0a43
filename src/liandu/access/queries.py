"""The two questions that every page asks: which rows, and may this person."""

from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from liandu.access.denials import Denied
from liandu.access.models import Post
from liandu.access.roles import ACT_NAMES, ROLES, Act, Scope
from liandu.journal.subjects import subject_of
from liandu.kernel.words import gettext_noop
from liandu.orgs.models import Unit
from liandu.orgs.queries import on_day, units_overseen

M = TypeVar("M", bound=Model)

NOTHING = Q(pk__in=[])
EVERYTHING = Q()


def posts_of(user: Any) -> list[Post]:
    """Return the posts that ``user`` holds today, with their units. Read once a request: kept on the user object."""
    if not user.is_authenticated or not user.is_active:
        return []
    if not hasattr(user, "posts_today"):
        rows = Post.objects.filter(on_day(timezone.localdate()), user=user).select_related("unit")
        user.posts_today = list(rows)
    return user.posts_today


def acts_of(user: Any) -> frozenset[Act]:
    """Return every act that some post of ``user`` carries, wherever it reaches."""
    return frozenset(act for post in posts_of(user) for act in ROLES[post.role].acts)


def units_within(user: Any, act: Act) -> QuerySet[Unit] | None:
    """Return the units over which a post of ``user`` carries ``act``; None means every unit."""
    condition = NOTHING
    for post in posts_of(user):
        role = ROLES[post.role]
        if act not in role.acts:
            continue
        if role.scope == Scope.CITY and not post.sectors:
            return None
        condition |= _covered(post, role.scope)
    return Unit.objects.filter(condition)


def _covered(post: Post, scope: Scope) -> Q:
    if scope == Scope.CITY:
        covered = EVERYTHING
    elif scope == Scope.OVERSEEN:
        covered = Q(pk__in=units_overseen(post.unit, day=timezone.localdate()).values("pk"))
    else:
        covered = Q(path__startswith=post.unit.path)
    return covered & Q(sector__in=post.sectors) if post.sectors else covered


def reach(user: Any, act: Act, *, unit: str = "unit") -> Q:
    """Return the condition that a row's ``unit`` (a lookup path) lies where a post of ``user`` carries ``act``."""
    units = units_within(user, act)
    return EVERYTHING if units is None else Q(**{f"{unit}__in": units})


def visible(rows: QuerySet[M], user: Any, act: Act, *, unit: str = "unit") -> QuerySet[M]:
    """Return those of ``rows`` that ``user`` may reach with ``act``."""
    return rows.filter(reach(user, act, unit=unit))


def own_offices(user: Any, act: Act) -> QuerySet[Unit]:
    """Return the units and offices in whose name ``user`` may do ``act``: those of the posts, and what is below them.

    Not the same as reach: an officer reaches the units that the office supervises, and acts for the office itself.
    """
    condition = NOTHING
    for post in posts_of(user):
        if act in ROLES[post.role].acts:
            condition |= Q(path__startswith=post.unit.path)
    return Unit.objects.filter(condition)


def may(user: Any, act: Act, unit: Unit | None = None) -> bool:
    """Return whether some post of ``user`` carries ``act``, and carries it over ``unit`` when one is given."""
    if act not in acts_of(user):
        return False
    if unit is None:
        return True
    units = units_within(user, act)
    return units is None or units.filter(pk=unit.pk).exists()


def require(user: Any, act: Act, *, unit: Unit | None = None, subject: Model | None = None) -> None:
    """Raise Denied, with the reason, unless ``user`` may do ``act`` over ``unit``; the journal names ``subject``."""
    if may(user, act, unit):
        return
    thing = subject if subject is not None else unit
    raise Denied(
        "access.denied",
        gettext_noop("您的岗位不能“%(name)s”。%(holders)s可以办理。"),
        act=str(act),
        subject=subject_of(thing) if thing is not None else "",
        name=str(ACT_NAMES[act]),
        holders=holders_of(act),
    )


def holders_of(act: Act) -> str:
    """Return the names of the roles that carry ``act``, joined for a sentence."""
    return _("、").join(str(role.name) for role in ROLES.values() if act in role.acts)
