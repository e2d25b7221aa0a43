"""Pages of supervision, and of asking for a write-off."""

from tests.browser.pages.example import Example
from tests.browser.site import DIRECTOR, UNIT_HEAD

# An officer of the room before whom requests wait, and the head of the unit that made them.
OFFICER, ASKING_HEAD = "luojinghe", "qiuzhengyang"
OPEN = "SELECT id FROM rectification_request WHERE state = 'open' ORDER BY id"
GRANTED = "SELECT id FROM rectification_request WHERE state = 'granted' ORDER BY id"
DISSENTED = "SELECT request_id FROM supervision_signature WHERE opinion = 'dissent' ORDER BY id"
RETURNED = "SELECT request_id FROM supervision_signature WHERE opinion = 'return' ORDER BY id"
WORKED_ON = "SELECT id FROM rectification_item WHERE state = 'rectifying' ORDER BY id"
CLOSED = "SELECT id FROM rectification_item WHERE state = 'written_off' ORDER BY id"
REOPENING = "SELECT id FROM supervision_reopening ORDER BY id"
ASKED = "SELECT id FROM supervision_reopening WHERE state = 'asked' ORDER BY id"
OF_THE_UNIVERSITY = (
    "SELECT item.id FROM rectification_item item JOIN orgs_unit unit ON unit.id = item.unit_id"
    " WHERE item.state = 'rectifying' AND unit.name = '中共云州大学委员会' ORDER BY item.id"
)

EXAMPLES: tuple[Example, ...] = (
    Example("rectification:request_closure", UNIT_HEAD, "/items/{}/request/", OF_THE_UNIVERSITY),
    Example("rectification:take_back_request", ASKING_HEAD, "/items/requests/{}/take-back/", OPEN),
    Example("supervision:queue", OFFICER, "/supervision/"),
    Example("supervision:queue", DIRECTOR, "/supervision/?nothing"),
    Example("supervision:queue", DIRECTOR, "/supervision/?show=all"),
    Example("supervision:review", OFFICER, "/supervision/requests/{}/?sign", OPEN),
    Example("supervision:review", DIRECTOR, "/supervision/requests/{}/?waits", OPEN),
    Example("supervision:review", DIRECTOR, "/supervision/requests/{}/?granted", GRANTED),
    Example("supervision:review", DIRECTOR, "/supervision/requests/{}/?dissented", DISSENTED),
    Example("supervision:review", DIRECTOR, "/supervision/requests/{}/?returned", RETURNED),
    Example("supervision:note_site_check", DIRECTOR, "/supervision/items/{}/site-check/", WORKED_ON),
    Example("supervision:ask_reopening", DIRECTOR, "/supervision/items/{}/reopen/", CLOSED),
    Example("supervision:reopening", DIRECTOR, "/supervision/reopenings/{}/", REOPENING),
    Example("supervision:reopening", DIRECTOR, "/supervision/reopenings/{}/?waits", ASKED),
    Example("supervision:end_item", DIRECTOR, "/supervision/items/{}/end/", WORKED_ON),
)
# Addresses that show no page of their own, each with the reason.
NO_PAGE: dict[str, str] = {
    "supervision:sign_many": "an act; its form is on the page of the queue",
    "supervision:sign": "an act; its form is on the page of the request",
    "supervision:finish": "an act; its button is on the page of the request",
    "supervision:form": "a file",
    "supervision:site_file": "a file",
    "supervision:confirm_reopening": "an act; its form is on the page of the re-opening",
    "supervision:decline_reopening": "an act; its form is on the page of the re-opening",
    "supervision:take_back_reopening": "an act; its button is on the page of the re-opening",
}
