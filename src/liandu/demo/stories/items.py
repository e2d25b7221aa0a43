"""Months of rectification in the demonstration: what seven units did about their problems, day by day.

The same commands as in real use, on a moved clock. Who is quick and who is late is told by ``COURSES``; what they plan,
report and prove by items.yaml.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from liandu.demo.clock import on
from liandu.demo.founding import Founded
from liandu.demo.papers.proofs import proof_paper
from liandu.demo.stories import told
from liandu.inspections.commands import adopt_default_policies, set_round_policy
from liandu.inspections.models import Round, Signer
from liandu.journal.context import Circumstances, under
from liandu.kernel.days import add_working_days
from liandu.orgs.models import Unit
from liandu.rectification.commands import (
    acknowledge_items,
    add_milestone,
    ask_extension,
    attach_evidence,
    begin_plan,
    complete_stage,
    decide_extension,
    dispute_item,
    finish_milestone,
    open_items,
    record_institution,
    report_progress,
    request_closure,
    review_entries,
    save_entries,
    submit_plan,
    sustain_dispute,
    turn_long_term,
    uphold_item,
)
from liandu.rectification.commands.plans import Edit
from liandu.rectification.models import Extension, Item, ItemOffice, Measure, Objection, Plan, Request
from liandu.rectification.queries.openable import openable, with_lines
from liandu.rectification.rules.plan_content import EntryContent, MeasureContent, TaskContent
from liandu.rectification.rules.reporting import NewOutcome, Report
from liandu.rectification.states import EntryAct, Kind, RequestState, State
from liandu.supervision.commands import (
    ask_reopening,
    confirm_reopening,
    end_item,
    note_site_check,
    sign_request,
)

NOON = time(11, 40)
STORY = told("items")
GROUPS = {letter: group for group in STORY["groups"] for letter in group["classes"]}
COLLEGIUM = ("分管副职", "党委办公室主任", "纪检组长", "总会计师", "组织人事处处长")


@dataclass(frozen=True, slots=True)
class Course:
    """How a unit goes about a round: who answers, who fills in, when the plan comes, how far it gets by today.

    ``closing`` is the share of its items (of 10) that ask to be written off, ``pace`` the days between two reports.
    """

    unit: str
    round: str
    head: str
    liaison: str
    planned: date
    pace: int
    closing: int


COURSES = (
    Course("yunda", "5-8", "gujingheng", "linxiaoman", date(2026, 1, 4), 38, 10),
    Course("chengjian", "5-8", "qiuzhengyang", "kangyichen", date(2026, 1, 5), 42, 7),
    Course("qinglan", "5-9", "liangchengyu", "songyutong", date(2026, 7, 9), 30, 8),
    Course("zhujian", "5-9", "gaobowen", "yelinshu", date(2026, 7, 10), 32, 7),
    Course("chengjian", "5-9", "qiuzhengyang", "kangyichen", date(2026, 7, 15), 36, 5),
    Course("linxi", "5-9", "duruochuan", "baiqiuming", date(2026, 7, 10), 34, 4),
    Course("liangchu", "5-9", "miaojianqiu", "miaojianqiu", date(2026, 8, 3), 55, 0),
    Course("weijian", "5-9", "shijingwei", "fengqiaoan", date(2026, 11, 16), 30, 0),
)
REOPENED = {("zhujian", "5-9"), ("yunda", "5-8")}
ENDED = ("chengjian", "5-8")


@dataclass
class Diary:
    """What is to happen on which day; days are done in their order, and none after today."""

    made: Founded
    days: dict[date, list[Callable[[], None]]] = field(default_factory=lambda: defaultdict(list))

    def note(self, day: date, act: Callable[[], None]) -> None:
        """Write ``act`` down for the next working day from ``day`` on."""
        self.days[add_working_days(day - timedelta(days=1), 1)].append(act)

    def live(self) -> int:
        """Let everything happen, also what days write down for later ones; return how many days something happened."""
        done = 0
        today = timezone.localdate()
        while waiting := [day for day in self.days if day <= today]:
            day = min(waiting)
            acts = self.days.pop(day)
            with on(day, at=NOON):
                for act in acts:
                    act()
            done += 1
        return done


def rectify(made: Founded) -> int:
    """Let the units of the demonstration rectify until today, and return how many items were opened."""
    diary = Diary(made)
    with on(min(made.rounds[course.round].since for course in COURSES)), acting(made, "xunchaban"):
        profiles = {row.code: row for row in adopt_default_policies(by=made.director)}
        version = profiles["six_months"].versions.get()
        for key in sorted({course.round for course in COURSES}):
            set_round_policy(round=made.rounds[key], version=version, by=made.director)
    for course in COURSES:
        _Unit(diary, course).begin()
    diary.live()
    return Item.objects.count()


def acting(made: Founded, place: str) -> Any:
    """Return the circumstances in which somebody acts for an office or a unit of the demonstration."""
    return under(Circumstances(request_id="", office=made.place.name_of(place), channel="demo"))


class _Unit:
    """One unit in one round, from the opening of its items on."""

    def __init__(self, diary: Diary, course: Course) -> None:
        made = diary.made
        self.diary, self.course, self.made = diary, course, made
        self.unit: Unit = made.units[course.unit]
        self.round: Round = made.rounds[course.round]
        self.head, self.liaison = made.people[course.head], made.people[course.liaison]

    def items(self, *states: State) -> list[Item]:
        rows = Item.objects.filter(unit=self.unit, round=self.round).order_by("number")
        rows = rows.filter(state__in=states) if states else rows
        return list(rows.select_related("unit", "round", "finding", "line", "policy"))

    def item(self, number: str) -> Item:
        return Item.objects.select_related("unit", "round", "finding", "line", "policy").get(number=number)

    def begin(self) -> None:
        opened = self.made.inspections[self.course.unit, self.course.round].feedback_on + timedelta(days=15)
        self.diary.note(opened, self.open)

    def open(self) -> None:
        rows = [finding for finding in openable(self.made.clerk, self.round) if finding.unit_id == self.unit.pk]
        with acting(self.made, "xunchaban"):
            open_items(findings=with_lines(rows), by=self.made.clerk, reason="反馈意见已当面送达")
        today = timezone.localdate()
        self.diary.note(today + timedelta(days=4), self.acknowledge)

    def acknowledge(self) -> None:
        today = timezone.localdate()
        items = self.items(State.REGISTERED)
        with acting(self.made, self.course.unit):
            if self.course.unit in {"zhujian", "linxi"} and len(items) > 2:
                objection = dispute_item(
                    item=items.pop(), text="该事项不由本单位主管，建议核实责任单位。", by=self.head
                )
                self.diary.note(today + timedelta(days=6), lambda: self.answer(objection.pk))
            acknowledge_items(items=items, by=self.head, reason="党组会议研究，对反馈问题全部认领")
        self.diary.note(self.course.planned, self.plan)

    def answer(self, key: int) -> None:
        objection = Objection.objects.select_related("item__unit", "item__finding", "item__line").get(pk=key)
        with acting(self.made, "xunchaban"):
            if self.course.unit == "linxi":
                sustain_dispute(objection=objection, answer="经核实，该项由市级部门主管，采纳。", by=self.made.director)
            else:
                uphold_item(objection=objection, answer="经核实，属本单位职责，请列入整改。", by=self.made.director)

    # Plans

    def plan(self) -> None:
        with acting(self.made, self.course.unit):
            plan = begin_plan(unit=self.unit, round=self.round, by=self.liaison)
            items = self.items(State.ACKNOWLEDGED)
            edits = [
                Edit(item=item.pk, edition=0, content=self.content(item, place)) for place, item in enumerate(items)
            ]
            save_entries(plan=plan, edits=edits, by=self.liaison)
            self.submit(plan.pk, items)
        if self.course.unit != "weijian":  # whose plan waits for its opinion
            self.diary.note(timezone.localdate() + timedelta(days=8), lambda: self.review(plan.pk))

    def submit(self, key: int, items: list[Item]) -> None:
        plan = Plan.objects.select_related("unit", "round").get(pk=key)
        submit_plan(plan=plan, items=[item.pk for item in items], edition=plan.edition, by=self.liaison)

    def content(self, item: Item, place: int, *, whole: bool = True) -> EntryContent:
        group, today = group_of(item), timezone.localdate()
        kind = Kind.AT_ONCE if group["kind"] == "at_once" else Kind.BY_DATE
        due = today + timedelta(days=40 if kind == Kind.AT_ONCE else 120 + 7 * (place % 6))
        words = {"unit": self.unit.short_name, "year": today.year, "n": 3 + place % 7}
        return EntryContent(
            goal=group["goal"].format(**words),
            kind=kind,
            due_on=due,
            leader=f"{self.unit.short_name}{COLLEGIUM[place % len(COLLEGIUM)]}",
            department=("办公室", "计划财务科", "组织人事科", "项目建设科")[place % 4],
            person=NAMES[(place * 3 + self.unit.pk) % len(NAMES)] if whole else "",
            tasks=tuple(
                TaskContent(
                    task["what"].format(**words),
                    tuple(
                        MeasureContent(
                            measure.format(**words),
                            NAMES[(place + n) % len(NAMES)],
                            today,
                            min(due, today + timedelta(days=30 + 25 * n)),
                        )
                        for n, measure in enumerate(task["measures"])
                    ),
                )
                for task in group["tasks"]
            ),
        )

    def officer(self, item: Item, party: str) -> tuple[Any, str] | None:
        """Return who signs for the office of ``party`` on the item, and the key of that office."""
        keys = {unit.pk: key for key, unit in self.made.units.items()}
        for row in ItemOffice.objects.filter(item=item, duty=party):
            place = keys[row.office_id]
            for person in self.made.place.people:
                if any(post.place == place and post.role in SIGNERS for post in person.posts):
                    return self.made.people[person.login], place
        return None

    def review(self, key: int) -> None:
        plan = Plan.objects.select_related("unit", "round").get(pk=key)
        items = self.items(State.PLAN_REVIEW)
        found = self.officer(items[0], Signer.SUPERVISING) if items else None
        if found is None:
            return
        officer, place = found
        back, good = (items[1:2], items[:1] + items[2:]) if plan.submissions == 1 else ([], items)
        with acting(self.made, place):
            if back:
                review_entries(
                    plan=plan, items=[item.pk for item in back], act=EntryAct.RETURN,
                    opinion=STORY["returned"][len(items) % 2], by=officer,
                )  # fmt: skip
            review_entries(
                plan=plan,
                items=[item.pk for item in good],
                act=EntryAct.APPROVE,
                opinion="措施具体，同意。",
                by=officer,
            )
        today = timezone.localdate()
        if back:
            self.diary.note(today + timedelta(days=6), lambda: self.resubmit(key))
        for place_, item in enumerate(good):
            self.work(item, place_)

    def resubmit(self, key: int) -> None:
        plan = Plan.objects.select_related("unit", "round").get(pk=key)
        items = self.items(State.ACKNOWLEDGED)
        with acting(self.made, self.course.unit):
            edits = [
                Edit(
                    item=item.pk,
                    edition=item.entry.edition if hasattr(item, "entry") else 0,
                    content=self.content(item, 5),
                )
                for item in items
            ]
            save_entries(plan=plan, edits=edits, by=self.liaison)
            self.submit(key, items)
        self.diary.note(timezone.localdate() + timedelta(days=7), lambda: self.review(key))

    # Work

    def work(self, item: Item, place: int) -> None:
        """Write down the reports of an item, and what else it goes through."""
        number, today, pace = item.number, timezone.localdate(), self.course.pace
        lines = group_of(item)["progress"]
        closing = place % 10 < self.course.closing
        reports = len(lines) if closing else min(len(lines), 1 + place % 2)
        for turn in range(reports):
            day = today + timedelta(days=pace * (turn + 1) - place % 9)
            self.diary.note(
                day, lambda turn=turn: self.report(number, place, turn, last=closing and turn == reports - 1)
            )
        if not closing and place % 5 == 3:
            self.diary.note(today + timedelta(days=70), lambda: self.extend(number, place))
        if not closing and place % 5 == 4 and self.course.unit != "liangchu":
            self.diary.note(today + timedelta(days=65), lambda: self.last_long(number))
        if (self.course.unit, self.course.round) == ENDED and place == 3:
            self.diary.note(today + timedelta(days=150), lambda: self.end(number))

    def report(self, number: str, place: int, turn: int, *, last: bool) -> None:
        item = self.item(number)
        if item.state != State.RECTIFYING:
            return
        group, today = group_of(item), timezone.localdate()
        words = {"unit": self.unit.short_name, "year": today.year, "n": 3 + (place + turn) % 9}
        measures = list(Measure.objects.filter(task__entry__item=item, done_on=None).order_by("pk"))
        done = measures if last else measures[:1]
        with acting(self.made, self.course.unit):
            for kind, title in self.proofs(group, turn, last=last):
                name, data = proof_paper(kind, title, unit=str(self.unit), item=number, day=today, n=words["n"])
                attach_evidence(
                    item=item, chunks=[data], name=name, kind=kind, title=title, effective_on=today, measures=done,
                    by=self.liaison,
                )  # fmt: skip
            outcomes = tuple(
                NewOutcome(kind, Decimal(amount) * (1 + place % 4) if amount > 100 else Decimal(amount))
                for kind, amount in group["outcomes"]
                if last and kind not in {"made", "revised", "abolished"}
            )
            report_progress(
                report=Report(
                    item=item, on=today, text=group["progress"][turn].format(**words), outcomes=outcomes,
                    share=100 if last else 30 * (turn + 1), done=tuple(done),
                ),
                by=self.liaison,
            )  # fmt: skip
            if last and "institution" in group and place % 2 == 0:
                work, title = group["institution"]
                record_institution(
                    item=self.item(number), work=work, title=title.format(**words) + f"（{number}）",
                    number=f"〔{today.year}〕{20 + place}号", dated=today, in_force_on=today, by=self.liaison,
                )  # fmt: skip
        if last:
            self.diary.note(today + timedelta(days=6), lambda: self.request(number, place))

    def proofs(self, group: dict[str, Any], turn: int, *, last: bool) -> list[tuple[str, str]]:
        if last:
            return [tuple(row) for row in group["evidence"][1:]]
        return [tuple(group["evidence"][0])] if turn == 0 else []

    def extend(self, number: str, place: int) -> None:
        item = self.item(number)
        if item.state != State.RECTIFYING or item.due_on is None or item.due_on < timezone.localdate():
            return
        reason = STORY["extensions"][place % 2]
        with acting(self.made, self.course.unit):
            asked = ask_extension(item=item, until=item.due_on + timedelta(days=60), reason=reason, by=self.head)
        if self.course.unit != "chengjian":  # whose office has not answered yet
            self.diary.note(timezone.localdate() + timedelta(days=5), lambda: self.decide(asked.pk, place))

    def decide(self, key: int, place: int) -> None:
        asked = Extension.objects.select_related("item__unit", "item__finding", "item__line").get(pk=key)
        found = self.officer(asked.item, Signer.SUPERVISING)
        if found is None:
            return
        officer, office = found
        with acting(self.made, office):
            granted = place % 10 != 8
            decide_extension(
                extension=asked, granted=granted, by=officer,
                answer="理由属实，同意延期。" if granted else "理由不充分，请按期完成。",
            )  # fmt: skip

    def last_long(self, number: str) -> None:
        item, today = self.item(number), timezone.localdate()
        found = self.officer(item, Signer.SUPERVISING)
        if item.state != State.RECTIFYING or found is None:
            return
        officer, office = found
        with acting(self.made, self.course.unit):
            first = add_milestone(
                item=item, what="完成第一阶段任务并书面报告", due_on=today + timedelta(days=20), by=self.liaison
            )
            add_milestone(
                item=self.item(number), what="年度评估并公开结果", due_on=today + timedelta(days=200), by=self.liaison
            )
        with acting(self.made, office):
            turn_long_term(item=self.item(number), proposal="需要持续推进，分阶段落实。", by=officer)
        self.diary.note(today + timedelta(days=15), lambda: self.reached(number, first.pk))

    def reached(self, number: str, key: int) -> None:
        item, today = self.item(number), timezone.localdate()
        group = group_of(item)
        kind, title = group["evidence"][1]
        with acting(self.made, self.course.unit):
            milestone = item.milestones.get(pk=key)
            finish_milestone(milestone=milestone, done_on=today, note="第一阶段任务已完成", by=self.liaison)
            report_progress(
                report=Report(
                    item=self.item(number), on=today, text="第一阶段目标已经达到，继续按阶段推进。", share=60
                ),
                by=self.liaison,
            )
            name, data = proof_paper(kind, title, unit=str(self.unit), item=number, day=today, n=2)
            attach_evidence(
                item=self.item(number), chunks=[data], name=name, kind=kind, title=title, effective_on=today,
                by=self.liaison,
            )  # fmt: skip
            complete_stage(item=self.item(number), reason="第一阶段目标完成，持续整改。", by=self.head)

    # Writing off

    def request(self, number: str, place: int) -> None:
        with acting(self.made, self.course.unit):
            asked = request_closure(
                item=self.item(number), statement="各项措施已经完成，佐证材料齐全，申请销号。", by=self.head
            )
        self.diary.note(timezone.localdate() + timedelta(days=5), lambda: self.sign(asked.pk, number, place))

    def sign(self, key: int, number: str, place: int) -> None:
        """Let the parties sign one after another; some return it, one dissents, one waits for its turn."""
        request, today = Request.objects.get(pk=key), timezone.localdate()
        if place == 2 and request.serial == 1:
            self.opinion(key, Signer.SUPERVISING, "return", STORY["asked_for_more"][place % 2])
            self.diary.note(today + timedelta(days=9), lambda: self.add_proof(number, place))
            return
        if place == 4 and request.serial == 1 and self.course.unit == "qinglan":
            self.opinion(key, Signer.SUPERVISING, "dissent", STORY["dissent"])
            self.diary.note(today + timedelta(days=12), lambda: self.agree(key, number, place, 0))
            return
        if place == 0:
            self.check_on_site(number)
        self.agree(key, number, place, 0)

    def add_proof(self, number: str, place: int) -> None:
        self.add_one(number, "voucher", "补充凭证")
        self.request(number, place)

    def add_one(self, number: str, kind: str, title: str) -> None:
        today = timezone.localdate()
        with acting(self.made, self.course.unit):
            name, data = proof_paper(kind, title, unit=str(self.unit), item=number, day=today, n=4)
            attach_evidence(
                item=self.item(number), chunks=[data], name=name, kind=kind, title=title, effective_on=today,
                by=self.liaison,
            )  # fmt: skip
            report_progress(
                report=Report(item=self.item(number), on=today, text="按要求补充了材料，事实已核对一致。", share=100),
                by=self.liaison,
            )

    def check_on_site(self, number: str) -> None:
        item = self.item(number)
        found = self.officer(item, Signer.SUPERVISING)
        if found is None:
            return
        officer, office = found
        with acting(self.made, office):
            note_site_check(
                item=item, office=self.made.units[office], people=f"{officer}等两人", on=timezone.localdate(),
                place=f"{self.unit.short_name}机关和项目现场", found="实地查看并抽查台账，与所报情况一致。", matches=True,
                by=officer,
            )  # fmt: skip

    def agree(self, key: int, number: str, place: int, turn: int) -> None:
        request = Request.objects.select_related("item__unit").get(pk=key)
        if request.state != RequestState.OPEN or turn >= len(request.parties):
            return
        self.opinion(key, request.parties[turn], "agree", "")
        today = timezone.localdate()
        if turn + 1 < len(request.parties):
            # The inspection office has not come to the last ones yet.
            self.diary.note(today + timedelta(days=3), lambda: self.agree(key, number, place, turn + 1))
        elif (self.course.unit, self.course.round) in REOPENED and place == 1:
            self.diary.note(today + timedelta(days=30), lambda: self.reopen(number))

    def opinion(self, key: int, party: str, opinion: str, text: str) -> None:
        request = Request.objects.select_related("item__unit").get(pk=key)
        found = (self.made.director, "xunchaban") if party == Signer.INSPECTION else self.officer(request.item, party)
        if found is None:
            return
        person, office = found
        with acting(self.made, office):
            sign_request(request=request, opinion=opinion, text=text, by=person)

    def reopen(self, number: str) -> None:
        item = self.item(number)
        found = self.officer(item, Signer.SUPERVISING)
        if item.state != State.WRITTEN_OFF or found is None:
            return
        kind, reason = STORY["reopened"][self.course.round == "5-8"]
        officer, office = found
        with acting(self.made, office):
            asked = ask_reopening(item=item, kind=kind, reason=reason, by=officer)
        with acting(self.made, "xunchaban"):
            confirm_reopening(reopening=asked, answer="情况属实，重新立账。", by=self.made.director)

    def end(self, number: str) -> None:
        item = self.item(number)
        if item.state != State.RECTIFYING:
            return
        with acting(self.made, "xunchaban"):
            end_item(
                item=item, authority="市委巡察工作领导小组", number="云巡领〔2026〕6号", decided_on=timezone.localdate(),
                reason="涉事公司已依法注销，客观上无法继续整改，风险由集团承担。", by=self.made.director,
            )  # fmt: skip


SIGNERS = {"supervision_officer", "organization_officer", "inspection_director"}
NAMES = ("辛某明", "卓某文", "霍某川", "冉某宁", "窦某青", "尹某舟", "丘某远", "房某岚", "缪某安", "巫某成")


def group_of(item: Item) -> dict[str, Any]:
    """Return the group of the story that tells what is done about problems of the item's class."""
    category = item.category or "A"
    return GROUPS.get(category) or GROUPS.get(category[:1]) or GROUPS["A"]
