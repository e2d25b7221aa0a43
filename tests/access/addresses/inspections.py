"""Addresses of rounds, inspections and material."""

from typing import Any

from liandu.inspections.commands import adopt_default_policies, adopt_default_themes, carry_themes
from liandu.inspections.models import InspectionTheme, PolicyProfile, PolicyVersion, Theme
from tests.access.addresses.address import Address

ADDRESSES = {
    "inspections:rounds": Address(get="DCROSLMXT 200, all 403"),
    "inspections:open_term": Address(
        get="D 200, all 403", post="D 302, all 403", form={"number": "6", "name": "第六届", "since": "2026-06-01"}
    ),
    "inspections:open_round": Address(
        get="D 200, all 403",
        post="D 302, all 403",
        form={"term": "{term}", "number": "10", "name": "第十轮", "kind": "regular", "since": "2026-06-01"},
    ),
    "inspections:round": Address("round", get="DCROSLMT 200, all 404"),
    "inspections:open_inspection": Address(
        "round",
        get="DC 200, ROSLMT 403, all 404",
        post="DC 302, ROSLMT 403, all 404",
        form={"unit": "{elsewhere}", "team": "第二组"},
    ),
    "inspections:inspection": Address("inspection", get="DCRSMT 200, all 404"),
    "inspections:give_feedback": Address(
        "inspection", post="DC 302, RSMT 403, all 404", form={"feedback_on": "2026-06-20"}
    ),
    "inspections:material": Address("material", get="DCRST 200, all 404"),
    "inspections:original": Address("material", get="DCRST 200, all 404"),
    "inspections:withdraw_material": Address("material", post="DC 302, RST 403, all 404", form={"reason": "传错"}),
    "inspections:restore_material": Address("withdrawn", post="DC 302, RST 403, all 404"),
    "inspections:themes": Address(get="DCROSLMXT 200, all 403"),
    "inspections:adopt_default_themes": Address(post="D 302, all 403"),
    "inspections:open_theme": Address(
        get="D 200, all 403",
        post="D 302, all 403",
        form={"code": "safety", "letter": "A", "name": "安全生产", "items": "1 责任落实"},
    ),
    "inspections:theme": Address("theme", get="DCROSLMXT 200, all 404"),
    "inspections:change_theme": Address(
        "theme",
        get="D 200, CROSLMXT 403, all 404",
        post="D 302, CROSLMXT 403, all 404",
        form={"name": "选人用人", "items": "1 用人导向", "seen": "1"},
    ),
    "inspections:carry_themes_in_round": Address(
        "round",
        get="D 200, CROSLMT 403, all 404",
        post="D 302, CROSLMT 403, all 404",
        form={"themes": "{theme}"},
    ),
    "inspections:carry_themes": Address(
        "inspection",
        get="D 200, CRSMT 403, all 404",
        post="D 302, CRSMT 403, all 404",
        form={"themes": "{theme}"},
    ),
    "inspections:policies": Address(get="DCROSLMXT 200, all 403"),
    "inspections:adopt_default_policies": Address(post="D 302, all 403"),
    # Without the many fields of the form nothing is set up: the page comes back and says what is missing.
    "inspections:open_policy": Address(get="D 200, all 403", post="D 422, all 403"),
    "inspections:policy": Address("policy", get="DCROSLMXT 200, all 404"),
    "inspections:change_policy": Address(
        "policy", get="D 200, CROSLMXT 403, all 404", post="D 422, CROSLMXT 403, all 404"
    ),
    "inspections:round_policy": Address(
        "round",
        get="DCROSLMT 200, all 404",
        post="D 302, CROSLMT 403, all 404",
        form={"policy": "{policy_version}", "do": "save"},
    ),
    "inspections:mark_material": Address("material", post="DC 302, RST 403, all 404", form={"theme": "{theme}"}),
}


def furnish(scene: Any) -> None:
    """Let the university's inspection carry the personnel theme; its cadre division oversees another unit."""
    director = scene.city.people.director
    adopt_default_themes(by=director)
    scene.theme = Theme.objects.get(code="personnel")
    carry_themes(inspection=scene.inspection, themes=[scene.theme], by=director)
    scene.carried = InspectionTheme.objects.get(inspection=scene.inspection)
    scene.places["theme"] = scene.theme.pk
    adopt_default_policies(by=director)
    scene.policy = PolicyProfile.objects.get(code="audit")
    scene.places["policy_version"] = PolicyVersion.objects.get(profile=scene.policy).pk
