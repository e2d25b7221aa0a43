"""Reports, evidence, more time, the long term."""

from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils import timezone

from liandu.demo.papers.proofs import proof_paper
from liandu.demo.stories.rectifying.closing import Closing
from liandu.demo.stories.rectifying.courses import ENDED, STORY, group_of
from liandu.demo.stories.rectifying.unit import acting
from liandu.inspections.models import Signer
from liandu.rectification.commands import (
    add_milestone,
    ask_extension,
    attach_evidence,
    complete_stage,
    decide_extension,
    finish_milestone,
    record_institution,
    report_progress,
    turn_long_term,
)
from liandu.rectification.models import Extension, Item, Measure
from liandu.rectification.rules.outcomes import NewOutcome
from liandu.rectification.rules.reporting import Report
from liandu.rectification.states import State


class Working(Closing):
    """The middle part of the way of an item."""

    def work(self, item: Item, place: int) -> None:
        """Write down the reports of an item, and what else it goes through."""
        number, today, pace = item.number, timezone.localdate(), self.course.pace
        lines = group_of(item)["progress"]
        closing = place % 10 < self.course.closing
        reports = len(lines) if closing else min(len(lines), 1 + place % 2)
        for turn in range(reports):
            day = today + timedelta(days=pace * (turn + 1) - place % 9)
            last = closing and turn == reports - 1
            self.diary.note(day, partial(self.report, number, place, turn, last=last))
        if not closing and place % 5 == 3:
            self.diary.note(today + timedelta(days=70), lambda: self.extend(number, place))
        if not closing and place % 5 == 4 and self.course.unit != "liangchu":
            self.diary.note(today + timedelta(days=65), lambda: self.last_long(number))
        if self.key == ENDED and place == 3:
            self.diary.note(today + timedelta(days=150), lambda: self.end(number))

    def report(self, number: str, place: int, turn: int, *, last: bool) -> None:
        """Report the ``turn``-th step; the ``last`` one finishes the measures and leads to the request."""
        item = self.item(number)
        if item.state != State.RECTIFYING:
            return
        group, today = group_of(item), timezone.localdate()
        n = 3 + (place + turn) % 9
        words = {"unit": self.unit.short_name, "year": today.year, "n": n}
        measures = list(Measure.objects.filter(task__entry__item=item, done_on=None).order_by("pk"))
        done = measures if last else measures[:1]
        with acting(self.made, self.course.unit):
            for kind, title in self.proofs(group, turn, last=last):
                name, data = proof_paper(kind, title, unit=str(self.unit), item=number, day=today, n=n)
                attach_evidence(
                    item=item, chunks=[data], name=name, kind=kind, title=title, effective_on=today, measures=done,
                    by=self.liaison,
                )  # fmt: skip
            outcomes = tuple(
                NewOutcome(kind, Decimal(amount) * (1 + place % 4) if amount > 100 else Decimal(amount))
                for kind, amount in group["outcomes"]
                if last
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
        """Return the evidence that goes with a report, as (kind, title)."""
        if last:
            return [tuple(row) for row in group["evidence"][1:]]
        return [tuple(group["evidence"][0])] if turn == 0 else []

    def extend(self, number: str, place: int) -> None:
        """Ask for two more months."""
        item = self.item(number)
        if item.state != State.RECTIFYING or item.due_on is None or item.due_on < timezone.localdate():
            return
        reason = STORY["extensions"][place % 2]
        with acting(self.made, self.course.unit):
            asked = ask_extension(item=item, until=item.due_on + timedelta(days=60), reason=reason, by=self.head)
        if self.course.unit != "chengjian":  # whose office has not answered yet
            self.diary.note(timezone.localdate() + timedelta(days=5), lambda: self.decide(asked.pk, place))

    def decide(self, key: int, place: int) -> None:
        """Answer what was asked; one in ten is refused."""
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
        """Agree that the item is a matter of the long term, with two steps."""
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
        """Reach the first step and call the stage complete."""
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
