"""Where a person stands on a day: posts, memberships of joint teams, loans to another office.

Rows with dates are never deleted, so every question may be asked of another day. A day that is past is answered by the
days that stand in the rows; an account closed since answers until the day it was closed.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import CharField, DateField, F, IntegerField, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from liandu.access.models import Post
from liandu.access.roles import LENT_ROLES, ROLES, TEAM_MEMBER, Act, Role
from liandu.journal.queries import last_moments
from liandu.journal.subjects import subject_of
from liandu.orgs.models import Loan, TeamMember, Unit
from liandu.orgs.queries import on_day


class Ground(StrEnum):
    """What a standing rests on."""

    POST = "post"
    TEAM = "team"
    LOAN = "loan"


@dataclass(frozen=True, slots=True)
class Standing:
    """One way in which a person stands: a role, the office acted for, from when to when, and what it rests on.

    ``unit`` is the unit of the post, the borrowing office of a loan, the office that a team's member comes from.
    ``source`` names what it rests on, where that is more than the post: the team, or the office that lends.
    """

    ground: Ground
    key: str
    role_key: str
    unit: Unit
    since: date
    until: date | None
    sectors: tuple[str, ...] = ()
    team: int | None = None
    source: str = ""

    def holds_on(self, day: date) -> bool:
        """Return whether it holds on ``day``; first and last day count."""
        return self.since <= day and (self.until is None or self.until >= day)

    @property
    def role(self) -> Role:
        """Return the role it carries."""
        return ROLES[self.role_key]

    @property
    def role_name(self) -> str:
        """Return the role's name in the reader's language."""
        return str(self.role.name)

    @property
    def acts(self) -> frozenset[Act]:
        """Return the acts it carries."""
        return self.role.acts

    @property
    def place(self) -> str:
        """Return the office acted for in short, with the team where it is one."""
        return f"{self.unit} · {self.source}" if self.ground == Ground.TEAM else str(self.unit)


def standings_of(user: Any, *, day: date | None = None) -> list[Standing]:
    """Return where ``user`` stands on ``day`` (today when None), posts first. One query, kept on the user object."""
    if not user.is_authenticated:
        return []
    today = timezone.localdate()
    day = day or today
    if not user.is_active and (day >= today or not _was_open(user, day)):
        return []
    return [standing for standing in all_standings_of(user) if standing.holds_on(day)]


def all_standings_of(user: Any) -> list[Standing]:
    """Return where ``user`` ever stood or is to stand, whatever the day: one query, kept on the user object."""
    if not hasattr(user, "standings"):
        user.standings = [standing for _user, standing in read_standings(user=user)]
    return user.standings


def _was_open(user: Any, day: date) -> bool:
    """Return whether an account that is closed now was open on ``day``, the day of closing included."""
    closed = last_moments("account.closed").get(subject_of(user))
    return closed is not None and day <= timezone.localdate(closed)


def posts_of(user: Any, *, day: date | None = None) -> list[Post]:
    """Return the posts that ``user`` holds on ``day`` (today when None), with their units; posts only.

    What a person may do follows from standings_of(), which also knows joint teams and loans.
    """
    return [
        Post(
            pk=int(standing.key),
            user=user,
            role=standing.role_key,
            unit=standing.unit,
            sectors=list(standing.sectors),
            since=standing.since,
            until=standing.until,
        )
        for standing in standings_of(user, day=day)
        if standing.ground == Ground.POST
    ]


def read_standings(*, user: Any = None, day: date | None = None) -> Iterator[tuple[int, Standing]]:
    """Return (key of the person, standing) for all standings, those of ``user``, those that hold on ``day``: one query.

    Whether the account is open is not asked here.
    """
    own = Q() if user is None else Q(user=user)
    rows = _posts(day, own).union(_memberships(day, own), _loans(day, own), all=True)
    for row in sorted(rows, key=lambda row: (row[0], row[1], row[2])):
        standing = _standing(*row)
        if standing.until is None or standing.until >= standing.since:  # a loan and a post that never met
            yield row[3], standing


# What each branch of the union reads, in this order.
_COLUMNS = (
    "rank", "key", "second_key", "user_id", "role_key", "unit_key", "unit_path", "unit_name", "unit_short",
    "unit_party", "unit_sector", "narrowed", "first", "last", "outer_first", "outer_last", "team_key", "source",
)  # fmt: skip
_GROUNDS = (Ground.POST, Ground.TEAM, Ground.LOAN)


def _columns(way: str, **more: Any) -> dict[str, Any]:
    """Return the columns about the unit that ``way`` leads to, and ``more``."""
    unit = {
        "unit_key": F(f"{way}__pk"),
        "unit_path": F(f"{way}__path"),
        "unit_name": F(f"{way}__name"),
        "unit_short": F(f"{way}__short_name"),
        "unit_party": F(f"{way}__party"),
        "unit_sector": F(f"{way}__sector"),
        "key": F("pk"),
        "first": F("since"),
        "last": F("until"),
    }
    return unit | more


def _whole(number: int) -> Value:
    return Value(number, output_field=IntegerField())


def _words(text: str) -> Value:
    return Value(text, output_field=CharField())


def _held(day: date | None, way: str = "") -> Q:
    return Q() if day is None else on_day(day, way)


def _no_day() -> Cast:
    return Cast(Value(None), DateField())


def _posts(day: date | None, own: Q) -> QuerySet[Any]:
    columns = _columns(
        "unit", rank=_whole(0), second_key=_whole(0), role_key=F("role"), narrowed=Cast("sectors", TextField()),
        outer_first=_no_day(), outer_last=_no_day(), team_key=_whole(0), source=_words(""),
    )  # fmt: skip
    return Post.objects.filter(_held(day), own).annotate(**columns).order_by().values_list(*_COLUMNS)


def _memberships(day: date | None, own: Q) -> QuerySet[Any]:
    columns = _columns(
        "office", rank=_whole(1), second_key=_whole(0), role_key=_words(TEAM_MEMBER), narrowed=_words("[]"),
        outer_first=F("team__since"), outer_last=F("team__until"), team_key=F("team_id"), source=F("team__name"),
    )  # fmt: skip
    rows = TeamMember.objects.filter(_held(day), _held(day, "team__"), own)
    return rows.annotate(**columns).order_by().values_list(*_COLUMNS)


def _loans(day: date | None, own: Q) -> QuerySet[Any]:
    """Return each loan with each post that it carries to the other office: both must hold on the day."""
    columns = _columns(
        "to_office", rank=_whole(2), second_key=F("user__posts__pk"), role_key=F("user__posts__role"),
        narrowed=Cast("user__posts__sectors", TextField()), outer_first=F("user__posts__since"),
        outer_last=F("user__posts__until"), team_key=_whole(0), source=F("from_office__name"),
    )  # fmt: skip
    carried = Q(user__posts__unit=F("from_office"), user__posts__role__in=LENT_ROLES) & _held(day, "user__posts__")
    return Loan.objects.filter(_held(day), carried, own).annotate(**columns).order_by().values_list(*_COLUMNS)


def _standing(*row: Any) -> Standing:
    read = dict(zip(_COLUMNS, row, strict=True))
    ground = _GROUNDS[read["rank"]]
    number = str(read["key"]) + (f"-{read['second_key']}" if read["second_key"] else "")
    lasts = [last for last in (read["last"], read["outer_last"]) if last]
    unit = Unit(
        pk=read["unit_key"],
        path=read["unit_path"],
        name=read["unit_name"],
        short_name=read["unit_short"],
        party=read["unit_party"],
        sector=read["unit_sector"],
    )
    return Standing(
        ground,
        number if ground == Ground.POST else f"{ground}-{number}",
        read["role_key"],
        unit,
        max(filter(None, (read["first"], read["outer_first"]))),
        min(lasts) if lasts else None,
        tuple(json.loads(read["narrowed"])),
        read["team_key"] or None,
        read["source"],
    )
