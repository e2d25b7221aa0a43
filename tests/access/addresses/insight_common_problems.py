"""Addresses of insight: common problems and catalogues."""

from liandu.insight.commands import (
    amend_common_problem,
    draft_common_problem,
    issue_catalogue,
    settle_common_problem,
)
from tests.access.addresses.address import Address
from tests.insight.given_strands import a_strand

# Whoever looks after several units; what each finds there is what they reach.
SEEN = "DCROTM 200, all 403"
ONE = "DCRTM 200, O 404, all 403"
SETTLED = "D 302, CRTM 403, O 404, all 403"

ADDRESSES = {
    "insight:common_problems": Address(get=SEEN),
    "insight:draft_common": Address(
        get="DC 200, all 403", post="DC 302, all 403", form={"strands": "{free_strand}", "name": "名称"}
    ),
    "insight:common_problem": Address("draft_common", get=ONE),
    "insight:amend_common": Address(
        "draft_common", get="DC 200, RTM 403, O 404, all 403", post="DC 302, RTM 403, O 404, all 403",
        form={"name": "名称", "severity": "general", "strands": "{behind_draft}"},
    ),
    "insight:settle_common": Address("draft_common", post=SETTLED, form={"settle-reason": "提前提示"}),
    "insight:revise_common": Address("settled_common", post=SETTLED),
    "insight:retire_common": Address("settled_common", post=SETTLED),
    "insight:catalogues": Address(get=SEEN),
    "insight:issue_catalogue": Address(
        get="D 200, all 403", post="D 302, all 403",
        form={"term": "{term}", "name": "目录", "place-{settled_common}": "1"},
    ),
    "insight:compare_catalogues": Address(get=SEEN),
    # An issued paper, whole for everybody who may see insight at all.
    "insight:catalogue": Address("issued_catalogue", get=SEEN),
    "insight:catalogue_file": Address("issued_catalogue", get=SEEN, before=("docx",)),
}  # fmt: skip


def furnish(scene) -> None:
    """Add a draft, a settled common problem, a catalogue, and an accepted strand of no common problem."""
    city, clerk, director = scene.city, scene.city.people.clerk, scene.city.people.director
    words = {"definition": "定义", "causes": "原因", "suggestions": "建议"}

    def written(code: str):
        strand = a_strand(city, 3, code=code, units=("university",))
        common = draft_common_problem(strands=[strand], by=clerk)
        amend_common_problem(common=common, name=common.name, strands=[strand], cases=[], by=clerk, **words)
        return common, strand

    scene.draft_common, behind = written("B1")
    scene.settled_common, _strand = written("B2")
    settle_common_problem(common=scene.settled_common, reason="提前提示", by=director)
    scene.issued_catalogue = issue_catalogue(
        term=city.round.term, name="目录", commons=[scene.settled_common], by=director
    )
    scene.places["free_strand"] = a_strand(city, 3, code="B3", units=("university",)).pk
    scene.places["behind_draft"] = behind.pk
    scene.places["settled_common"] = scene.settled_common.pk


furnish.only_for = "insight:"
