"""Addresses of rounds, inspections and material."""

from tests.access.addresses.address import Address

ADDRESSES = {
    "inspections:rounds": Address(get="DCROSLMXT 200, all 403"),
    "inspections:open_term": Address(
        get="D 200, all 403", post="D 302, all 403", form={"number": "6", "name": "第六届", "since": "2026-06-01"}
    ),
    "inspections:open_round": Address(
        get="D 200, all 403",
        post="D 302, all 403",
        form={"term": "{term}", "number": "10", "name": "第十轮", "kind": "regular", "since": "2026-06-01"},
    ),
    "inspections:round": Address("round", get="DCROSLMT 200, all 404"),
    "inspections:open_inspection": Address(
        "round",
        get="DC 200, ROSLMT 403, all 404",
        post="DC 302, ROSLMT 403, all 404",
        form={"unit": "{elsewhere}", "team": "第二组"},
    ),
    "inspections:inspection": Address("inspection", get="DCRSMT 200, all 404"),
    "inspections:give_feedback": Address(
        "inspection", post="DC 302, RSMT 403, all 404", form={"feedback_on": "2026-06-20"}
    ),
    "inspections:material": Address("material", get="DCRST 200, all 404"),
    "inspections:original": Address("material", get="DCRST 200, all 404"),
    "inspections:withdraw_material": Address("material", post="DC 302, RST 403, all 404", form={"reason": "传错"}),
    "inspections:restore_material": Address("withdrawn", post="DC 302, RST 403, all 404"),
}
