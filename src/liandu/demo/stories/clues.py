"""The register of clues of the demo city: invented and harmless, at every stage, made through the real commands."""

from collections.abc import Mapping
from datetime import timedelta

from liandu.accounts.models import User
from liandu.clues import commands
from liandu.clues.commands import Signed
from liandu.clues.models import Assignment, Clue, Disposition, ListLine, SealedList
from liandu.demo.founding import Founded
from liandu.inspections.models import Round
from liandu.kernel.secrecy import Grade
from liandu.orgs.models import Unit

SENDER, REGISTRAR, DIRECTOR, APPROVER = "mengxingzhou", "shenkeyan", "qiaomingyuan", "zhuangyanqing"
HANDLER, ASSISTANT = "xuantingfang", "tongchengze"
# Title, unit, nature, rank, person and post, narrative. No such person or matter exists.
MATTERS = (
    ("反映设备采购验收不严", "yunda", "P3", "county", "费某甲 实验中心主任", "2025年两批设备未经验收即付款。"),
    ("反映违规发放补贴", "zhujian", "P3", "township", "柴某乙 科长", "以加班名义发放补贴，未见考勤。"),
    ("反映下属企业选人程序不全", "guozi", "P2", "county", "邹某丙 处长", "任用两名干部未经集体讨论。"),
    ("反映执法收费随意", "qinglan", "P4", "township", "卫某丁 副所长", "群众三次反映收费无票据。"),
    ("反映项目拖延", "linxi", "P5", "township", "曲某戊 站长", "饮水工程延期一年，无人督办。"),
    ("反映公车私用", "weijian", "P3", "township", "钮某己 主任", "周末用公务车接送亲属。"),
    ("反映虚报数据", "linxi", "P5", "county", "步某庚 副局长", "两个年度的统计数与台账不符。"),
)
AT_ONCE, LATER = (0, 1, 2), (3, 4, 5, 6)


def hand_the_clues_over(made: Founded) -> None:
    """Send three sealed lists, sign two, and bring clues to every stage."""
    units, people, ninth = made.units, made.people, made.rounds[made.place.rounds[-1].key]
    first = _sent(units, people, ninth, AT_ONCE, "密封1")
    second = _sent(units, people, ninth, LATER, "密封2")
    _sent(units, people, ninth, (5,), "密封3")
    registered = _registered(first, units, people, AT_ONCE) + _registered(second, units, people, LATER, refused=3)
    _bring_on(registered, units, people)
    commands.recuse(
        person=people[ASSISTANT], unit=units["yunda"], reason="亲属在该校工作", since=registered[0].received_on,
        by=people[DIRECTOR],
    )  # fmt: skip


def _sent(
    units: Mapping[str, Unit], people: Mapping[str, User], ninth: Round, places: tuple[int, ...], envelope: str
) -> SealedList:
    sender = people[SENDER]
    row = commands.draft_list(
        office=units["xunchaban"], recipient=units["anguan"], envelope=envelope, round=ninth, by=sender
    )
    for place in places:
        title, unit = MATTERS[place][:2]
        commands.add_line(
            sealed_list=row, title=title, source="inspection", pages=3 + place, copies=1, grade=Grade.INTERNAL,
            unit=units[unit], by=sender,
        )  # fmt: skip
    return commands.send_list(sealed_list=row, by=sender)


def _registered(
    row: SealedList, units: Mapping[str, Unit], people: Mapping[str, User], places: tuple[int, ...],
    refused: int | None = None,
) -> list[Clue]:  # fmt: skip
    lines: list[ListLine] = list(row.lines.order_by("place"))
    said = {line.pk: Signed("accepted") for line in lines}
    if refused is not None:
        said[lines[-1].pk] = Signed("refused", remark="附件缺页，请补齐后重送")
        said[lines[0].pk] = Signed("discrepancy", found_pages=4, remark="少两页附件")
    by = people[REGISTRAR]
    commands.sign_list(sealed_list=row, verdicts=said, by=by)
    clues = []
    for line, place in zip(row.lines.exclude(verdict="refused").order_by("place"), places, strict=False):
        _title, unit, nature, rank, person, narrative = MATTERS[place]
        name, post = person.split()
        clues.append(
            commands.open_clue(
                register=units["anguan"], line=line, unit=units[unit], nature=nature, rank=rank, grade=Grade.INTERNAL,
                persons=[{"name": name, "post": post}], narrative=narrative, keeper=by, by=by,
            )
        )  # fmt: skip
    return clues


def _bring_on(clues: list[Clue], units: Mapping[str, Unit], people: Mapping[str, User]) -> None:
    """Bring the clues to different stages: concluded, handled, offered, held, proposed, reviewed, registered."""
    concluded, handled, offered, held, proposed, _registered_only = clues
    for clue in (concluded, handled, offered, held, proposed):
        _reviewed(clue, people)
    for clue, kind in ((concluded, "talk"), (handled, "verify"), (offered, "verify"), (held, "hold")):
        _decided(clue, kind, people)
    _proposed(proposed, "talk", people)
    taken = _assigned(concluded, units["shi2"], people[HANDLER], people)
    commands.accept_assignment(assignment=taken, by=people[HANDLER])
    commands.note_progress(assignment=taken, note="已函询，本人书面说明了情况。", by=people[HANDLER])
    commands.report_result(
        assignment=taken, outcome="talk_reminder", result="情况基本属实，情节轻微。", by=people[HANDLER]
    )
    commands.conclude_assignment(assignment=Assignment.objects.get(pk=taken.pk), by=people[APPROVER])
    taken = _assigned(handled, units["shi2"], people[HANDLER], people)
    commands.accept_assignment(assignment=taken, by=people[HANDLER])
    _assigned(offered, units["shi5"], people[ASSISTANT], people)


def _reviewed(clue: Clue, people: Mapping[str, User]) -> None:
    commands.hold_review(
        clue=clue, held_on=clue.received_on, participants="乔鸣远、沈恪言、第二监督检查室",
        note="具体、可查，来源可靠。", by=people[REGISTRAR],
    )  # fmt: skip


def _proposed(clue: Clue, kind: str, people: Mapping[str, User]) -> Disposition:
    restart = clue.received_on + timedelta(days=120) if kind == "hold" else None
    return commands.propose_disposition(
        clue=clue, kind=kind, reason="经集体研判提出。", approver=people[APPROVER], restart_on=restart,
        by=people[DIRECTOR],
    )  # fmt: skip


def _decided(clue: Clue, kind: str, people: Mapping[str, User]) -> None:
    commands.approve_disposition(disposition=_proposed(clue, kind, people), opinion="同意。", by=people[APPROVER])


def _assigned(clue: Clue, office: Unit, handler: User, people: Mapping[str, User]) -> Assignment:
    return commands.assign_clue(
        clue=clue, way="assign", office=office, handler=handler, due_on=clue.received_on + timedelta(days=90),
        task="按期报结果，注意保密。", by=people[DIRECTOR],
    )  # fmt: skip
