"""Addresses of clues. Who has no act here, or is not named, gets what an address that does not exist gives."""

from typing import Any

from liandu.access.models import Post
from liandu.clues.commands import conclude_assignment, recuse
from liandu.clues.models import Assignment
from tests.access.addresses.address import Address
from tests.clues import making
from tests.people import SINCE

DOOR = "GKVH 405, all 404"  # an act: its address is there for those inside, and takes no GET
LISTS = "WGK 405, all 404"
TODAY, LATER = "2026-06-20", "2099-06-20"

ADDRESSES = {
    "clues:home": Address(get="DWGKVH 200, all 404", post="DWGKVH 405, all 404"),
    "clues:sit": Address(get="DWGKVH 405, all 404", post="DWGKVH 302, all 404", form={"grounds": "check"}),
    "clues:register": Address(get="GKVH 200, all 404", post="GKVH 405, all 404", other=404),
    "clues:open_own": Address(
        get="GK 200, all 404",
        post="GK 302, all 404",
        form={
            "source": "petition", "received_on": TODAY, "unit": "{unit}", "nature": "P1", "rank": "county",
            "grade": "internal", "persons": "甲", "narrative": "乙", "keeper": "{keeper_post}",
        },
        other=404,
    ),
    "clues:names": Address(get="GKVH 200, all 404", post="GKVH 200, all 404", form={"name": "甲"}, other=404),
    "clues:statistics": Address(get="DGKV 200, WH 403, all 404", post="DWGKVH 405, all 404"),
    "clues:recusals": Address(
        get="K 200, GVH 403, all 404",
        post="K 302, GVH 403, all 404",
        form={"person": "{handler}", "unit": "{elsewhere}", "reason": "亲属", "since": TODAY},
        other=404,
    ),
    "clues:end_recusal": Address("recusal", get=DOOR, post="K 302, all 404", form={"until": LATER}, other=404),
    "clues:lists": Address(get="WGK 200, all 404", post="WGK 405, all 404", other=404),
    "clues:draft": Address(
        get="W 200, GK 403, all 404",
        post="W 302, GK 403, all 404",
        form={"office": "{inspection_office}", "recipient": "{case_office}", "envelope": "9"},
        other=404,
    ),
    "clues:list": Address("list_sent", get="WGK 200, all 404", post="WGK 405, all 404", other=404),
    "clues:add_line": Address(
        "list_draft",
        get=LISTS,
        post="W 302, all 404",
        form={"title": "甲", "source": "inspection", "pages": "1", "copies": "1", "grade": "internal"},
        other=404,
    ),
    "clues:send": Address("list_draft", get=LISTS, post="W 302, all 404", other=404),
    "clues:sign": Address(
        "list_sent", get=LISTS, post="GK 302, W 403, all 404", form={"{verdict_field}": "accepted"}, other=404
    ),
    "clues:receipt": Address("list_signed", get="WGK 200, all 404", post="WGK 405, all 404", other=404),
    "clues:resend": Address(
        "list_signed", get=LISTS, post="W 302, GK 403, all 404", form={"envelope": "8"}, other=404
    ),
    "clues:drop_line": Address("line_draft", get=LISTS, post="W 302, all 404", other=404),
    "clues:open": Address(
        "line_taken",
        get="GK 200, W 403, all 404",
        post="GK 302, W 403, all 404",
        form={
            "unit": "{unit}", "nature": "P1", "rank": "county", "grade": "internal", "persons": "甲", "narrative": "乙",
            "keeper": "{keeper_post}",
        },
        other=404,
    ),
    "clues:take": Address(
        "assignment_offered", get="H 200, GKV 403, all 404", post="H 302, GKV 403, all 404",
        form={"verdict": "accept"}, other=404,
    ),
    "clues:progress": Address(
        "assignment_accepted", get="H 200, GKV 403, all 404", post="H 302, GKV 403, all 404", form={"note": "甲"},
        other=404,
    ),
    "clues:report": Address(
        "assignment_accepted",
        get="H 200, GKV 403, all 404",
        post="H 302, GKV 403, all 404",
        form={"outcome": "criticism", "result": "甲"},
        other=404,
    ),
    "clues:conclude": Address(
        "assignment_reported", get="V 200, GKH 403, all 404", post="V 302, GKH 403, all 404",
        form={"verdict": "approve"}, other=404,
    ),
    "clues:recall": Address("assignment_offered", get=DOOR, post="K 302, GVH 403, all 404", other=404),
    "clues:clue": Address("clue_handled", get="GKVH 200, all 404", post="GKVH 405, all 404", other=404),
    "clues:print": Address("clue_handled", get="GKVH 200, all 404", post="GKVH 405, all 404", other=404),
    "clues:readers": Address("clue_handled", get="GKVH 200, all 404", post="GKVH 405, all 404", other=404),
    "clues:correct": Address(
        "clue_reviewed", get="G 200, K 403, all 404", post="G 302, K 403, all 404",
        form={"persons": "甲", "narrative": "乙", "reason": "丙", "after": "0"}, other=404,
    ),
    "clues:review": Address(
        "clue_new", get="GK 200, all 404", post="GK 302, all 404",
        form={"held_on": TODAY, "participants": "甲", "note": "乙"}, other=404,
    ),
    "clues:propose": Address(
        "clue_reviewed",
        get="K 200, G 403, all 404",
        post="K 302, G 403, all 404",
        form={"kind": "talk", "reason": "甲", "approver": "{approver_post}"},
        other=404,
    ),
    "clues:decide": Address(
        "clue_proposed", get="V 200, GK 403, all 404", post="V 302, GK 403, all 404", form={"verdict": "approve"},
        other=404,
    ),
    "clues:restart": Address(
        "clue_held", get="K 200, GV 403, all 404", post="K 302, GV 403, all 404", form={"note": "甲"}, other=404
    ),
    "clues:follow_up": Address(
        "clue_closing",
        get="GK 200, VH 403, all 404",
        post="GK 302, VH 403, all 404",
        form={"step": "feedback", "done_on": TODAY},
        other=404,
    ),
    "clues:people": Address(
        "clue_in_force", get="K 200, GV 403, all 404", post="K 302, GV 403, all 404",
        form={"keeper": "{keeper_post}"}, other=404,
    ),
    "clues:assign": Address(
        "clue_in_force",
        get="K 200, GV 403, all 404",
        post="K 302, GV 403, all 404",
        form={"way": "assign", "handler": "{handler_post}", "due_on": LATER},
        other=404,
    ),
}  # fmt: skip


def furnish(scene: Any) -> None:
    """Add sealed lists and clues at every stage. None has a sealed list of its own but the first: that is enough."""
    city = scene.city
    people = city.people

    def own() -> dict[str, Any]:
        return {"line": None, "source": "petition"}

    scene.list_draft = making.draft(city)
    scene.line_draft = scene.list_draft.lines.get()
    scene.list_sent = making.sent(city)
    scene.list_signed = making.signed(city, verdicts=("accepted", "refused"))
    scene.line_taken = making.lines_of(scene.list_signed)[0]
    scene.clue_new = making.opened(city, **own())
    scene.clue_reviewed = making.reviewed(city, **own())
    scene.clue_proposed = making.proposed(city, **own()).clue
    scene.clue_held = making.in_force(city, kind="hold", **own())
    scene.clue_in_force = making.in_force(city, **own())
    scene.assignment_offered = making.assigned(city, **own())
    scene.assignment_accepted = making.accepted(city, **own())
    scene.assignment_reported = making.reported(city, **own())
    scene.clue_handled = scene.assignment_accepted.clue
    done = making.reported(city, outcome="cleared", **own())
    conclude_assignment(assignment=Assignment.objects.get(pk=done.pk), by=people.approver)
    scene.clue_closing = making.in_force(city, clue=making.anew(done.clue), kind="close_verify")
    scene.recusal = recuse(person=people.handler, unit=city.units.bureau, reason="亲属", since=SINCE, by=people.keeper)
    scene.places |= {
        "keeper_post": Post.objects.get(user=people.keeper).pk,
        "approver_post": Post.objects.get(user=people.approver).pk,
        "handler_post": Post.objects.get(user=people.handler).pk,
        "handler": people.handler.pk,
        "inspection_office": city.units.inspection_office.pk,
        "case_office": city.units.case_office.pk,
        "verdict_field": f"verdict-{scene.list_sent.lines.get().pk}",
    }


furnish.only_for = "clues:"  # type: ignore[attr-defined]
