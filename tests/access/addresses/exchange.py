"""Addresses of exchange: packs and opens who works in the inspection office; keys are the security administrator's."""

from types import SimpleNamespace

from liandu.exchange.commands import open_package, open_sealed_part
from liandu.exchange.models import Foreign, Package, Peer
from tests.access.addresses.address import Address
from tests.exchange.sealed import a_packer, kept
from tests.exchange.sites import Two

PACKS = "DC 200, all 404"
KEEPS = "E 200, all 403"

ADDRESSES = {
    "exchange:home": Address(get="DCE 200, all 403"),
    "exchange:pack": Address(
        get="DC 200, all 403",
        post="DC 302, all 403",
        form={"peer": "{peer}", "rounds": "{round}", "chosen": "findings"},
    ),
    "exchange:package": Address("package", get=PACKS),
    "exchange:package_file": Address("package", get=PACKS),
    # An upload that is no package: who may, gets the sentence on the form.
    "exchange:receive": Address(get="DC 200, all 403", post="DC 422, all 403", form={"file": "{file}"}),
    "exchange:receipt": Address(get="DC 200, all 403", post="DC 422, all 403", form={"file": "{file}"}),
    "exchange:arrival": Address("arrival", get=PACKS),
    "exchange:open": Address("arrival", post="DC 302, all 404"),
    "exchange:match_unit": Address("arrival", post="DC 302, all 404", form={"key": "777", "unit": "{unit}"}),
    # The round that came may be linked to by who opens rounds.
    "exchange:link_round": Address(
        "opened", post="D 302, C 403, all 404", form={"above": "{above}", "round": "{round}"}
    ),
    "exchange:discard": Address("arrival", post="DC 302, all 404"),
    "exchange:receipt_file": Address("opened", get=PACKS),
    # Behind the door of the clues: for all others there is nothing.
    "exchange:sealed_parts": Address(get="GK 200, all 404", post="GK 405, all 404", other=404),
    "exchange:sealed_part": Address("sealed", get="GK 200, all 404", post="GK 405, all 404", other=404),
    "exchange:open_sealed": Address("sealed", get="GK 405, all 404", post="GK 302, all 404", other=404),
    "exchange:discard_sealed": Address(
        "sealed", get="GK 405, all 404", post="GK 302, all 404", form={"reason": "重复"}, other=404
    ),
    "exchange:sealed_receipt_file": Address("unsealed", get="GK 200, all 404", post="GK 405, all 404", other=404),
    "exchange:make_keys": Address(get=KEEPS, post="E 302, all 403", form={"name": "云州市委巡察办"}),
    "exchange:card": Address(get="DCE 200, all 403"),
    "exchange:add_peer": Address(get=KEEPS, post="E 422, all 403", form={"card": "x", "level": "below"}),
    "exchange:retire_peer": Address("peer", post="E 302, DC 403, all 404", form={"until": "2036-06-01"}),
}


def furnish(scene: SimpleNamespace) -> None:
    """Add a package that went out, one that was opened and one that waits, with the keys of the city in place."""
    two = Two(scene.city)
    first = two.pack(chosen=())
    with two.acting("above"):
        scene.opened = two.take_in(first.path.read_bytes())
        open_package(arrival=scene.opened, choices={}, by=two.people.director)
        packer = a_packer(scene.city)
        scene.unsealed, scene.sealed = kept(two, scene.city, packer), kept(two, scene.city, packer)
        open_sealed_part(part=scene.unsealed, by=two.people.registrar)
        scene.arrival = two.take_in(two.pack(chosen=()).path.read_bytes())
    two.stay("above")
    scene.package = Package.objects.get(pk=first.pk)
    scene.peer = Peer.objects.get(site=two.sites["county"])
    above = Foreign.objects.get(kind="rounds", origin=scene.opened.site).local
    scene.places |= {"peer": scene.peer.pk, "round": scene.round.pk, "above": above}


furnish.only_for, furnish.apart = "exchange:", True  # type: ignore[attr-defined]
