"""Addresses of supervision, and of asking for a write-off, which needs the same scene."""

from liandu.supervision import commands
from tests.access.addresses.address import Address
from tests.papers_of_the_day import a_word_file
from tests.supervision.given import a_request, a_second_director, now, ready

# Items of the university: the inspection office, the room, the head, the city's leaders, the joint team.
SEEN = "DCRSMT 200, all 404"
REOPENED = "DR 302, CSMT 403, all 404"

ADDRESSES = {
    "rectification:request_closure": Address(
        "ready_item", get="S 200, RCDMT 403, all 404", post="S 302, DCRMT 403, all 404", form={"statement": "已整改"}
    ),
    "rectification:take_back_request": Address(
        "closing", get="S 200, RCDMT 403, all 404", post="S 302, DCRMT 403, all 404", form={"reason": "补材料"}
    ),
    "supervision:queue": Address(get="DROTP 200, all 403"),
    # The director has to wait for the room, the joint team's officer oversees other units: told on the page.
    # The organization department and the competent one do not see the request, so they have chosen nothing.
    "supervision:sign_many": Address(
        post="R 302, DT 200, OP 422, all 403", form={"request": "{closing}", "text": "集中审核"}
    ),
    "supervision:review": Address("closing", get=SEEN),
    "supervision:sign": Address(
        "closing", post="R 302, D 422, CSMT 403, all 404", form={"opinion": "agree", "text": "属实"}
    ),
    "supervision:finish": Address("closing", post="DR 409, CSMT 403, all 404"),
    "supervision:form": Address("closing", get=SEEN),
    "supervision:note_site_check": Address(
        "ready_item", get="DCR 200, SMT 403, all 404", post="R 302, DC 422, SMT 403, all 404",
        form={
            "office": "{office}", "people": "王主任、李歌", "on": "2026-07-02", "place": "库房", "found": "相符",
            "as_reported": "yes",
        },
    ),
    "supervision:site_file": Address("site_check", get=SEEN),
    "supervision:ask_reopening": Address(
        "closed_item", get="DR 200, CSMT 403, all 404", post=REOPENED, form={"kind": "relapse", "reason": "反弹"}
    ),
    "supervision:reopening": Address("reopening", get=SEEN),
    "supervision:confirm_reopening": Address("reopening", post=REOPENED),
    "supervision:decline_reopening": Address("reopening", post=REOPENED, form={"decline-answer": "查无此事"}),
    "supervision:take_back_reopening": Address("reopening", post="DR 409, CSMT 403, all 404"),  # another one's
    "supervision:end_item": Address(
        "ready_item", get="D 200, CRSMT 403, all 404", post="D 302, CRSMT 403, all 404",
        form={"authority": "领导小组", "number": "8号", "decided_on": "2026-07-01", "reason": "单位撤销"},
    ),
}  # fmt: skip


def furnish(scene) -> None:
    """Add items of the university: one ready to ask, one that asked, one written off, one whose re-opening waits."""
    city = scene.city
    scene.ready_item = ready(city, serial=51, category="A4")
    scene.closing = a_request(city, serial=52, category="A4")
    scene.closed_item = _closed(city, 53)
    scene.reopening = commands.ask_reopening(
        item=_closed(city, 54), kind="relapse", reason="又发生", by=a_second_director(city)
    )  # so that the director can confirm it
    scene.site_check = commands.note_site_check(
        item=scene.closing.item, office=city.units.third_room, people="王主任、李歌", on=city.round.since, place="库房",
        found="账实相符", matches=True, by=city.people.room, chunks=[a_word_file("记录")], filename="核查记录.docx",
    )  # fmt: skip
    scene.places["closing"] = scene.closing.pk


furnish.only_for = ("supervision:", "rectification:")


def _closed(city, serial):
    made = a_request(city, serial=serial, category="A4")
    commands.sign_request(request=made, opinion="agree", by=city.people.room)
    commands.sign_request(request=now(made), opinion="agree", by=city.people.director)
    return now(made).item
