"""Where a person stands on a day: posts, memberships of joint teams, loans to another office.

Rows with dates are never deleted, so every question may be asked of another day. A day that is past is answered by the
days that stand in the rows, and by when the account was closed and opened again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.utils import timezone

from liandu.access.models import Post
from liandu.access.queries.rows import Row, read_rows
from liandu.access.roles import ROLES, Act, Role
from liandu.journal.queries import moments_of
from liandu.journal.subjects import subject_of
from liandu.orgs.models import Unit

CLOSED, REOPENED = "account.closed", "account.reopened"
OPENINGS = (CLOSED, REOPENED)


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
    if not _is_open(user, day, today):
        return []
    return [standing for standing in all_standings_of(user) if standing.holds_on(day)]


def all_standings_of(user: Any) -> list[Standing]:
    """Return where ``user`` ever stood or is to stand, whatever the day: one query, kept on the user object."""
    if not hasattr(user, "standings"):
        user.standings = [standing for _user, standing in read_standings(user=user)]
    return user.standings


def _is_open(user: Any, day: date, today: date) -> bool:
    if day >= today:
        return bool(user.is_active)
    about = subject_of(user)
    return was_open(moments_of(OPENINGS, subject=about).get(about, []), day)


def was_open(moments: Sequence[tuple[str, datetime]], day: date) -> bool:
    """Return whether an account was open on ``day``; those on which it was closed or reopened count as open."""
    closed: date | None = None
    for act, at in moments:
        then = timezone.localdate(at)
        if act == CLOSED:
            closed = closed or then
        elif closed is not None:
            if closed < day < then:
                return False
            closed = None
    return closed is None or day <= closed


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
    for row in read_rows(None if user is None else user.pk, day):
        standing = _standing(row)
        if standing.until is None or standing.until >= standing.since:  # a loan and a post that never met
            yield row.user, standing


_GROUNDS = (Ground.POST, Ground.TEAM, Ground.LOAN)


def _standing(row: Row) -> Standing:
    ground = _GROUNDS[row.ground]
    number = str(row.key) + (f"-{row.second_key}" if row.second_key else "")
    lasts = [last for last in (row.until, row.outer_until) if last]
    return Standing(
        ground,
        number if ground == Ground.POST else f"{ground}-{number}",
        row.role,
        Unit(
            pk=row.unit,
            path=row.path,
            name=row.name,
            short_name=row.short_name,
            code=row.code,
            party=row.party,
            sector=row.sector,
        ),
        max(row.since, row.outer_since),
        min(lasts) if lasts else None,
        row.sectors,
        row.team or None,
        row.source,
    )
