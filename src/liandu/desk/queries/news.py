"""What changed among the items within reach since a person last looked: who did what, many of a kind together."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from liandu.access.queries import acts_of
from liandu.access.roles import Act
from liandu.desk.models import Look
from liandu.desk.rules import FIRST_LOOK, names_of
from liandu.journal.queries import Doing, doings_on
from liandu.journal.subjects import subject_of
from liandu.rectification.commands.posting import PAST
from liandu.rectification.models import Item
from liandu.rectification.queries import items_for
from liandu.rectification.states import Act as Move

MOST_ITEMS = 100  # the items that changed last; who was away for long reads the ledger
MOVES = {past: move for move, past in PAST.items()}
OPENED = "item.opened"
AT_A_GLANCE = 8  # lines; the others unfold


@dataclass(frozen=True, slots=True)
class Piece:
    """One sort of change by one person: what in words, at which units, who, when last, and the items it was done to."""

    words: str
    units: str
    who: str
    at: datetime
    items: tuple[tuple[str, str], ...]  # number, title and unit; address

    @property
    def n(self) -> int:
        """Return how many items it was done to."""
        return len(self.items)


@dataclass(frozen=True, slots=True)
class News:
    """What changed after ``since``, newest first, as the reader finds it at ``until``; ``more``: older changes too."""

    since: datetime
    until: datetime
    pieces: list[Piece]
    more: bool
    may_undo: bool


def news_for(reader: Any) -> News | None:
    """Return what changed since the reader last looked; None for who reads no items. Three queries at most."""
    if Act.ITEM_VIEW not in acts_of(reader):
        return None
    until = timezone.now()
    look = Look.objects.filter(user=reader.pk).first()
    since = look.seen_at if look else until - FIRST_LOOK
    changed = _changed(reader, since)
    kept = {subject_of(item): item for item in changed[:MOST_ITEMS]}
    doings = doings_on(list(kept), since=since, but_by=reader.username) if kept else []
    return News(
        since=since,
        until=until,
        pieces=_pieces(kept, doings),
        more=len(changed) > MOST_ITEMS,
        may_undo=look is not None and look.before is not None,
    )


def _changed(reader: Any, since: datetime) -> list[Item]:
    rows = items_for(reader).filter(changed_at__gt=since).select_related("unit", "finding")
    rows = rows.only("number", "changed_at", "unit__short_name", "unit__name", "finding__title")
    return list(rows.order_by("-changed_at", "-number")[: MOST_ITEMS + 1])


def _pieces(items: dict[str, Item], doings: list[Doing]) -> list[Piece]:
    """Return ``doings`` (newest first) with those of the same act by the same person together."""
    together: dict[tuple[str, str], list[Doing]] = {}
    for doing in doings:
        together.setdefault((doing.act, doing.actor), []).append(doing)
    return [_piece(items, alike) for alike in together.values()]


def _piece(items: dict[str, Item], alike: list[Doing]) -> Piece:
    newest = alike[0]
    things = {doing.subject: items[doing.subject] for doing in alike}
    return Piece(
        _words(newest, len(things)),
        names_of([str(item.unit) for item in things.values()]),
        newest.actor or _("系统"),
        newest.at,
        tuple(
            (f"{item.number} {item.finding.title} · {item.unit}", reverse("rectification:item", args=[item.pk]))
            for item in things.values()
        ),
    )


def _words(newest: Doing, n: int) -> str:
    if n == 1:
        return newest.sentence
    if newest.act == OPENED:
        return ngettext("立账 %(n)s 项", "立账 %(n)s 项", n) % {"n": n}
    move = MOVES.get(newest.act)
    if move is None:
        return ngettext("%(what)s等 %(n)s 项", "%(what)s等 %(n)s 项", n) % {"what": newest.sentence, "n": n}
    what = Move(move).label
    return ngettext("%(what)s %(n)s 项", "%(what)s %(n)s 项", n) % {"what": what, "n": n}
