"""Addresses of handover."""

from liandu.handover import commands
from liandu.handover.commands import Invited
from liandu.kernel.secrecy import Grade
from tests.access.addresses.address import Address
from tests.clues import making

# Of a package sent to the third room: both offices and the city's leaders see it, only the room signs for it.
SEEN = "DCRM 200, all 404"
SIGNED = "R 302, DCM 403, all 404"
PREPARED = "DC 302, RM 403, all 404"
# Of a draft: only who prepares it.
DRAFT = "DC 302, all 404"
# Of a meeting: the three parties and the leaders; a department whose office has to do something (P) sees it too.
CONVENED = "DC 302, ROMPT 403, all 404"

ADDRESSES = {
    "handover:home": Address(get="all 200"),
    "handover:counts": Address(get="DCROSLMXPT 200, all 403"),
    "handover:export_counts": Address(post="DCRMS 200, OLXPT 404, all 403"),
    # Only who is named in the clue and reads findings too: none of the named people is both.
    "handover:clue_links": Address("clue_tied", get="all 404", post="all 404", other=404),
    "handover:meetings": Address(get="DCROMPT 200, all 403"),
    "handover:decisions": Address(get="DCROMPT 200, all 403"),
    "handover:call_meeting": Address(
        get="DC 200, all 403", post="DC 302, all 403",
        form={"term": "{term}", "name": "联席会议", "held_on": "2026-06-25", "agenda": "移交", "others": ""},
    ),
    "handover:meeting": Address("meeting", get="DCROMPT 200, all 404"),
    "handover:change_meeting": Address(
        "meeting", get="DC 200, ROMPT 403, all 404", post=CONVENED,
        form={"name": "联席会议", "held_on": "2026-06-25", "others": ""},
    ),
    "handover:hold_meeting": Address("meeting", post=CONVENED),
    "handover:cancel_meeting": Address("meeting", post=CONVENED, form={"cancel-reason": "改期"}),
    "handover:add_agenda": Address("meeting", post=CONVENED, form={"title": "另一议题"}),
    "handover:raise_agenda": Address("meeting", post=CONVENED, form={"item": "{agenda_item}"}),
    "handover:remove_agenda": Address("meeting", post=CONVENED, form={"item": "{agenda_item}"}),
    "handover:decide": Address("meeting", post=CONVENED, form={"text": "督促整改", "owner": "{office}"}),
    "handover:write_minutes": Address("meeting", post=CONVENED, form={"opening": "会议强调"}),
    # Called, not held yet: nothing to settle, and no minutes to take out.
    "handover:minute_meeting": Address("meeting", post="DC 409, ROMPT 403, all 404"),
    "handover:minutes": Address("minuted", get="DCROMT 200, all 404"),
    "handover:close_decision": Address(
        "decision", post="DCP 302, ROMT 403, all 404", form={"done_on": "2026-06-26", "note": "已办"}
    ),
    "handover:packages": Address(get="DCROSLMXPT 200, all 403"),
    "handover:foreign_lists": Address(get="DCROSLMXPT 200, all 403"),
    # Another committee's: for who sees every package of the city.
    "handover:foreign_list": Address("foreign_list", get="DCM 200, all 404"),
    "handover:draft_package": Address(
        get="DC 200, all 403", post="DC 302, all 403",
        form={"round": "{handover_round}", "purpose": "handover", "sender": "{inspection_office}", "title": "移交"},
    ),
    "handover:propose": Address(
        "round", get="DC 200, all 403", post="DC 302, all 403", form={"sender": "{inspection_office}"}
    ),
    "handover:package": Address("package", get=SEEN),
    "handover:change_package": Address("draft_package", post=DRAFT, form={"title": "改名"}),
    "handover:tie_package": Address("package", post=PREPARED),
    "handover:add_things": Address("draft_package", get="DC 200, all 404", post=DRAFT),
    "handover:add_paper": Address(
        "draft_package", get="DC 200, all 404", post=DRAFT,
        form={"title": "函", "copies": "1", "grade": "internal"},
    ),
    "handover:add_oversight": Address("draft_package", get="DC 200, all 404", post="DC 422, all 404"),
    "handover:hand_over": Address("draft_package", post=DRAFT),
    "handover:withdraw_package": Address("draft_package", post=DRAFT, form={"reason": "重复"}),
    "handover:accept_rest": Address("package", post=SIGNED),
    "handover:send_again": Address("package", post=PREPARED, form={"line": "{refused_line}"}),
    "handover:transfer_list": Address("package", get=SEEN),
    "handover:receipt": Address("package", get=SEEN),
    "handover:answer": Address("package", get="R 200, MCD 403, all 404", post="R 422, DCM 403, all 404"),
    "handover:answer_paper": Address("package", get="all 404"),  # nothing answered yet
    "handover:lines": Address(get="DCROSLMXPT 200, all 403"),
    "handover:line": Address("line", get=SEEN),
    "handover:correct_line": Address(
        "draft_line", get="DC 200, all 404", post=DRAFT, form={"title": "改名", "copies": "1"}
    ),
    "handover:remove_line": Address("draft_line", post=DRAFT),
    "handover:accept_line": Address("line", post=SIGNED),
    "handover:refuse_line": Address("line", post=SIGNED, form={"refuse-reason": "不收"}),
    "handover:note_discrepancy": Address("line", post=SIGNED, form={"came_pages": "9"}),
    "handover:return_line": Address("accepted_line", post=SIGNED, form={"return-reason": "不归本室"}),
    "handover:undo_signature": Address("accepted_line", post=SIGNED),
    "handover:drop_line": Address("refused_line", post=PREPARED, form={"drop-reason": "确不属于"}),
    # Originals go out to the recipient alone; who sends has them in the house's own pages.
    "handover:original": Address("line", get="R 200, MCD 403, all 404"),
}  # fmt: skip

A_LINE = {
    "position": 1, "kind": "paper", "number": "", "title": "函", "pages": 2, "copies": 1, "grade": "internal",
    "sha256": "", "note": "", "state": "accepted", "signed_by": "王室主任", "signed_on": "2026-06-20", "reason": "",
    "came_title": "", "came_pages": None, "came_copies": None, "answer_due_on": None, "answered_on": None,
    "result": "",
}  # fmt: skip


def furnish(scene) -> None:
    """Add a meeting, one with minutes, a draft, and a package to the third room with three lines."""
    city, clerk, room = scene.city, scene.city.people.clerk, scene.city.people.room
    scene.meeting = _meeting(city)
    scene.decision = commands.decide(meeting=scene.meeting, text="督促国企", owner=city.units.assets, by=clerk)
    minuted = commands.hold_meeting(meeting=_meeting(city), attended=[], by=clerk)
    discussions = {item.pk: "议定。" for item in minuted.agenda.all()}
    commands.write_minutes(meeting=minuted, opening="", closing="", discussions=discussions, by=clerk)
    scene.minuted = commands.minute_meeting(meeting=minuted, by=clerk)
    scene.draft_package = _package(scene, [scene.finding])
    scene.draft_line = scene.draft_package.lines.get()
    scene.package = _package(scene, [scene.material, scene.finding])
    commands.add_paper(package=scene.package, title="函", copies=1, grade=Grade.INTERNAL, by=clerk)
    commands.hand_over(package=scene.package, by=clerk)
    scene.line, scene.accepted_line, scene.refused_line = scene.package.lines.select_related("package__round")
    commands.accept_line(line=scene.accepted_line, by=room)
    commands.refuse_line(line=scene.refused_line, reason="不属于本室", by=room)
    feedback = _package(scene, [scene.finding], recipient=city.units.university, purpose="feedback")
    commands.hand_over(package=feedback, by=clerk)
    scene.clue_tied = making.accepted(city, line=None, source="petition").clue
    scene.foreign_list = commands.bring_in_list(
        foreign_list=None, round=city.round, source="云岭县委巡察办", number="岭巡移〔2026〕3-01", title="移交清单",
        note="", purpose="handover", state="settled", sender="县委巡察办", recipient="县纪委监委", supplements="",
        handed_over_on=city.round.since, settled_on=city.round.since, digest="", lines=[A_LINE], by=clerk,
    )  # fmt: skip
    scene.places |= {
        "agenda_item": scene.meeting.agenda.last().pk,
        "handover_round": city.round.pk,
        "inspection_office": city.units.inspection_office.pk,
        "refused_line": scene.refused_line.pk,
    }


furnish.only_for = "handover:"


def _meeting(city):
    return commands.call_meeting(
        term=city.round.term,
        name="第九轮巡察移交联席会议",
        held_on=city.round.since,
        members=[Invited("discipline", "王主任", "第三监督检查室", city.people.room)],
        agenda=["通报情况", "移交问题"],
        by=city.people.clerk,
    )


def _package(scene, things, **more):
    city = scene.city
    about = {"recipient": city.units.third_room, "purpose": "handover"}
    package = commands.draft_package(
        round=city.round,
        sender=city.units.inspection_office,
        title="第九轮移交",
        by=city.people.clerk,
        **(about | more),
    )
    commands.add_things(package=package, things=things, by=city.people.clerk)
    return package
