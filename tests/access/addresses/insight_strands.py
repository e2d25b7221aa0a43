"""Addresses of insight: strands."""

from liandu.insight.commands import accept_strand, merge_strands, retire_strand
from liandu.insight.jobs.strands import group_now
from liandu.insight.models import Membership
from tests.access.addresses.address import Address
from tests.insight.given_strands import some_findings

# Whoever looks after several units; what each finds there is what they reach.
SEEN = "DCROTM 200, all 403"
# An accepted strand with a member of the university.
ONE = "DCRTM 200, O 404, all 403"
# Proposals are there for who reaches everything, so are merged and retired ones.
JUDGED = "DC 302, M 403, ROT 404, all 403"

ADDRESSES = {
    "insight:strands": Address(get=SEEN),
    "insight:waiting": Address(get=SEEN),
    "insight:move_waiting": Address(
        post="DC 302, all 403", form={"finding": "{waiting}", "move-into": "{accepted_strand}"}
    ),
    "insight:strand": Address("accepted_strand", get=ONE),
    "insight:accept_strand": Address("proposal", post=JUDGED),
    "insight:retire_strand": Address("proposal", post=JUDGED),
    "insight:restore_strand": Address("retired_strand", post=JUDGED),
    "insight:unmerge_strand": Address("merged_strand", post=JUDGED),
    "insight:name_strand": Address("proposal", post=JUDGED, form={"label": "改名"}),
    "insight:merge_strand": Address("proposal", post=JUDGED, form={"merge-into": "{accepted_strand}"}),
    "insight:choose_members": Address("proposal", post=JUDGED, form={"act": "pin", "finding": "{member}"}),
}


def furnish(scene) -> None:
    """Add strands of the university: one proposed, one accepted, one that took another over, one retired."""
    city, by = scene.city, scene.city.people.clerk

    def proposed(code: str):
        row, *_rest = some_findings(city, 4, code=code, units=("university",))
        group_now()
        return Membership.objects.select_related("strand").get(pk=row.pk).strand

    scene.accepted_strand = accept_strand(strand=proposed("B6"), by=by)
    scene.merged_strand = proposed("C1")
    merge_strands(strand=scene.merged_strand, into=scene.accepted_strand, by=by)
    scene.retired_strand = retire_strand(strand=proposed("C2"), by=by)
    scene.proposal = proposed("A1")
    scene.accepted_strand.refresh_from_db()
    (alone,) = some_findings(city, 1, code="D1")
    scene.places["waiting"] = alone.pk
    scene.places["accepted_strand"] = scene.accepted_strand.pk
    scene.places["member"] = Membership.objects.filter(strand=scene.proposal).order_by("pk")[0].pk


furnish.only_for = "insight:"
