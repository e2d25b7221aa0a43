"""A bulletin of the demo city: drafted by the clerk of the inspection office, issued by its head."""

from liandu.demo.founding import Founded
from liandu.findings.models import Finding
from liandu.insight.commands.bulletins import Draft, draft_bulletin, issue_bulletin
from liandu.insight.models import Bulletin, CommonProblem
from liandu.insight.states import CommonState
from liandu.orgs.models import Unit

TITLE = "关于本轮巡察发现的共性问题和整改进展的通报"
ADDRESSEES = "各区县委，市直各部门党组（党委），市属国有企业、高校党委"
INTRO = "现将本轮巡察反馈问题的整改情况和部分典型案例通报如下。"
CLOSING = "各单位要对照检查，举一反三，一个月内报送自查情况。\n主管部门要加强对本系统的指导，把问题改到位、改彻底。"
CASES = ("某单位以会议落实会议，部署以后没有检查，任务拖延半年未完成。", "某单位采购验收流于形式，货物未到即付款。")
UNITS = 3


def issue_a_bulletin(made: Founded) -> Bulletin:
    """Draft and issue a bulletin on the last round, with the common problems named so far; return it."""
    last = made.rounds[made.place.rounds[-1].key]
    findings = Finding.objects.filter(round=last, state="confirmed").order_by("number")
    units = Unit.objects.filter(pk__in=findings.order_by().values("unit")).order_by("code")[:UNITS]
    draft = Draft(
        title=TITLE,
        addressees=ADDRESSEES,
        round=last,
        intro=INTRO,
        closing=CLOSING,
        commons=list(CommonProblem.objects.filter(state=CommonState.NAMED).order_by("pk")),
        units=list(units),
        cases=list(zip(findings[: len(CASES)], CASES, strict=False)),
    )
    bulletin = draft_bulletin(draft=draft, by=made.director)
    return issue_bulletin(bulletin=bulletin, version=bulletin.version, by=made.director)
