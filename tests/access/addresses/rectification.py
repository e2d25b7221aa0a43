"""Addresses of items. The item is the university's; it waits to be acknowledged, another one is in dispute."""

from liandu.rectification.commands import dispute_item, open_items
from liandu.rectification.models import ItemOffice
from tests.access.addresses.address import Address
from tests.rectification.given import a_finding

SEEN = "DCRSMT 200, all 404"
# By the head of the unit alone; by who keeps the ledger.
HEAD = "S 302, CDRMT 403, all 404"
LEDGER = "DC 302, RSMT 403, all 404"

ADDRESSES = {
    "rectification:openings": Address(get="DC 200, all 403"),
    "rectification:opening": Address("round", get="DC 200, all 403"),
    "rectification:open_signed": Address("round", post="DC 302, all 403"),
    "rectification:open_unsigned": Address(
        "round", post="DC 302, all 403", form={"finding": "{loose_finding}", "reason": "急办"}
    ),
    "rectification:acknowledge_all": Address(
        get="SX 200, all 403", post="S 302, X 422, all 403", form={"item": "{item}"}
    ),
    "rectification:assign_many": Address(
        get="DCRSXOT 200, all 403", post="S 302, DCRXOT 422, all 403", form={"item": "{item}", "leader": "何副校长"}
    ),
    "rectification:item": Address("item", get=SEEN),
    "rectification:acknowledge": Address("item", post=HEAD),
    "rectification:dispute": Address(
        "item", get="S 200, CDRMT 403, all 404", post=HEAD, form={"text": "验收由后勤集团负责"}
    ),
    "rectification:take_back_dispute": Address("disputed_item", post=HEAD),
    "rectification:answer_dispute": Address(
        "disputed_item", get="D 200, CRSMT 403, all 404", post="D 302, CRSMT 403, all 404",
        form={"verdict": "uphold", "answer": "合同由校方签订"},
    ),
    "rectification:cancel": Address(
        "item", get="DC 200, RSMT 403, all 404", post=LEDGER, form={"reason": "录重了"}
    ),
    # Registered, not cancelled: who keeps the ledger gets the sentence that says so.
    "rectification:reinstate": Address(
        "item", get="DC 200, RSMT 403, all 404", post="DC 422, RSMT 403, all 404", form={"reason": "没有录重"}
    ),
    "rectification:assign": Address(
        "item", get="S 200, CDRMT 403, all 404", post=HEAD, form={"leader": "何副校长"}
    ),
    "rectification:remark": Address(
        "item", get="SDCR 200, MT 403, all 404", post="SDCR 302, MT 403, all 404", form={"remark": "待会商"}
    ),
    "rectification:change_owner": Address(
        "item", get="S 200, CDRMT 403, all 404", post=HEAD,
        form={"leader": "何副校长", "made_on": "2026-06-25", "note": "轮岗"},
    ),
    # The inspection office can see the unit, so it may get another duty.
    "rectification:add_office": Address(
        "item", get="DCR 200, SMT 403, all 404", post="DCR 302, SMT 403, all 404",
        form={"office": "{inspection_unit}", "duty": "supervising"},
    ),
    "rectification:end_office": Address(
        "item_office", get="DCR 200, SMT 403, all 404", post="DCR 422, SMT 403, all 404", form={"reason": "变更承办"},
    ),
}  # fmt: skip


def furnish(scene) -> None:
    """Add an item that waits for the university, one in dispute, and a finding without item."""
    city, clerk = scene.city, scene.city.people.clerk
    waiting, disputed = (a_finding(city, serial=n) for n in (901, 902))
    scene.item, scene.disputed_item = open_items(findings=[(waiting, None), (disputed, None)], by=clerk, reason="试用")
    dispute_item(item=scene.disputed_item, text="验收由后勤集团负责", by=city.people.secretary)
    scene.item_office = ItemOffice.objects.get(item=scene.item, duty="inspection")
    scene.places |= {
        "loose_finding": a_finding(city, serial=903).pk,
        "item": scene.item.pk,
        "inspection_unit": city.units.inspection_office.pk,
    }


furnish.only_for = "rectification:"
