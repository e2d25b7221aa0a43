"""Addresses of insight: profiles, the note on a unit, bulletins."""

from liandu.insight.commands.bulletins import Draft, draft_bulletin, issue_bulletin
from tests.access.addresses.address import Address

# Whoever looks after several units; what each finds there is what they reach.
SEEN = "DCROTM 200, all 403"
# Of the university: who of them reaches it.
UNIT = "DCRTM 200, O 404, all 403"
CHANGES = "DC 302, ROTM 404, all 403"

ADDRESSES = {
    "insight:profiles": Address(get=SEEN),
    "insight:sector_profile": Address(before=("university",), get=SEEN),
    "insight:unit_profile": Address("the_university", get=UNIT),
    "insight:ecology_note": Address("the_university", get=UNIT),
    "insight:ecology_note_docx": Address("the_university", get=UNIT),
    "insight:export_profile": Address(before=("outcomes",), post=SEEN),
    "insight:bulletins": Address(get=SEEN),
    "insight:draft_bulletin": Address(
        get="DC 200, all 403", post="DC 302, all 403", form={"title": "通报", "addressees": "各单位"}
    ),
    "insight:bulletin": Address("issued_bulletin", get=SEEN),
    "insight:bulletin_docx": Address("issued_bulletin", get=SEEN),
    "insight:edit_bulletin": Address(
        "drafted_bulletin", get="DC 200, ROTM 404, all 403", post=CHANGES,
        form={"title": "通报", "addressees": "各单位", "version": "1"},
    ),
    "insight:issue_bulletin": Address(
        "drafted_bulletin", post="D 302, C 403, ROTM 404, all 403", form={"version": "1"}
    ),
    "insight:drop_bulletin": Address("drafted_bulletin", post=CHANGES, form={"version": "1"}),
}  # fmt: skip


def furnish(scene) -> None:
    """Add a bulletin that is drafted, and one that is issued."""
    city = scene.city
    scene.the_university = city.units.university
    draft = Draft(title="通报", addressees="各单位", units=[city.units.university])
    scene.drafted_bulletin = draft_bulletin(draft=draft, by=city.people.clerk)
    other = draft_bulletin(draft=draft, by=city.people.clerk)
    scene.issued_bulletin = issue_bulletin(bulletin=other, version=1, by=city.people.director)
