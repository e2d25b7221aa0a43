"""Addresses of the taxonomy: who sees findings reads it, the director alone drafts and publishes."""

from types import SimpleNamespace
from typing import Any

from liandu.inspections.commands import begin_taxonomy_draft, draft_retirement
from tests.access.addresses.address import Address

_READ = "DCROSLMXT 200, all 403"
_FORM = {"parent": "A", "name": "理论学习"}

ADDRESSES = {
    "inspections:taxonomy": Address(get=_READ),
    "inspections:taxonomy_versions": Address(get=_READ),
    "inspections:taxonomy_file": Address("first_taxonomy", get=_READ),
    "inspections:class": Address("leaf", get=_READ),
    "inspections:taxonomy_draft": Address(get="D 200, all 403"),
    "inspections:begin_taxonomy": Address(post="D 302, all 403"),
    # The file that is sent is no YAML: the page comes back and says so.
    "inspections:upload_taxonomy": Address(get="D 200, all 403", post="D 422, all 403", form={"file": "{file}"}),
    "inspections:draft_file": Address(get="D 200, all 403"),
    "inspections:discard_taxonomy": Address(post="D 302, all 403"),
    "inspections:publish_taxonomy": Address(post="D 302, all 403", form={"note": "合并同类"}),
    "inspections:draft_new_aspect": Address(
        get="D 200, all 403", post="D 302, all 403", form={"code": "E", "name": "其他", "full": "其他方面"}
    ),
    "inspections:draft_aspect": Address(
        "first_level", get="D 200, all 403", post="D 302, all 403", form={"name": "决策", "full": "决策部署"}
    ),
    "inspections:draft_new_class": Address(get="D 200, all 403", post="D 302, all 403", form={"code": "A9", **_FORM}),
    "inspections:draft_class": Address("leaf", get="D 200, all 403", post="D 302, all 403", form=_FORM),
    "inspections:retire_class": Address("leaf", get="D 200, all 403", post="D 302, all 403", form={"into": "A2"}),
    "inspections:undo_retirement": Address("gone_leaf", post="D 302, all 403"),
}


def furnish(scene: Any) -> None:
    """Let the director have a draft that retires a class."""
    director = scene.city.people.director
    begin_taxonomy_draft(by=director)
    draft_retirement(code="B5", into=["B6"], by=director)
    scene.leaf, scene.gone_leaf, scene.first_level = (SimpleNamespace(pk=code) for code in ("A1", "B5", "A"))
    scene.first_taxonomy = SimpleNamespace(pk=1)


furnish.only_for = "inspections:"  # type: ignore[attr-defined]
