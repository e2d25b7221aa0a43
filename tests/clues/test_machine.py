"""Any order of acts: the register stays whole whatever is tried, by whomever."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from liandu.clues import commands
from liandu.clues.models import Assignment, Clue, Disposition, FollowUp
from liandu.clues.states import OPEN_ASSIGNMENTS, AssignmentState, DispositionState, State
from liandu.journal.models import Entry
from liandu.kernel.refusals import Refusal
from tests.clues import making
from tests.people import build_city

PEOPLE = st.sampled_from(["registrar", "keeper", "approver", "handler", "sender", "clerk"])


class Register(RuleBasedStateMachine):
    """One clue, everybody, every act in any order; a refusal is fine, a broken register is not."""

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.city = build_city()
        self.clue = making.opened(self.city, line=None, source="petition")

    def teardown(self):
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def attempt(self, act, **given):
        before = Entry.objects.count()
        try:
            with transaction.atomic():
                act(**given)
        except Refusal:
            assert Entry.objects.count() == before, "a refused act left an entry"
        else:
            assert Entry.objects.count() > before, "an act left no entry"
        self.clue = making.anew(self.clue)

    def person(self, name):
        return getattr(self.city.people, name)

    @rule(by=PEOPLE)
    def review(self, by):
        self.attempt(
            commands.hold_review, clue=self.clue, held_on=timezone.localdate(), participants="甲", note="乙",
            by=self.person(by),
        )  # fmt: skip

    @rule(by=PEOPLE, kind=st.sampled_from(["talk", "verify", "hold", "close", "close_talk", "close_verify", "file"]))
    def propose(self, by, kind):
        self.attempt(
            commands.propose_disposition, clue=self.clue, kind=kind, reason="甲", approver=self.city.people.approver,
            restart_on=timezone.localdate() + timedelta(days=9), by=self.person(by),
        )  # fmt: skip

    @rule(by=PEOPLE, approve=st.booleans())
    def decide(self, by, approve):
        for row in Disposition.objects.filter(clue=self.clue).order_by("-proposed_at")[:1]:
            if approve:
                self.attempt(commands.approve_disposition, disposition=row, by=self.person(by))
            else:
                self.attempt(commands.return_disposition, disposition=row, opinion="不妥", by=self.person(by))

    @rule(by=PEOPLE)
    def restart(self, by):
        self.attempt(commands.restart_clue, clue=self.clue, note="甲", by=self.person(by))

    @rule(by=PEOPLE, step=st.sampled_from(["feedback", "explanation", "clearing"]))
    def follow_up(self, by, step):
        self.attempt(
            commands.record_follow_up, clue=self.clue, step=step, done_on=timezone.localdate(), note="",
            by=self.person(by),
        )  # fmt: skip

    @rule(by=PEOPLE, way=st.sampled_from(["own", "assign", "assist"]))
    def assign(self, by, way):
        self.attempt(
            commands.assign_clue, clue=self.clue, way=way, office=self.city.units.third_room,
            handler=self.city.people.handler, due_on=timezone.localdate(), task="", by=self.person(by),
        )  # fmt: skip

    @rule(
        by=PEOPLE,
        act=st.sampled_from(["accept", "refuse", "progress", "report", "return", "conclude", "recall"]),
        outcome=st.sampled_from(["criticism", "cleared", "case", "supported"]),
    )
    def handle(self, by, act, outcome):
        acts = {
            "accept": (commands.accept_assignment, {}), "refuse": (commands.refuse_assignment, {"reason": "甲"}),
            "progress": (commands.note_progress, {"note": "甲"}),
            "report": (commands.report_result, {"outcome": outcome, "result": "甲"}),
            "return": (commands.return_result, {"opinion": "甲"}), "conclude": (commands.conclude_assignment, {}),
            "recall": (commands.recall_assignment, {}),
        }  # fmt: skip
        for row in Assignment.objects.filter(clue=self.clue).select_related("clue").order_by("-given_at")[:1]:
            command, more = acts[act]
            self.attempt(command, assignment=row, by=self.person(by), **more)

    @invariant()
    def the_register_is_whole(self):
        clue = self.clue
        waiting = Disposition.objects.filter(clue=clue, state=DispositionState.PROPOSED).count()
        assert waiting == (clue.state == State.PROPOSED)
        assert (clue.concluded_on is not None) == (clue.state == State.CONCLUDED)
        held = Disposition.objects.filter(clue=clue, state=DispositionState.APPROVED, kind=clue.kind)
        assert not clue.kind or held.exists()
        if clue.state == State.CONCLUDED:
            principal = Assignment.objects.filter(clue=clue, state__in=OPEN_ASSIGNMENTS).exclude(way="assist")
            assert not principal.exists()
        if clue.state == State.CONCLUDED and clue.kind in {"close_talk", "close_verify"}:
            assert FollowUp.objects.filter(clue=clue).count() == 3
        done = Assignment.objects.filter(clue=clue, state=AssignmentState.CONCLUDED)
        assert all(row.decided_by_id != row.handler_id for row in done)
        assert Clue.objects.count() == 1


SETTINGS = settings(max_examples=12, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.slow
@pytest.mark.django_db
def test_no_order_of_acts_breaks_the_register():
    run_state_machine_as_test(Register, settings=SETTINGS)
