"""The address on which the items of a round take over its policy (rectification)."""

from tests.access.addresses.address import Address

ADDRESSES = {
    # The list that a reminder leads to: of one's own reach.
    "rectification:due": Address(get="DCROSLMXTP 200, all 403"),
    # The round of the scene has no policy of its own: nothing to take over, which is said and changes nothing.
    "rectification:follow_policy": Address(
        "round", get="D 200, CROSLMT 403, all 404", post="D 409, CROSLMT 403, all 404"
    ),
}
