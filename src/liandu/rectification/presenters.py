"""Acts on items in words, who can see an item, and what the stage says on the pages of earlier ones."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from liandu.access.queries import may
from liandu.access.roles import Act as Right
from liandu.access.visibility import Kind, by_unit, show_readers_of
from liandu.findings.beside import BESIDE_FINDINGS
from liandu.findings.states import State as FindingState
from liandu.handover.counts import Comparison, Scope, hold_against
from liandu.inspections.beside import BESIDE_ROUND_POLICY
from liandu.inspections.models import Signer
from liandu.inspections.taxonomies.wording import class_in_words
from liandu.journal.readers import may_read
from liandu.journal.sentences import tell
from liandu.notices.due import tells_due
from liandu.rectification import (
    closing_page,
    first_parts,
    mirror_parts,
    plan_parts,
    progress_in_words,
    searched,  # noqa: F401 - registers what is found
    travelling,  # noqa: F401 - registers the kinds of record that travel
)
from liandu.rectification.models import Item
from liandu.rectification.queries import (
    due_items,
    items_against_findings,
    items_behind_for,
    items_for,
    items_of_finding,
    opened_item,
)
from liandu.rectification.states import Kind as ItemKind
from liandu.rectification.states import Result
from liandu.ui.beside import Beside
from liandu.ui.dates import day

first_parts.register()
tells_due(due_items)
progress_in_words.register()
plan_parts.register()
closing_page.register()
mirror_parts.register()

PERSONS = {
    "first_person": gettext_lazy("第一责任人"),
    "leader": gettext_lazy("牵头领导"),
    "department": gettext_lazy("责任部门"),
    "person": gettext_lazy("责任人"),
}


def _known(facts: dict[str, Any], plain: str, **more: tuple[str, Callable[[Any], Any]]) -> str:
    """Return ``plain``, and behind it for each fact that is there its sentence; facts come with the act that knows."""
    said = [words % {"what": form(facts[name])} for name, (words, form) in more.items() if facts.get(name)]
    return _("，").join([plain % facts, *said])


def _day(value: Any) -> str:
    return day(date.fromisoformat(value)) if isinstance(value, str) else day(value)


def _label(choices: Any) -> Callable[[Any], str]:
    return lambda value: str(choices(value).label) if value in choices.values else str(value)


def _persons(named: dict[str, str]) -> str:
    told = (_("%(duty)s %(name)s") % {"duty": PERSONS[key], "name": named[key]} for key in PERSONS if named.get(key))
    return _("，").join(told)


def _changed(facts: dict[str, Any]) -> str:
    before, after = facts["before"], facts["after"]
    told = (
        _("%(duty)s由“%(before)s”改为“%(after)s”")
        % {"duty": PERSONS[key], "before": before.get(key) or _("未定"), "after": after.get(key) or _("空缺")}
        for key in PERSONS
        if before.get(key, "") != after.get(key, "")
    )
    return _("，").join(told)


tell("item.opened", lambda e: _("立账 %(number)s") % e.facts)
tell("item.acknowledged", lambda _e: _("认领，承认问题属实，由本单位整改"))
tell("item.disputed", lambda _e: _("提出异议"))
tell("item.dispute_taken_back", lambda _e: _("收回异议"))
tell("item.upheld", lambda _e: _("答复异议：维持原问题，视为认领"))
tell("item.dispute_sustained", lambda _e: _("答复异议：采纳，撤账"))
tell("item.cancelled", lambda e: _("撤账 %(number)s") % e.facts)
tell("item.reinstated", lambda e: _("恢复立账 %(number)s，重新待认领") % e.facts)
tell("item.plan_submitted", lambda _e: _("报送整改方案"))
tell("item.plan_taken_back", lambda _e: _("收回整改方案"))
tell("item.plan_returned", lambda _e: _("退回整改方案"))
tell(
    "item.plan_approved",
    lambda e: _known(
        e.facts, _("通过整改方案"), kind=(_("类型“%(what)s”"), _label(ItemKind)), due_on=(_("完成时限 %(what)s"), _day)
    ),
)
tell(
    "item.progress_reported",
    lambda e: _known(
        e.facts, _("填报整改进展"), on=("%(what)s", _day), share=(_("完成 %(what)s%%"), str),
        corrects=(_("更正 %(what)s 填报的进展"), _day),
        result=(_("整改结果“%(what)s”"), _label(Result)),
    ),
)  # fmt: skip
tell(
    "item.extended",
    lambda e: _known(e.facts, _("同意延期"), due_before=(_("原时限 %(what)s"), _day), until=(_("延至 %(what)s"), _day)),
)
tell("item.turned_long_term", lambda e: _known(e.facts, _("转为长期坚持"), milestones=(_("%(what)s 个阶段目标"), str)))
tell("item.stage_completed", lambda _e: _("阶段性完成，继续整改，不计为完成"))
tell("item.closure_requested", lambda e: _known(e.facts, _("申请销号"), serial=(_("第 %(what)s 次"), str)))
tell("item.request_taken_back", lambda _e: _("收回销号申请"))
tell("item.returned", lambda _e: _("退回补充，继续整改"))
tell("item.published", lambda e: _known(e.facts, _("各方签字完毕，转入公示"), until=(_("公示至 %(what)s"), _day)))
tell("item.written_off", lambda e: _("各方同意，销号 %(number)s") % e.facts)
tell("item.reopened", lambda e: _("重新立账 %(number)s，继续整改") % e.facts)
tell("item.ended", lambda e: _("以未落实了结 %(number)s，不计为完成") % e.facts)
tell("item.remarked", lambda e: _("备注：%(remark)s") % e.facts if e.facts["remark"] else _("删去备注"))
tell("item.class_followed", lambda e: _("类别随问题改为 %(class)s") % {"class": class_in_words(e.facts["category"])})
tell("item.assigned", lambda e: _("确定责任：%(who)s") % {"who": _persons(e.facts["after"])})
tell(
    "item.owner_changed",
    lambda e: _("整改责任交接（%(on)s）：%(what)s") % {"on": _day(e.facts["on"]), "what": _changed(e.facts)},
)
tell(
    "item.office_added",
    lambda e: _("增加%(duty)s：%(office)s") % {**e.facts, "duty": _label(Signer)(e.facts["duty"])},
)
tell(
    "item.office_ended",
    lambda e: _("不再承担%(duty)s：%(office)s") % {**e.facts, "duty": _label(Signer)(e.facts["duty"])},
)
tell(
    "item.office_changed",
    lambda e: (
        _("联系监督变更，%(duty)s由%(before)s变更为%(after)s")
        % {**e.facts, "duty": _("、").join(map(_label(Signer), e.facts["duties"]))}
    ),
)


def _deadline(value: Any) -> str:
    return _day(value) if value else _("无")


tell(
    "item.policy_followed",
    lambda e: (
        _("改按“%(policy)s”第 %(version)s 版，本步时限由 %(before)s 改为 %(after)s")
        % {**e.facts, "before": _deadline(e.facts["step_before"]), "after": _deadline(e.facts["step_due_on"])}
        if e.facts["step_before"] != e.facts["step_due_on"]
        else _("改按“%(policy)s”第 %(version)s 版，本步时限不变") % e.facts
    ),
)
tell(
    "round.policy_followed",
    lambda e: (
        _("未销号事项改按“%(policy)s”第 %(version)s 版：%(earlier)s 项提前，%(later)s 项推后，%(same)s 项不变")
        % e.facts
    ),
)


@may_read("rectification.item")
def _item_is_seen(reader: Any, key: int) -> bool:
    return items_for(reader).filter(pk=key).exists()


def _url(item: Item) -> str:
    return reverse("rectification:item", args=[item.pk])


show_readers_of(Kind("item", gettext_lazy("整改事项"), opened_item, str, _url, by_unit(Right.ITEM_VIEW)))


def _standing(item: Item) -> str:
    if not item.kept_at:
        return item.get_state_display()
    return _("%(state)s，由%(site)s维护") % {"state": item.get_state_display(), "site": item.kept_at}


@BESIDE_FINDINGS.add
def items_beside(reader: Any, finding: Any) -> Beside | None:
    """Put a finding's items on its page; where there is none yet, the way to open one, for who may."""
    found = items_of_finding(reader, finding)
    if found:
        entries = tuple((f"{item.number} {_standing(item)}", _url(item)) for item in found)
        return Beside(_("整改事项"), entries)
    if finding.state == FindingState.CONFIRMED and may(reader, Right.ITEM_OPEN, finding.unit):
        where = reverse("rectification:opening", args=[finding.round_id])
        return Beside(_("整改事项"), (), where, _("还没有立账，去立账"))
    return None


@BESIDE_ROUND_POLICY.add
def items_beside_policy(reader: Any, row: Any) -> Beside | None:
    """Put beside the policy of a round how many open items go by another one, and the way to let them follow."""
    if row.policy_id is None or not may(reader, Right.POLICY_SET):
        return None
    n = items_behind_for(reader, row).count()
    if not n:
        return None
    words = ngettext("%(n)s 项未销号事项还按别的口径办", "%(n)s 项未销号事项还按别的口径办", n) % {"n": n}
    return Beside(words, (), reverse("rectification:follow_policy", args=[row.pk]), _("看时限怎么变，一并改用"))


@hold_against
def items_against_accepted_findings(reader: Any, scope: Scope) -> list[Comparison]:
    """Hold the findings signed for against the items opened from them, for who may open items everywhere."""
    found = items_against_findings(reader, scope)
    return [found] if found is not None else []
