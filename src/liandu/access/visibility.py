"""Who can see a record, and why: one page for every kind of record. Each stage registers its kinds here.

A stage calls :func:`show_readers_of` in its ``presenters`` room. Records that are reached by unit leave ``rows`` to
:func:`by_unit`; one with a rule of its own (being named in a clue, being a party to a package) brings its own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from liandu.access.queries import Ground, Path, Witness, who_could_see
from liandu.access.roles import Act


@dataclass(frozen=True, slots=True)
class Sight:
    """One way in which one person could see a record: who, for which office, as what, why, and on which days."""

    person: str
    office: str
    role: str
    why: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: ``load`` gives it to a reader who may see it, else None; ``rows`` says who could on a day."""

    key: str
    label: str | Promise
    load: Callable[[Any, int], Any]
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    rows: Callable[[Any, date], Sequence[Sight]]


_kinds: dict[str, Kind] = {}


def show_readers_of(kind: Kind) -> None:
    """Let there be a page "who can see this" for records of ``kind``."""
    if kind.key in _kinds:
        msg = f"{kind.key} is registered twice"
        raise ValueError(msg)
    _kinds[kind.key] = kind


def kind_called(key: str) -> Kind | None:
    """Return the kind registered under ``key``, None when there is none."""
    return _kinds.get(key)


def kinds() -> list[str]:
    """Return the keys of all kinds registered."""
    return sorted(_kinds)


def by_unit(act: Act) -> Callable[[Any, date], Sequence[Sight]]:
    """Return what answers for records that are seen by whom ``act`` reaches at their ``unit``."""

    def rows(record: Model, day: date) -> Sequence[Sight]:
        return sights_at(act, record.unit, day)  # type: ignore[attr-defined]

    return rows


def sights_at(act: Act, unit: Any, day: date) -> list[Sight]:
    """Return who could do ``act`` at ``unit`` on ``day``, each way once."""
    return [sight_of(one) for one in who_could_see(act, unit, day)]


def sight_of(one: Witness, why: str = "") -> Sight:
    """Return a way in words; ``why`` where it is another than what the standing covers."""
    path = one.path
    standing = path.standing
    return Sight(str(one.person), str(standing.unit), standing.role_name, why or because(path), path.since, path.until)


def because(path: Path) -> str:
    """Return in words why a standing comes to a unit, without days."""
    standing = path.standing
    names = {"unit": str(path.over or ""), "office": str(standing.unit), "source": standing.source}
    if standing.ground == Ground.TEAM:
        return _("因“%(source)s”负责%(unit)s") % names
    own = path.over is None or path.over.path.startswith(standing.unit.path)
    if standing.ground == Ground.LOAN:
        return (_("因借调到%(office)s") if own else _("因借调到%(office)s，联系监督%(unit)s")) % names
    if path.over is None:
        return _("因岗位覆盖全市")
    if own:
        return _("因在%(office)s任职") % names
    return _("因联系监督%(unit)s") % names
