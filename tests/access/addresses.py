"""Every address of the house: who gets what from it. The objects are those of one unit, the university."""

from dataclasses import dataclass, field
from typing import Any

# One letter for each named person of the city (tests/people.py).
PEOPLE = {
    "D": "director", "C": "clerk", "R": "room", "O": "organization", "S": "secretary", "L": "liaison", "M": "leader",
    "X": "outsider", "Y": "system", "E": "security", "A": "audit", "N": "nobody",
}  # fmt: skip
NO_METHOD = "all 405"
SIGNED_OUT = 302  # to the sign-in page


@dataclass(frozen=True)
class Address:
    """One address: which object it is about, what each person gets by GET and by POST, and what is posted.

    ``get`` and ``post`` read "DC 200, R 403, all 404": letters of PEOPLE and the status, the first that names the
    person counts; "all" is everybody. ``form`` is what a person with the right would send.
    """

    about: str = ""
    get: str = NO_METHOD
    post: str = NO_METHOD
    form: dict[str, Any] = field(default_factory=dict)
    query: str = ""
    signed_out: int = SIGNED_OUT


# Who may only look at the unit's findings gets 403 for acts on them; to whom the unit is not there, 404.
JUDGED = "DC 200, RS 403, all 404"

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
    "account_login": Address(get="all 302", post="all 302", signed_out=200),
    "account_logout": Address(get="all 200", post="all 302"),
    "account_change_password": Address(get="all 200", post="all 200"),
    "inspections:rounds": Address(get="DCROSLMX 200, all 403"),
    "inspections:open_term": Address(
        get="D 200, all 403", post="D 302, all 403", form={"number": "6", "name": "第六届", "since": "2026-06-01"}
    ),
    "inspections:open_round": Address(
        get="D 200, all 403",
        post="D 302, all 403",
        form={"term": "{term}", "number": "10", "name": "第十轮", "kind": "regular", "since": "2026-06-01"},
    ),
    "inspections:round": Address("round", get="DCROSLM 200, all 404"),
    "inspections:open_inspection": Address(
        "round",
        get="DC 200, ROSLM 403, all 404",
        post="DC 302, ROSLM 403, all 404",
        form={"unit": "{elsewhere}", "team": "第二组"},
    ),
    "inspections:inspection": Address("inspection", get="DCRSM 200, all 404"),
    "inspections:give_feedback": Address(
        "inspection", post="DC 302, RSM 403, all 404", form={"feedback_on": "2026-06-20"}
    ),
    "inspections:material": Address("material", get="DCRS 200, all 404"),
    "inspections:original": Address("material", get="DCRS 200, all 404"),
    "inspections:withdraw_material": Address("material", post="DC 302, RS 403, all 404", form={"reason": "传错"}),
    "inspections:restore_material": Address("withdrawn", post="DC 302, RS 403, all 404"),
    "intake:documents": Address(get="DC 200, all 403"),
    "intake:text": Address("document", get="DCRS 200, all 404"),
    "intake:read_again": Address("failed", post="DC 302, RS 403, all 404"),
    "intake:upload": Address(
        "round",
        get="DC 200, RSM 403, all 404",
        post="DC 200, RSM 403, all 404",
        query="inspection={inspection}",
        form={"kind": "feedback_opinion", "grade": "internal", "place": "{inspection}", "file": "{file}"},
    ),
    "intake:guess_places": Address("round", post="DC 200, ROSLM 403, all 404", form={"name": "云州大学.docx"}),
    "findings:finding": Address("finding", get="DCRSM 200, all 404"),
    "findings:confirm_category": Address("finding", post="DC 302, RSM 403, all 404", form={"category": "A1"}),
    "findings:withdraw": Address("finding", post="D 302, CRSM 403, all 404", form={"reason": "重复"}),
    "findings:review": Address("document", get=JUDGED),
    "findings:review_tree": Address("document", get=JUDGED),
    "findings:review_news": Address("document", get=JUDGED),
    "findings:accept": Address("document", post=JUDGED, form={"row": "{row}"}),
    "findings:accept_all": Address("document", post="DC 409, RS 403, all 404"),  # without the state that was seen
    "findings:edit": Address("document", post=JUDGED, form={"row": "{row}", "title": "改了的表述"}),
    "findings:split": Address("document", post=JUDGED, form={"row": "{row}", "parts": "其一如此\n其二如彼"}),
    "findings:merge": Address("document", post=JUDGED, form={"row": ["{row}", "{row2}"]}),
    "findings:dismiss": Address("document", post=JUDGED, form={"row": "{row}", "why": "不是问题"}),
    "findings:undo": Address("document", post=JUDGED, form={"row": "{dismissed}"}),
    "findings:move": Address("document", post=JUDGED, form={"row": "{row}", "way": "down"}),
    # The document is of one unit, so there is nothing to choose.
    "findings:assign_unit": Address("document", post="DC 409, RS 403, all 404", form={"row": "{row}"}),
    "findings:add": Address(
        "document",
        post=JUDGED,
        form={"block": "2", "start": "0", "end": "7", "title": "辅导员配备不足", "level": "item"},
    ),
    "ledgers:findings": Address(get="DCROSLMX 200, all 403"),
    "ledgers:export": Address(post="DCROSLMX 200, all 403"),
    "set_language": Address(get="all 302", post="all 302", form={"language": "en"}),
}


def expected(line: str, letter: str) -> int:
    """Return the status that ``line`` promises the person with this letter."""
    for part in line.split(", "):
        names, status = part.split()
        if names == "all" or letter in names:
            return int(status)
    message = f"{line!r} says nothing of {PEOPLE[letter]}"
    raise ValueError(message)
