"""Addresses of insight: recurrences."""

from tests.access.addresses.address import Address
from tests.insight.given import a_pair

# Whoever looks after several units; what each finds there is what they reach.
SEEN = "DCROTM 200, all 403"
# The pair is of the university: who reaches it sees it, the inspection office alone judges.
JUDGED = "DC 302, RTM 403, O 404, all 403"

ADDRESSES = {
    "insight:recurrences": Address(get=SEEN),
    "insight:confirm_recurrence": Address("recurrence", post=JUDGED, form={"note": "核对过原文"}),
    "insight:dismiss_recurrence": Address("recurrence", post=JUDGED),
    # Nobody has judged it yet: the right alone gets the sentence that says so.
    "insight:reconsider_recurrence": Address("recurrence", post="DC 409, RTM 403, O 404, all 403"),
}


def furnish(scene) -> None:
    """Add a pair of findings of the university, of two rounds."""
    scene.recurrence = a_pair(scene.city)


furnish.only_for = ("insight:",)
