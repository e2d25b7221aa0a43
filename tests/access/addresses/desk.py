"""Addresses of the desk."""

from typing import Any

from liandu.journal.models import Entry
from liandu.journal.sealing import seal_tail
from liandu.journal.subjects import subject_of
from tests.access.addresses.address import Address

ADDRESSES = {
    "desk:home": Address(get="all 200"),
    "desk:act_as": Address(post="all 302"),
    "desk:administration": Address(get="YE 200, all 403"),
    "desk:new_account": Address(
        post="Y 302, all 403",
        form={"account-username": "xinren", "account-display_name": "新人", "account-password": "heron-over-water-9"},
    ),
    "desk:new_post": Address(
        post="E 302, all 403",
        form={"post-user": "{nobody}", "post-role": "leader", "post-unit": "{unit}", "post-since": "2026-06-01"},
    ),
    "desk:new_unit": Address(
        post="Y 302, all 403", form={"unit-name": "云州市教育局", "unit-code": "305", "unit-parent": "{unit}"}
    ),
    "desk:close_account": Address(post="Y 302, all 403", form={"close-user": "{nobody}", "close-reason": "调离"}),
    "desk:end_post": Address(post="E 302, all 403", form={"ended-post": "{post}", "ended-until": "2026-06-30"}),
    "desk:add_oversight": Address(
        post="Y 302, all 403",
        form={"oversight-office": "{office}", "oversight-unit": "{elsewhere}", "oversight-since": "2026-06-01"},
    ),
    "desk:end_oversight": Address(
        post="Y 302, all 403", form={"over-oversight": "{oversight}", "over-until": "2026-06-30"}
    ),
    "desk:log": Address(get="A 200, all 403"),
    "desk:seals": Address(get="A 200, all 403"),
    "desk:verify_seals": Address(post="A 200, all 403"),
    "desk:export_seals": Address(post="A 200, all 403"),
    # An entry in the history of the finding: whoever sees the finding sees its history.
    "desk:receipt": Address("sealed", get="DCRSM 200, all 404"),
}


def furnish(scene: Any) -> None:
    """Put everything so far under a seal, and take the entry that confirmed the finding."""
    seal_tail()
    scene.sealed = Entry.objects.get(act="finding.raised", subject=subject_of(scene.finding))
