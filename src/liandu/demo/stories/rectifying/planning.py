"""Opening, acknowledging, planning, and the opinion on the plan."""

from datetime import timedelta

from django.utils import timezone

from liandu.demo.stories.rectifying.courses import COLLEGIUM, NAMES, RECENT, REOPENING, STORY, group_of
from liandu.demo.stories.rectifying.unit import acting
from liandu.demo.stories.rectifying.working import Working
from liandu.findings.models import Finding
from liandu.inspections.models import Signer
from liandu.rectification.commands import (
    acknowledge_items,
    begin_plan,
    dispute_item,
    open_items,
    review_entries,
    save_entries,
    submit_plan,
    sustain_dispute,
    uphold_item,
)
from liandu.rectification.commands.plans import Edit
from liandu.rectification.models import Item, Objection, Plan
from liandu.rectification.queries.openable import openable, with_lines
from liandu.rectification.rules.plan_content import EntryContent, MeasureContent, TaskContent
from liandu.rectification.states import EntryAct, Kind, State


class Planning(Working):
    """The first part of the way of an item."""

    def begin(self) -> None:
        """Write down when the items are opened, and what happened lately."""
        feedback = self.made.place.inspection(self.course.unit, self.course.round).feedback
        self.diary.note(feedback + timedelta(days=self.course.opened), self.open)
        recent = timezone.localdate() - timedelta(days=RECENT)
        if self.course.late:
            self.diary.note(recent, self.open_late)
        if self.course.unplanned:
            self.diary.note(recent, self.draft_rest)
        if self.key == REOPENING:
            self.diary.note(recent, self.ask_again_lately)

    def open(self) -> None:
        """Open the unit's items, but those that come late."""
        rows = self.openable()
        self.open_these(rows[: len(rows) - self.course.late])
        self.diary.note(timezone.localdate() + timedelta(days=4), self.acknowledge)

    def open_late(self) -> None:
        """Open the rest: the unit disputes one at once, and has not looked at the others."""
        self.open_these(self.openable())
        with acting(self.made, self.course.unit):
            dispute_item(item=self.items(State.REGISTERED)[0], text=STORY["disputed_late"], by=self.head)

    def openable(self) -> list[Finding]:
        """Return the unit's problems that are no items yet."""
        return [finding for finding in openable(self.made.clerk, self.round) if finding.unit_id == self.unit.pk]

    def open_these(self, findings: list[Finding]) -> None:
        """Open items for ``findings``."""
        with acting(self.made, "xunchaban"):
            open_items(findings=with_lines(findings), by=self.made.clerk, reason="反馈意见已当面送达")

    def acknowledge(self) -> None:
        """Acknowledge all of them but one that two of the units dispute."""
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
        """Answer an objection: one is sustained, one is not."""
        objection = Objection.objects.select_related("item__unit", "item__finding", "item__line").get(pk=key)
        with acting(self.made, "xunchaban"):
            if self.course.unit == "linxi":
                sustain_dispute(objection=objection, answer="经核实，该项由市级部门主管，采纳。", by=self.made.director)
            else:
                uphold_item(objection=objection, answer="经核实，属本单位职责，请列入整改。", by=self.made.director)

    def plan(self) -> None:
        """File the plan of the unit."""
        with acting(self.made, self.course.unit):
            plan = begin_plan(unit=self.unit, round=self.round, by=self.liaison)
            items = self.items(State.ACKNOWLEDGED)
            items = items[: len(items) - self.course.unplanned]
            edits = [
                Edit(item=item.pk, edition=0, content=self.content(item, place)) for place, item in enumerate(items)
            ]
            save_entries(plan=plan, edits=edits, by=self.liaison)
            self.submit(plan.pk, items)
        if self.course.unit != "weijian":  # whose plan waits for its opinion
            self.diary.note(timezone.localdate() + timedelta(days=8), lambda: self.review(plan.pk))

    def draft_rest(self) -> None:
        """Begin with what was left out: one entry is whole, one lacks its person, of the others nothing is written."""
        rest = [item for item in self.items(State.ACKNOWLEDGED) if not hasattr(item, "entry")]
        edits = [
            Edit(item=item.pk, edition=0, content=self.content(item, place, whole=place == 0))
            for place, item in enumerate(rest[:2])
        ]
        with acting(self.made, self.course.unit):
            save_entries(plan=Plan.objects.get(unit=self.unit, round=self.round), edits=edits, by=self.liaison)

    def submit(self, key: int, items: list[Item]) -> None:
        """Submit the entries of ``items``."""
        plan = Plan.objects.select_related("unit", "round").get(pk=key)
        submit_plan(plan=plan, items=[item.pk for item in items], edition=plan.edition, by=self.liaison)

    def content(self, item: Item, place: int, *, whole: bool = True) -> EntryContent:
        """Return what the plan says about ``item``."""
        group, today = group_of(item), timezone.localdate()
        kind = Kind.AT_ONCE if group["kind"] == "at_once" else Kind.BY_DATE
        due = today + timedelta(days=27 if kind == Kind.AT_ONCE else 120 + 7 * (place % 6))
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

    def review(self, key: int) -> None:
        """Give the opinion on a plan: one entry goes back the first time, the rest is approved."""
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
        """Mend what came back and submit it again."""
        plan = Plan.objects.select_related("unit", "round").get(pk=key)
        items = [item for item in self.items(State.ACKNOWLEDGED) if hasattr(item, "entry")]
        with acting(self.made, self.course.unit):
            edits = [Edit(item=item.pk, edition=item.entry.edition, content=self.content(item, 5)) for item in items]
            save_entries(plan=plan, edits=edits, by=self.liaison)
            self.submit(key, items)
        self.diary.note(timezone.localdate() + timedelta(days=7), lambda: self.review(key))
