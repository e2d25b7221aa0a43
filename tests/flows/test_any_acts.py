"""Anybody does anything in any order for days on end: what must be true of items is true after every single act.

LIANDU_ANY_ACTS="200 x 60" makes a long run: so many lives of so many steps each.
"""

import os
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from liandu.findings.commands import reinstate_finding, withdraw_finding
from liandu.findings.models import Finding
from liandu.inspections.commands import change_policy, set_round_policy
from liandu.inspections.models import PolicyProfile, Round
from liandu.inspections.policies import read
from liandu.rectification import commands as do
from liandu.rectification.models import (
    Evidence,
    Extension,
    Institution,
    Item,
    ItemOffice,
    Measure,
    Milestone,
    Progress,
    Request,
)
from liandu.rectification.rules.outcomes import NewOutcome
from liandu.rectification.rules.reporting import Report
from liandu.rectification.states import State
from liandu.supervision import commands as sign
from liandu.supervision.models import Reopening
from tests.flows.people_acting import DAYS, WHICH, WHO, WORDS, the_whole_city, when
from tests.flows.straight_on import StraightOn
from tests.flows.watched_acts import Watch, is_sentence, named_by_policy
from tests.papers_of_the_day import a_word_file
from tests.rectification.working import a_photograph

LIVES, STEPS = (int(number) for number in os.environ.get("LIANDU_ANY_ACTS", "15 x 30").split("x"))
FILES = [
    ("现场照片.jpg", a_photograph("teal")),
    ("凭证.png", a_photograph("navy", kind="PNG")),
    ("验收单.docx", a_word_file("验收单：设备三台")),
    ("空.docx", b""),
]
KINDS = st.sampled_from(["voucher", "photo", "minutes"])


class AnyActs(StraightOn):
    """From the approved plan to the signed write-off, and what comes after; and all that cuts across."""

    # ---- the work

    @when(State.RECTIFYING)
    @rule(which=WHICH, who=WHO, words=WORDS, days=st.integers(-30, 1), finish=st.integers(0, 2), outcome=st.booleans())
    def report(self, which, who, words, days, finish, outcome):  # noqa: PLR0917 - drawn by name
        if item := self.item(which, State.RECTIFYING):
            rows = tuple(Measure.objects.filter(task__entry__item=item, done_on=None))
            made = NewOutcome("recovered", 35_000) if outcome else NewOutcome("made", 1)
            about = Report(
                item=item,
                on=self.today(min(days, 0) if days < -15 else 0 if days < 1 else 1),
                text=words,
                outcomes=(made,) if finish == 2 else (),
                done=rows[: len(rows) if finish else 1],
            )
            self.let(do.report_progress, report=about, by=self.person(who, self.head(item)))

    @when(State.RECTIFYING)
    @rule(which=WHICH, who=WHO, words=WORDS)
    def correct(self, which, who, words):
        if report := self.of_item(which, Progress, lambda _row: True, State.RECTIFYING):
            rows = tuple(Measure.objects.filter(task__entry__item=report.item).exclude(done_on=None)[:1])
            about = Report(item=report.item, on=report.on, text=words, corrects=report, undone=rows)
            self.let(do.report_progress, report=about, by=self.person(who, self.head(report.item)))

    @when(State.RECTIFYING)
    @rule(which=WHICH, who=WHO, file=st.sampled_from(FILES), kind=KINDS, days=st.integers(-9, 1))
    def attach(self, which, who, file, kind, days):
        if item := self.item(which, State.RECTIFYING):
            name, content = file
            proved = Measure.objects.filter(task__entry__item=item)[:1]
            day = self.today(1 if days == 1 else 0 if days > -9 else -400)
            about = {"kind": kind, "effective_on": day, "measures": proved, "by": self.person(who, self.head(item))}
            self.let(do.attach_evidence, item=item, chunks=[content], name=name, **about)

    @when(State.RECTIFYING)
    @rule(which=WHICH, who=WHO, words=WORDS)
    def withdraw_evidence(self, which, who, words):
        if evidence := self.of_item(which, Evidence, lambda row: row.withdrawn_at is None, State.RECTIFYING):
            by = self.person(who, self.head(evidence.item))
            self.let(do.withdraw_evidence, evidence=evidence, reason=words, by=by)

    @when(State.RECTIFYING)
    @rule(which=WHICH, who=WHO, kind=KINDS)
    def finish_the_work(self, which, who, kind):
        """What a unit does that wants to be done with it: all measures, a report, a proof."""
        self.report(which, who, "整改措施已全部完成。", 0, 2, outcome=True)
        self.attach(which, who, FILES[which[1] % 3], kind, 0)
        for step in Milestone.objects.filter(item__state=State.RECTIFYING, done_on=None)[:2]:
            self.finish_step((0, 0), who, "已自查。", 0, step.pk)

    @when(State.RECTIFYING)
    @rule(which=WHICH, who=WHO, days=DAYS, words=WORDS)
    def add_step(self, which, who, days, words):
        if item := self.item(which, State.RECTIFYING):
            self.let(
                do.add_milestone, item=item, what=words, due_on=self.today(days), by=self.person(who, self.head(item))
            )

    @when(State.RECTIFYING)
    @rule(which=WHICH, who=WHO, words=WORDS, days=st.integers(-2, 1))
    def finish_step(self, which, who, words, days, key=None):
        step = self.of_item(
            which, Milestone, lambda row: row.done_on is None and key in {None, row.pk}, State.RECTIFYING
        )
        if step:
            by = self.person(who, self.head(step.item))
            self.let(do.finish_milestone, milestone=step, done_on=self.today(days), note=words, by=by)

    @when(State.RECTIFYING)
    @rule(which=WHICH, who=WHO, words=WORDS)
    def drop_step(self, which, who, words):
        if step := self.of_item(which, Milestone, lambda row: row.done_on is None, State.RECTIFYING):
            self.let(do.drop_milestone, milestone=step, reason=words, by=self.person(who, self.head(step.item)))

    @when(State.RECTIFYING)
    @rule(which=WHICH, who=WHO, words=WORDS)
    def turn_long_term(self, which, who, words):
        if item := self.item(which, State.RECTIFYING):
            self.let(do.turn_long_term, item=item, proposal=words, by=self.person(who, self.room(item)))

    @when(State.RECTIFYING)
    @rule(which=WHICH, who=WHO, words=WORDS)
    def complete_stage(self, which, who, words):
        if item := self.item(which, State.RECTIFYING):
            self.let(do.complete_stage, item=item, reason=words, by=self.person(who, self.head(item)))

    @when(State.RECTIFYING)
    @rule(which=WHICH, who=WHO, days=DAYS, words=WORDS)
    def ask_extension(self, which, who, days, words):
        if item := self.item(which, State.RECTIFYING):
            until = (
                self.today(days + 30) if item.due_on is None else max(item.due_on, self.today()) + timedelta(days=days)
            )
            self.let(do.ask_extension, item=item, until=until, reason=words, by=self.person(who, self.head(item)))

    @when(State.RECTIFYING)
    @rule(which=WHICH, who=WHO, act=st.sampled_from(["grant", "grant", "refuse", "back"]), words=WORDS)
    def answer_extension(self, which, who, act, words):
        asked = self.of_item(which, Extension, lambda row: row.state == "asked")
        if asked and act == "back":
            self.let(do.take_back_extension, extension=asked, by=self.person(who, self.head(asked.item)))
        elif asked:
            by = self.person(who, self.room(asked.item))
            self.let(do.decide_extension, extension=asked, granted=act == "grant", answer=words, by=by)

    @when(State.RECTIFYING)
    @rule(which=WHICH, who=WHO, title=st.sampled_from(["采购管理办法", "验收规程", " "]), days=st.integers(-5, 1))
    def record_institution(self, which, who, title, days):
        if item := self.item(which, State.RECTIFYING):
            by = self.person(who, self.head(item))
            self.let(do.record_institution, item=item, work="made", title=title, dated=self.today(days), by=by)

    @when(State.RECTIFYING)
    @rule(which=WHICH, who=WHO, words=WORDS, strike=st.booleans())
    def look_at_institution(self, which, who, words, strike):
        if row := self.of_item(which, Institution, lambda row: row.struck_at is None):
            if strike:
                by = self.person(who, self.head(row.item))
                self.let(do.strike_institution, institution=row, reason=words, by=by)
            else:
                by = self.person(who, self.room(row.item))
                self.let(do.review_institution, institution=row, on=self.today(), carried_out=True, found=words, by=by)

    # ---- the write-off

    @when(State.RECTIFYING)
    @rule(which=WHICH, who=WHO, words=WORDS)
    def request(self, which, who, words):
        if item := self.item(which, State.RECTIFYING):
            outcome = self.let(do.request_closure, item=item, statement=words, by=self.person(who, self.head(item)))
            if outcome.refusal is None:
                assert set(outcome.result.parties) == named_by_policy(item)

    @when(State.REQUESTED)
    @rule(which=WHICH, who=WHO, words=WORDS)
    def take_back_request(self, which, who, words):
        if request := self.of_item(which, Request, lambda row: row.state == "open"):
            by = self.person(who, self.head(request.item))
            self.let(do.take_back_request, request=request, reason=words, by=by)

    @when(State.REQUESTED, State.PUBLICITY)
    @rule(which=WHICH, who=WHO, opinion=st.sampled_from(["agree"] * 5 + ["return", "dissent"]), words=WORDS,
          usual=st.sampled_from(["", "director", "organization", "second", "colleague"]))  # fmt: skip
    def sign(self, which, who, opinion, words, usual):
        if request := self.of_item(which, Request, lambda row: row.state in {"open", "published"}):
            by = self.person(who, usual or self.room(request.item))
            self.let(sign.sign_request, request=request, opinion=opinion, text=words, by=by)

    @when(State.REQUESTED)
    @rule(which=WHICH)
    def all_agree(self, which):
        """What happens when nobody has anything against it."""
        request = self.of_item(which, Request, lambda row: row.state == "open")
        for usual in (self.room(request.item), "organization", "director") if request else ():
            self.let(sign.sign_request, request=request, opinion="agree", text="同意。", by=self.person("", usual))

    @when(State.REQUESTED)
    @rule(who=WHO, words=WORDS, usual=st.sampled_from(["room", "fourth", "director", "organization"]))
    def sign_many(self, who, words, usual):
        rows = list(Request.objects.select_related("item__unit").order_by("-pk")[:5])
        outcome = self.let(sign.sign_requests, requests=rows, text=words, by=self.person(who, usual))
        assert outcome.refusal or all(is_sentence(why) for _request, why in outcome.result[1])

    @when(State.PUBLICITY)
    @rule(which=WHICH, who=WHO, by_itself=st.booleans())
    def end_publicity(self, which, who, by_itself):
        if request := self.of_item(which, Request, lambda row: row.state == "published"):
            by = None if by_itself else self.person(who, "director")
            self.let(sign.finish_publicity, request=request, by=by)

    @when(State.RECTIFYING, State.REQUESTED, State.WRITTEN_OFF)
    @rule(
        which=WHICH,
        who=WHO,
        people=st.sampled_from(["王主任、李歌", "王主任"]),
        days=st.integers(-3, 1),
        matches=st.booleans(),
    )
    def look_on_site(self, which, who, people, days, matches):
        if item := self.item(which, State.RECTIFYING, State.REQUESTED, State.WRITTEN_OFF):
            room = self.room(item)
            office = self.city.units.third_room if room == "room" else self.city.units.fourth_room
            about = {
                "people": people,
                "on": self.today(days),
                "place": "库房",
                "found": "三台设备在用",
                "matches": matches,
            }
            self.let(sign.note_site_check, item=item, office=office, by=self.person(who, room), **about)

    # ---- afterwards

    @when(State.WRITTEN_OFF, State.ENDED)
    @rule(which=WHICH, who=WHO, words=WORDS, days=st.one_of(st.none(), DAYS))
    def ask_reopening(self, which, who, words, days):
        if item := self.item(which, State.WRITTEN_OFF, State.ENDED):
            due = None if days is None else self.today(days)
            by = self.person(who, self.room(item))
            self.let(sign.ask_reopening, item=item, kind="relapse", reason=words, due_on=due, by=by)

    @when(State.WRITTEN_OFF, State.ENDED)
    @rule(which=WHICH, who=WHO, act=st.sampled_from(["confirm", "confirm", "decline", "back"]), words=WORDS)
    def answer_reopening(self, which, who, act, words):
        asked = self.of_item(which, Reopening, lambda row: row.state == "asked")
        if asked and act == "back":
            self.let(sign.take_back_reopening, reopening=asked, by=self.person(who, self.room(asked.item)))
        elif asked:
            answer = sign.confirm_reopening if act == "confirm" else sign.decline_reopening
            self.let(answer, reopening=asked, answer=words, by=self.person(who, "director"))

    @when(State.RECTIFYING, State.REQUESTED)
    @rule(which=WHICH, who=WHO, words=WORDS, number=st.sampled_from(["云委〔2026〕9号", ""]))
    def end(self, which, who, words, number):
        if which[1] < 3 and (item := self.item(which, State.RECTIFYING, State.REQUESTED)):
            about = {"authority": "市委", "number": number, "decided_on": self.today(), "reason": words}
            self.let(sign.end_item, item=item, by=self.person(who, "director"), **about)

    @rule(which=WHICH, who=WHO, words=WORDS)
    def cancel(self, which, who, words):
        if which[1] < 3 and (item := self.item(which, State.REGISTERED, State.PLAN_REVIEW, State.RECTIFYING)):
            self.let(do.cancel_item, item=item, reason=words, by=self.person(who, "clerk"))

    @when(State.CANCELLED)
    @rule(which=WHICH, who=WHO, words=WORDS)
    def reinstate(self, which, who, words):
        if item := self.item(which, State.CANCELLED):
            self.let(do.reinstate_item, item=item, reason=words, by=self.person(who, "clerk"))

    @rule(which=WHICH, who=WHO, words=WORDS)
    def withdraw_or_reinstate_finding(self, which, who, words):
        found = self.pick(which, Finding.objects.order_by("pk"), lambda row: row.state == "withdrawn")
        act = reinstate_finding if found.state == "withdrawn" else withdraw_finding
        if act is reinstate_finding or which[1] < 3:
            self.let(act, finding=found, reason=words, by=self.person(who, "director"))

    # ---- who answers, and by which rules

    @rule(which=WHICH, who=WHO, name=st.sampled_from(["周敏", "刘文静", ""]))
    def assign(self, which, who, name):
        rows = list(Item.objects.select_related("unit", "finding", "line")[: which[1] + 1])
        outcome = self.let(
            do.assign_responsibility, items=rows, persons={"leader": name}, by=self.person(who, "secretary")
        )
        assert outcome.refusal or all(is_sentence(why) for _item, why in outcome.result.refused)

    @when(State.RECTIFYING, State.REQUESTED)
    @rule(which=WHICH, who=WHO, name=st.sampled_from(["周敏", "刘文静", ""]), words=WORDS, days=st.integers(-2, 1))
    def change_owner(self, which, who, name, words, days):
        if item := self.item(which, State.RECTIFYING, State.REQUESTED):
            about = {"persons": {"person": name}, "note": words, "made_on": self.today(days)}
            self.let(do.change_owner, item=item, by=self.person(who, self.head(item)), **about)

    @rule(which=WHICH, who=WHO, office=st.sampled_from(["cadre_division", "fourth_room", "third_room", "firm"]),
          duty=st.sampled_from(["organization", "supervising", "unit"]))  # fmt: skip
    def add_office(self, which, who, office, duty):
        if item := self.item(which, *State):
            about = {"office": getattr(self.city.units, office), "duty": duty}
            self.let(do.add_office, item=item, by=self.person(who, "director"), **about)

    @rule(which=WHICH, who=WHO, words=WORDS)
    def end_office(self, which, who, words):
        if duty := self.of_item(which, ItemOffice, lambda row: row.duty != "inspection"):
            self.let(do.end_office, duty=duty, reason=words, by=self.person(who, "director"))

    @rule(who=WHO, code=st.sampled_from(["six_months", "three_months", "audit"]))
    def give_another_policy(self, who, code):
        version = PolicyProfile.objects.get(code=code).versions.order_by("-number")[0]
        self.let(set_round_policy, round=self.round(), version=version, by=self.person(who, "director"))

    @rule(who=WHO, code=st.sampled_from(["six_months", "three_months"]), site=st.sampled_from([(), ("B4",)]),
          days=st.sampled_from([0, 5]), late=st.integers(0, 4))  # fmt: skip
    def change_policy(self, who, code, site, days, late):
        profile = PolicyProfile.objects.get(code=code)
        last = profile.versions.order_by("-number")[0]
        policy = replace(read(last.content), site_check=site, publicity_days=days, signs_in_order=late < 3)
        seen = last.number - (late == 0)
        self.let(change_policy, profile=profile, policy=policy, seen=seen, by=self.person(who, "director"))

    @rule(who=WHO)
    def follow_policy(self, who):
        self.let(do.follow_policy, round=self.round(), by=self.person(who, "director"))

    def round(self):
        return Round.objects.get(pk=self.city.round.pk)


@pytest.mark.django_db
@pytest.mark.slow
def test_whatever_anybody_does_items_journal_and_signatures_agree(own_home):
    city = the_whole_city()
    of_run = settings(
        max_examples=LIVES,
        stateful_step_count=STEPS,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    run_state_machine_as_test(lambda: AnyActs(city), settings=of_run)
    if "LIANDU_ANY_ACTS" in os.environ:
        for (act, came), times in sorted(Watch.tally.items()):
            print(f"{times:6} {act}: {came}")  # noqa: T201 - what a long run was asked for
