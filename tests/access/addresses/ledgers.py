"""Addresses of the ledgers."""

from liandu.journal.models import Entry
from liandu.ledgers import commands
from liandu.rectification.bulk_acts import bulk_act
from liandu.rectification.commands import open_items
from tests.access.addresses.address import Address
from tests.rectification.given import a_finding

READS = "DCROSLMXT 200, all 403"
ITEMS = "DCROSLMXTP 200, all 403"  # the competent department reads items alone, and takes none out

ADDRESSES = {
    "ledgers:findings": Address(get=READS),
    "ledgers:export": Address(post=READS),
    "ledgers:items": Address(get=ITEMS),
    "ledgers:export_items": Address(post=READS),
    "ledgers:compare": Address(get=ITEMS),
    "ledgers:export_comparison": Address(post=READS),
    "ledgers:bulk": Address(
        get="SX 200, all 403", post="S 302, X 422, all 403", query="act=acknowledge",
        form={"act": "acknowledge", "item": "{ledger_item}", "reason": "集中认领"},
    ),
    "ledgers:bulk_result": Address("bulk_entry", get="S 200, all 404"),
    "ledgers:views": Address(get=ITEMS, before=("items",)),
    "ledgers:save_view": Address(
        get=ITEMS, post="DCROSLMXTP 302, all 403", form={"name": "在办", "office": ""}, before=("items",)
    ),
    "ledgers:open_plain": Address(post="DCROSLMXTP 302, all 403", before=("items",)),
    "ledgers:change_view": Address(
        "shared_view", get="DC 200, all 404", post="D 302, C 422, all 404", form={"name": "在办", "office": ""},
        before=("items",),
    ),
    "ledgers:delete_view": Address("shared_view", post="D 200, C 409, all 404", before=("items",)),
    "ledgers:restore_view": Address("deleted_view", post="D 302, all 404", before=("items",)),
    "ledgers:open_with": Address("shared_view", post="DC 302, all 404", before=("items",)),
}  # fmt: skip


def furnish(scene) -> None:
    """Add an item of the university, an act of its head on many, a shared view and a deleted one."""
    city, director = scene.city, scene.city.people.director
    reason = "试用"
    first, second = open_items(
        findings=[(a_finding(city, serial=n), None) for n in (941, 942)], by=city.people.clerk, reason=reason
    )
    office = city.units.inspection_office
    scene.shared_view, scene.deleted_view = (
        commands.save_view(ledger="items", name=name, address="state=rectifying", office=office, by=director)
        for name in ("共享", "删掉")
    )
    commands.delete_view(view=scene.deleted_view, by=director)
    seq = commands.act_in_bulk(
        act=bulk_act("acknowledge"), items=[first], by=city.people.secretary, reason=reason, fields={}
    )
    scene.bulk_entry = Entry.objects.get(seq=seq)
    scene.places["ledger_item"] = second.pk


furnish.only_for = "ledgers:"
