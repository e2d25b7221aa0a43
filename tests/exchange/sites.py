"""Two installations in one test: each has its keys in a folder of its own, and what one packs the other opens.

They share the database. What comes from the other site is registered as another committee's, as it would be anywhere.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

from liandu.exchange.commands import add_peer, ask_package, claim_package, make_keys, make_package, take_in_package
from liandu.exchange.identity import card_from, own_card
from liandu.exchange.models import Arrival, Package, Site
from liandu.findings.commands import accept_proposals
from liandu.findings.models import Finding
from liandu.intake.models import Proposal
from tests.papers_of_the_day import read_as, receive

CHOSEN = ("material", "findings")


class Two:
    """The county, whose rows are those of the test's city, and the city, which opens what the county packs."""

    def __init__(self, city: Any) -> None:
        self.keys, self.city = Path(settings.LIANDU_KEYS) / "exchange", city
        self.keys.parent.mkdir(exist_ok=True)
        self.home = Path(settings.LIANDU_HOME)
        self.people = city.people
        self.sites: dict[str, Site] = {}
        cards = {}
        for name in ("county", "above"):
            with self.acting(name):
                make_keys(name={"county": "云岭县委巡察办", "above": "云州市委巡察办"}[name], by=self.people.security)
                cards[name] = card_from(own_card())
        for name, level in (("county", "below"), ("above", "above")):
            with self.acting("above" if name == "county" else "county"):
                self.sites[name] = add_peer(card=cards[name], level=level, by=self.people.security).site
        self.cards = cards

    @contextmanager
    def acting(self, name: str) -> Iterator[None]:
        """Let the folder of keys be that of ``name``."""
        before = self.keys.readlink().name if self.keys.is_symlink() else ""
        self._point(f"keys-of-{name}")
        try:
            yield
        finally:
            self._point(before)

    def stay(self, name: str) -> None:
        """Let the folder of keys be that of ``name`` for the rest of the test."""
        self._point(f"keys-of-{name}")

    def _point(self, folder: str) -> None:
        self.keys.unlink(missing_ok=True)
        if folder:
            (self.home / folder).mkdir(exist_ok=True)
            self.keys.symlink_to(self.home / folder)

    def pack(self, sender: str = "county", *, to: str = "above", rounds: Any = None, **more: Any) -> Package:
        about = {"chosen": CHOSEN, "whole": False, "by": self.people.director}
        with self.acting(sender):
            package = ask_package(site=self.sites[to], rounds=rounds or [self.city.round], **(about | more))
            claimed = claim_package(worker="w")
            assert claimed == package
            assert make_package(package=claimed, worker="w")
            return claimed

    def take_in(self, content: bytes, receiver: str = "above", by: Any = None) -> Arrival:
        with self.acting(receiver):
            return take_in_package(chunks=[content], name="来.liandu", by=by or self.people.director)


def a_finding(city: Any) -> Finding:
    """Return the finding that the clerk accepted from the university's feedback opinion."""
    document = read_as(receive(city))
    leaf = Proposal.objects.filter(document=document, is_leaf=True).order_by("position").first()
    return accept_proposals(proposals=[leaf], by=city.people.clerk).findings[0]
