"""Acts on clues in words: states and choices by their names, never a word of a clue."""

from typing import Any

from django.utils.translation import gettext as _

from liandu.clues.models import Kind, Outcome, Way
from liandu.journal.sentences import tell


def _kind(entry: Any) -> dict[str, str]:
    return {"kind": str(Kind(entry.facts["kind"]).label)}


def _outcome(entry: Any) -> dict[str, str]:
    return {"outcome": str(Outcome(entry.facts["outcome"]).label)}


def _fields(entry: Any) -> dict[str, str]:
    names = {"persons": _("被反映人"), "narrative": _("反映的主要问题")}
    return {"fields": _("、").join(names[field] for field in entry.facts["fields"])}


tell("sealed_list.drafted", lambda _e: _("拟定密封清单"))
tell("sealed_list.line_added", lambda _e: _("清单加一条"))
tell("sealed_list.line_dropped", lambda _e: _("清单去一条"))
tell("sealed_list.sent", lambda e: _("密封送出，共 %(lines)s 条") % e.facts)
tell(
    "sealed_list.signed",
    lambda e: _("逐条签收：收下 %(accepted)s 条，不符 %(discrepancy)s 条，拒收 %(refused)s 条") % e.facts,
)
tell("sealed_list.settled", lambda _e: _("收下的线索都已登记"))
tell("sealed_list.resent", lambda e: _("拒收的 %(lines)s 条另拟清单重送") % e.facts)
tell("sealed_list.brought_in", lambda e: _("接收外来密封清单，共 %(lines)s 条") % e.facts)
tell("sealed_list.read", lambda _e: _("查看密封清单"))
tell("sealed_list.printed", lambda _e: _("打印签收回执"))
tell("clue.turned_away", lambda e: _("拒绝登记：%(code)s") % e.facts)
tell("clue.opened", lambda _e: _("登记了线索"))
tell("clue.corrected", lambda e: _("更正了%(fields)s，原文密封留存") % _fields(e))
tell("clue.reviewed", lambda e: _("集体研判，日期 %(held_on)s") % e.facts)
tell("disposition.proposed", lambda e: _("提出处置意见：%(kind)s") % _kind(e))
tell("disposition.approved", lambda e: _("批准处置意见：%(kind)s") % _kind(e))
tell("disposition.returned", lambda e: _("退回处置意见：%(kind)s") % _kind(e))
tell("clue.restarted", lambda _e: _("再次启动了线索"))
tell("clue.followed_up", lambda _e: _("记录了结后的反馈、说明或者澄清"))
tell("clue.people_changed", lambda _e: _("变更了保管人、审批人"))
tell("clue.assigned", lambda e: _("分类交办：%(way)s，期限 %(due_on)s") % {**e.facts, "way": Way(e.facts["way"]).label})
tell("assignment.accepted", lambda _e: _("签收了交办"))
tell("assignment.refused", lambda _e: _("不签收，退回交办"))
tell("assignment.progressed", lambda _e: _("记录办理进展"))
tell("assignment.reported", lambda e: _("报告办理结果：%(outcome)s") % _outcome(e))
tell("assignment.returned", lambda _e: _("退回办理结果"))
tell("assignment.concluded", lambda e: _("批准办理结果：%(outcome)s") % _outcome(e))
tell("assignment.recalled", lambda _e: _("收回了交办"))
tell("clue.concluded", lambda e: _("办结：%(outcome)s") % _outcome(e))
tell("sitting.begun", lambda _e: _("进入线索登记册，写明事由"))
tell("clue.read", lambda _e: _("查看线索内容"))
tell("clue.printed", lambda _e: _("打印线索"))
tell("clue.names_searched", lambda e: _("按姓名查找，命中 %(hits)s 条") % e.facts)
tell("recusal.entered", lambda _e: _("登记了回避"))
tell("recusal.ended", lambda e: _("结束了回避，日期 %(until)s") % e.facts)
tell("keys.rotated", lambda _e: _("更换线索密钥"))
tell("keys.rewrapped", lambda e: _("用新密钥重新封装 %(texts)s 段密文") % e.facts)
tell("keys.indexed", lambda e: _("用新密钥重建 %(clues)s 条线索的姓名索引") % e.facts)
