"""Units, accounts and posts, for those who keep them."""

from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from liandu.access.models import Post
from liandu.access.queries import acts_of
from liandu.access.roles import ROLES, Act
from liandu.accounts.models import SignIn, User
from liandu.accounts.queries import FACTORS, alive, factors_of
from liandu.accounts.rules import LOCKED_FOR
from liandu.desk.queries.log import GRANTING_ACTS
from liandu.journal.queries import Line, lines_of_acts
from liandu.journal.subjects import subject_of
from liandu.ledgers.paging import beyond
from liandu.orgs.models import Oversight, Sector, Unit
from liandu.orgs.queries import on_day


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit or office in the tree, with its depth below the root."""

    unit: Unit
    depth: int
    offices: str
    people: str


def unit_tree(*, text: str = "") -> list[UnitRow]:
    """Return the whole tree in order, each with the offices that oversee it today and the people in post: 3 queries.

    ``text`` narrows to the units whose name or code holds it.
    """
    today = on_day(timezone.localdate())
    overseen_by = Oversight.objects.filter(today).select_related("office").order_by("office__name")
    rows = Unit.objects.order_by("path").prefetch_related(Prefetch("overseen_by", overseen_by))
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(short_name__icontains=text) | Q(code__icontains=text))
    units = list(rows)
    people: dict[int, list[str]] = {}
    for post in Post.objects.filter(today).select_related("user").order_by("pk"):
        role = ROLES.get(post.role)
        held = {"person": post.user, "post": role.name if role else post.role}
        people.setdefault(post.unit_id, []).append(_("%(person)s（%(post)s）") % held)
    return [
        UnitRow(
            unit,
            unit.path.count("/") - 2,
            _("、").join(str(row.office) for row in unit.overseen_by.all()),
            _("、").join(people.get(unit.pk, [])),
        )
        for unit in units
    ]


# Accounts and posts, for those who keep them.
PEOPLE_PAGE = 50
LONGEST_NAME = 150
PEOPLE_STATES = ("open", "closed", "locked", "initial", "no_post", "no_factor")


def people_for(reader: Any) -> QuerySet[User]:
    """Return the accounts that ``reader`` may look at: all for who keeps accounts or posts, none for anybody else."""
    keeps = {Act.ACCOUNT_MANAGE, Act.POST_MANAGE} & acts_of(reader)
    return User.objects.all() if keeps else User.objects.none()


def page_of_people(reader: Any, *, text: str = "", state: str = "", after: str = "") -> list[User]:
    """Return PEOPLE_PAGE accounts and one more if there are, by sign-in name, behind the name ``after``.

    Each with its posts of today; ``text`` narrows by name, ``state`` to one of PEOPLE_STATES.
    """
    today = on_day(timezone.localdate())
    posts = Post.objects.filter(today).select_related("unit").order_by("pk")
    rows = people_for(reader).prefetch_related(Prefetch("posts", posts)).order_by("username")
    if text:
        rows = rows.filter(Q(username__icontains=text) | Q(display_name__icontains=text))
    if state in PEOPLE_STATES:
        rows = rows.filter(_in_state(state))
    if after:
        rows = rows.filter(username__gt=after)
    return list(rows[: PEOPLE_PAGE + 1])


def _in_state(state: str) -> Q:
    in_post = Post.objects.filter(on_day(timezone.localdate())).values("user")
    with_factor = Authenticator.objects.filter(type__in=FACTORS).values("user")
    return {
        "open": Q(is_active=True),
        "closed": Q(is_active=False),
        "locked": Q(locked_at__gt=timezone.now() - LOCKED_FOR),
        "initial": Q(must_change_password=True, is_active=True),
        "no_post": Q(is_active=True) & ~Q(pk__in=in_post),
        "no_factor": Q(is_active=True) & ~Q(pk__in=with_factor),
    }[state]


def posts_for(reader: Any) -> QuerySet[Post]:
    """Return the posts that ``reader`` may look at: all for who keeps accounts or posts, none for anybody else."""
    keeps = {Act.ACCOUNT_MANAGE, Act.POST_MANAGE} & acts_of(reader)
    return Post.objects.all() if keeps else Post.objects.none()


def page_of_posts(reader: Any, *, text: str = "", role: str = "", after: tuple[Any, ...] | None = None) -> list[Post]:
    """Return PEOPLE_PAGE posts that hold today or begin later, and one more if there are, by person, behind ``after``.

    ``text`` narrows by person or unit, ``role`` to one role.
    """
    held = posts_for(reader).filter(Q(until=None) | Q(until__gte=timezone.localdate()))
    rows = held.select_related("user", "unit").order_by("user__username", "pk")
    if text:
        person = Q(user__username__icontains=text) | Q(user__display_name__icontains=text)
        rows = rows.filter(person | Q(unit__name__icontains=text) | Q(unit__short_name__icontains=text))
    if role:
        rows = rows.filter(role=role)
    if after is not None:
        rows = beyond(rows, ("user__username", "pk"), after, sign=">")
    return list(rows[: PEOPLE_PAGE + 1])


@dataclass(frozen=True, slots=True)
class Person:
    """What the page of a person shows: second factors, sign-ins, posts with those of the past, who did what to them."""

    user: User
    factors: tuple[str, ...]
    sign_ins: tuple[SignIn, ...]
    posts: tuple[Post, ...]
    lines: tuple[Line, ...]


def person_page(person: User) -> Person:
    """Return the page of a person whom people_for() gave: 4 queries."""
    posts = Post.objects.filter(user=person).select_related("unit").order_by("-since", "-pk")
    lines = lines_of_acts(GRANTING_ACTS, subjects=[subject_of(person)], most=100)
    kinds = tuple(kind for kind, _name in factors_of(person).values())
    return Person(person, kinds, tuple(alive(person)), tuple(posts), tuple(lines))


@dataclass(frozen=True, slots=True)
class HouseTotals:
    """How many units, accounts and posts there are, and what needs a look."""

    units: int
    accounts: int
    locked: int
    without_post: int
    posts: int


def house_totals() -> HouseTotals:
    """Return the numbers of the first page of administration: 5 queries."""
    return HouseTotals(
        Unit.objects.count(),
        User.objects.filter(is_active=True).count(),
        User.objects.filter(_in_state("locked")).count(),
        User.objects.filter(_in_state("no_post")).count(),
        Post.objects.filter(on_day(timezone.localdate())).count(),
    )


def unit_choices() -> Any:
    """Return the units and offices a post or a unit can stand under, in tree order."""
    return Unit.objects.order_by("path")


def office_choices() -> Any:
    """Return the offices of the three parties, in tree order."""
    return Unit.objects.exclude(party="").order_by("path")


def overseer_choices() -> Any:
    """Return who can oversee a unit, in tree order: offices of the three parties, and departments for their trade."""
    return Unit.objects.exclude(party="", sector__in=("", Sector.DISTRICT, Sector.SOE, Sector.UNIVERSITY)).order_by(
        "path"
    )


def open_oversight() -> Any:
    """Return the oversight that has no end yet, by office and unit."""
    return Oversight.objects.filter(until=None).select_related("office", "unit").order_by("office__path", "unit__path")
