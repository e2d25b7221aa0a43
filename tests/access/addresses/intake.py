"""Addresses of intake."""

from tests.access.addresses.address import Address

ADDRESSES = {
    "intake:documents": Address(get="DC 200, all 403"),
    "intake:text": Address("document", get="DCRST 200, all 404"),
    "intake:read_again": Address("failed", post="DC 302, RST 403, all 404"),
    "intake:upload": Address(
        "round",
        get="DC 200, RSMT 403, all 404",
        post="DC 200, RSMT 403, all 404",
        query="inspection={inspection}",
        form={"kind": "feedback_opinion", "grade": "internal", "place": "{inspection}", "file": "{file}"},
    ),
    "intake:guess_places": Address("round", post="DC 200, ROSLMT 403, all 404", form={"name": "云州大学.docx"}),
}
