"""Addresses of findings and their review."""

from tests.access.addresses.address import Address

# Who may only look at the unit's findings gets 403 for acts on them; to whom the unit is not there, 404.
JUDGED = "DC 200, RST 403, all 404"

ADDRESSES = {
    "findings:finding": Address("finding", get="DCRSMT 200, all 404"),
    "findings:confirm_category": Address("finding", post="DC 302, RSMT 403, all 404", form={"category": "A1"}),
    # Nobody has said a class yet: the right alone gets the sentence that says so.
    "findings:reopen_category": Address("finding", post="DC 409, RSMT 403, all 404"),
    "findings:classes": Address(get="DC 200, all 403"),
    "findings:class_quality": Address(get="DC 200, all 403"),
    "findings:confirm_categories": Address(post="DC 302, all 403", form={"guess": "0:A1"}),
    "findings:confirm_in_queue": Address("finding", post="DC 302, RSMT 403, all 404", form={"category": "A1"}),
    "findings:withdraw": Address("finding", post="D 302, CRSMT 403, all 404", form={"reason": "重复"}),
    # It stands: nothing to reinstate; the right alone gets the sentence that says so.
    "findings:reinstate": Address("finding", post="D 422, CRSMT 403, all 404", form={"reason": "误撤"}),
    "findings:review": Address("document", get=JUDGED),
    "findings:review_tree": Address("document", get=JUDGED),
    "findings:review_news": Address("document", get=JUDGED),
    "findings:accept": Address("document", post=JUDGED, form={"row": "{row}"}),
    "findings:accept_all": Address("document", post="DC 409, RST 403, all 404"),  # without the state that was seen
    "findings:edit": Address("document", post=JUDGED, form={"row": "{row}", "title": "改了的表述"}),
    "findings:split": Address("document", post=JUDGED, form={"row": "{row}", "parts": "其一如此\n其二如彼"}),
    "findings:merge": Address("document", post=JUDGED, form={"row": ["{row}", "{row2}"]}),
    "findings:dismiss": Address("document", post=JUDGED, form={"row": "{row}", "why": "不是问题"}),
    "findings:undo": Address("document", post=JUDGED, form={"row": "{dismissed}"}),
    "findings:move": Address("document", post=JUDGED, form={"row": "{row}", "way": "down"}),
    # The document is of one unit, so there is nothing to choose.
    "findings:assign_unit": Address("document", post="DC 409, RST 403, all 404", form={"row": "{row}"}),
    "findings:add": Address(
        "document",
        post=JUDGED,
        form={"block": "2", "start": "0", "end": "7", "title": "辅导员配备不足", "level": "item"},
    ),
    "findings:confirm_theme": Address("finding", post="DC 302, RSMT 403, all 404", form={"place": "{theme}:4"}),
    "findings:theme_check": Address("carried", get="DCRSMT 200, all 404"),
    "findings:state_clear": Address(
        "carried", post="DC 302, RSMT 403, all 404", form={"item": "4", "note": "查了台账"}
    ),
    # Nobody has stated anything yet: the right alone gets the sentence that says so.
    "findings:take_back_clear": Address("carried", post="DC 409, RSMT 403, all 404", form={"item": "4"}),
    "findings:propose_themes": Address("carried", post="DC 302, RSMT 403, all 404"),
}
