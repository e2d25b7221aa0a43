"""Acts on rounds, inspections and material in words."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liandu.access.roles import Act
from liandu.access.visibility import Kind, Sight, by_unit, show_readers_of, sights_at
from liandu.inspections.models import Round
from liandu.inspections.queries import (
    inspections_for,
    material_for,
    rounds_for,
    taxonomy_draft_of,
    taxonomy_versions_for,
)
from liandu.journal.readers import may_read
from liandu.journal.sentences import tell

tell("term.opened", lambda e: _("设立届次 %(name)s") % e.facts)
tell("round.opened", lambda e: _("设立轮次 %(name)s") % e.facts)
tell("term.brought_in", lambda e: _("登记其他党委的届次 %(name)s") % e.facts)
tell("round.brought_in", lambda e: _("登记其他党委的轮次 %(name)s") % e.facts)
tell("round.linked", lambda e: _("上级联动轮次定为“%(above)s”") % e.facts)
tell("inspection.brought_in", lambda e: _("登记其他党委对 %(unit)s 的巡视") % e.facts)
tell("inspection.opened", lambda e: _("登记对 %(unit)s 的巡视") % e.facts)
tell("inspection.feedback_given", lambda e: _("登记反馈日期 %(feedback_on)s") % e.facts)
tell("material.received", lambda e: _("接收材料《%(title)s》") % e.facts)
tell("material.refused", lambda e: _("拒收材料“%(name)s”：%(code)s") % e.facts)
tell("material.withdrawn", lambda e: _("撤回材料《%(title)s》") % e.facts)
tell("material.restored", lambda e: _("恢复材料《%(title)s》") % e.facts)
tell("material.destroyed", lambda e: _("材料《%(title)s》高于密级上限，已销毁副本") % e.facts)
tell("material.clue_list_destroyed", lambda _e: _("材料是问题线索清单，已销毁副本"))
tell("material.taken_out", lambda e: _("下载原件《%(title)s》") % e.facts)
tell("theme.opened", lambda e: _("设立专题“%(name)s”，%(items)s 个检查项") % e.facts)
tell("theme.changed", lambda e: _("修改专题“%(name)s”，成为第 %(number)s 版") % e.facts)
tell(
    "theme.carried",
    lambda e: (
        _("专题设为：%(themes)s") % {"themes": _("、").join(e.facts["themes"])} if e.facts["themes"] else _("不带专题")
    ),
)
tell(
    "material.theme_set",
    lambda e: _("标为“%(theme)s”专题的材料") % e.facts if e.facts["theme"] else _("不再标为专题材料"),
)
tell("policy.opened", lambda e: _("设立政策口径“%(name)s”") % e.facts)
tell("policy.changed", lambda e: _("修改政策口径“%(name)s”，成为第 %(number)s 版") % e.facts)
tell("round.policy_set", lambda e: _("政策口径定为“%(name)s”第 %(number)s 版") % e.facts)


@may_read("inspections.material")
def _material_is_seen(reader: Any, key: int) -> bool:
    return material_for(reader).filter(pk=key).exists()


def _seen_in_round(row: Round, day: date) -> list[Sight]:
    """Return who could see something of a round: an inspection of it, each person and way once, the widest days."""
    found: dict[tuple[str, ...], Sight] = {}
    for inspection in row.inspections.select_related("unit").order_by("unit__path"):
        for sight in sights_at(Act.INSPECTION_VIEW, inspection.unit, day):
            found.setdefault((sight.person, sight.office, sight.role, sight.why), sight)
    return sorted(found.values(), key=lambda sight: (sight.person, sight.since))


show_readers_of(
    Kind(
        "round",
        gettext_lazy("轮次"),
        lambda reader, pk: rounds_for(reader).filter(pk=pk).first(),
        lambda row: row.name,
        lambda row: reverse("inspections:round", args=[row.pk]),
        _seen_in_round,
    )
)
show_readers_of(
    Kind(
        "inspection",
        gettext_lazy("巡视情况"),
        lambda reader, pk: inspections_for(reader).filter(pk=pk).first(),
        lambda row: f"{row.unit.name} · {row.round.name}",
        lambda row: reverse("inspections:inspection", args=[row.pk]),
        by_unit(Act.INSPECTION_VIEW),
    )
)
show_readers_of(
    Kind(
        "material",
        gettext_lazy("材料"),
        lambda reader, pk: material_for(reader).filter(pk=pk).first(),
        lambda row: row.title,
        lambda row: reverse("inspections:material", args=[row.pk]),
        by_unit(Act.MATERIAL_VIEW),
    )
)


tell("taxonomy.draft_begun", lambda e: _("开始拟问题分类的新版，依据第 %(number)s 版") % e.facts)
tell("taxonomy.draft_uploaded", lambda e: _("用文件“%(name)s”拟问题分类的新版，依据第 %(number)s 版") % e.facts)
tell("taxonomy.class_drafted", lambda e: _("在草案里写定 %(code)s %(name)s") % e.facts)
tell("taxonomy.retirement_drafted", lambda e: _retirement(e.facts))
tell("taxonomy.draft_discarded", lambda e: _("作废问题分类草案，依据的是第 %(number)s 版") % e.facts)
tell("taxonomy.published", lambda e: _("发布问题分类第 %(number)s 版，改动 %(changes)s 处") % e.facts)


def _retirement(facts: dict[str, Any]) -> str:
    if not facts["into"]:
        return _("在草案里停用 %(code)s，没有去向") % facts
    return _("在草案里停用 %(code)s，去向 %(into)s") % {"code": facts["code"], "into": _("、").join(facts["into"])}


@may_read("inspections.taxonomyversion")
def _taxonomy_is_seen(reader: Any, key: int) -> bool:
    return taxonomy_versions_for(reader).filter(pk=key).exists()


@may_read("inspections.taxonomydraft")
def _draft_is_ones_own(reader: Any, key: int) -> bool:
    draft = taxonomy_draft_of(reader)
    return draft is not None and draft.pk == key
