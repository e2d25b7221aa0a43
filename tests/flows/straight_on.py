"""The straight way of an item, step by step, by the people whose acts these are, for test_any_acts."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from liandu.rectification import commands as do
from liandu.rectification.models import Evidence, Item, Measure, Objection, Plan, PlanEntry, Request
from liandu.rectification.rules.reporting import Report
from liandu.rectification.states import EntryAct
from liandu.supervision import commands as sign
from liandu.supervision.models import Reopening
from tests.flows.people_acting import WHICH, UpToThePlan
from tests.rectification.working import a_photograph

PHOTOGRAPH = a_photograph("olive")


class StraightOn(UpToThePlan):
    """Takes items further, so that a life gets to where there is something to spoil."""

    @rule(which=WHICH, steps=st.integers(1, 4))
    def work_goes_on(self, which, steps):
        item = self.item((0, which[1]))
        for _step in range(steps if item else 0):
            self.goes_on(item.pk)

    @rule(steps=st.integers(1, 2))
    def everything_goes_on(self, steps):
        for pk in sorted(self.watch.states) * steps:
            self.goes_on(pk)

    def goes_on(self, pk):
        """Do what this item waits for."""
        item = Item.objects.select_related("unit", "round__term", "finding", "line", "policy").get(pk=pk)
        getattr(self, f"_after_{item.state}")(item)

    def unit(self, item):
        """The head of the item's unit."""
        return self.person("", self.head(item))

    def office(self, item):
        """An officer of the room that supervises the item's unit."""
        return self.person("", self.room(item))

    def _after_registered(self, item):
        self.let(do.acknowledge_item, item=item, by=self.unit(item))

    def _after_disputed(self, item):
        objection = Objection.objects.select_related("item__unit", "item__finding", "item__line").get(
            item=item, state="asked"
        )
        self.let(do.uphold_item, objection=objection, answer="问题成立。", by=self.person("", "director"))

    def _after_acknowledged(self, item):
        plan = self.let(do.begin_plan, unit=item.unit, round=item.round, by=self.unit(item)).result
        entry = PlanEntry.objects.filter(item=item).first()
        content = self._content("by_date", "", 15)
        edit = do.Edit(item.pk, entry.edition if entry else 0, content)
        self.let(do.save_entries, plan=plan, edits=[edit], by=self.unit(item))
        plan.refresh_from_db()
        self.let(do.submit_plan, plan=plan, items=[item.pk], edition=plan.edition, by=self.unit(item))

    def _after_plan_review(self, item):
        plan = Plan.objects.select_related("unit", "round").get(unit=item.unit)
        self.let(
            do.review_entries, plan=plan, items=[item.pk], act=EntryAct.APPROVE, opinion="同意。", by=self.office(item)
        )

    def _after_rectifying(self, item):
        undone = tuple(Measure.objects.filter(task__entry__item=item, done_on=None))
        if undone or not item.progress.exists():
            report = Report(item=item, on=self.today(), text="已全部完成。", done=undone)
            self.let(do.report_progress, report=report, by=self.unit(item))
        elif not Evidence.objects.filter(item=item, withdrawn_at=None, kind="photo").exists():
            about = {"kind": "photo", "effective_on": self.today(), "name": "现场.jpg", "chunks": [PHOTOGRAPH]}
            self.let(do.attach_evidence, item=item, by=self.unit(item), **about)
        else:
            self.let(do.request_closure, item=item, statement="已整改到位。", by=self.unit(item))

    def _after_requested(self, item):
        for usual in (self.room(item), "organization", "director"):
            request = Request.objects.select_related("item__unit").get(item=item, state="open")
            about = {"opinion": "agree", "text": "同意。", "by": self.person("", usual)}
            if self.let(sign.sign_request, request=request, **about).refusal is None:
                return

    def _after_publicity(self, item):
        self.clock.shift(timedelta(days=9))
        request = Request.objects.select_related("item__unit").get(item=item, state="published")
        self.let(sign.finish_publicity, request=request, by=None)

    def _after_written_off(self, item):
        asked = Reopening.objects.select_related("item__unit").filter(item=item, state="asked").first()
        if asked:
            self.let(sign.confirm_reopening, reopening=asked, by=self.person("", "second"))
        else:
            self.let(sign.ask_reopening, item=item, kind="relapse", reason="抽查发现反弹。", by=self.office(item))

    _after_ended = _after_written_off

    def _after_cancelled(self, item):
        self.let(do.reinstate_item, item=item, reason="撤账有误。", by=self.person("", "clerk"))
