"""The rows behind every question of rights, read with two statements written out.

They are asked on every page, and what the ORM needs to put such a union together is ten times what the database needs
to answer it. Plain SQL that SQLite and PostgreSQL read alike; days go in and come out as the drivers have them.
"""

import json
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from liandu.access.roles import LENT_ROLES, TEAM_MEMBER

_UNIT = "u.id, u.path, u.name, u.short_name, u.code, u.party, u.sector"
_POSTS = """
SELECT 0, p.id, 0, p.user_id, p.role, {unit}, CAST(p.sectors AS text), p.since, p.until, p.since, p.until, 0, ''
FROM access_post p JOIN orgs_unit u ON u.id = p.unit_id WHERE {of_p}"""
_MEMBERSHIPS = """
SELECT 1, m.id, 0, m.user_id, '{team_member}', {unit}, '[]', m.since, m.until, t.since, t.until, t.id, t.name
FROM orgs_teammember m JOIN orgs_jointteam t ON t.id = m.team_id JOIN orgs_unit u ON u.id = m.office_id
WHERE {of_m} AND {on_t}"""
# A loan carries each post of the lending office to the borrowing one, while both hold.
_LOANS = """
SELECT 2, l.id, p.id, l.user_id, p.role, {unit}, CAST(p.sectors AS text), l.since, l.until, p.since, p.until, 0, f.name
FROM orgs_loan l JOIN access_post p ON p.user_id = l.user_id AND p.unit_id = l.from_office_id
JOIN orgs_unit u ON u.id = l.to_office_id JOIN orgs_unit f ON f.id = l.from_office_id
WHERE p.role IN ({lent}) AND {of_l} AND {on_p}"""
_STANDINGS = f"{_POSTS} UNION ALL {_MEMBERSHIPS} UNION ALL {_LOANS} ORDER BY 1, 2, 3"
_LENT = ", ".join(f"'{role}'" for role in sorted(LENT_ROLES))
_EVERY = {"of_p": "1 = 1", "of_m": "1 = 1", "of_l": "1 = 1", "on_p": "1 = 1", "on_t": "1 = 1"}
_OF_ONE = _EVERY | {f"of_{table}": f"{table}.user_id = %(user)s" for table in "pml"}
_HOLDS = {f"on_{table}": f"{table}.since <= %(day)s AND ({table}.until IS NULL OR {table}.until >= %(day)s)"
          for table in "pmlt"}  # fmt: skip
_ON_A_DAY = {f"of_{table}": _HOLDS[f"on_{table}"] for table in "pml"} | _HOLDS
# The tree (every unit), and the paths that these offices oversee or these teams cover.
_LIE = """
SELECT 0, u.id, u.path, u.sector, 0 FROM orgs_unit u"""
_OVERSEEN = """
UNION ALL SELECT 1, o.id, u.path, f.path, 0 FROM orgs_unit f JOIN orgs_oversight o ON o.office_id = f.id
JOIN orgs_unit u ON u.id = o.unit_id
WHERE f.path LIKE {way} AND o.since <= %(day)s AND (o.until IS NULL OR o.until >= %(day)s)"""
_AREAS = """
UNION ALL SELECT 2, a.id, u.path, a.sector, a.team_id FROM orgs_teamarea a JOIN orgs_unit u ON u.id = a.unit_id
WHERE a.team_id = {team} AND a.since <= %(day)s AND (a.until IS NULL OR a.until >= %(day)s)"""


class Row(NamedTuple):
    """What one standing is made of. ``ground``: 0 post, 1 membership, 2 loan (with the post as ``second_key``).

    ``outer_since`` and ``outer_until`` are the days of the team, or of the post that a loan carries.
    """

    ground: int
    key: int
    second_key: int
    user: int
    role: str
    unit: int
    path: str
    name: str
    short_name: str
    code: str
    party: str
    sector: str
    sectors: tuple[str, ...]
    since: date
    until: date | None
    outer_since: date
    outer_until: date | None
    team: int
    source: str


def read_rows(user: int | None, day: date | None) -> list[Row]:
    """Return the rows of all people or of the one with this key; only those that hold on ``day`` when one is given."""
    parts = _OF_ONE if user is not None else _EVERY if day is None else _ON_A_DAY
    statement = _STANDINGS.format(unit=_UNIT, team_member=TEAM_MEMBER, lent=_LENT, **parts)
    return [_row(list(row)) for row in _asked(statement, {"user": user, "day": day and day.isoformat()})]


def _row(values: list[Any]) -> Row:
    values[12] = tuple(json.loads(values[12]))
    values[13:17] = map(_day, values[13:17])
    return Row._make(values)


class Tree:
    """Every unit in the order of paths, in which what lies below a unit stands together."""

    def __init__(self, units: list[tuple[str, int, str]]) -> None:
        """Take (path, key, sector) of every unit."""
        units.sort()
        self.paths = [path for path, _key, _sector in units]
        self.keys = [key for _path, key, _sector in units]
        self.sectors = [sector for _path, _key, sector in units]

    def below(self, path: str, sectors: Collection[str] = ()) -> Sequence[int]:
        """Return the keys of the unit with this path and of all below it, only those of ``sectors`` where any is."""
        first, end = bisect_left(self.paths, path), bisect_left(self.paths, _behind(path))
        keys = self.keys[first:end]
        if not sectors:
            return keys
        return [key for key, sector in zip(keys, self.sectors[first:end], strict=True) if sector in sectors]


def _behind(path: str) -> str:
    """Return the first text behind every path that begins with this one ("/1/7/")."""
    return path[:-1] + chr(ord("/") + 1)


class Lie(NamedTuple):
    """The tree and what covers it on one day."""

    tree: Tree
    overseen: list[tuple[str, str]]  # path of the office, path of the unit
    areas: list[tuple[int, str, str]]  # team, path, sector ("" for every)


def read_lie(day: date, *, offices: Iterable[str], teams: Iterable[int]) -> Lie:
    """Return the tree, what the offices with these paths oversee and these teams cover on ``day``: one query."""
    values = {"day": day.isoformat()}
    parts = [_LIE]
    for at, path in enumerate(sorted(set(offices))):
        parts.append(_OVERSEEN.format(way=f"%(way{at})s"))
        values[f"way{at}"] = f"{path}%"
    parts += [_AREAS.format(team=int(team)) for team in sorted(set(teams))]
    rows = _asked("".join(parts), values)
    return Lie(
        Tree([(path, key, sector) for kind, key, path, sector, _team in rows if kind == 0]),
        [(office, path) for kind, _key, path, office, _team in rows if kind == 1],
        [(team, path, sector) for kind, _key, path, sector, team in rows if kind == 2],
    )


def _asked(statement: str, values: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
