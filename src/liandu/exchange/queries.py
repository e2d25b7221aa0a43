"""Reading peers and packages, through the reader's eyes: they are the business of who packs, opens or keeps keys."""

from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from liandu.access.queries import acts_of
from liandu.access.roles import Act
from liandu.exchange.kinds import hidden_kinds
from liandu.exchange.models import Arrival, Carried, Foreign, Outcome, Package, Peer, SealedPart, Site
from liandu.exchange.states import Arriving, Packing, Sealed
from liandu.inspections.models import Round
from liandu.inspections.queries import rounds_for
from liandu.kernel.tasks import Task
from liandu.orgs.models import Unit
from liandu.orgs.queries import on_day

MOST_TASKS = 12
LEASED = (Packing.WAITING, Packing.PACKING)


def exchanges(reader: Any) -> bool:
    """Return whether the reader packs or opens packages."""
    return bool({Act.EXCHANGE_PACK, Act.EXCHANGE_OPEN} & acts_of(reader))


def peers_for(reader: Any) -> QuerySet[Peer]:
    """Return the peers with their keys, those in force first."""
    rows = Peer.objects.select_related("site", "added_by").order_by("until", "site__name", "-pk")
    return rows if exchanges(reader) or Act.KEY_MANAGE in acts_of(reader) else rows.none()


def peers_in_force(reader: Any) -> QuerySet[Peer]:
    """Return the peers whose keys hold today."""
    return peers_for(reader).filter(on_day(timezone.localdate()))


def peer_of(site: Site) -> Peer | None:
    """Return the keys of ``site`` that hold today, the newest when there are several; None when there are none."""
    rows = Peer.objects.select_related("site").filter(on_day(timezone.localdate()), site=site)
    return rows.order_by("-pk").first()


def packages_for(reader: Any) -> QuerySet[Package]:
    """Return the packages that went out, newest first, to who packs."""
    rows = Package.objects.select_related("site", "asked_by").order_by("-pk")
    return rows if Act.EXCHANGE_PACK in acts_of(reader) else rows.none()


def arrivals_for(reader: Any) -> QuerySet[Arrival]:
    """Return the packages that came, newest first, to who opens them."""
    rows = Arrival.objects.select_related("site", "came_by", "opened_by").order_by("-pk")
    return rows if Act.EXCHANGE_OPEN in acts_of(reader) else rows.none()


def sealed_parts_for(reader: Any) -> QuerySet[SealedPart]:
    """Return the sealed parts, those that wait first, to who registers clues; to anybody else none."""
    rows = SealedPart.objects.select_related("arrival__site", "ended_by")
    rows = rows.order_by(Case(When(state=Sealed.WAITING, then=0), default=1), "-kept_at", "key")
    return rows if Act.CLUE_REGISTER in acts_of(reader) else rows.none()


def tasks_for_sealed_parts(reader: Any) -> list[Task]:
    """Return the sealed parts that wait for this person; [] for outsiders, without a query."""
    if Act.CLUE_REGISTER not in acts_of(reader):
        return []
    return [
        Task(
            _("密封件待拆封"), str(row.arrival), reverse("exchange:sealed_part", args=[row.pk]), _("查看"), "look"
        )
        for row in sealed_parts_for(reader).filter(state=Sealed.WAITING)[:MOST_TASKS]
    ]  # fmt: skip


def not_taken(reader: Any, package: Package, *, most: int = 200) -> list[Carried]:
    """Return the records of ``package`` that its receiver did not take over, at most ``most``."""
    rows = Carried.objects.filter(package__in=packages_for(reader).filter(pk=package.pk))
    rows = rows.exclude(kind__in=hidden_kinds(reader, whose=package.asked_by_id))
    return list(rows.filter(outcome__in=(Outcome.REFUSED, Outcome.KEPT)).order_by("pk")[:most])


def rounds_to_send(reader: Any) -> QuerySet[Round]:
    """Return the rounds that the reader may pack."""
    return rounds_for(reader)


def own_rounds(reader: Any) -> QuerySet[Round]:
    """Return the rounds of our own committee, which may be linked to one of the level above."""
    return rounds_for(reader).filter(term__mark="")


def rounds_brought_by(reader: Any, arrival: Arrival) -> QuerySet[Round]:
    """Return the rounds that came from the site of ``arrival``, as far as the reader may see them."""
    keys = Foreign.objects.filter(kind="rounds", origin=arrival.site).values("local")
    return rounds_for(reader).filter(pk__in=keys)


def units_to_match(reader: Any) -> QuerySet[Unit]:
    """Return the units that a foreign unit may be matched to, by code."""
    rows = Unit.objects.order_by("code")
    return rows if Act.EXCHANGE_OPEN in acts_of(reader) else rows.none()


def packages_due() -> bool:
    """Return whether a package waits to be made, or lost its worker."""
    return due_packages().exists()


def due_packages() -> QuerySet[Package]:
    """Return the packages to make, oldest first; one at a time for each receiver, so that numbers follow each other."""
    now = timezone.now()
    busy = Package.objects.filter(site=OuterRef("site"), state=Packing.PACKING, lease_until__gte=now)
    due = Q(state=Packing.WAITING) | Q(state=Packing.PACKING, lease_until__lt=now)
    return Package.objects.select_related("site", "asked_by").filter(due).exclude(Exists(busy)).order_by("pk")


def due_openings() -> QuerySet[Arrival]:
    """Return the packages that the worker is to open, oldest first."""
    due = Q(lease_until=None) | Q(lease_until__lt=timezone.now())
    rows = Arrival.objects.select_related("site", "asked_by").filter(due, state=Arriving.OPENING)
    return rows.order_by("pk")


def opening_workers() -> set[str]:
    """Return the workers that open a package now."""
    return set(Arrival.objects.filter(state=Arriving.OPENING).values_list("worker", flat=True)) - {""}


def packing_workers() -> set[str]:
    """Return the workers that make a package now."""
    return set(Package.objects.filter(state=Packing.PACKING).values_list("worker", flat=True))
