"""All the people of the city and what they may try with items up to the approved plan, for test_any_acts."""

from dataclasses import replace
from datetime import timedelta

import time_machine
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from liandu.accounts.models import User
from liandu.findings.models import Finding
from liandu.inspections.commands import adopt_default_policies, set_round_policy
from liandu.inspections.models import PolicyProfile
from liandu.journal.models import Entry
from liandu.journal.sealing import seal_tail
from liandu.journal.verification import verify
from liandu.orgs.commands import assign_oversight
from liandu.rectification import commands as do
from liandu.rectification.models import Item, Objection, Plan, PlanEntry
from liandu.rectification.queries.plans import entry_of
from liandu.rectification.rules.plan_content import MilestoneContent
from liandu.rectification.states import EntryAct, State
from tests.flows.watched_acts import Watch, is_sentence
from tests.people import SINCE, build_city
from tests.rectification.given import a_finding
from tests.rectification.given_plans import CONTENT
from tests.supervision.given import a_colleague, a_person, a_second_director

BEGINNING = "2026-06-22 09:00:00+08:00"
# Mostly the person whose act it is; else anybody at all.
WHO = st.one_of(st.just(""), st.just(""), st.just(""), st.integers(0, 40))
# Mostly a thing that is ready for the act; else any. The second number chooses among them.
WHICH = st.tuples(st.integers(0, 5), st.integers(0, 11))
WORDS = st.sampled_from(["已按要求办理，情况属实。", "已按要求办理，情况属实。", "还差验收单。", " ", ""])
DAYS = st.integers(-3, 120)


def when(*states):
    """Let a rule be tried while an item is in one of ``states``; in a daring life always."""
    return precondition(lambda self: self.daring or not {*states}.isdisjoint(self.watch.states.values()))


def the_whole_city():
    """Return the city with more people than one of a kind, five findings, and a policy for the round."""
    with time_machine.travel(BEGINNING, tick=False):
        city = build_city()
        people, units = city.people, city.units
        people.second, people.colleague = a_second_director(city), a_colleague(city)
        people.liaison_too = a_person(city, "wanglian", "王联络", "unit_liaison", units.university)
        people.deputy = a_person(city, "zhengfushuji", "郑副书记", "unit_head", units.university)
        people.firm_head = a_person(city, "qianzong", "钱总", "unit_head", units.firm)
        assign_oversight(office=units.cadre_division, unit=units.university, since=SINCE, by=None)
        assign_oversight(office=units.fourth_room, unit=units.firm, since=SINCE, by=None)
        people.fourth = a_person(city, "sishi", "四室干部", "supervision_officer", units.fourth_room)
        adopt_default_policies(by=people.director)
        version = PolicyProfile.objects.get(code="six_months").versions.get()
        city.round = set_round_policy(round=city.round, version=version, by=people.director)
        for serial, category in enumerate(("B4", "C1", "A4", "B7"), 1):
            a_finding(city, serial=serial, category=category)
        a_finding(city, serial=1, unit=units.firm, category="B4", title="工程款结算不规范")
    return city


class UpToThePlan(RuleBasedStateMachine):
    """One life of a round: five findings, all the people, and a clock that only goes forward."""

    def __init__(self, city):
        super().__init__()
        self.city, self.people = city, list(vars(city.people).values())
        self.at_own_desk = vars(city.people)
        self.traveller = time_machine.travel(BEGINNING, tick=False)
        self.clock = self.traveller.start()
        self.atomic = transaction.atomic()
        self.atomic._from_testcase = True  # seals are made outside any transaction but the test's
        self.atomic.__enter__()
        cache.clear()  # the keys of rows that were rolled back are given again
        self.watch, self.old_pages, self.daring = Watch(), {}, False

    def teardown(self):
        try:
            written = Entry.objects.count()
            seal_tail()
            found = verify()
            assert (found.fault, found.entries + found.waiting) == (None, written)
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)
            self.traveller.stop()
            cache.clear()

    # ---- who, what, when

    def person(self, who, usual):
        """The person as a new request knows them: the usual one, or the one with this number."""
        key = self.at_own_desk[usual].pk if who == "" else self.people[who % len(self.people)].pk
        return User.objects.get(pk=key)

    def head(self, item):
        """Whose name stands first at the item's unit."""
        return "secretary" if item.unit_id == self.city.units.university.pk else "firm_head"

    def room(self, item):
        return "room" if item.unit_id == self.city.units.university.pk else "fourth"

    def pick(self, which, rows, fit):
        """One of ``rows``: of those that fit, unless the draw says any; None when there is none."""
        rows = list(rows)
        fitting = [row for row in rows if fit(row)] if which[0] else rows
        rows = fitting or rows
        return rows[which[1] % len(rows)] if rows else None

    def item(self, which, *states):
        """An item, mostly in one of ``states``; now and then as a page showed it that somebody left open."""
        rows = Item.objects.select_related("unit", "round__term", "finding", "line", "policy").order_by("pk")
        item = self.pick(which, rows, lambda row: row.state in states)
        if item is not None and which == (1, which[1]) and item.pk in self.old_pages:
            return self.old_pages[item.pk]
        return item

    def of_item(self, which, model, fit, *states):
        """A row that belongs to an item, with what commands need."""
        rows = model.objects.select_related("item__unit", "item__round", "item__finding", "item__line", "item__policy")
        return self.pick(which, rows.order_by("-pk")[:12], lambda row: fit(row) and row.item.state in (states or State))

    def let(self, act, /, **about):
        self.clock.shift(timedelta(seconds=61))
        return self.watch.let(act, **about)

    def today(self, days=0):
        return timezone.localdate() + timedelta(days=days)

    # ---- time, and pages left open

    @rule(days=st.integers(0, 45))
    def days_pass(self, days):
        self.clock.shift(timedelta(days=days, minutes=7))

    @rule(which=WHICH)
    def a_page_is_left_open(self, which):
        item = self.item((0, which[1]))
        if item is not None:
            self.old_pages[item.pk] = item

    # ---- opening, acknowledging

    @initialize(far=st.lists(st.integers(0, 9), min_size=5, max_size=5), daring=st.integers(0, 2))
    def a_life_begins(self, far, daring):
        """Five items, each so many steps further on its straight way; a third of the lives tries what cannot be."""
        self.daring = daring == 0
        self.open_items(who="", count=5, words="试用")
        for pk, steps in zip(sorted(self.watch.states), far, strict=True):
            for _step in range(steps):
                self.goes_on(pk)

    @rule(who=WHO, count=st.integers(1, 5), words=WORDS)
    def open_items(self, who, count, words):
        rows = list(Finding.objects.select_related("round", "unit", "theme").order_by("pk")[:count])
        self.let(do.open_items, findings=[(row, None) for row in rows], reason=words, by=self.person(who, "clerk"))

    @when(State.REGISTERED)
    @rule(which=WHICH, who=WHO)
    def acknowledge(self, which, who):
        if item := self.item(which, State.REGISTERED):
            self.let(do.acknowledge_item, item=item, by=self.person(who, self.head(item)))

    @rule(who=WHO)
    def acknowledge_all(self, who):
        rows = list(Item.objects.select_related("unit", "round", "finding", "line"))
        outcome = self.let(do.acknowledge_items, items=rows, by=self.person(who, "secretary"))
        assert outcome.refusal or all(is_sentence(why) for _item, why in outcome.result.refused)

    @when(State.REGISTERED)
    @rule(which=WHICH, who=WHO, words=WORDS)
    def dispute(self, which, who, words):
        if item := self.item(which, State.REGISTERED):
            self.let(do.dispute_item, item=item, text=words, by=self.person(who, self.head(item)))

    @when(State.DISPUTED)
    @rule(which=WHICH, who=WHO, act=st.sampled_from(["back", "uphold", "sustain"]), words=WORDS)
    def answer_dispute(self, which, who, act, words):
        objection = self.of_item(which, Objection, lambda row: row.state == "asked")
        if objection and act == "back":
            by = self.person(who, self.head(objection.item))
            self.let(do.take_back_dispute, objection=objection, by=by)
        elif objection:
            answer = do.uphold_item if act == "uphold" else do.sustain_dispute
            self.let(answer, objection=objection, answer=words, by=self.person(who, "director"))

    # ---- the plan

    @when(State.ACKNOWLEDGED)
    @rule(which=WHICH, who=WHO, fault=st.sampled_from(["", "", "", "no kind", "late", "no measure", "edition"]),
          kind=st.sampled_from(["at_once", "by_date", "by_date", "long_term"]), days=st.integers(5, 60))  # fmt: skip
    def write_entry(self, which, who, fault, kind, days):
        item = self.item(which, State.ACKNOWLEDGED)
        if item is None:
            return
        by = self.person(who, self.head(item))
        plan = Plan.objects.filter(unit=item.unit, round=item.round).first()
        plan = plan or self.let(do.begin_plan, unit=item.unit, round=item.round, by=by).result
        if plan is None:
            return
        entry = PlanEntry.objects.filter(item=item).first()
        edition = (entry.edition if entry else 0) + (fault == "edition")
        self.let(do.save_entries, plan=plan, edits=[do.Edit(item.pk, edition, self._content(kind, fault, days))], by=by)

    def _content(self, kind, fault, days):
        due = self.today(4000 if fault == "late" else min(days, 20))
        tasks = tuple(
            replace(task, measures=tuple(replace(row, since=None, due_on=due) for row in task.measures))
            for task in CONTENT.tasks
        )
        steps = (MilestoneContent("每季度自查一次", self.today(days)),) if kind == "long_term" else ()
        return replace(
            CONTENT,
            kind="" if fault == "no kind" else kind,
            due_on=None if kind == "long_term" else due,
            tasks=() if fault == "no measure" else tasks,
            milestones=steps,
        )

    @when(State.ACKNOWLEDGED)
    @rule(which=WHICH, who=WHO, late=st.integers(0, 5), every=st.booleans())
    def submit(self, which, who, late, every):
        if plan := self.pick(which, Plan.objects.select_related("unit", "round"), lambda row: row.state != "submitted"):
            rows = Item.objects.filter(unit=plan.unit, state=State.ACKNOWLEDGED)
            keys = [item.pk for item in rows if every or entry_of(item) is not None]
            usual = "secretary" if plan.unit_id == self.city.units.university.pk else "firm_head"
            by = self.person(who, usual)
            self.let(do.submit_plan, plan=plan, items=keys, edition=plan.edition - (late == 0), by=by)

    @when(State.PLAN_REVIEW)
    @rule(which=WHICH, who=WHO, words=WORDS)
    def take_back_plan(self, which, who, words):
        if plan := self.pick(which, Plan.objects.select_related("unit", "round"), lambda row: row.state == "submitted"):
            self.let(do.take_back_plan, plan=plan, reason=words, by=self.person(who, "secretary"))

    @when(State.PLAN_REVIEW)
    @rule(which=WHICH, who=WHO, act=st.sampled_from([EntryAct.APPROVE, EntryAct.APPROVE, EntryAct.RETURN]),
          words=WORDS, one=st.booleans())  # fmt: skip
    def review(self, which, who, act, words, one):
        if plan := self.pick(which, Plan.objects.select_related("unit", "round"), lambda row: row.state == "submitted"):
            keys = list(Item.objects.filter(unit=plan.unit).order_by("pk").values_list("pk", flat=True))
            usual = "room" if plan.unit_id == self.city.units.university.pk else "fourth"
            keys = [keys[which[1] % len(keys)]] if one else keys
            by = self.person(who, usual)
            outcome = self.let(do.review_entries, plan=plan, items=keys, act=act, opinion=words, by=by)
            assert outcome.refusal or all(is_sentence(why) for why in outcome.result.refused)
