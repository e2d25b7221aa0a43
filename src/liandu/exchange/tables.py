"""The lists of this stage: one list of columns each."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liandu.exchange.kinds import kind_named
from liandu.exchange.models import Arrival, Carried, Outcome, Package, Peer, SealedPart
from liandu.exchange.rules import is_in_force
from liandu.exchange.states import Arriving, Packing, Sealed
from liandu.exchange.wording import OUTCOMES, PACKED, refusal_in_words
from liandu.ui.dates import day, moment, size
from liandu.ui.tables import Cell, Column, Table, by_part, table


def label_of(name: str) -> str:
    """Return the name of a kind of record for people."""
    kind = kind_named(name)
    return str(kind.label) if kind else name


def _state_of_peer(peer: Peer) -> Cell:
    if is_in_force(peer, timezone.localdate()):
        return Cell(_("在用"), tone="good", shape="●", sub=_("自 %(day)s") % {"day": day(peer.since)})
    return Cell(_("停用"), tone="plain", shape="⊘", sub=_("至 %(day)s") % {"day": day(peer.until)})


PEERS = (
    Column(gettext_lazy("单位"), lambda peer: Cell(peer.site.name, sub=peer.get_level_display())),
    Column(gettext_lazy("公钥指纹"), by_part("exchange/_fingerprint.html")),
    Column(gettext_lazy("状态"), _state_of_peer),
)


def peers_table(rows: Sequence[Peer], *, with_acts: bool) -> Table:
    """Return peers as a table; with a last column of acts for who keeps the keys."""
    acts = Column(gettext_lazy("办理"), by_part("exchange/_peer_acts.html"), css="act")
    return table((*PEERS, acts) if with_acts else PEERS, rows, caption=_("往来单位"))


def _state_of_package(row: Package) -> Cell:
    shape, tone = PACKED[Packing(row.state)]
    return Cell(row.get_state_display(), tone=tone, shape=shape, sub=moment(row.answered_at))


def _named(row: Any) -> str:
    number = _("第 %(n)s 号") % {"n": row.sequence} if row.sequence else _("未编号")
    return f"{row.site.name} · {number}"


PACKAGES = (
    Column(
        gettext_lazy("交换包"), lambda row: Cell(_named(row), url=reverse("exchange:package", args=[row.pk]))
    ),
    Column(gettext_lazy("状态"), _state_of_package),
    Column(gettext_lazy("大小"), lambda row: Cell(size(row.size) if row.size else "—"), css="number"),
    Column(gettext_lazy("导出"), lambda row: Cell(moment(row.made_at or row.asked_at), sub=str(row.asked_by))),
)  # fmt: skip


def packages_table(rows: Sequence[Package]) -> Table:
    """Return packages that went out as a table."""
    return table(PACKAGES, rows, caption=_("导出的交换包"))


_ARRIVED = {
    Arriving.OPENING: ("◐", "now"),
    Arriving.INSPECTED: ("◑", "look"),
    Arriving.OPENED: ("●", "good"),
    Arriving.DISCARDED: ("⊘", "plain"),
}


def _state_of_arrival(row: Arrival) -> Cell:
    shape, tone = _ARRIVED[Arriving(row.state)]
    return Cell(row.get_state_display(), tone=tone, shape=shape, sub=moment(row.opened_at))


ARRIVALS = (
    Column(gettext_lazy("交换包"), lambda row: Cell(_named(row), url=reverse("exchange:arrival", args=[row.pk]))),
    Column(gettext_lazy("状态"), _state_of_arrival),
    Column(gettext_lazy("大小"), lambda row: Cell(size(row.size)), css="number"),
    Column(gettext_lazy("收到"), lambda row: Cell(moment(row.came_at), sub=str(row.came_by))),
)


def arrivals_table(rows: Sequence[Arrival]) -> Table:
    """Return packages that came as a table."""
    return table(ARRIVALS, rows, caption=_("收到的交换包"))


_SEALED = {
    Sealed.WAITING: ("◑", "look"),
    Sealed.OPENED: ("●", "good"),
    Sealed.DISCARDED: ("⊘", "plain"),
}


def _state_of_sealed(row: SealedPart) -> Cell:
    shape, tone = _SEALED[Sealed(row.state)]
    return Cell(row.get_state_display(), tone=tone, shape=shape, sub=moment(row.ended_at))


SEALED_PARTS = (
    Column(
        gettext_lazy("密封件"),
        lambda row: Cell(_named(row.arrival), url=reverse("exchange:sealed_part", args=[row.pk])),
    ),
    Column(gettext_lazy("状态"), _state_of_sealed),
    Column(gettext_lazy("收到"), lambda row: Cell(moment(row.kept_at))),
    Column(gettext_lazy("办理人"), lambda row: Cell(str(row.ended_by or "—"))),
)


def sealed_parts_table(rows: Sequence[SealedPart]) -> Table:
    """Return sealed parts as a table."""
    return table(SEALED_PARTS, rows, caption=_("密封件"))


def _outcome(row: Carried) -> Cell:
    shape, tone = OUTCOMES[Outcome(row.outcome)]
    return Cell(row.get_outcome_display(), tone=tone, shape=shape)


NOT_TAKEN = (
    Column(gettext_lazy("内容"), lambda row: Cell(row.title, sub=label_of(row.kind))),
    Column(gettext_lazy("结果"), _outcome),
    Column(gettext_lazy("理由"), lambda row: Cell(refusal_in_words(row.reason))),
)


def not_taken_table(rows: Sequence[Carried]) -> Table:
    """Return the records that a receiver did not take over, with its reasons."""
    return table(NOT_TAKEN, rows, caption=_("对方没有接收的内容"))
