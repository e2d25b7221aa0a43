"""Addresses of joint teams, and of who can see what."""

from datetime import date
from types import SimpleNamespace

from liandu.access.commands import give_task, lend_person
from liandu.orgs.models import TeamArea, TeamMember
from tests.access.addresses.address import Address

# A team is seen by its members, by the office that leads it (R) and by those whose work is the whole city.
TEAM = "D 302, CRT 403, all 404"


def furnish(scene: SimpleNamespace) -> None:
    """Add the joint team of the university, a task in it, and a loan."""
    city = scene.city
    member, director = TeamMember.objects.get(), city.people.director
    scene.team, scene.teamer = city.team, city.people.teamer
    scene.task = give_task(team=city.team, what="走访三个学院", owner=member, due=date(2999, 1, 31), by=director)
    loan = lend_person(
        user=city.people.room, from_office=city.units.third_room, to_office=city.units.fourth_room, reason="抽调",
        since=date(2026, 1, 1), until=date(2999, 6, 30), by=director,
    )  # fmt: skip
    scene.places |= {
        "member": member.pk, "area": TeamArea.objects.get().pk, "loan": loan.pk, "room": city.people.room.pk,
        "organizer": city.people.organization.pk, "division": city.units.cadre_division.pk,
    }  # fmt: skip


furnish.only_for = "desk:"  # type: ignore[attr-defined]


ADDRESSES = {
    "desk:readers": Address("finding", before=("finding",), get="DCRSMT 200, all 404"),
    "desk:my_reach": Address(get="all 200"),
    "desk:reach_of_person": Address("teamer", get="ET 200, all 404"),
    "desk:teams": Address(get="DCROT 200, all 403"),
    "desk:team_work": Address(get="DCROT 200, all 403"),
    "desk:workload": Address(get="DCROT 200, all 403"),
    "desk:loans": Address(get="DCROT 200, all 403"),
    "desk:form_team": Address(
        get="D 200, all 403",
        post="D 302, all 403",
        form={"name": "县域组", "kind": "region", "office": "{office}", "purpose": "联督", "since": "2999-01-01"},
    ),
    "desk:team": Address("team", get="DCRT 200, all 404"),
    "desk:give_task": Address(
        "team", post=TEAM, form={"task-what": "核查", "task-owner": "{member}", "task-due": "2999-01-01"}
    ),
    "desk:add_member": Address(
        "team",
        post=TEAM,
        form={
            "member-user": "{organizer}",
            "member-office": "{division}",
            "member-duty": "member",
            "member-since": "2026-06-01",
        },
    ),
    "desk:end_member": Address("team", post=TEAM, form={"leaver-member": "{member}", "leaver-until": "2999-06-30"}),
    "desk:add_area": Address("team", post=TEAM, form={"area-unit": "{elsewhere}", "area-since": "2026-06-01"}),
    "desk:end_area": Address("team", post=TEAM, form={"part-area": "{area}", "part-until": "2999-06-30"}),
    # The team has no end yet, so there is nothing to extend.
    "desk:extend_team": Address(
        "team", post="D 409, CRT 403, all 404", form={"more-until": "2999-06-30", "more-reason": "未完"}
    ),
    "desk:end_team": Address("team", post=TEAM, form={"end-until": "2999-06-30", "end-reason": "完成"}),
    # The one it was given to may note it done, and who manages teams.
    "desk:finish_task": Address("task", post="DT 302, CR 403, all 404", form={"result": "已走访"}),
    "desk:lend": Address(
        post="D 302, all 403",
        form={
            "lend-user": "{organizer}",
            "lend-from_office": "{division}",
            "lend-to_office": "{office}",
            "lend-since": "2026-06-01",
            "lend-until": "2026-12-31",
            "lend-reason": "抽调",
        },
    ),
    "desk:extend_loan": Address(
        post="D 302, all 403",
        form={"longer-loan": "{loan}", "longer-until": "2999-12-31", "longer-reason": "未完"},
    ),
    "desk:end_loan": Address(
        post="D 302, all 403", form={"back-loan": "{loan}", "back-until": "2998-12-31", "back-reason": "完成"}
    ),
}
