"""Addresses of plans: written by the unit, reviewed by the office that supervises it and by the inspection office."""

from typing import Any

from django.utils import timezone

from liandu.rectification.commands import begin_plan, open_items, post_entry, save_entries, submit_plan
from liandu.rectification.states import Act
from tests.access.addresses.address import Address
from tests.rectification.given import a_finding
from tests.rectification.given_plans import edit

# Of the university: itself, who supervises it, the city, and the joint team that covers it.
SEEN = "DCRSMT 200, all 404"
WRITTEN = "S 200, CDRMT 403, all 404"

ADDRESSES = {
    "rectification:plans": Address(get="DCROSLMXTP 200, all 403"),
    "rectification:begin_plan": Address(
        post="S 302, CDRMT 403, all 404", form={"unit": "{unit}", "round": "{plan_round}"}
    ),
    "rectification:plans_to_review": Address(get="DCROT 200, all 403"),
    "rectification:plan": Address("plan", get=SEEN),
    "rectification:plan_entry": Address(
        "item_to_plan", get=WRITTEN, post="S 302, CDRMT 403, all 404", form={"edition": "0", "goal": "账实相符"}
    ),
    "rectification:responsibilities": Address("plan", get=WRITTEN, post="S 422, CDRMT 403, all 404"),
    # One entry waits for an opinion, so no more are submitted now.
    "rectification:submit_plan": Address("plan", get=WRITTEN, post="S 422, CDRMT 403, all 404"),
    "rectification:take_back_plan": Address("plan", post="S 302, CDRMT 403, all 404"),
    "rectification:review_plan": Address(
        "plan", post="DCR 302, SMT 403, all 404", form={"outcome": "approve", "item": "{item_in_review}"}
    ),
    "rectification:plan_paper": Address("plan", get="DCRSM 200, T 403, all 404"),
    "rectification:import_plan": Address(
        "plan", get=WRITTEN, post="S 422, CDRMT 403, all 404", form={"confirmed": "别处来的"}
    ),
}


def furnish(scene: Any) -> None:
    """Add a plan of which one entry waits for an opinion, and an item that still has no entry."""
    city, secretary = scene.city, scene.city.people.secretary
    found = [a_finding(city, serial=serial) for serial in (71, 72)]
    items = open_items(findings=[(one, None) for one in found], by=city.people.clerk, reason="立账")
    for item in items:
        post_entry(item=item, act=Act.ACKNOWLEDGE, by=secretary, acknowledged_at=timezone.now())
    scene.plan = begin_plan(unit=city.units.university, round=city.round, by=secretary)
    save_entries(plan=scene.plan, edits=[edit(items[0])], by=secretary)
    scene.plan.refresh_from_db()
    submit_plan(plan=scene.plan, items=[items[0].pk], edition=scene.plan.edition, by=secretary)
    scene.item_to_plan = items[1]
    scene.places |= {"plan_round": city.round.pk, "item_in_review": items[0].pk}
